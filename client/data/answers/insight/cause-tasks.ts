import { type CustomerId, type CustomerState, compareText, type MemberId, type TaskState } from '#rules';
import type { CauseTasks } from '../../insight-contract.ts';

const STANDS: ReadonlySet<TaskState['status']> = new Set(['open', 'returned', 'done']);

/** A task that somebody gave because of a cause. */
interface CauseTask {
  readonly cause: string;
  readonly isDone: boolean;
  readonly atMs: number;
  readonly to: MemberId | null;
}

/** Tasks of a customer that somebody gave because of a cause and that still stand. */
export const causeTasks = ({ tasks }: CustomerState): readonly CauseTask[] =>
  tasks.flatMap(({ assigned, assignee, causedAt, status }): readonly CauseTask[] => {
    const { origin } = assigned ?? {};
    if (origin?.kind !== 'cause' || !STANDS.has(status)) return [];
    return [{ cause: origin.cause, isDone: status === 'done', atMs: causedAt, to: assignee }];
  });

const countedByPerson = (tasks: readonly CauseTask[]): CauseTasks['people'] => {
  const counts = new Map<MemberId, number>();
  for (const { to } of tasks) if (to !== null) counts.set(to, (counts.get(to) ?? 0) + 1);
  return [...counts]
    .map(([member, count]) => ({ member, tasks: count }))
    .sort((a, b) => b.tasks - a.tasks || compareText(a.member, b.member));
};

/** Of these customers those that have a task from any cause of the cell `about` names, and those whose is not done. */
export const reachedIn = (
  customers: readonly CustomerState[],
  about: string,
): Readonly<Record<'reached' | 'busy', readonly CustomerId[]>> => {
  const found = customers.map((customer) => ({
    id: customer.id,
    tasks: causeTasks(customer).filter(({ cause }) => cause.startsWith(`${about}/`)),
  }));
  return {
    reached: found.flatMap(({ id, tasks }) => (tasks.length > 0 ? [id] : [])),
    busy: found.flatMap(({ id, tasks }) => (tasks.some(({ isDone }) => !isDone) ? [id] : [])),
  };
};

/** What was given among these customers because of the cause of a key in the cell `about` names; null = nothing. */
export const givenForCause = (customers: readonly CustomerState[], about: string, cause: string): CauseTasks | null => {
  const found = customers.flatMap((customer) =>
    causeTasks(customer)
      .filter((task) => task.cause === `${about}/${cause}`)
      .map((task) => ({ task, id: customer.id })),
  );
  if (found.length === 0) return null;
  const tasks = found.map(({ task }) => task);
  return {
    cause,
    lastMs: Math.max(...tasks.map(({ atMs }) => atMs)),
    people: countedByPerson(tasks),
    tasks: tasks.length,
    done: tasks.filter(({ isDone }) => isDone).length,
    customers: [...new Set(found.map(({ id }) => id))],
  };
};
