import { line, scaleLinear } from 'd3';
import { type Component, Show } from 'solid-js';
import type { MetricValue } from '#rules';

const numberOf = (value: MetricValue): number | null => (value.kind === 'value' ? value.value : null);

const LINE = { width: 88, height: 28, gap: 4 } as const;

/** Eight weeks as a line with a dot at the last; a week without a number is a gap, never a zero. */
export const TrendLine: Component<{
  readonly name: string;
  readonly values: readonly MetricValue[];
  readonly isBelow: boolean;
}> = (props) => {
  const numbers = () => props.values.map(numberOf);
  const scales = () => {
    const known = numbers().filter((value) => value !== null);
    const [low, high] = [Math.min(...known), Math.max(...known)];
    const y = scaleLinear([LINE.height - LINE.gap, LINE.gap]).domain(low === high ? [low - 1, high + 1] : [low, high]);
    const x = scaleLinear([LINE.gap, LINE.width - LINE.gap]).domain([0, Math.max(1, numbers().length - 1)]);
    return { x, y };
  };
  const path = () => {
    const { x, y } = scales();
    const draw = line<number | null>()
      .defined((value) => value !== null)
      .x((_, at) => x(at))
      .y((value) => y(value ?? 0));
    return draw(numbers()) ?? '';
  };
  const last = () => {
    const at = numbers().findLastIndex((value) => value !== null);
    const value = numbers()[at] ?? null;
    return value === null ? null : { x: scales().x(at), y: scales().y(value) };
  };
  return (
    <svg
      role="img"
      aria-label={props.name}
      viewBox={`0 0 ${LINE.width} ${LINE.height}`}
      class={`h-7 w-22 ${props.isBelow ? 'text-red' : 'text-ink-3'}`}
    >
      <path d={path()} fill="none" stroke="currentColor" stroke-width="1.75" stroke-linejoin="round" />
      <Show when={last()}>{(dot) => <circle cx={dot().x} cy={dot().y} r="3" fill="currentColor" />}</Show>
    </svg>
  );
};

/** A value as a bar, its benchmark as a tick over it; both on one scale from nothing. */
export const Bullet: Component<{
  readonly name: string;
  readonly value: number;
  readonly benchmark: number;
  readonly isBelow: boolean;
}> = (props) => {
  const scale = () => scaleLinear([0, 100]).domain([0, Math.max(props.value, props.benchmark, Number.EPSILON) * 1.25]);
  return (
    <div role="img" aria-label={props.name} class="relative h-4 w-full max-w-30">
      <div class="absolute inset-x-0 top-1.5 h-1.5 rounded-full bg-sunken" />
      <div
        class={`absolute top-1.5 left-0 h-1.5 rounded-full ${props.isBelow ? 'bg-red' : 'bg-ink-3'}`}
        style={{ width: `${scale()(props.value)}%` }}
      />
      <div class="absolute top-0 h-4 w-0.5 bg-ink" style={{ left: `${scale()(props.benchmark)}%` }} />
    </div>
  );
};
