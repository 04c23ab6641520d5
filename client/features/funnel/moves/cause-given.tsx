import type { Component } from 'solid-js';
import type { OrgState } from '#rules';
import { useNow } from '../../../app/data-context.tsx';
import type { CauseTasks } from '../../../data/insight-contract.ts';
import { causeWords as words } from '../../../locales/zh-CN/insights.ts';
import { Check } from '../../../ui/icons.ts';
import { dayNear } from '../../../views/day-near.ts';

/** So many are named; the sentence stays one that is read. */
const MOST_NAMED = 3;

const peopleWords = ({ people }: CauseTasks, org: OrgState): string => {
  const named = people
    .slice(0, MOST_NAMED)
    .map(({ member, tasks }) => words.personTasks(org.members[member]?.name ?? member, tasks));
  const rest = people.length - named.length;
  return [...named, ...(rest > 0 ? [words.morePeople(rest)] : [])].join(words.separator);
};

/** When and to whom tasks were given because of a cause, and how many are done (R54). */
export const CauseGiven: Component<{ readonly given: CauseTasks; readonly org: OrgState }> = (props) => {
  const now = useNow();
  const said = (): string => {
    const { lastMs, tasks, done } = props.given;
    return words.given(
      dayNear(lastMs, now()),
      tasks,
      peopleWords(props.given, props.org),
      words.givenDone(done, tasks),
    );
  };
  return (
    <p class="m-0 flex items-start gap-1.5 text-second text-ink-2">
      <Check size={15} class="mt-0.5 shrink-0 text-green-text" />
      <span>{said()}</span>
    </p>
  );
};
