import type { CustomerState, Fold, Rule } from '#rules';
import { finishDryRun } from '../../support/finish-dry-run.ts';
import { collectGarbage, timed, worked } from '../support/measure.ts';
import { decodeRooms, foldAll } from '../support/replica-fold.ts';
import { atMost, type BenchRow, shown } from '../support/row.ts';
import { isHistory, wireRooms, withLog } from '../support/stored.ts';
import { bigWorld } from '../support/worlds.ts';

const DAYS = 90;

const statesOf = (fold: Fold): readonly CustomerState[] =>
  [...fold.customerIds()].flatMap((id) => {
    const state = fold.customer(id);
    return state === null ? [] : [state];
  });

const runOver = (rule: Rule, fold: Fold, customers: readonly CustomerState[]) => {
  const org = fold.org();
  return finishDryRun({ rule, process: org.process, customers, org, nowMs: Date.now(), days: DAYS });
};

export const dryRuns: BenchRow = {
  name: 'dry-run',
  title: 'Dry run of a rule over 90 days of 20,000 customers',
  async run(options) {
    const { folder } = await bigWorld(options);
    const rooms = await withLog(folder, (log) => wireRooms(log, (room) => isHistory(room) || room.startsWith('org')));
    const fold = foldAll(decodeRooms(rooms));
    const customers = statesOf(fold);
    collectGarbage();
    const runs = fold.org().process.rules.map((rule) => {
      const { result, ms: workedMs } = worked(() => timed(() => runOver(rule, fold, customers)));
      return { rule, ms: result.ms, workedMs, hits: result.result.hits.length };
    });
    const slowest = runs.reduce((worst, one) => (one.ms > worst.ms ? one : worst));
    const hits = runs.reduce((sum, one) => sum + one.hits, 0);
    return [
      atMost(
        `slowest of the ${runs.length} shipped rules (${slowest.rule.id}) over ${customers.length} customers`,
        slowest.ms / 1000,
        's',
        1,
      ),
      shown('processor time of that one', slowest.workedMs / 1000, 's'),
      shown('all of them, one after the other', runs.reduce((sum, { ms }) => sum + ms, 0) / 1000, 's'),
      shown('processor time of all of them', runs.reduce((sum, { workedMs }) => sum + workedMs, 0) / 1000, 's'),
      shown('times they would have acted', hits, ''),
    ];
  },
};
