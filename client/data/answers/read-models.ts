import {
  appointmentsToday,
  type CustomerId,
  type CustomerState,
  type FoldChange,
  openPromises,
  type TerritoryId,
} from '#rules';
import type { AnswerOf, CustomerAnswer, TodayAnswer } from '../contract.ts';
import type { LeadQuery } from '../lead-contract.ts';
import { makeNameSearch, type NameSearch } from '../search/name-search.ts';
import type { WorkQuery } from '../work-contract.ts';
import type { MakeReadModels, ModelQuery, ReadModelContext, ReadModels } from '../worker/read-models.ts';
import { boardAnswer } from './board/board-answer.ts';
import { BoardIndex } from './board/board-index.ts';
import { coachingAnswer, GreenIndex } from './coaching-answer.ts';
import { customerAnswer, rulesOn } from './customer-answer.ts';
import { CustomerRows } from './customer-rows.ts';
import { packsAnswer } from './desk-answer.ts';
import { FlowModels } from './insight/flow-models.ts';
import { insightAnswer } from './insight/insight-answer.ts';
import { verdictsAnswer } from './insight/verdicts-answer.ts';
import { answerLeadQuery } from './leads/answer-lead-query.ts';
import { LeadIndex } from './leads/lead-index.ts';
import { MetricBook } from './metrics/metric-book.ts';
import { answerMetrics, isMetricQuery } from './metrics/metrics-answer.ts';
import { processAnswer } from './process-answer.ts';
import { selfCheckAnswer } from './self-check-answer.ts';
import { cleansingAnswer } from './work/cleansing-answer.ts';
import { gapsAnswer, reviewAnswer } from './work/gaps-answer.ts';
import { inboxAnswer } from './work/inbox-answer.ts';
import { leadingOf } from './work/leading.ts';
import { whyAnswer } from './work/why-answer.ts';
import { WorkIndex } from './work/work-index.ts';

/** How many customers to look at when nothing is planned. */
const SUGGESTIONS = 3;

/** Answers of one device, kept up to date customer by customer. */
class FoldReadModels implements ReadModels {
  readonly #context: ReadModelContext;
  readonly #search: NameSearch<CustomerId>;
  readonly #rows: CustomerRows;
  readonly #board: BoardIndex;
  readonly #flow: FlowModels;
  readonly #work: WorkIndex;
  readonly #leads: LeadIndex;
  readonly #greens: GreenIndex;
  readonly #metrics: MetricBook;
  /** Customers who may be gone and still be found by name. */
  #unchecked: Set<CustomerId> = new Set();

