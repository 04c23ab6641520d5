import { type Component, Show } from 'solid-js';
import type { MoveOf, Scope } from '#rules';
import { createAnswer, useOrg } from '../../../app/data-context.tsx';
import { moveWords as words } from '../../../locales/zh-CN/insights.ts';
import { Button } from '../../../ui/button.tsx';
import { moveScope } from '../../../views/move-words.ts';
import { PanelPending } from '../../../views/panel-pending.tsx';
import { CohortList } from '../cohort-list.tsx';

/** Exactly the customers a change counts (R44, R47, R48), and the way to narrow the board to them. */
export const MovePanel: Component<{
  readonly of: MoveOf;
  readonly filter: Scope;
  readonly onNarrow: (scope: Scope) => void;
}> = (props) => {
  const org = useOrg();
  const answer = createAnswer(() => ({ kind: 'moved' as const, filter: props.filter, of: props.of }));
  const scope = () => moveScope(props.of);
  const limitDays = (): number => {
    const stage = 'stage' in props.of ? props.of.stage : null;
    return org()?.process.stages.find(({ id }) => id === stage)?.limitDays ?? 0;
  };
  return (
    <Show when={answer()} fallback={<PanelPending />}>
      {(cell) => (
        <CohortList
          cell={cell()}
          isTouched={false}
          stay={null}
          empty={words.panel.empty}
          head={
            <div class="flex flex-wrap items-center justify-between gap-x-3 px-gutter pb-3">
              <p class="m-0 text-second text-ink-2">{words.panel[props.of.kind](cell().rows.length, limitDays())}</p>
              <Show when={Object.keys(scope()).length > 0}>
                <Button kind="text" onClick={() => props.onNarrow(scope())}>
                  {words.panel.narrow}
                </Button>
              </Show>
            </div>
          }
        />
      )}
    </Show>
  );
};
