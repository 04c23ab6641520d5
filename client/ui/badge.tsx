import { type Component, type JSX, type ParentProps, Show } from 'solid-js';

export type Tone = 'plain' | 'quiet' | 'brand' | 'green' | 'yellow' | 'red' | 'edge' | 'ink';
const TONES: Readonly<Record<Tone, string>> = {
  plain: 'text-ink-3',
  quiet: 'bg-fill text-ink-2',
  brand: 'bg-brand-soft text-brand-text',
  green: 'bg-green-soft text-green-text',
  yellow: 'bg-yellow-soft text-yellow-text',
  red: 'bg-red-soft text-red-text',
  edge: 'border border-line-strong text-ink-2',
  ink: 'bg-fill text-ink border border-line-strong',
};

/** A small tag beside a name: 待上传, 自动. */
export const Tag: Component<ParentProps<{ readonly tone?: Tone }>> = (props) => (
  <span
    class={`inline-flex items-center gap-1 rounded-tag px-1.5 py-px text-meta whitespace-nowrap ${TONES[props.tone ?? 'edge']}`}
  >
    {props.children}
  </span>
);

/** A pill with icon and words; a button when `onPress` is given. */
export const Pill: Component<
  ParentProps<{ readonly tone?: Tone; readonly icon?: JSX.Element; readonly onPress?: () => void }>
> = (props) => {
  const shape = () =>
    `inline-flex items-center gap-1.5 rounded-full px-3 min-h-8 text-second whitespace-nowrap ${TONES[props.tone ?? 'plain']}`;
  const inside = () => (
    <>
      <Show when={props.icon}>{props.icon}</Show>
      {props.children}
    </>
  );
  return (
    <Show when={props.onPress} fallback={<span class={shape()}>{inside()}</span>}>
      {(press) => (
        <button type="button" class={`hit ${shape()}`} onClick={() => press()()}>
          {inside()}
        </button>
      )}
    </Show>
  );
};

/** A number on an icon or a side item. `loud` only for what waits for this person. */
export const CountBadge: Component<{ readonly count: number; readonly loud?: boolean }> = (props) => (
  <Show when={props.count > 0}>
    <span
      class={`inline-flex min-w-5 items-center justify-center rounded-full px-1 text-corner font-semibold ${props.loud ? 'bg-red text-on-red' : 'text-ink-3'}`}
    >
      {props.count > (props.loud ? 99 : 999) ? (props.loud ? '99+' : '999+') : props.count}
    </span>
  </Show>
);

/** A note across the width: what happened and what to do. `alert` is read out at once. */
export const Banner: Component<
  ParentProps<{
    readonly tone?: Tone;
    readonly icon?: JSX.Element;
    readonly alert?: boolean;
    readonly act?: JSX.Element;
  }>
> = (props) => (
  <div
    role={props.alert ? 'alert' : undefined}
    class={`flex flex-wrap items-center gap-x-3 gap-y-2 rounded-inner px-3.5 py-2.5 text-second ${TONES[props.tone ?? 'quiet']}`}
  >
    <Show when={props.icon}>{props.icon}</Show>
    <div class="min-w-0 flex-1 basis-48">{props.children}</div>
    <Show when={props.act}>{props.act}</Show>
  </div>
);

/** Determinate progress; `label` names it. `value` and `max` in the same unit. */
export const ProgressBar: Component<{ readonly label: string; readonly value: number; readonly max: number }> = (
  props,
) => (
  <div
    role="progressbar"
    aria-label={props.label}
    aria-valuemin={0}
    aria-valuemax={props.max}
    aria-valuenow={props.value}
    class="h-1.5 overflow-hidden rounded-full bg-line-2"
  >
    <div
      class="h-full rounded-full bg-brand transition-[width] duration-180"
      style={{ width: `${props.max > 0 ? Math.min(100, (props.value / props.max) * 100) : 0}%` }}
    />
  </div>
);
