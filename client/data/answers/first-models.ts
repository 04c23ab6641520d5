import { appointmentsToday, type CustomerId, type FoldChange, openPromises, type TerritoryId } from '#rules';
import type { AnswerOf, PoolAnswer, TodayAnswer } from '../contract.ts';
import { makeNameSearch, type NameSearch } from '../search/name-search.ts';
import { workOff } from '../worker/pace.ts';
import {
  type GrowingModels,
  type LaterReadModels,
  type MakeLaterModels,
  type MakeReadModels,
  type ModelQuery,
  NARROW_QUERIES,
  type ReadModelContext,
} from '../worker/read-models.ts';
import { CustomerRows } from './customer-rows.ts';
import { customersOf } from './customers-of.ts';

/** How many customers to look at when nothing is planned. */
const SUGGESTIONS = 3;

/** What the first screens ask for; every other question is given on once somebody who answers it has come. */
class FirstModels implements GrowingModels {
  readonly #context: ReadModelContext;
  readonly #search: NameSearch<CustomerId>;
  readonly #rows: CustomerRows;
  #later: LaterReadModels | null = null;
  /** Whom to fold before anything is said of everybody; who is gone must not be found by name any more. */
  readonly #unfolded = new Set<CustomerId>();
  #isEverybodyUnfolded = true;

  constructor(context: ReadModelContext, search: NameSearch<CustomerId>) {
    this.#context = context;
    this.#search = search;
    this.#rows = new CustomerRows({
      fold: () => context.fold(),
      now: () => context.now(),
      readsRecordsOf: (territory: TerritoryId) => context.readsRecordsOf(territory),
      member: () => context.member(),
      isUnsynced: (customer) => context.unsynced(customer).length > 0,
      search,
      pause: () => context.pause?.(),
    });
  }

  extend(make: MakeLaterModels): void {
    this.#later ??= make({ ...this.#context, row: (customer) => this.#rows.row(customer) });
  }

  changed(change: FoldChange): void {
    const { customers, org } = change;
    if (org) {
      this.#rows.touchAll();
      this.#isEverybodyUnfolded = true;
    }
    for (const customer of customers) {
      this.#rows.touch(customer);
      this.#unfolded.add(customer);
    }
    this.#later?.changed(change);
  }

  affectedBy(change: FoldChange, query: ModelQuery): boolean {
    if (change.org) return true;
    if (query.kind === 'org') return false;
    if (query.kind === 'pool' || query.kind === 'today') return change.customers.size > 0;
    return this.#later?.affectedBy(change, query) ?? false;
  }

  answer<Q extends ModelQuery>(query: Q): AnswerOf<Q> | undefined {
    return this.#answer(query) as AnswerOf<Q> | undefined;
  }

  #answer(query: ModelQuery): AnswerOf<ModelQuery> | undefined {
    if (!NARROW_QUERIES.has(query.kind)) this.#foldEverybody();
    switch (query.kind) {
      case 'org':
        return this.#context.fold().org();
      case 'pool':
        return this.#pool(query);
      case 'today':
        return this.#today();
      default:
        return this.#later?.answer(query);
    }
  }

  /** The list is there at once; narrowed by fields it is once those who read fields are. */
  #pool(query: Extract<ModelQuery, { kind: 'pool' }>): PoolAnswer | undefined {
    const wanted = Object.fromEntries(Object.entries(query.filter.fields ?? {}).filter(([, text]) => text !== ''));
    if (Object.keys(wanted).length === 0) return this.#rows.pool(query);
    return this.#later === null ? undefined : this.#rows.pool(query, this.#later.fieldMatch(wanted));
  }

  #foldEverybody(): void {
    const fold = this.#context.fold();
    if (this.#isEverybodyUnfolded) for (const id of fold.customerIds()) this.#unfolded.add(id);
    this.#isEverybodyUnfolded = false;
    const look = (id: CustomerId): void => {
      if (fold.customer(id) === null) this.#search.delete(id);
    };
    workOff(this.#unfolded, look, () => this.#context.pause?.());
  }

  #today(): TodayAnswer {
    const member = this.#context.member();
    const nowMs = this.#context.now();
    const appointments: TodayAnswer['appointments'][number][] = [];
    const promises: TodayAnswer['promises'][number][] = [];
    for (const customer of customersOf(this.#context.fold())) {
      const row = () => this.#rows.row(customer);
      if (customer.owner === member) {
        for (const one of appointmentsToday(customer, nowMs)) appointments.push({ customer: row(), ...one });
      }
      for (const one of openPromises(customer, member, nowMs)) promises.push({ customer: row(), ...one });
    }
    appointments.sort((a, b) => a.atMs - b.atMs);
    promises.sort((a, b) => a.dueMs - b.dueMs);
    const mine =
      appointments.length > 0
        ? []
        : this.#rows.pool({ filter: { chip: 'mine' }, search: '', offset: 0, limit: SUGGESTIONS }).rows;
    return { appointments, promises, suggestions: mine.filter(({ ended }) => ended === null) };
  }
}

export interface FirstModelsWithSearch {
  readonly makeReadModels: MakeReadModels;
  readonly search: NameSearch<CustomerId>;
}

/** Read models over the fold, and the name search they feed (which is given its aids later). */
export const makeFirstModels = (): FirstModelsWithSearch => {
  const search = makeNameSearch<CustomerId>();
  return { search, makeReadModels: (context) => new FirstModels(context, search) };
};
