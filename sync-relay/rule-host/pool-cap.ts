import { type CustomerState, type DueEffect, type Fold, type MemberId, shanghaiDay } from '#rules';

/** How many of each salesperson's customers went into the pool today (S26, A1): at most so many, by the host's day. */
export interface PoolCap {
  isFull(entry: DueEffect, now: number): boolean;
  /** It was fired at this tick, ms. */
  took(entry: DueEffect, tick: number): void;
}

const ownerAtEntry = ({ owners, pool }: CustomerState): MemberId | 'nobody' => {
  const since = pool?.since ?? 0;
  return owners.findLast(({ t }) => t <= since)?.owner ?? 'nobody';
};

export const makePoolCap = (fold: Pick<Fold, 'customer' | 'customerIds' | 'org'>): PoolCap => {
  let day = Number.NaN;
  let counts = new Map<string, number>();
  const add = (owner: string): void => {
    counts.set(owner, (counts.get(owner) ?? 0) + 1);
  };
  /** Counted anew from what was fired, so that a restart in the middle of a day forgets nothing. */
  const turnTo = (today: number): void => {
    if (today === day) return;
    day = today;
    counts = new Map();
    for (const id of fold.customerIds()) {
      const customer = fold.customer(id);
      if (customer?.pool && shanghaiDay(customer.pool.since) === today) add(ownerAtEntry(customer));
    }
  };
  return {
    isFull({ poolsOf }, now) {
      turnTo(shanghaiDay(now));
      return poolsOf !== null && (counts.get(poolsOf) ?? 0) >= fold.org().process.breaker.capPerDay;
    },
    took({ poolsOf }, tick) {
      // A disk may have been slow over midnight: the day is that of the tick, and counted anew it holds this one already.
      if (shanghaiDay(tick) !== day) turnTo(shanghaiDay(tick));
      else if (poolsOf !== null) add(poolsOf);
    },
  };
};
