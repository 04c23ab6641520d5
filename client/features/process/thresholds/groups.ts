import { DAY_MS, type Process, type ProcessChange, type ProcessPart, partKey, partOf, type Rule } from '#rules';
import { PATHS } from '../../../app/navigation.ts';
import type { RuleRecord } from '../../../data/contract.ts';
import { process as processWords } from '../../../locales/zh-CN/process.ts';
import type { thresholds as words } from '../../../locales/zh-CN/thresholds.ts';
import { partNumbers } from '../../../views/part-numbers.ts';
import type { PartFact } from '../../../views/part-words.ts';
import { playbookPath } from '../playbooks/playbook-address.ts';
import { rulePath } from '../rules/rule-address.ts';

export type GroupId = keyof typeof words.groups;

/** One part with its numbers. */
export interface Threshold {
  readonly key: string;
  /** Of a rule or a playbook its name. */
  readonly name: string | null;
  readonly numbers: readonly PartFact[];
  readonly isOn: boolean;
  /** Where it is edited; null = nowhere yet. */
  readonly href: string | null;
  /** What the rules that act by these numbers did; null = no rule does. */
  readonly record: RuleRecord | null;
  /** Time its author spent on it in the last 7 days, ms. */
  readonly spentMs: number;
}
export interface ThresholdGroup {
  readonly id: GroupId;
  readonly items: readonly Threshold[];
}

const WEEK_MS = 7 * DAY_MS;
const isRecent = ({ t }: ProcessChange, nowMs: number): boolean => t > nowMs - WEEK_MS;

/** Time spent editing in the last 7 days, by part and in all, ms; how many versions there were, and how many say nothing of it. */
export const timeSpent = (changes: readonly ProcessChange[], nowMs: number) => {
  const parts = new Map<string, number>();
  let [totalMs, versions, untimed] = [0, 0, 0];
  for (const change of changes) {
    if (!isRecent(change, nowMs)) continue;
    const key = partKey(change.part);
    parts.set(key, (parts.get(key) ?? 0) + (change.spentMs ?? 0));
    versions += 1;
    totalMs += change.spentMs ?? 0;
    untimed += Number(change.spentMs === null);
  }
  return { totalMs, versions, untimed, of: (key: string): number => parts.get(key) ?? 0 };
};

/** Rules that act by the numbers of a part, not by one of their own. */
const ACTING: Readonly<Partial<Record<ProcessPart['kind'], (rule: Rule) => boolean>>> = {
  stages: ({ on }) => on.kind === 'stageStay' && on.for === undefined,
  breaker: ({ branches }) => branches.some((branch) => branch.do.some(({ kind }) => kind === 'pool')),
};

type Records = Readonly<Record<string, RuleRecord>>;
const recordOf = (part: ProcessPart, { rules }: Process, records: Records): RuleRecord | null => {
  const isActing = part.kind === 'rule' ? (rule: Rule) => rule.id === part.rule.id : ACTING[part.kind];
  if (isActing === undefined) return null;
  const sum = { acted: 0, stopped: 0, lastWeek: 0 };
  for (const { id } of rules.filter(isActing)) {
    const { acted = 0, stopped = 0, lastWeek = 0 } = records[id] ?? {};
    sum.acted += acted;
    sum.stopped += stopped;
    sum.lastWeek += lastWeek;
  }
  return sum;
};

const hrefOf = (part: ProcessPart): string | null => {
  if (part.kind === 'rule') return rulePath(part.rule.id);
  if (part.kind === 'playbook') return playbookPath(part.playbook.id);
  return part.kind in processWords.sections ? `${PATHS.process}/${part.kind}` : null;
};

const nameOf = (part: ProcessPart): string | null => {
  if (part.kind === 'rule') return part.rule.name;
  return part.kind === 'playbook' ? part.playbook.name : null;
};

const isOn = (part: ProcessPart): boolean =>
  part.kind === 'rule' ? part.rule.isOn : part.kind !== 'playbook' || !part.playbook.isRetired;

const PARTS = ['stages', 'statusCard', 'breaker', 'visitNote', 'heatmap', 'metrics', 'suggestion', 'calendar'] as const;

const partsIn = (group: GroupId, process: Process): readonly ProcessPart[] => {
  if (group === 'rules') return process.rules.map((rule) => ({ kind: 'rule', rule }));
  if (group === 'playbooks') return process.playbooks.map((playbook) => ({ kind: 'playbook', playbook }));
  const part = partOf(process, group);
  return part === null ? [] : [part];
};

/** Every number of the process, part by part; the rules, which hold most of them, come first (R75). */
export const thresholdGroups = (
  process: Process,
  records: Records,
  spentOn: (key: string) => number,
): readonly ThresholdGroup[] =>
  (['rules', ...PARTS, 'playbooks'] as const).flatMap((id) => {
    const items = partsIn(id, process).flatMap((part): readonly Threshold[] => {
      const numbers = partNumbers(part, process);
      if (numbers.length === 0) return [];
      const key = partKey(part);
      const record = recordOf(part, process, records);
      return [
        { key, name: nameOf(part), numbers, isOn: isOn(part), href: hrefOf(part), record, spentMs: spentOn(key) },
      ];
    });
    return items.length === 0 ? [] : [{ id, items }];
  });
