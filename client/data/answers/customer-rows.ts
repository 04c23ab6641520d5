import {
  type CustomerId,
  type CustomerRow,
  type CustomerState,
  colourOfLook,
  compareText,
  compareUrgency,
  customerRow,
  type Fold,
  isNearlyOverdue,
  LEADING_ROLES,
  type MemberId,
  type TerritoryId,
} from '#rules';
import type { PoolAnswer, PoolChip, PoolRow, Query } from '../contract.ts';
import type { NameSearch } from '../search/name-search.ts';
import { workOff } from '../worker/pace.ts';
import type { FieldMatch } from '../worker/read-models.ts';

/** Rows keep for this long before what depends on the time of day is computed again, ms. */
const FRESH_MS = 60_000;
/** So many changed rows are put in place one by one. */
const MOST_MOVED = 64;
const CHIPS: readonly PoolChip[] = ['mine', 'all', 'nearlyOverdue', 'green', 'yellow', 'red', 'unowned'];

type ListedRow = CustomerRow & Pick<PoolRow, 'basicsOnly'>;
interface CachedRow {
  readonly row: ListedRow;
  readonly atMs: number;
}

export interface CustomerRowsDeps {
  readonly fold: () => Fold;
  readonly member: () => MemberId;
  readonly now: () => number;
  readonly readsRecordsOf: (territory: TerritoryId) => boolean;
  readonly isUnsynced: (customer: CustomerId) => boolean;
  readonly search: NameSearch<CustomerId>;
  /** See `Pace`. */
  readonly pause: () => void;
}

/** By urgency; customers known by their basics only come last, by name. */
const compareListed = (nowMs: number): ((a: ListedRow, b: ListedRow) => number) => {
  const byUrgency = compareUrgency(nowMs);
  return (a, b) => {
    if (a.basicsOnly !== b.basicsOnly) return a.basicsOnly ? 1 : -1;
    return a.basicsOnly ? compareText(a.name, b.name) || compareText(a.id, b.id) : byUrgency(a, b);
  };
};

/** List rows of every customer, recomputed only for those that changed or aged. */
export class CustomerRows {
  readonly #deps: CustomerRowsDeps;
  readonly #rows = new Map<CustomerId, CachedRow>();
  readonly #sorted = new Map<PoolChip, readonly ListedRow[]>();
  /** Everybody in order as of `#sortedAtMs`, but for those who moved since. */
  #order: ListedRow[] | null = null;
  readonly #moved = new Set<CustomerId>();
  /** Whose rows are still missing before everybody can be put in order; null = that was not begun. */
  #missing: Set<CustomerId> | null = null;
  #sortedAtMs = 0;

  constructor(deps: CustomerRowsDeps) {
    this.#deps = deps;
  }

  /** Forgets what was computed of a customer. */
  touch(customer: CustomerId): void {
    this.#rows.delete(customer);
    this.#moved.add(customer);
    this.#sorted.clear();
  }

  touchAll(): void {
    this.#rows.clear();
    this.#order = null;
    this.#missing = null;
    this.#sorted.clear();
  }

  row(customer: CustomerState): PoolRow {
    return this.#poolRow(this.#customerRow(customer), []);
  }

  byId(id: CustomerId): PoolRow | null {
    const customer = this.#deps.fold().customer(id);
    return customer === null ? null : this.row(customer);
  }

