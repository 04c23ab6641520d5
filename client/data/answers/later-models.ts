import { type CustomerId, type FoldChange, rowFacts, toldScope } from '#rules';
import type { BoardQuery } from '../board-contract.ts';
import type { AnswerOf, CustomerAnswer, PoolAnswer } from '../contract.ts';
import type { InsightQuery } from '../insight-contract.ts';
import type { LeadQuery } from '../lead-contract.ts';
import { type Found, makeNameSearch, type NameSearch, type SearchAids } from '../search/name-search.ts';
import type { WorkQuery } from '../work-contract.ts';
import type {
  LaterContext,
  LaterQuery,
  LaterReadModels,
  ListRows,
  ModelQuery,
  PoolQuery,
  Seat,
} from '../worker/read-models.ts';
import { ActsIndex } from './acts-index.ts';
import { boardAnswer } from './board/board-answer.ts';
import { BoardIndex } from './board/board-index.ts';
import { coachingAnswer, GreenIndex } from './coaching-answer.ts';
import { customerAnswer, rulesOn } from './customer-answer.ts';
import { customersIn, packsAnswer } from './desk-answer.ts';
import { FieldIndex } from './field-match.ts';
import { FlowModels } from './insight/flow-models.ts';
import { type InsightContext, insightAnswer, movedAnswer } from './insight/insight-answer.ts';
import { GivenTasks, verdictsAnswer } from './insight/verdicts-answer.ts';
import { KeptTexts } from './kept-texts.ts';
import { answerLeadQuery } from './leads/answer-lead-query.ts';
import { LeadIndex } from './leads/lead-index.ts';
import { Namesakes } from './leads/namesakes.ts';
import { CasesBehind } from './metrics/cases-behind.ts';
import { MetricBook } from './metrics/metric-book.ts';
import { answerMetrics, isMetricQuery } from './metrics/metrics-answer.ts';
import { OwnCustomers } from './own-customers.ts';
import { processAnswer } from './process-answer.ts';
import { selfCheckAnswer, UnfilledIndex } from './self-check-answer.ts';
import { SignIndex } from './sign-index.ts';
import { cleansingAnswer } from './work/cleansing-answer.ts';
import { gapsAnswer, reviewAnswer } from './work/gaps-answer.ts';
import { inboxAnswer } from './work/inbox-answer.ts';
import { leadingOf } from './work/leading.ts';
import { whyAnswer } from './work/why-answer.ts';
import { WorkIndex } from './work/work-index.ts';

const wantedIn = ({ filter }: PoolQuery): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(filter.fields ?? {}).filter(([, text]) => text !== ''));

/** Rows of what a search found, in its order. */
const foundRows = (rows: ListRows, found: readonly Found<CustomerId>[], { offset, limit }: PoolQuery): PoolAnswer => ({
  rows: found.slice(offset, offset + limit).flatMap(({ id, ranges }) => rows.byId(id, ranges) ?? []),
  total: found.length,
  counts: rows.counts(),
});

/** Answers that no first screen needs, kept up to date customer by customer from when they are first asked for. */
class LaterModels implements LaterReadModels {
  readonly #context: LaterContext;
  readonly #aids: () => SearchAids | null;
  readonly #board: BoardIndex;
  readonly #flow: FlowModels;
  readonly #work: WorkIndex;
  readonly #acts: ActsIndex;
  readonly #signs: SignIndex;
  readonly #unfilled: UnfilledIndex;
  readonly #given: GivenTasks;
  readonly #leads: LeadIndex;
  readonly #greens: GreenIndex;
  readonly #metrics: MetricBook;
  readonly #cases: CasesBehind;
  readonly #fields: FieldIndex;
  readonly #namesakes: Namesakes;
  readonly #own: OwnCustomers;
  #search: NameSearch<CustomerId> | null = null;
  /** Whose names stand in the packs, as they were answered last. */
  #packed: readonly CustomerId[] = [];

