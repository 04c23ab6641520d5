import {
  type CustomerId,
  colourOfLook,
  compareText,
  isNearlyOverdue,
  LEADING_ROLES,
  type OrgState,
  type RowFacts,
  rowAt,
  SharedNames,
  stayAt,
  urgency,
} from '#rules';
import type { PoolAnswer, PoolChip, PoolRow } from '../contract.ts';
import type { FieldMatch, ListRows, PoolQuery, ReadModelContext } from '../worker/read-models.ts';

/** The order keeps for this long before what depends on the time of day is computed again, ms. */
const FRESH_MS = 60_000;
/** So many changed rows are put in place one by one. */
const MOST_MOVED = 64;
const CHIPS: readonly PoolChip[] = ['mine', 'all', 'nearlyOverdue', 'green', 'yellow', 'red', 'unowned'];
/** Known by basics only: after every rank of urgency. */
const LAST = 9;

/** What is kept of a customer for the list, and its place there as of when it was last put in order. */
interface Listed {
  readonly facts: RowFacts;
  readonly colour: ReturnType<typeof colourOfLook>;
  rank: number;
  key: number;
  isNearlyOverdue: boolean;
  /** Another one is kept instead, or none. */
  isReplaced: boolean;
}

type Lists = Record<PoolChip, Listed[]>;

/** By urgency; customers known by their basics only come last, by name. */
const compareListed = (a: Listed, b: Listed): number =>
  a.rank - b.rank ||
  a.key - b.key ||
  (a.rank === LAST ? compareText(a.facts.name, b.facts.name) : 0) ||
  compareText(a.facts.id, b.facts.id);

/** Rows of every customer, made from what is kept of each whenever they are shown: no state is asked for again. */
export class CustomerRows implements ListRows {
  readonly #context: ReadModelContext;
  readonly #names = new SharedNames();
  readonly #listed = new Map<CustomerId, Listed>();
  /** In order, by chip; null = to be computed. */
  #lists: Lists | null = null;
  /** Everybody in order as of `#sortedAtMs`, but for those who moved since; `#isOld`: of another time or company. */
  #order: Listed[] = [];
  #isOld = true;
  readonly #moved = new Set<CustomerId>();
  #sortedAtMs = 0;
  #onName: (id: CustomerId, name: string | null) => void = () => undefined;

  constructor(context: ReadModelContext) {
    this.#context = context;
  }

  /** Replaces what is kept of a customer; null = it is gone. */
  put(id: CustomerId, kept: RowFacts | null): void {
    const facts = kept && this.#shared(id, kept);
    const before = this.#listed.get(id);
    if (before !== undefined) before.isReplaced = true;
    if (facts === null) this.#listed.delete(id);
    else {
      const colour = colourOfLook(facts.mark);
      this.#listed.set(id, { facts, colour, rank: 0, key: 0, isNearlyOverdue: false, isReplaced: false });
    }
    this.#onName(id, facts?.name ?? null);
    this.#moved.add(id);
    this.#lists = null;
  }

  #shared(id: CustomerId, facts: RowFacts): RowFacts {
    const names = this.#names;
    const { mark, owner, stage, territory } = facts;
    return {
      ...{ ...facts, id, mark: names.of(mark), territory: names.of(territory) },
      ...{ owner: owner && names.of(owner), stage: stage && names.of(stage) },
    };
  }

  /** The company changed, or whose records come here. */
  touchAll(): void {
    this.#isOld = true;
    this.#lists = null;
  }

  tellNames(told: (id: CustomerId, name: string | null) => void): void {
    this.#onName = told;
    for (const [id, { facts }] of this.#listed) told(id, facts.name);
  }

  /** `null` = it is not kept (any more). */
  byId(id: CustomerId, matches: PoolRow['matches'] = []): PoolRow | null {
    const listed = this.#listed.get(id);
    return listed === undefined ? null : this.row(listed.facts, matches);
  }

  row(facts: RowFacts, matches: PoolRow['matches'] = []): PoolRow {
    const context = this.#context;
    return {
      ...rowAt(facts, context.fold().org(), context.now()),
      basicsOnly: this.#isBasicsOnly(facts),
      unsynced: context.unsynced(facts.id).length > 0,
      matches,
    };
  }

  pool({ filter, offset, limit }: Pick<PoolQuery, 'filter' | 'offset' | 'limit'>, matches?: FieldMatch): PoolAnswer {
    const all = this.#inChips()[filter.chip];
    const list = matches === undefined ? all : all.filter(({ rank, facts }) => rank !== LAST && matches(facts.id));
    const rows = list.slice(offset, offset + limit).map(({ facts }) => this.row(facts));
    return { rows, total: list.length, counts: this.counts() };
  }

  counts(): PoolAnswer['counts'] {
    const lists = this.#inChips();
    return Object.fromEntries(CHIPS.map((one) => [one, lists[one].length])) as PoolAnswer['counts'];
  }

  #isBasicsOnly({ isPrivate, territory }: RowFacts): boolean {
    return !isPrivate && !this.#context.readsRecordsOf(territory);
  }

  #inChips(): Lists {
    const nowMs = this.#context.now();
    if (nowMs - this.#sortedAtMs >= FRESH_MS) this.touchAll();
    this.#lists ??= this.#sortAll(nowMs);
    return this.#lists;
  }

  #sortAll(nowMs: number): Lists {
    const org = this.#context.fold().org();
    const member = this.#context.member();
    const role = org.members[member]?.role;
    // Whoever leads others has the whole list in view, a salesperson his own customers.
    const seesAll = role !== undefined && LEADING_ROLES.has(role);
    const lists = Object.fromEntries(CHIPS.map((chip) => [chip, []])) as unknown as Lists;
    lists.all = this.#inOrder(org, nowMs);
    for (const one of lists.all) {
      if (one.rank === LAST) break;
      const { colour, facts } = one;
      const { owner } = facts;
      if (owner === null) lists.unowned.push(one);
      if (owner === member) lists.mine.push(one);
      else if (!seesAll) continue;
      if (one.isNearlyOverdue) lists.nearlyOverdue.push(one);
      if (colour !== null) lists[colour].push(one);
    }
    return lists;
  }

  /** Everybody by urgency. A few that changed find their new places; after many, or with age, all are sorted anew. */
  #inOrder(org: OrgState, nowMs: number): Listed[] {
    const moved = [...this.#moved].flatMap((id) => this.#listed.get(id) ?? []);
    this.#order = this.#order.filter((one) => !one.isReplaced);
    if (this.#isOld) this.#sortedAtMs = nowMs;
    const isFew = !this.#isOld && moved.length <= MOST_MOVED;
    if (!isFew) for (const one of moved) this.#order.push(one);
    for (const one of this.#isOld ? this.#order : moved) this.#place(one, org, this.#sortedAtMs);
    if (isFew) for (const one of moved) this.#insert(one);
    else this.#order.sort(compareListed);
    this.#isOld = false;
    this.#moved.clear();
    return this.#order;
  }

  #insert(one: Listed): void {
    const order = this.#order;
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = order[middle];
      if (other !== undefined && compareListed(other, one) < 0) low = middle + 1;
      else high = middle;
    }
    order.splice(low, 0, one);
  }

  #place(one: Listed, { process }: OrgState, nowMs: number): void {
    const { facts } = one;
    const stay = stayAt(facts, process, nowMs);
    [one.rank, one.key] = this.#isBasicsOnly(facts) ? [LAST, 0] : urgency(facts, stay, nowMs);
    one.isNearlyOverdue = isNearlyOverdue(facts, stay);
  }
}
