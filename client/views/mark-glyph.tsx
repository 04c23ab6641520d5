import type { Component } from 'solid-js';
import type { MarkLook } from '../data/contract.ts';
import { marks } from '../locales/zh-CN/marks.ts';
import { StatusGlyph } from '../ui/status-glyph.tsx';

const SHAPES = {
  none: { mark: 'dashed', variant: 'solid' },
  green: { mark: 'circle', variant: 'solid' },
  greenPendingUpload: { mark: 'circle', variant: 'upload' },
  greenAwaitsDocument: { mark: 'circle', variant: 'clock' },
  yellow: { mark: 'diamond', variant: 'solid' },
  yellowAutomatic: { mark: 'diamond', variant: 'clock' },
  red: { mark: 'square', variant: 'solid' },
  redAutomatic: { mark: 'square', variant: 'clock' },
} as const;

/** The status card's colour as a mark: shape, sign and name, never colour alone. */
export const MarkGlyph: Component<{ readonly look: MarkLook; readonly size?: number }> = (props) => (
  <StatusGlyph
    mark={SHAPES[props.look].mark}
    variant={SHAPES[props.look].variant}
    size={props.size ?? 20}
    label={marks[props.look]}
  />
);
