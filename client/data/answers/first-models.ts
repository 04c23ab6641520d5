import { type FoldChange, type RowFacts, rowFacts } from '#rules';
import type { AnswerOf, PoolAnswer, TodayAnswer } from '../contract.ts';
import type {
  GrowingModels,
  LaterReadModels,
  MakeLaterModels,
  MakeReadModels,
  ModelQuery,
  ReadModelContext,
  Seat,
} from '../worker/read-models.ts';
import { Census } from './census.ts';
import { CustomerRows } from './customer-rows.ts';
import { type Open, OwnDay, openOf } from './own-day.ts';

/** How many customers to look at when nothing is planned. */
const SUGGESTIONS = 3;

const isOfRows = (query: ModelQuery): query is Extract<ModelQuery, { kind: 'pool' | 'today' }> =>
  query.kind === 'pool' || query.kind === 'today';

/** What the first screens ask for; every other question is given on once somebody who answers it has come. */
class FirstModels implements GrowingModels {
  readonly #context: ReadModelContext;
  readonly #census: Census;
  readonly #rows: CustomerRows;
  readonly #day = new OwnDay();
  readonly #seat: Seat;
  #later: LaterReadModels | null = null;

  constructor(context: ReadModelContext) {
    this.#context = context;
    this.#census = new Census(context);
    this.#rows = new CustomerRows(context);
    this.#seat = this.#census.seat<readonly [RowFacts, Open | null]>({
      name: 'list',
      isOfCompany: false,
      of: (customer) => [rowFacts(customer), openOf(customer, context.member())],
      put: (id, kept) => {
        const [facts, open] = kept ?? [null, null];
        this.#rows.put(id, facts);
        this.#day.put(id, open);
      },
    });
  }

  extend(make: MakeLaterModels): void {
    this.#later ??= make({ ...this.#context, seat: this.#census.seat, lookBy: this.#census.lookBy, rows: this.#rows });
  }

  changed(change: FoldChange): void {
    this.#census.changed(change);
    if (change.org) this.#rows.touchAll();
    this.#later?.changed(change);
  }

  affectedBy(change: FoldChange, query: ModelQuery): boolean {
    if (change.org) return true;
    if (query.kind === 'org') return false;
    if (isOfRows(query)) return change.customers.size > 0;
    return this.#later?.affectedBy(change, query) ?? false;
  }

  expect(queries: readonly ModelQuery[]): void {
    for (const query of queries) {
      if (isOfRows(query)) this.#seat.join();
      this.#later?.expect(query);
    }
  }

  answer<Q extends ModelQuery>(query: Q): AnswerOf<Q> | undefined {
    return this.#answer(query) as AnswerOf<Q> | undefined;
  }

  #answer(query: ModelQuery): AnswerOf<ModelQuery> | undefined {
    if (isOfRows(query)) this.#seat.catchUp();
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

  /** The list is there at once; searched by name, or narrowed by fields, once those who do that are. */
  #pool(query: Extract<ModelQuery, { kind: 'pool' }>): PoolAnswer | undefined {
    const isWhole = query.search.trim() === '' && Object.values(query.filter.fields ?? {}).every((text) => text === '');
    return isWhole ? this.#rows.pool(query) : this.#later?.pool(query);
  }

  #today(): TodayAnswer {
    const day = this.#day.at(this.#context.now(), (id) => this.#rows.byId(id));
    const mine =
      day.appointments.length > 0
        ? []
        : this.#rows.pool({ filter: { chip: 'mine' }, offset: 0, limit: SUGGESTIONS }).rows;
    return { ...day, suggestions: mine.filter(({ ended }) => ended === null) };
  }
}

/** Read models over the fold. */
export const makeFirstModels: MakeReadModels = (context) => new FirstModels(context);
