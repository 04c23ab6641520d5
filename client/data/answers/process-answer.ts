import { ADMINISTERING_ROLES, DAY_MS, type Fold, type MemberId, type StageId } from '#rules';
import type { ProcessAnswer, RuleRecord } from '../contract.ts';
import type { ActsIndex } from './acts-index.ts';

const standingIn = (index: ActsIndex): Record<StageId, number> => {
  const counts: Record<StageId, number> = {};
  for (const { stages } of index.all()) {
    for (const stage of stages) counts[stage] = (counts[stage] ?? 0) + 1;
  }
  return counts;
};

const RECORD_DAYS = 90;
const WEEK_DAYS = 7;
const NO_RECORD: RuleRecord = { acted: 0, stopped: 0, lastWeek: 0 };

/** What each rule did by itself, without the rungs it climbed to, and how often a person stopped it. */
const recordsOf = (index: ActsIndex, nowMs: number): Record<string, RuleRecord> => {
  const records: Record<string, RuleRecord> = {};
  for (const customer of index.all()) {
    for (const { rule, firedAt, wasOverridden, isClosed } of index.actsOf(customer)) {
      if (firedAt < nowMs - RECORD_DAYS * DAY_MS) continue;
      const { acted, stopped, lastWeek } = records[rule] ?? NO_RECORD;
      const isRecent = firedAt >= nowMs - WEEK_DAYS * DAY_MS;
      records[rule] = {
        acted: acted + 1,
        stopped: stopped + Number(isClosed || wasOverridden),
        lastWeek: lastWeek + Number(isRecent),
      };
    }
  }
  return records;
};

/** The process in force, what was published when and by whom, and how many customers stand in each stage. */
export const processAnswer = (fold: Fold, index: ActsIndex, member: MemberId, nowMs: number): ProcessAnswer => {
  const { process, processVersion, members } = fold.org();
  const role = members[member]?.role;
  return {
    process,
    version: processVersion,
    changes: fold.processChanges().map((change) => ({ ...change, authorName: members[change.author]?.name ?? '' })),
    standing: standingIn(index),
    effects: recordsOf(index, nowMs),
    mayEdit: role !== undefined && ADMINISTERING_ROLES.has(role),
  };
};
