import { type Component, For, Show } from 'solid-js';
import type { Cause, OrgState } from '#rules';
import { PATHS } from '../../../app/navigation.ts';
import type { CausesAnswer } from '../../../data/insight-contract.ts';
import { causeWords as words } from '../../../locales/zh-CN/insights.ts';
import { textOf, traitPieces } from './cause-words.ts';

const Row: Component<{ readonly cause: Cause; readonly answer: CausesAnswer; readonly org: OrgState }> = (props) => {
  const finding = () => props.answer.finding;
  return (
    <tr class="border-t border-line align-top">
      <th scope="row" class="py-1.5 pr-2 text-left font-normal">
        <details>
          <summary class="cursor-pointer">{textOf(traitPieces(props.cause.traits, props.org))}</summary>
          <ul class="m-0 list-none p-0 pt-1">
            <For each={props.cause.customers}>
              {(id) => (
                <Show when={props.answer.customers[id]}>
                  {(customer) => (
                    <li>
                      <a class="text-brand-text" href={`${PATHS.pool}/${customer().id}`}>
                        {customer().name}
                      </a>
                    </li>
                  )}
                </Show>
              )}
            </For>
          </ul>
        </details>
      </th>
      <td class="py-1.5 pr-2 text-right whitespace-nowrap">
        {props.cause.stuck}/{finding().stuck}
      </td>
      <td class="py-1.5 pr-2 text-right whitespace-nowrap">
        {props.cause.left}/{finding().decided - finding().stuck}
      </td>
      <td class="py-1.5 text-right whitespace-nowrap">{words.chance(props.cause.chance)}</td>
    </tr>
  );
};

/** A further part of the table, under its own line; nothing where there is none. */
const Rows: Component<{
  readonly title: string;
  readonly causes: readonly Cause[];
  readonly answer: CausesAnswer;
  readonly org: OrgState;
}> = (props) => (
  <Show when={props.causes.length > 0}>
    <tr class="border-t border-line text-ink-3">
      <th scope="rowgroup" colspan={4} class="pt-2 pb-1 text-left font-normal">
        {props.title}
      </th>
    </tr>
    <For each={props.causes}>{(cause) => <Row cause={cause} answer={props.answer} org={props.org} />}</For>
  </Show>
);

/** 看依据: who was compared with whom, each trait with its counts, what fell short as well, and the customers. */
export const CauseEvidence: Component<{ readonly answer: CausesAnswer; readonly org: OrgState }> = (props) => {
  const finding = () => props.answer.finding;
  return (
    <div class="flex flex-col gap-2 text-meta text-ink-2">
      <p class="m-0">{words.compared(finding().comparisons, finding().stuck, finding().decided - finding().stuck)}</p>
      <table class="w-full border-collapse">
        <caption class="sr-only">{words.table.caption}</caption>
        <thead>
          <tr class="text-ink-3">
            <th scope="col" class="pr-2 pb-1 text-left font-normal">
              {words.table.trait}
            </th>
            <th scope="col" class="pr-2 pb-1 text-right font-normal whitespace-nowrap">
              {words.table.stuck}
            </th>
            <th scope="col" class="pr-2 pb-1 text-right font-normal whitespace-nowrap">
              {words.table.left}
            </th>
            <th scope="col" class="pb-1 text-right font-normal whitespace-nowrap">
              {words.table.chance}
            </th>
          </tr>
        </thead>
        <tbody>
          <For each={finding().causes}>{(cause) => <Row cause={cause} answer={props.answer} org={props.org} />}</For>
          <Rows title={words.alike} causes={finding().alike} answer={props.answer} org={props.org} />
          <Rows title={words.weaker} causes={finding().weaker} answer={props.answer} org={props.org} />
        </tbody>
      </table>
    </div>
  );
};
