import { type Component, For, Show } from 'solid-js';
import type { CaseSort, MetricId } from '#rules';
import { PATHS } from '../../app/navigation.ts';
import type { MetricCases, MetricCasesAnswer, MetricRow } from '../../data/metric-contract.ts';
import { intervention } from '../../locales/zh-CN/metrics.ts';
import { FoldLine } from '../../ui/fold-line.tsx';
import { Card } from '../../ui/list.tsx';
import { metricNumber } from '../../views/metric-words.ts';

const words = intervention.cases;
/** What is counted of a customer are fields that are not filled in. */
const OF_FIELDS: ReadonlySet<MetricId> = new Set(['reportCompleteness', 'profileCompleteness']);

const Person: Component<{
  readonly person: MetricCases;
  readonly isOnly: boolean;
  /** What stands behind a name; '' = nothing. */
  readonly amount: (weight: number) => string;
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
                  {(person) => <Person person={person} isOnly={people().length === 1} amount={amount} />}
                </For>
              </div>
            </details>
          </Show>
        </Card>
      )}
    </Show>
  );
};
