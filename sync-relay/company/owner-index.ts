import type { CustomerHolding, CustomerId, MemberId, TerritoryId } from '#rules';

/** Who owns how many customers in which territory, so that access needs no scan. */
export interface OwnerIndex {
  /** Takes a customer's present holding over; true when access to anything may have changed by it. */
  set(customer: CustomerId, holding: CustomerHolding | null): boolean;
  ownsIn(member: MemberId, territory: TerritoryId): boolean;
}

interface Entry {
  readonly key: string | null;
  /** Who else has a right in the customer, as text to compare. */
  readonly others: string;
}

const keyOf = (member: MemberId, territory: TerritoryId): string => `${member} ${territory}`;

export const makeOwnerIndex = (): OwnerIndex => {
  const entries = new Map<CustomerId, Entry>();
  const counts = new Map<string, number>();
  const add = (key: string | null, by: number): void => {
    if (key !== null) counts.set(key, (counts.get(key) ?? 0) + by);
  };
  return {
    set(customer, holding) {
      const before = entries.get(customer) ?? { key: null, others: '' };
      const key = holding?.owner ? keyOf(holding.owner, holding.territory) : null;
      const after: Entry = { key, others: holding === null ? '' : [holding.creator, ...holding.grants].join() };
      if (before.key === after.key && before.others === after.others) return false;
      add(before.key, -1);
      add(after.key, 1);
      entries.set(customer, after);
      return true;
    },
    ownsIn: (member, territory) => (counts.get(keyOf(member, territory)) ?? 0) > 0,
  };
};
