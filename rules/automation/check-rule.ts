import type { WorkCalendar } from '../calendar/calendar-data.ts';
import { addDuration } from '../calendar/working-time.ts';
import type { Process } from '../process.ts';
import { DAY_MS, HOUR_MS } from '../time.ts';
import { conditionFaults } from './check-condition.ts';
import type { Condition } from './condition.ts';
import type { Duration } from './duration.ts';
import { type Field, fieldsOf } from './fields.ts';
import { loopThrough } from './loops.ts';
import { doubles, type PartFault } from './part-fault.ts';
import type { Brake, Branch, Rule, Rung, Trigger } from './rule.ts';
import { isSatisfiable } from './satisfiable.ts';

const NOTHING: Duration = { amount: 0, unit: 'day' };

/** What is true by itself whenever the trigger acts. */
const impliedBy = (trigger: Trigger): readonly Condition[] => {
  switch (trigger.kind) {
    case 'markStands':
      return [{ kind: 'test', field: 'colour', op: 'is', value: trigger.colour }];
    case 'unowned':
      return [{ kind: 'test', field: 'hasOwner', op: 'is', value: false }];
    case 'stageStay':
    case 'stageEntered':
      return trigger.stage === undefined ? [] : [{ kind: 'test', field: 'stage', op: 'is', value: trigger.stage }];
    default:
      return [];
  }
};

const triggerFaults = ({ on }: Rule, { stages }: Process): PartFault[] => {
  if (!('stage' in on) || on.stage === undefined || stages.some(({ id }) => id === on.stage)) return [];
  return [{ field: 'rule.on.stage', why: 'unknownStage', about: on.stage }];
};

/** Conditions nobody can meet, and branches nothing comes to. */
const deadEnds = ({ on, where, branches }: Rule, fields: ReadonlyMap<string, Field>): PartFault[] => {
  const start = [...impliedBy(on), where];
  if (!isSatisfiable(start, fields)) return [{ field: 'rule.where', why: 'contradiction' }];
  const passed: Condition[] = [];
  return branches.flatMap(({ when }, index): PartFault[] => {
    const field = `rule.branches.${index}.when`;
    const before = [...passed];
    passed.push({ kind: 'not', of: when });
    if (!isSatisfiable([...start, when], fields)) return [{ field, why: 'contradiction' }];
    return isSatisfiable([...start, ...before, when], fields) ? [] : [{ field, why: 'unreachableBranch' }];
  });
};

const conditionsOf = ({ where, branches }: Rule): readonly (readonly [path: string, condition: Condition])[] => [
  ['rule.where', where],
  ...branches.map(({ when }, index) => [`rule.branches.${index}.when`, when] as const),
];

/** What of a rule says nothing in this process: fields, options and stages that are not, or not any more. */
export const referenceFaults = (rule: Rule, process: Process): readonly PartFault[] => [
  ...triggerFaults(rule, process),
  ...conditionsOf(rule).flatMap(([path, condition]) => conditionFaults(condition, path, fieldsOf(process))),
];

/** Exits that undo what the branch does: a mark by the card, a pool entry by an appeal, everything else by closing. */
const fittingExits = ({ do: actions }: Branch): readonly Brake['exit'][] => {
  const exits: Brake['exit'][] = [];
  if (actions.some(({ kind }) => kind === 'pool')) exits.push('appeal');
  if (actions.some(({ kind }) => kind === 'mark')) exits.push('override');
  return exits.length === 0 ? ['close'] : exits;
};

const brakeFaults = (brake: Brake, path: string): PartFault[] => {
  const faults: PartFault[] = doubles(brake.who, (index) => `${path}.who.${index}`, 'doubleId');
  const isEndless = brake.within === null;
  if (isEndless ? brake.exit === 'override' : brake.within?.amount === 0) {
    faults.push({ field: `${path}.within`, why: 'brakeNeedsTime' });
  }
  if (!brake.reason) faults.push({ field: `${path}.reason`, why: 'brakeNeedsReason' });
  return faults;
};

/** R80: every branch can be stopped, by its own exit or the rule's, in a way that undoes what it does. */
const exitFaults = ({ brake, branches }: Rule): PartFault[] => {
  const faults = brake === undefined ? [] : brakeFaults(brake, 'rule.brake');
  branches.forEach((branch, index) => {
    const path = branch.brake === undefined ? 'rule.brake' : `rule.branches.${index}.brake`;
    const own = branch.brake ?? brake;
    if (own === undefined) faults.push({ field: path, why: 'noBrake' });
    else if (!fittingExits(branch).includes(own.exit)) faults.push({ field: `${path}.exit`, why: 'exitDoesNotFit' });
    if (branch.brake !== undefined) faults.push(...brakeFaults(branch.brake, path));
  });
  return faults.filter(
    ({ field, why }, index) => faults.findIndex((one) => one.field === field && one.why === why) === index,
  );
};

/** Hours of an ordinary week, a Monday's midnight first: from any of them a later step must come later. */
const WEEK: readonly number[] = Array.from({ length: 7 * 24 }, (_, hour) => 4 * DAY_MS + (hour - 8) * HOUR_MS);

const comesLater = (after: Duration, before: Duration, calendar: WorkCalendar): boolean =>
  WEEK.every((from) => addDuration(from, after, calendar).atMs > addDuration(from, before, calendar).atMs);

const ladderFaults = (ladder: readonly Rung[], path: string, { calendar }: Process): PartFault[] => {
  const plain = { ...calendar, years: [] };
  const ids = ladder.map(({ id }) => id);
  return [
    ...doubles(ids, (index) => `${path}.${index}.id`, 'doubleId'),
    ...ladder.flatMap(({ after, id }, index): PartFault[] => {
      const before = ladder[index - 1]?.after ?? NOTHING;
      const isLater = index === 0 ? after.amount > 0 : comesLater(after, before, plain);
      return isLater ? [] : [{ field: `${path}.${index}.after`, why: 'rungOrder', about: id }];
    }),
  ];
};

const actionFaults = (rule: Rule, process: Process): PartFault[] => {
  const running = process.rules.filter(({ isOn }) => isOn);
  return rule.branches.flatMap((branch, index) => {
    const at = (action: number): string => `rule.branches.${index}.do.${action}`;
    const kinds = branch.do.map(({ kind }) => kind);
    const loops = branch.do.flatMap((action, place): PartFault[] => {
      const through = rule.isOn && action.kind === 'mark' ? loopThrough(rule, action, running) : null;
      return through === null ? [] : [{ field: at(place), why: 'loop', about: through.name }];
    });
    return [...doubles(kinds, at, 'doubleAction'), ...loops];
  });
};

/** Everything that keeps a rule from being published; `process` is the one with this rule in it. */
export const ruleFaults = (rule: Rule, process: Process): readonly PartFault[] => {
  const references = referenceFaults(rule, process);
  return [
    ...references,
    ...(references.length === 0 ? deadEnds(rule, fieldsOf(process)) : []),
    ...exitFaults(rule),
    ...actionFaults(rule, process),
    ...ladderFaults(rule.escalate, 'rule.escalate', process),
    ...rule.branches.flatMap(({ escalate = [] }, index) =>
      ladderFaults(escalate, `rule.branches.${index}.escalate`, process),
    ),
  ];
};