  constructor(context: LaterContext, aids: () => SearchAids | null) {
    this.#context = context;
    this.#aids = aids;
    this.#work = new WorkIndex(context);
    this.#acts = new ActsIndex(context);
    this.#signs = new SignIndex(context);
    this.#unfilled = new UnfilledIndex(context);
    this.#given = new GivenTasks(context);
    this.#leads = new LeadIndex(context);
    this.#greens = new GreenIndex(context);
    this.#metrics = new MetricBook(context);
    this.#cases = new CasesBehind(() => context.pause?.());
    this.#board = new BoardIndex(context);
    this.#flow = new FlowModels(context);
    this.#fields = new FieldIndex(context);
    this.#namesakes = new Namesakes(context);
    this.#own = new OwnCustomers(context);
    new KeptTexts(context).look();
  }

  changed(change: FoldChange): void {
    this.#leads.changed(change);
    this.#metrics.changed(change);
    this.#cases.changed(change);
  }

  expect(query: ModelQuery): void {
    for (const { seat } of this.#neededFor(query)) seat.join();
  }

  /** What is kept of everybody for an answer. */
  #neededFor(query: ModelQuery): readonly { readonly seat: Seat }[] {
    if (isMetricQuery(query)) return [this.#metrics];
    switch (query.kind) {
      case 'pool':
        return Object.keys(wantedIn(query)).length === 0 ? [] : [this.#fields];
      case 'process':
        return [this.#acts];
      case 'inbox':
      case 'gaps':
      case 'cleansing':
        return [this.#work];
      case 'review':
        return [this.#work, this.#acts, this.#signs];
      case 'coaching':
        return [this.#greens];
      case 'verdicts':
        return [this.#given, this.#flow];
      case 'selfCheck':
        return [this.#unfilled, this.#signs];
      case 'leads':
      case 'takers':
      case 'suggestions':
        return [this.#leads, this.#namesakes];
      case 'heatmap':
      case 'cell':
      case 'unlikely':
      case 'facets':
      case 'causes':
        return [this.#board];
      case 'moves':
      case 'moved':
        return [this.#flow];
      default:
        return [];
    }
  }

  pool(query: PoolQuery): PoolAnswer {
    const { rows } = this.#context;
    if (query.search.trim() === '') return rows.pool(query, this.#fields.match(wantedIn(query)));
    return foundRows(rows, this.#names().find(query.search), query);
  }

  /** Begun with the first search, and kept up from then on. */
  #names(): NameSearch<CustomerId> {
    if (this.#search !== null) return this.#search;
    const search = makeNameSearch<CustomerId>(this.#aids);
    this.#context.rows.tellNames((id, name) => {
      if (name === null) search.delete(id);
      else search.set(id, name);
    });
    this.#search = search;
    return search;
  }

  affectedBy({ customers, desks, leads, org }: FoldChange, query: LaterQuery): boolean {
    if (org) return true;
    // Names a look begins with: those of the minute are good enough for what it costs to find them.
    if (query.kind === 'metricCases') return false;
    if (query.kind === 'packs' && this.#packed.some((id) => customers.has(id))) return true;
    if (query.kind === 'packs' || query.kind === 'ownDesk') return desks.size > 0;
    if (query.kind === 'coaching' || query.kind === 'verdicts' || isMetricQuery(query))
      return desks.size > 0 || customers.size > 0;
    if (query.kind === 'leads' || query.kind === 'takers') return customers.size + leads.size > 0;
    if (query.kind === 'suggestions') return customers.size + leads.size + desks.size > 0;
    if (query.kind === 'why') return customers.has(query.customer);
    return query.kind === 'customer' ? customers.has(query.id) : customers.size > 0;
  }

  answer<Q extends LaterQuery>(query: Q): AnswerOf<Q> {
    return this.#answer(query) as AnswerOf<Q>;
  }

  #answer(query: LaterQuery): AnswerOf<LaterQuery> {
    switch (query.kind) {
      case 'ownCustomers':
        return this.#own.ids();
      case 'process':
        return this.#process();
      case 'customer':
        return this.#customer(query.id);
      case 'inbox':
      case 'gaps':
      case 'review':
      case 'cleansing':
      case 'why':
        return this.#workAnswer(query);
      case 'packs': {
        const answer = packsAnswer(this.#context.fold(), this.#context.member());
        this.#packed = customersIn(answer);
        return answer;
      }
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
      case 'metricCases':
        return this.#cases.answer({ ...this.#viewer(), index: this.#metrics.index() }, query);
      case 'verdicts':
        return verdictsAnswer({
          ...this.#viewer(),
          flow: () => this.#flow.index(),
          given: this.#given,
        });
      case 'selfCheck':
        return selfCheckAnswer(this.#unfilled, this.#signs, this.#viewer());
      case 'leads':
      case 'takers':
      case 'suggestions':
        return this.#leadAnswer(query);
      case 'heatmap':
      case 'cell':
      case 'unlikely':
      case 'facets':
        return boardAnswer(this.#board, this.#told(query), {
          fold: this.#context.fold(),
          member: this.#context.member(),
          nowMs: this.#context.now(),
          row: (customer) => this.#context.rows.row(rowFacts(customer)),
          readsRecordsOf: (territory) => this.#context.readsRecordsOf(territory),
        });
      case 'moved':
        return movedAnswer(this.#told(query), {
          ...this.#insight(),
          row: (customer) => this.#context.rows.row(rowFacts(customer)),
        });
      case 'moves':
      case 'causes':
        return insightAnswer(this.#told(query), this.#insight());
    }
  }

  #told<Q extends BoardQuery | InsightQuery>(query: Q): Q {
    if (!('filter' in query)) return query;
    const { fold, member } = this.#viewer();
    return { ...query, filter: toldScope(query.filter, fold.org(), member) };
  }

  #insight(): InsightContext {
    return {
      fold: this.#context.fold(),
      member: this.#context.member(),
      nowMs: this.#context.now(),
      entered: () => this.#board.entered(),
      flow: () => this.#flow.index(),
      pause: () => this.#context.pause?.(),
    };
  }

  #leadAnswer(query: LeadQuery): AnswerOf<LeadQuery> {
    return answerLeadQuery(query, {
      fold: this.#context.fold(),
      member: this.#context.member(),
      nowMs: this.#context.now(),
      index: this.#leads,
      unsynced: (subject) => this.#context.unsynced(subject).length > 0,
      namesake: (name, of) => this.#namesakes.of(name, of),
      readsRecordsOf: (territory) => this.#context.readsRecordsOf(territory),
    });
  }

  #workAnswer(query: WorkQuery): AnswerOf<WorkQuery> {
    const fold = this.#context.fold();
    const [org, member, now] = [fold.org(), this.#context.member(), this.#context.now()];
    const customer = (id: CustomerId) => fold.customer(id);
    const context = { org, member, now, isLed: leadingOf(org, member), customer };
    switch (query.kind) {
      case 'inbox': {
        const { scope, limit } = query;
        const acting = this.#work.actingOnOwn();
        const works = scope === 'mine' ? this.#work.ownWorks() : this.#work.all();
        return inboxAnswer(works, acting, { ...context, book: fold.ruleBook(), scope }, limit);
      }
      case 'gaps':
        return gapsAnswer(this.#work.all(), context, query);
      case 'review':
        return reviewAnswer({ works: this.#work.all(), acts: this.#acts, signs: this.#signs }, context, query.back);
      case 'cleansing':
        return cleansingAnswer(this.#work.nearPool(), context.isLed, now);
      case 'why':
        return whyAnswer(fold.customer(query.customer), query.effect, fold, context.now);
    }
  }

  #process(): AnswerOf<{ readonly kind: 'process' }> {
    const { fold, member, now } = this.#viewer();
    return processAnswer(fold, this.#acts, member, now);
  }

  #viewer() {
    return { fold: this.#context.fold(), member: this.#context.member(), now: this.#context.now() };
  }

  #customer(id: CustomerId): CustomerAnswer | null {
    const fold = this.#context.fold();
    const state = fold.customer(id);
    if (state === null) return null;
    return customerAnswer(state, this.#context.rows.row(rowFacts(state)), fold.org(), {
      member: this.#context.member(),
      unsynced: this.#context.unsynced(id),
      uploads: this.#context.uploads(),
      rules: rulesOn(state, fold, this.#context.member(), this.#context.now()),
    });
  }
}

/**
 * Made when the chunk has come: the indexes begin with everybody the fold knows by then. `aids`: those of a search by
 * name, once they are here.
 */
export const makeLaterModels = (context: LaterContext, aids: () => SearchAids | null = () => null): LaterReadModels =>
  new LaterModels(context, aids);
