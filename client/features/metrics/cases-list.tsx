import { type Component, createSignal, For, Show } from 'solid-js';
import type { CaseSort, MetricId } from '#rules';
import { useAssignDeps } from '../../app/assign-deps.ts';
import { PATHS } from '../../app/navigation.ts';
import type { MetricCases, MetricCasesAnswer, MetricRow } from '../../data/metric-contract.ts';
import { intervention } from '../../locales/zh-CN/metrics.ts';
import { Button } from '../../ui/button.tsx';
import { FoldLine } from '../../ui/fold-line.tsx';
import { Card } from '../../ui/list.tsx';
import { useToast } from '../../ui/toast.tsx';
import { AssignSheet, type AssignTarget, maySpreadTasks } from '../../views/assign-sheet.tsx';
import { metricNumber } from '../../views/metric-words.ts';

const words = intervention.cases;
/** What is counted of a customer are fields that are not filled in. */
const OF_FIELDS: ReadonlySet<MetricId> = new Set(['reportCompleteness', 'profileCompleteness']);

/** Whom the person can do something about now. */
const targetsOf = ({ member, rows }: MetricCases): readonly AssignTarget[] =>
  rows.flatMap(({ id, territory, hasItNow }) => (hasItNow ? [{ id, territory, owner: member }] : []));

const Person: Component<{
  readonly person: MetricCases;
  readonly isOnly: boolean;
  /** What stands behind a name; '' = nothing. */
  readonly amount: (weight: number) => string;
  /** Absent: the viewer may not give tasks about these. */
  readonly onAssign: ((targets: readonly AssignTarget[]) => void) | undefined;
}> = (props) => (
  <details class="border-b border-line last:border-0" open={props.isOnly}>
    <FoldLine
      title={props.person.member === null ? words.nobody : props.person.name}
      count={words.companies(props.person.total)}
    />
    <ul class="m-0 list-none p-0 pb-2 pl-3">
      <For each={props.person.rows}>
        {({ id, name, weight }) => (
          <li>
            <a
              href={`${PATHS.pool}/${id}`}
              class="flex min-h-11 items-center justify-between gap-3 text-body text-ink no-underline"
            >
              <span class="min-w-0 truncate">{name}</span>
              <span class="shrink-0 text-second text-ink-3">{props.amount(weight)}</span>
            </a>
          </li>
        )}
      </For>
      <Show when={props.person.total > props.person.rows.length}>
        <li class="py-1 text-second text-ink-3">{words.more(props.person.total - props.person.rows.length)}</li>
      </Show>
    </ul>
    <Show when={props.onAssign}>
      {(assign) => (
        <Button class="mb-2 ml-3" onClick={() => assign()(targetsOf(props.person))}>
          {words.assign(targetsOf(props.person).length)}
        </Button>
      )}
    </Show>
  </details>
);

/**
 * The customers behind a number, person by person: a number opens to names. One line until it is opened, and nothing
 * while they are looked for.
 */
export const CasesList: Component<{
  readonly row: MetricRow;
  /** Absent while they are looked for. */
  readonly cases: MetricCasesAnswer | undefined;
}> = (props) => {
  const toast = useToast();
  const [assigned, setAssigned] = createSignal<readonly AssignTarget[] | null>(null);
  const deps = useAssignDeps();
  const mayAssign = (person: MetricCases): boolean => {
    const known = deps();
    const targets = targetsOf(person);
    return known !== null && targets.length > 0 && targets.every((one) => maySpreadTasks(known.org, known.member, one));
  };
  const people = () => props.cases?.people ?? [];
  const amount = (weight: number): string => {
    if (props.cases?.sort === 'longest') return metricNumber(props.row.definition, weight);
    if (OF_FIELDS.has(props.row.id)) return words.fields(weight);
    return weight > 1 ? words.times(weight) : '';
  };
  const none = (sort: CaseSort): string =>
    props.row.value.kind === 'noDenominator' ? words.noNumber : words.none[sort];
  return (
    <Show when={props.cases?.sort}>
      {(sort) => (
        <Card label={words.title[sort()]}>
          <Show when={people().length > 0} fallback={<p class="m-0 text-second text-ink-2">{none(sort())}</p>}>
            <details>
              <FoldLine title={words.title[sort()]} count={words.companies(props.cases?.total ?? 0)} />
              <div class="border-t border-line pl-3">
                <For each={people()}>
                  {(person) => (
                    <Person
                      person={person}
                      isOnly={people().length === 1}
                      amount={amount}
                      onAssign={mayAssign(person) ? setAssigned : undefined}
                    />
                  )}
                </For>
              </div>
            </details>
          </Show>
          <Show when={assigned() !== null && deps()}>
            {(known) => (
              <AssignSheet
                targets={assigned() ?? []}
                deps={known()}
                onClose={() => setAssigned(null)}
                onDone={(said) => {
                  setAssigned(null);
                  toast.show({ text: said });
                }}
              />
            )}
          </Show>
        </Card>
      )}
    </Show>
  );
};
