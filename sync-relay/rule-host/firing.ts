import { type CustomerId, type DueEffect, dueEffects, formatRoom, nextLookAt, shanghaiDay, startOfDayMs } from '#rules';
import type { Company } from '../company/company.ts';
import { FrozenFailure, type LogService } from '../log/index.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Report } from '../metrics/report.ts';
import { StorageFailure } from '../storage/contract.ts';
import { makePoolCap, type PoolCap } from './pool-cap.ts';

/** Fires effects of rules when they come due (S22): the timers of the company, derived, so that a restart loses none. */
export interface Firing {
  /** These customers changed: what they wait on is to be looked at again. */
  changed(customers: Iterable<CustomerId>): void;
  /** Something changed since the last run. */
  isPending(): boolean;
  /** Next instant something may be due, ms; infinite = nothing waits. */
  nextAt(): number;
  /** Fires everything due now from sealed inputs. @throws StorageFailure | FrozenFailure what was not fired stays due */
  run(): Promise<void>;
}

export interface FiringDeps {
  readonly log: Pick<LogService, 'now' | 'lastTick' | 'rooms' | 'appendFacts'>;
  readonly company: Pick<Company, 'fold'>;
  readonly metrics: Metrics;
  readonly report: Report;
}

/** Effects of one customer that follow one from the other in one run; more is a loop that publishing should have caught. */
const CHAIN_MAX = 20;

export const makeFiring = ({ log, company, metrics, report }: FiringDeps): Firing => {
  const { fold } = company;
  /** Not looked at since they changed: at first all, for the relay may have been killed between seal and firing. */
  const pending = new Set<CustomerId>(fold.customerIds());
  const wakeAt = new Map<CustomerId, number>();
  const cap: PoolCap = makePoolCap(fold);
  /** Ticks may run some ms ahead of the clock: what a fact says has happened has happened. */
  const timeNow = (): number => Math.max(log.now(), log.lastTick());

  const roomWhere = (doc: string): string | null => {
    const room = formatRoom(doc, 1);
    return log.rooms().includes(room) ? room : null;
  };
  /** Answers the tick it took; `null` = its room is not here. */
  const fire = async ({ fact, doc }: DueEffect): Promise<number | null> => {
    const room = roomWhere(doc);
    if (room === null) return null;
    const [fired] = await log.appendFacts(room, [fact]);
    metrics.count('jieli_fired_total');
    return fired?.tick ?? timeNow();
  };
  /** As it stands now: what came while others were written may have changed its owner, or the entry itself. */
  const asOfNow = (entry: DueEffect): DueEffect | undefined =>
    dueEffects(fold, [entry.customer], timeNow()).find(({ fact }) => fact.effect === entry.fact.effect);
  /** One after the other, looking again after each: what one does may be what the next waits for, or rules it out. */
  const fireAllOf = async (customer: CustomerId): Promise<DueEffect[]> => {
    for (let step = 0; step < CHAIN_MAX; step++) {
      const due = dueEffects(fold, [customer], timeNow());
      const next = due.find(({ poolsOf }) => poolsOf === null);
      if (next === undefined || (await fire(next)) === null) return due.filter(({ poolsOf }) => poolsOf !== null);
    }
    metrics.count('jieli_rule_loops_total');
    return [];
  };
  /** Entries into the pool in the order of their reds, as many as the day allows; the rest tomorrow (S26). */
  const pool = async (entries: DueEffect[]): Promise<void> => {
    for (const found of entries.sort((a, b) => a.fact.dueAt - b.fact.dueAt)) {
      const entry = asOfNow(found);
      if (entry === undefined) continue;
      const now = timeNow();
      if (cap.isFull(entry, now)) {
        const tomorrow = startOfDayMs(shanghaiDay(now) + 1);
        // Something else of the customer may come due before.
        wakeAt.set(entry.customer, Math.min(wakeAt.get(entry.customer) ?? tomorrow, tomorrow));
      } else {
        const tick = await fire(entry);
        if (tick === null) continue;
        cap.took(entry, tick);
        await fireAllOf(entry.customer);
      }
    }
  };
  const dueNow = (now: number): CustomerId[] => {
    const due = new Set(pending);
    for (const [id, at] of wakeAt) if (at <= now) due.add(id);
    return [...due];
  };

  return {
    changed(customers) {
      for (const id of customers) pending.add(id);
    },
    isPending: () => pending.size > 0,
    nextAt() {
      let next = Number.POSITIVE_INFINITY;
      for (const at of wakeAt.values()) next = Math.min(next, at);
      return next;
    },
    async run() {
      const entries: DueEffect[] = [];
      const customers = dueNow(timeNow());
      for (const id of customers) {
        pending.delete(id);
        try {
          entries.push(...(await fireAllOf(id)));
        } catch (cause) {
          pending.add(id);
          if (cause instanceof StorageFailure || cause instanceof FrozenFailure) throw cause;
          // A fault of ours with one customer holds nobody else up; he is looked at again with his next change.
          pending.delete(id);
          report(cause);
          continue;
        }
        const next = nextLookAt(fold, id, timeNow());
        if (next === null) wakeAt.delete(id);
        else wakeAt.set(id, next);
      }
      try {
        await pool(entries);
      } catch (cause) {
        for (const { customer } of entries) pending.add(customer);
        throw cause;
      }
    },
  };
};
