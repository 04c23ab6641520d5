import type { CustomerId, Envelope, Fold, FoldRow, MemberId } from '#rules';
import { makeReadModels } from '../../../client/data/answers/index.ts';
import type { ReadModels } from '../../../client/data/worker/read-models.ts';
import { collectGarbage, median, percentile, timed } from '../support/measure.ts';
import { decodeRooms, foldAll } from '../support/replica-fold.ts';
import { atMost, type BenchRow, shown } from '../support/row.ts';
import { isHistory, wireRooms, withLog } from '../support/stored.ts';
import { bigWorld } from '../support/worlds.ts';

const EVENTS = 200;
const POOL = { kind: 'pool', filter: { chip: 'all' }, search: '', offset: 0, limit: 50 } as const;
const HEATMAP = { kind: 'heatmap', filter: { weeks: 8 } } as const;

const viewsOf = (fold: Fold, member: MemberId): ReadModels => {
  const nowMs = Date.now();
  return makeReadModels({
    fold: () => fold,
    member: () => member,
    now: () => nowMs,
    unsynced: () => [],
    readsRecordsOf: () => true,
    uploads: () => ({}),
  });
};
const show = (models: ReadModels): void => {
  models.answer(HEATMAP);
  models.answer(POOL);
};

export const oneEvent: BenchRow = {
  name: 'one-event',
  title: 'One event into every view ÷ full refold',
  async run(options) {
    const { folder, world } = await bigWorld(options);
    const rooms = await withLog(folder, (log) => wireRooms(log, (room) => isHistory(room) || room.startsWith('org')));
    const member = world.workers[0]?.member ?? ('nobody' as MemberId);
    const parts = decodeRooms(rooms);
    collectGarbage();
    const full = timed(() => {
      const fold = foldAll(parts);
      const models = viewsOf(fold, member);
      show(models);
      return { fold, models };
    });
    const { fold, models } = full.result;
    const times: number[] = [];
    const feeds: number[] = [];
    for (const [index, row] of sample(parts.flatMap(({ rows }) => rows)).entries()) {
      const fresh = followUp(row.event, index);
      const fed = timed(() => models.changed(fold.apply([{ ...row, event: fresh, received: Date.now() }], [])));
      const one = timed(() => {
        fold.customer(fresh.subject as CustomerId);
        show(models);
      });
      times.push(fed.ms + one.ms);
      feeds.push(fed.ms);
    }
    return [
      atMost(
        'fold, heatmap and first page of the pool after one event ÷ refold of everything with the same views',
        median(times) / full.ms,
        '×',
        0.001,
      ),
      shown('full refold with views', full.ms, 'ms'),
      shown('one event, median', median(times), 'ms'),
      shown('one event, p99', percentile(times, 0.99), 'ms'),
      shown('of which taking it in, median', median(feeds), 'ms'),
    ];
  },
};

/** Events spread over the history, of those people write most. */
const sample = (rows: readonly FoldRow[]): readonly FoldRow[] => {
  const calls = rows.filter(({ event }) => event.type === 'interactionRecorded' || event.type === 'stageEntered');
  const step = Math.max(1, Math.floor(calls.length / EVENTS));
  return calls.filter((_, index) => index % step === 0).slice(0, EVENTS);
};

/** The same again, now: one more call, one more entry of a stage. */
const followUp = (event: Envelope, index: number): Envelope => ({
  ...event,
  id: `bench-one-${index}` as Envelope['id'],
  n: event.n + 1_000_000,
  lam: event.lam + 1,
  at: Date.now(),
  seen: Date.now(),
});
