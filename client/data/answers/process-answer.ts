import { ADMINISTERING_ROLES, type CustomerState, DAY_MS, type Fold, type MemberId, type StageId } from '#rules';
import type { ProcessAnswer, RuleRecord } from '../contract.ts';

const standingIn = (customers: Iterable<CustomerState>): Record<StageId, number> => {
  const counts: Record<StageId, number> = {};
  for (const { opportunities } of customers) {
    const stages = new Set(opportunities.flatMap(({ stage, ended }) => (ended === null ? [stage] : [])));
    for (const stage of stages) counts[stage] = (counts[stage] ?? 0) + 1;
  }
  return counts;
};

const RECORD_DAYS = 90;
const WEEK_DAYS = 7;
const NO_RECORD: RuleRecord = { acted: 0, stopped: 0, lastWeek: 0 };

/** What each rule did by itself, without the rungs it climbed to, and how often a person stopped it. */
const recordsOf = (customers: readonly CustomerState[], nowMs: number): Record<string, RuleRecord> => {
  const records: Record<string, RuleRecord> = {};
  for (const { effects, marks } of customers) {
    const overridden = new Set(marks.flatMap(({ override }) => (override === null ? [] : [override.effect])));
    for (const { id, rule, rung, firedAt, closed } of effects) {
      if (rung !== null || firedAt < nowMs - RECORD_DAYS * DAY_MS) continue;
      const { acted, stopped, lastWeek } = records[rule] ?? NO_RECORD;
      const isStopped = closed !== null || overridden.has(id);
      const isRecent = firedAt >= nowMs - WEEK_DAYS * DAY_MS;
      records[rule] = { acted: acted + 1, stopped: stopped + Number(isStopped), lastWeek: lastWeek + Number(isRecent) };
    }
  }
  return records;
};

/** The process in force, what was published when and by whom, and how many customers stand in each stage. */
export const processAnswer = (
  fold: Fold,
  customers: Iterable<CustomerState>,
  member: MemberId,
  nowMs: number,
): ProcessAnswer => {
  const all = [...customers];
  const { process, processVersion, members } = fold.org();
  const role = members[member]?.role;
  return {
    process,
    version: processVersion,
    changes: fold.processChanges().map((change) => ({ ...change, authorName: members[change.author]?.name ?? '' })),
    standing: standingIn(all),
    effects: recordsOf(all, nowMs),
    mayEdit: role !== undefined && ADMINISTERING_ROLES.has(role),
  };
};
