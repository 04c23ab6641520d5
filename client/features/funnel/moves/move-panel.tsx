import { type Component, createMemo, createSignal, Show } from 'solid-js';
import type { MoveOf, Scope } from '#rules';
import { useAssignDeps } from '../../../app/assign-deps.ts';
import { createAnswer, useOrg } from '../../../app/data-context.tsx';
import type { CellAnswer } from '../../../data/board-contract.ts';
import { moveWords as words } from '../../../locales/zh-CN/insights.ts';
import { Button } from '../../../ui/button.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { AssignSheet, type AssignTarget, maySpreadTasks } from '../../../views/assign-sheet.tsx';
import { moveScope } from '../../../views/move-words.ts';
import { PanelPending } from '../../../views/panel-pending.tsx';
import { CohortList } from '../cohort-list.tsx';

/** So many tasks at once: more is no errand but a change of the process. */
const MOST_TASKS = 100;
/** Those that are over their limit now; nobody is sent to a customer in 待清洗池 (R23). */
const targetsIn = ({ rows }: CellAnswer): readonly AssignTarget[] =>
  rows.flatMap(({ customer: { id, owner, territory }, overdueDays, isPooled }) =>
    isPooled || overdueDays === 0 ? [] : [{ id, owner, territory }],
  );

/** From the change to an act on those it counts that are late, for who leads them (R53, R54). */
const GiveTasks: Component<{ readonly cell: CellAnswer }> = (props) => {
  const toast = useToast();
  const deps = useAssignDeps();
  const [given, setGiven] = createSignal<readonly AssignTarget[] | null>(null);
  const targets = createMemo((): readonly AssignTarget[] => {
    const [known, all] = [deps(), targetsIn(props.cell)];
    const may = known !== null && all.length <= MOST_TASKS;
    return may && all.every((one) => maySpreadTasks(known.org, known.member, one)) ? all : [];
  });
  return (
    <>
      <Show when={targets().length > 0}>
        <Button kind="text" class="-ml-2" onClick={() => setGiven(targets())}>
          {words.panel.give(targets().length)}
        </Button>
      </Show>
      <Show when={given() !== null && deps()}>
        {(known) => (
          <AssignSheet
            targets={given() ?? []}
            deps={known()}
            onClose={() => setGiven(null)}
            onDone={(said) => {
              setGiven(null);
              toast.show({ text: said });
            }}
          />
        )}
      </Show>
    </>
  );
};

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
              <GiveTasks cell={cell()} />
            </div>
          }
        />
      )}
    </Show>
  );
};