  /** `matches` narrows the list by fields. */
  pool(
    { filter, search, offset, limit }: Omit<Extract<Query, { kind: 'pool' }>, 'kind'>,
    matches: FieldMatch | null = null,
  ): PoolAnswer {
    const counts = Object.fromEntries(CHIPS.map((one) => [one, this.#list(one).length])) as PoolAnswer['counts'];
    if (search.trim() !== '') return { ...this.#searched(search, offset, limit), counts };
    const list = this.#filtered(this.#list(filter.chip), matches);
    return {
      rows: list.slice(offset, offset + limit).map((row) => this.#poolRow(row, [])),
      total: list.length,
      counts,
    };
  }

  #filtered(list: readonly ListedRow[], matches: FieldMatch | null): readonly ListedRow[] {
    if (matches === null) return list;
    return list.filter(({ id, basicsOnly }) => {
      const customer = basicsOnly ? null : this.#deps.fold().customer(id);
      return customer !== null && matches(customer);
    });
  }

  /** A search looks through every customer, whatever chip is chosen: who types a name knows whom he wants. */
  #searched(search: string, offset: number, limit: number): Pick<PoolAnswer, 'rows' | 'total'> {
    const found = this.#deps.search.find(search);
    const rows = found.slice(offset, offset + limit).flatMap(({ id, ranges }) => {
      const customer = this.#deps.fold().customer(id);
      return customer === null ? [] : [this.#poolRow(this.#customerRow(customer), ranges)];
    });
    return { rows, total: found.length };
  }

  #customerRow(customer: CustomerState): ListedRow {
    const nowMs = this.#deps.now();
    const cached = this.#rows.get(customer.id);
    if (cached !== undefined && nowMs - cached.atMs < FRESH_MS) return cached.row;
    const row = {
      ...customerRow(customer, this.#deps.fold().org(), nowMs),
      basicsOnly: !customer.isPrivate && !this.#deps.readsRecordsOf(customer.territory),
    };
    this.#rows.set(customer.id, { row, atMs: nowMs });
    this.#deps.search.set(customer.id, row.name);
    return row;
  }

  #poolRow(row: ListedRow, matches: PoolRow['matches']): PoolRow {
    return { ...row, unsynced: this.#deps.isUnsynced(row.id), matches };
  }

  #list(chip: PoolChip): readonly ListedRow[] {
    const nowMs = this.#deps.now();
    if (nowMs - this.#sortedAtMs >= FRESH_MS) this.#sorted.clear();
    const known = this.#sorted.get(chip);
    if (known !== undefined) return known;
    this.#sortAll(nowMs);
    return this.#sorted.get(chip) ?? [];
  }

  #sortAll(nowMs: number): void {
    const all = this.#inOrder(nowMs);
    const member = this.#deps.member();
    const role = this.#deps.fold().org().members[member]?.role;
    // Whoever leads others has the whole list in view, a salesperson his own customers.
    const seesAll = role !== undefined && LEADING_ROLES.has(role);
    const lists: Record<PoolChip, readonly ListedRow[]> & Record<Exclude<PoolChip, 'all'>, ListedRow[]> = {
      all,
      mine: [],
      nearlyOverdue: [],
      green: [],
      yellow: [],
      red: [],
      unowned: [],
    };
    for (const row of all) {
      if (row.basicsOnly) break;
      if (row.owner === null) lists.unowned.push(row);
      if (row.owner === member) lists.mine.push(row);
      else if (!seesAll) continue;
      if (isNearlyOverdue(row)) lists.nearlyOverdue.push(row);
      const colour = colourOfLook(row.mark);
      if (colour !== null) lists[colour].push(row);
    }
    for (const chip of CHIPS) this.#sorted.set(chip, lists[chip]);
  }

  /** Every row by urgency. A few that changed find their new places; after many, or with age, all are sorted anew. */
  #inOrder(nowMs: number): readonly ListedRow[] {
    const isFresh = this.#order !== null && nowMs - this.#sortedAtMs < FRESH_MS;
    if (this.#order === null || !isFresh || this.#moved.size > MOST_MOVED) {
      const ids = [...this.#deps.fold().customerIds()];
      this.#missing ??= new Set(ids);
      workOff(this.#missing, (id) => this.#rowOf(id), this.#deps.pause);
      this.#missing = null;
      this.#order = ids.flatMap((id) => this.#rowOf(id));
      this.#order.sort(compareListed(nowMs));
      this.#sortedAtMs = nowMs;
    } else if (this.#moved.size > 0) {
      this.#order = this.#order.filter(({ id }) => !this.#moved.has(id));
      for (const id of this.#moved) for (const row of this.#rowOf(id)) this.#insert(this.#order, row);
    }
    this.#moved.clear();
    return this.#order;
  }

  #insert(order: ListedRow[], row: ListedRow): void {
    const compare = compareListed(this.#sortedAtMs);
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = order[middle];
      if (other !== undefined && compare(other, row) < 0) low = middle + 1;
      else high = middle;
    }
    order.splice(low, 0, row);
  }

  /** None for an id that is no customer (any more). */
  #rowOf(id: CustomerId): readonly ListedRow[] {
    const customer = this.#deps.fold().customer(id);
    return customer === null ? [] : [this.#customerRow(customer)];
  }
}
