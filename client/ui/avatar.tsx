import { type Component, Show } from 'solid-js';

const FACES = 6;
/** Family name of a Chinese name, first letter of any other. */
const sign = (name: string): string => [...name.trim()][0] ?? '·';
const faceOf = (name: string): number => {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return (sum % FACES) + 1;
};

/** A person as a circle with a sign. The colour means only "another person". Decorative: say the name beside it. */
export const Avatar: Component<{
  readonly name: string;
  /** Edge length in px: 20, 24, 32, 36. */
  readonly size?: number;
  /** Dot: is here now. */
  readonly here?: boolean;
}> = (props) => (
  <span
    aria-hidden="true"
    class={`face face-${faceOf(props.name)} relative inline-flex shrink-0 items-center justify-center rounded-full font-semibold select-none`}
    style={{
      width: `${(props.size ?? 24) / 16}rem`,
      height: `${(props.size ?? 24) / 16}rem`,
      'font-size': `${(props.size ?? 24) / 36}rem`,
    }}
  >
    {sign(props.name)}
    <Show when={props.here}>
      <span class="absolute -right-0.5 -bottom-0.5 size-2.5 rounded-full border-2 border-surface bg-brand" />
    </Show>
  </span>
);
