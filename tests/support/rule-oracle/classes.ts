import { type CustomerState, PRESALES_RULE, type Process, type TaskState } from '#rules';
import type { Case } from './ledger.ts';

type Violate = (id: string, text: string) => void;

/** Records of one company by the merges that stand, in whatever direction: everybody takes the least name he can reach. */
const classesOf = (states: readonly CustomerState[]): readonly (readonly CustomerState[])[] => {
  const names = new Map<string, string>(states.map(({ id }) => [id, id]));
  const nameOf = (id: string): string => names.get(id) ?? id;
  for (let isSettled = false; !isSettled; ) {
    isSettled = true;
    for (const { id, mergedInto } of states) {
      for (const { into } of mergedInto) {
        const least = nameOf(id) < nameOf(into) ? nameOf(id) : nameOf(into);
        isSettled &&= nameOf(id) === least && nameOf(into) === least;
        names.set(id, least).set(into, least);
      }
    }
  }
  const classes = new Map<string, CustomerState[]>();
  for (const state of states) classes.set(nameOf(state.id), [...(classes.get(nameOf(state.id)) ?? []), state]);
  return [...classes.values()];
};

const isStanding = ({ kind, status }: TaskState): boolean =>
  kind === 'draftProposal' && status !== 'superseded' && status !== 'revoked';
const isGoing = ({ status }: TaskState): boolean => status !== 'done' && status !== 'closed';
const greensOf = ({ marks }: CustomerState) =>
  marks.filter((one) => one.colour === 'green' && one.effective && !one.pendingUpload);

/** I24 of one record: one task for all entries into green, none without. A restored green is no entry (A5). */
const checkRecord = (state: CustomerState, violate: Violate): void => {
  const standing = state.tasks.filter(isStanding);
  const greens = greensOf(state);
  if (standing.length > 1 || (standing.length === 1 && greens.length === 0)) {
    violate('I24', `${state.id} has ${standing.length} live tasks for ${greens.length} greens`);
  }
  for (const { id, supersededBy } of state.tasks) {
    if (supersededBy === state.id) violate('I24', `the task ${id} of ${state.id} gives way to its own record`);
  }
};

/** S17: of what was fired for the class and holds, the lowest tick gives way to nothing. */
const checkFirst = (members: readonly CustomerState[], cases: readonly Case[], violate: Violate): void => {
  const tasks = members.flatMap((state) => state.tasks);
  const [first] = cases
    .filter(({ state }) => members.includes(state))
    .flatMap(({ acted }) => acted.filter(({ rule, rung }) => rule === PRESALES_RULE && rung === null))
    .filter(({ effect }) => tasks.some(({ id, status }) => id === effect && status !== 'revoked'))
    .sort((a, b) => a.tick - b.tick);
  const task = tasks.find(({ id }) => id === first?.effect);
  if (task?.status === 'superseded') violate('I24', `the first task ${task.id} of ${task.customer} is superseded`);
};

/** I24, S17: one presales task goes on in a whole class of merged records, and a class with a green has one. */
export const checkClasses = (cases: readonly Case[], { rules }: Process, violate: Violate): void => {
  const isCalled = rules.find((rule) => rule.id === PRESALES_RULE)?.isOn === true;
  for (const members of classesOf(cases.map(({ state }) => state))) {
    for (const state of members) checkRecord(state, violate);
    const names = members.map(({ id }) => id).join();
    const standing = members.flatMap(({ tasks }) => tasks.filter(isStanding));
    const going = standing.filter(isGoing);
    if (going.length > 1) violate('I24', `${names} have ${going.length} tasks that go on`);
    const strict = members.flatMap(greensOf).filter(({ override }) => override === null);
    if (isCalled && standing.length === 0 && strict.length > 0) {
      violate('I24', `nobody was called for ${strict.length} greens of ${names}`);
    }
    for (const { id, supersededBy } of members.flatMap(({ tasks }) => tasks)) {
      if (supersededBy !== null && !standing.some(({ customer }) => customer === supersededBy)) {
        violate('I24', `the task ${id} of ${names} gives way to none of ${supersededBy}`);
      }
    }
    checkFirst(members, cases, violate);
  }
};
