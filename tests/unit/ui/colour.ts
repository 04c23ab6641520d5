/** OKLCH → linear sRGB → WCAG contrast: what the token file promises can be computed from its text. */
export interface Oklch {
  readonly l: number;
  readonly c: number;
  readonly h: number;
}
export type Theme = 'light' | 'dark';

const TOKEN = /^\s*--([a-z0-9-]+):\s*light-dark\(\s*oklch\(([^)]*)\),\s*oklch\(([^)]*)\)\s*\);/gm;

const parse = (text: string): Oklch | null => {
  if (text.includes('/')) return null;
  const [l, c, h] = text.trim().split(/\s+/).map(Number);
  return l === undefined || c === undefined || h === undefined ? null : { l, c, h };
};

/** Every opaque token of the file, per theme. */
export const readTokens = (css: string): ReadonlyMap<string, Readonly<Record<Theme, Oklch>>> => {
  const tokens = new Map<string, Readonly<Record<Theme, Oklch>>>();
  for (const [, name = '', a = '', b = ''] of css.matchAll(TOKEN)) {
    const light = parse(a);
    const dark = parse(b);
    if (light && dark) tokens.set(name, { light, dark });
  }
  return tokens;
};

/** Linear sRGB; outside 0–1 where the colour is outside the gamut. */
export const toLinear = ({ l, c, h }: Oklch): readonly [number, number, number] => {
  const angle = (h * Math.PI) / 180;
  const [a, b] = [c * Math.cos(angle), c * Math.sin(angle)];
  const lo = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const me = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const sh = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * lo - 3.3077115913 * me + 0.2309699292 * sh,
    -1.2684380046 * lo + 2.6097574011 * me - 0.3413193965 * sh,
    -0.0041960863 * lo - 0.7034186147 * me + 1.707614701 * sh,
  ];
};

const luminance = (colour: Oklch): number => {
  const [r, g, b] = toLinear(colour).map((part) => Math.max(0, Math.min(1, part))) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

/** WCAG 2 contrast, 1–21. */
export const contrast = (one: Oklch, other: Oklch): number => {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
};
