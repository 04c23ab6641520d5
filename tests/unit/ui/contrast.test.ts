import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast, type Oklch, readTokens, type Theme, toLinear } from './colour.ts';

const tokens = readTokens(readFileSync('client/ui/tokens.css', 'utf8'));
const THEMES: readonly Theme[] = ['light', 'dark'];
const token = (name: string, theme: Theme): Oklch => {
  const found = tokens.get(name);
  if (!found) throw new Error(`no token ${name}`);
  return found[theme];
};
const tooWeak = (pairs: readonly (readonly [string, string])[], least: number): string[] =>
  THEMES.flatMap((theme) =>
    pairs
      .map(([front, back]) => ({
        name: `${theme}: ${front} on ${back}`,
        value: contrast(token(front, theme), token(back, theme)),
      }))
      .filter(({ value }) => value < least)
      .map(({ name, value }) => `${name} ${value.toFixed(2)}`),
  );
const GROUNDS = ['paper', 'surface', 'hover', 'sunken', 'fill'] as const;
const onGrounds = (front: string): (readonly [string, string])[] => GROUNDS.map((back) => [front, back] as const);
const STEPS = [1, 2, 3, 4, 5, 6, 7];

describe('tokens', () => {
  it('[UI-1] text reads at least 4.5:1', () => {
    const pairs = [
      ...['ink', 'ink-2', 'ink-3'].flatMap(onGrounds),
      ...['green', 'yellow', 'red'].flatMap((colour) => [
        [`${colour}-text`, `${colour}-soft`] as const,
        [`${colour}-text`, 'surface'] as const,
        [`${colour}-text`, 'paper'] as const,
      ]),
      ['brand-text', 'brand-soft'] as const,
      ['brand-text', 'surface'] as const,
      ['brand-text', 'paper'] as const,
      ['on-brand', 'brand'] as const,
      ['on-brand', 'brand-hover'] as const,
      ['on-ink', 'ink'] as const,
      ['on-red', 'red'] as const,
      ['tip-ink', 'tip'] as const,
      ['tip-act', 'tip'] as const,
      ['heat-chip-ink', 'heat-chip'] as const,
      ...[1, 2, 3, 4, 5, 6].map((face) => ['face-ink', `face-${face}`] as const),
    ];
    expect(pairs.length).toBeGreaterThan(30);
    expect(tooWeak(pairs, 4.5)).toEqual([]);
  });

  it('[UI-2] marks, edges and the focus ring read at least 3:1', () => {
    const pairs = [
      ['on-green', 'green'],
      ['on-yellow', 'yellow'],
      ['on-red', 'red'],
      ['green-edge', 'surface'],
      ['yellow-edge', 'surface'],
      ['red-edge', 'surface'],
      ['line-strong', 'surface'],
      ['line-strong', 'paper'],
      ['brand', 'surface'],
      ['focus', 'surface'],
      ['focus', 'paper'],
    ] as const;
    expect(tooWeak(pairs, 3)).toEqual([]);
  });

  it('[UI-3] the heat ramp is monotone and readable', () => {
    for (const theme of THEMES) {
      const lightness = STEPS.map((step) => token(`heat-${step}`, theme).l);
      const sorted = [...lightness].sort((a, b) => (theme === 'light' ? b - a : a - b));
      expect(lightness).toEqual(sorted);
      expect(new Set(lightness).size).toBe(STEPS.length);
    }
    expect(
      tooWeak(
        STEPS.map((step) => [`heat-ink-${step}`, `heat-${step}`] as const),
        4.5,
      ),
    ).toEqual([]);
  });

  it('[UI-4] every colour lies inside sRGB', () => {
    expect(tokens.size).toBeGreaterThan(50);
    const outside = [...tokens].flatMap(([name, themes]) =>
      THEMES.filter((theme) => toLinear(themes[theme]).some((part) => part < -0.002 || part > 1.002)).map(
        (theme) => `${name} ${theme}`,
      ),
    );
    expect(outside).toEqual([]);
  });

  it('[UI-1] the computation agrees with known values', () => {
    const white: Oklch = { l: 1, c: 0, h: 0 };
    const black: Oklch = { l: 0, c: 0, h: 0 };
    expect(contrast(white, black)).toBeCloseTo(21, 1);
    expect(contrast(white, white)).toBeCloseTo(1, 5);
  });
});
