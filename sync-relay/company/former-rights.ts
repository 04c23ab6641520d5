import {
  accessTo,
  type CustomerHolding,
  type CustomerId,
  type DocumentName,
  type Holdings,
  type MemberId,
  type MemberState,
  type OrgState,
  type Role,
} from '#rules';

/** A right to append that a member no longer has: the role it came from, and the tick at which the relay took it. */
export interface FormerRight {
  readonly role: Role;
  readonly untilTick: number;
}

/** What holds now, which former states are combined with. */
export interface Present {
  readonly org: OrgState;
  readonly holding: CustomerHolding | null;
  readonly nowMs: number;
}

/**
 * Rights to append that were taken within the last 30 days. A device that was offline when they were taken may still
 * hand in what it made before (architecture §2); the fold judges it by the role in force at the event's time.
 */
export interface FormerRights {
  /** The company before and after a change the relay received at `tick`. */
  noteOrg(before: OrgState, after: OrgState, tick: number): void;
  /** A customer's holding as it is from `tick` on. */
  noteHolding(customer: CustomerId, holding: CustomerHolding | null, tick: number): void;
  of(member: MemberId, doc: DocumentName, present: Present): readonly FormerRight[];
}

/** How long after a right was taken the relay takes what was made before, ms. */
export const LATE_APPEND_MS = 30 * 24 * 3_600_000;

interface Span<State> {
  readonly state: State;
  readonly from: number;
  readonly until: number;
}
const ALWAYS = Number.POSITIVE_INFINITY;

/** Whether anything access follows from differs; devices and names do not matter. */
const differs = (a: MemberState, b: MemberState | undefined): boolean =>
  b === undefined ||
  a.role !== b.role ||
  a.active !== b.active ||
  a.manager !== b.manager ||
  a.territories.join() !== b.territories.join();

const sameHolding = (a: CustomerHolding, b: CustomerHolding | null): boolean =>
  a.owner === b?.owner && a.territory === b.territory && a.grants.join() === b.grants.join();

/** The past of one thing: its states that ended, with the tick each ended at. */
class Past<Key, State> {
  readonly #spans = new Map<Key, Span<State>[]>();

  end(key: Key, state: State, tick: number): void {
    const spans = (this.#spans.get(key) ?? []).filter(({ until }) => until > tick - LATE_APPEND_MS);
    spans.push({ state, from: spans.at(-1)?.until ?? 0, until: tick });
    this.#spans.set(key, spans);
  }
  /** States that ended within the last 30 days, and the present one. */
  with(key: Key, present: State, nowMs: number): readonly Span<State>[] {
    const spans = (this.#spans.get(key) ?? []).filter(({ until }) => until > nowMs - LATE_APPEND_MS);
    return [...spans, { state: present, from: spans.at(-1)?.until ?? 0, until: ALWAYS }];
  }
}

const holdingsOf = (holding: CustomerHolding | null, ownsIn: boolean): Holdings => ({
  of: () => holding,
  ownsIn: () => ownsIn,
});

export const makeFormerRights = (): FormerRights => {
  const orgs = new Past<MemberId | 'anyone', OrgState>();
  const holdings = new Past<CustomerId, CustomerHolding | null>();
  const present = new Map<CustomerId, CustomerHolding>();
  /** `<member> <territory>`: whether he owned a customer there. */
  const owning = new Past<string, boolean>();
  const keyOf = (member: MemberId, territory: string): string => `${member} ${territory}`;

  const variantsOf = (member: MemberId, doc: DocumentName, now: Present): readonly Span<Holdings>[] => {
    if (doc.kind === 'contact') {
      const spans = holdings.with(doc.customer, now.holding, now.nowMs);
      return spans.map((span) => ({ ...span, state: holdingsOf(span.state, false) }));
    }
    if (doc.kind !== 'pool' && doc.kind !== 'log') return [{ state: holdingsOf(null, false), from: 0, until: ALWAYS }];
    const spans = owning.with(keyOf(member, doc.territory), false, now.nowMs);
    return spans.map((span) => ({ ...span, state: holdingsOf(null, span.state) }));
  };

  return {
    noteOrg(before, after, tick) {
      let changed = false;
      for (const state of Object.values(before.members)) {
        if (!differs(state, after.members[state.id])) continue;
        orgs.end(state.id, before, tick);
        changed = true;
      }
      if (changed) orgs.end('anyone', before, tick);
    },
    noteHolding(customer, holding, tick) {
      const before = present.get(customer);
      if (holding !== null) present.set(customer, holding);
      if (before === undefined || sameHolding(before, holding)) return;
      holdings.end(customer, before, tick);
      if (before.owner !== null && before.owner !== holding?.owner) {
        owning.end(keyOf(before.owner, before.territory), true, tick);
      }
    },
    of(member, doc, now) {
      // Contacts and desks follow from the chain of managers and from whom it leads to, all else from the member alone.
      const isByOthers = doc.kind === 'contact' || doc.kind === 'desk';
      const companies = orgs.with(isByOthers ? 'anyone' : member, now.org, now.nowMs);
      const rights: FormerRight[] = [];
      for (const company of companies) {
        for (const held of variantsOf(member, doc, now)) {
          const untilTick = Math.min(company.until, held.until);
          const role = company.state.members[member]?.role;
          if (untilTick === ALWAYS || role === undefined || Math.max(company.from, held.from) >= untilTick) continue;
          if (accessTo(company.state, member, doc, held.state).append) rights.push({ role, untilTick });
        }
      }
      return rights;
    },
  };
};
