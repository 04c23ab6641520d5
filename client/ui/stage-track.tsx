import { type Component, For, Match, Show, Switch } from 'solid-js';

export interface TrackLeg {
  readonly id: string;
  readonly label: string;
  readonly state: 'past' | 'present' | 'future' | 'skipped';
}

const Leg: Component<{ readonly state: TrackLeg['state']; readonly used: number; readonly over: boolean }> = (
  props,
) => (
  <span aria-hidden="true" class="relative block h-2.5">
    <Switch>
      <Match when={props.state === 'skipped'}>
        <span class="leg absolute inset-0 border border-line-strong" />
      </Match>
      <Match when={props.state === 'past'}>
        <span class="leg absolute inset-0 bg-ink-4" />
      </Match>
      <Match when={true}>
        <span class="leg absolute inset-0 bg-line-2" />
      </Match>
    </Switch>
    <Show when={props.state === 'present'}>
      <span
        class={`leg absolute inset-y-0 left-0 transition-[width] duration-320 ease-out ${props.over ? 'hatch-red' : 'bg-brand'}`}
        style={{ width: `${Math.max(6, Math.min(1, props.used) * 100)}%` }}
      />
      <span
        class={`leg absolute -top-1.5 h-5.5 w-2.5 -translate-x-1/2 rounded-[4px] transition-[left] duration-320 ease-out ${props.over ? 'bg-red' : 'bg-brand'}`}
        style={{ left: `${Math.max(6, Math.min(1, props.used) * 100)}%` }}
      />
    </Show>
  </span>
);

/**
 * Slanted legs with the baton: past grey, present filled by the part of its time used, future light.
 * `used` is days ÷ limit (over 1 = over the limit). Legs become buttons when `onChoose` is given.
 */
export const StageTrack: Component<{
  readonly label: string;
  readonly legs: readonly TrackLeg[];
  readonly used: number;
  readonly over: boolean;
  /** Word for a leg that was skipped, e.g. 跳. */
  readonly skippedWord: string;
  readonly onChoose?: (id: string) => void;
}> = (props) => (
  <ol
    aria-label={props.label}
    class="m-0 grid list-none grid-flow-col gap-1.5 p-0 pt-1.5 [grid-auto-columns:minmax(0,1fr)]"
  >
    <For each={props.legs}>
      {(leg) => {
        const words = () => (
          <span
            class={`mt-2 block text-meta text-balance ${leg.state === 'present' ? 'font-semibold text-ink' : 'text-ink-3'}`}
          >
            {leg.label}
            <Show when={leg.state === 'skipped'}>
              <span class="block">{props.skippedWord}</span>
            </Show>
          </span>
        );
        return (
          <li aria-current={leg.state === 'present' ? 'step' : undefined} class="min-w-0">
            <Show
              when={props.onChoose}
              fallback={
                <>
                  <Leg state={leg.state} used={props.used} over={props.over} />
                  {words()}
                </>
              }
            >
              {(choose) => (
                <button
                  type="button"
                  class="flex min-h-11 w-full flex-col justify-start rounded-tag text-left"
                  onClick={() => choose()(leg.id)}
                >
                  <Leg state={leg.state} used={props.used} over={props.over} />
                  {words()}
                </button>
              )}
            </Show>
          </li>
        );
      }}
    </For>
  </ol>
);

/** Six small legs for a list row. Decorative: the words stand beside it. */
export const MiniTrack: Component<{ readonly index: number; readonly count: number; readonly over: boolean }> = (
  props,
) => (
  <span aria-hidden="true" class="mr-2 inline-flex shrink-0 items-center gap-0.75 align-middle max-[22.5rem]:hidden">
    <For each={Array.from({ length: props.count }, (_, at) => at)}>
      {(at) => (
        <span
          class={`leg inline-block ${
            at === props.index
              ? `h-2 w-3 ${props.over ? 'bg-red' : 'bg-brand'}`
              : `h-1.25 w-2.5 ${at < props.index ? 'bg-ink-4' : 'bg-line-2'}`
          }`}
        />
      )}
    </For>
  </span>
);