  constructor(context: ReadModelContext, search: NameSearch<CustomerId>) {
    this.#context = context;
    this.#search = search;
    const deps = {
      fold: () => context.fold(),
      now: () => context.now(),
      readsRecordsOf: (territory: TerritoryId) => context.readsRecordsOf(territory),
    };
    this.#work = new WorkIndex(deps);
    this.#leads = new LeadIndex(deps);
    this.#greens = new GreenIndex(deps);
    this.#metrics = new MetricBook(deps);
    this.#board = new BoardIndex(deps);
    this.#flow = new FlowModels(deps);
    this.#rows = new CustomerRows({
      ...deps,
      member: () => context.member(),
      isUnsynced: (customer) => context.unsynced(customer).length > 0,
      search,
    });
  }

  changed(change: FoldChange): void {
    const { customers, org } = change;
    this.#work.changed(change);
    this.#leads.changed(change);
    this.#greens.changed(change);
    this.#metrics.changed(change);
    this.#board.changed(change);
    this.#flow.changed(change);
    if (org) this.#rows.touchAll();
    for (const customer of customers) {
      this.#rows.touch(customer);
      this.#unchecked.add(customer);
    }
  }

  affectedBy({ customers, desks, leads, org }: FoldChange, query: ModelQuery): boolean {
    if (org) return true;
    if (query.kind === 'packs' || query.kind === 'ownDesk') return desks.size > 0;
    if (query.kind === 'coaching' || query.kind === 'verdicts' || isMetricQuery(query))
      return desks.size > 0 || customers.size > 0;
    if (query.kind === 'leads' || query.kind === 'takers') return customers.size + leads.size > 0;
    if (query.kind === 'suggestions') return customers.size + leads.size + desks.size > 0;
    if (query.kind === 'org') return false;
    if (query.kind === 'why') return customers.has(query.customer);
    return query.kind === 'customer' ? customers.has(query.id) : customers.size > 0;
  }

  answer<Q extends ModelQuery>(query: Q): AnswerOf<Q> {
    return this.#answer(query) as AnswerOf<Q>;
  }

  #answer(query: ModelQuery): AnswerOf<ModelQuery> {
    switch (query.kind) {
      case 'org':
        return this.#context.fold().org();
      case 'process':
        return processAnswer(this.#context.fold(), this.#customers(), this.#context.member(), this.#context.now());
      case 'pool':
        this.#forgetGone();
        return this.#rows.pool(query);
      case 'customer':
        return this.#customer(query.id);
      case 'today':
        return this.#today();
      case 'inbox':
      case 'gaps':
      case 'review':
      case 'cleansing':
      case 'why':
        return this.#workAnswer(query);
      case 'packs':
        return packsAnswer(this.#context.fold(), this.#context.member());
      case 'coaching':
        return coachingAnswer(this.#greens, this.#viewer());
      case 'ownDesk':
        return this.#context.fold().desk(this.#context.member());
      case 'metrics':
      case 'metric':
      case 'validation':
      case 'mirror':
      case 'interventions':
        return answerMetrics({ ...this.#viewer(), index: this.#metrics.index() }, query);
      case 'verdicts':
        return verdictsAnswer({
          ...this.#viewer(),
          flow: () => this.#flow.index(),
          customers: () => this.#customers(),
        });
      case 'selfCheck':
        return selfCheckAnswer(this.#customers(), this.#viewer());
      case 'leads':
      case 'takers':
      case 'suggestions':
        return this.#leadAnswer(query);
      case 'heatmap':
      case 'cell':
      case 'unlikely':
      case 'facets':
        return boardAnswer(this.#board, query, {
          fold: this.#context.fold(),
          member: this.#context.member(),
          nowMs: this.#context.now(),
          row: (customer) => this.#rows.row(customer),
          readsRecordsOf: (territory) => this.#context.readsRecordsOf(territory),
        });
      case 'moves':
      case 'causes':
        return insightAnswer(query, {
          fold: this.#context.fold(),
          member: this.#context.member(),
          nowMs: this.#context.now(),
          entered: () => this.#board.entered(),
          flow: () => this.#flow.index(),
        });
    }
  }

  #leadAnswer(query: LeadQuery): AnswerOf<LeadQuery> {
    return answerLeadQuery(query, {
      fold: this.#context.fold(),
      member: this.#context.member(),
      nowMs: this.#context.now(),
      index: this.#leads,
      unsynced: (subject) => this.#context.unsynced(subject).length > 0,
      readsRecordsOf: (territory) => this.#context.readsRecordsOf(territory),
    });
  }

  #workAnswer(query: WorkQuery): AnswerOf<WorkQuery> {
    const fold = this.#context.fold();
    const [org, member, now] = [fold.org(), this.#context.member(), this.#context.now()];
    const context = { org, member, now, isLed: leadingOf(org, member) };
    switch (query.kind) {
      case 'inbox': {
        const { scope, limit } = query;
        const acting = this.#work.actingOn(context.member);
        return inboxAnswer(this.#work.all(), acting, { ...context, book: fold.ruleBook(), scope }, limit);
      }
      case 'gaps':
        return gapsAnswer(this.#work.all(), context, query);
      case 'review':
        return reviewAnswer(this.#work.all(), this.#customers(), context, query.back);
      case 'cleansing':
        return cleansingAnswer(this.#work.nearPool(), context.isLed, now);
      case 'why':
        return whyAnswer(fold.customer(query.customer), query.effect, fold, context.now);
    }
  }

  #viewer() {
    return { fold: this.#context.fold(), member: this.#context.member(), now: this.#context.now() };
  }

  *#customers(): Iterable<CustomerState> {
    for (const id of this.#context.fold().customerIds()) {
      const customer = this.#context.fold().customer(id);
      if (customer !== null) yield customer;
    }
  }

  #forgetGone(): void {
    const fold = this.#context.fold();
    for (const id of this.#unchecked) if (fold.customer(id) === null) this.#search.delete(id);
    this.#unchecked = new Set();
  }

  #customer(id: CustomerId): CustomerAnswer | null {
    const fold = this.#context.fold();
    const state = fold.customer(id);
    if (state === null) return null;
    return customerAnswer(state, this.#rows.row(state), fold.org(), {
      member: this.#context.member(),
      unsynced: this.#context.unsynced(id),
      uploads: this.#context.uploads(),
      rules: rulesOn(state, fold, this.#context.member(), this.#context.now()),
    });
  }

  #today(): TodayAnswer {
    const member = this.#context.member();
    const nowMs = this.#context.now();
    const appointments: TodayAnswer['appointments'][number][] = [];
    const promises: TodayAnswer['promises'][number][] = [];
    for (const customer of this.#customers()) {
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

export interface ReadModelsWithSearch {
  readonly makeReadModels: MakeReadModels;
  readonly search: NameSearch<CustomerId>;
}

/** Read models over the fold, and the name search they feed (which is given its aids later). */
export const makeReadModelsWithSearch = (): ReadModelsWithSearch => {
  const search = makeNameSearch<CustomerId>();
  return { search, makeReadModels: (context) => new FoldReadModels(context, search) };
};

export const makeReadModels: MakeReadModels = (context) => makeReadModelsWithSearch().makeReadModels(context);
