import type { CustomerId, FoldChange, TerritoryId } from '#rules';
import type { AnswerOf, CustomerAnswer } from '../contract.ts';
import type { LeadQuery } from '../lead-contract.ts';
import type { WorkQuery } from '../work-contract.ts';
import type { FieldMatch, LaterContext, LaterQuery, LaterReadModels, MakeLaterModels } from '../worker/read-models.ts';
import { boardAnswer } from './board/board-answer.ts';
import { BoardIndex } from './board/board-index.ts';
import { coachingAnswer, GreenIndex } from './coaching-answer.ts';
import { customerAnswer, rulesOn } from './customer-answer.ts';
import { customersOf } from './customers-of.ts';
import { packsAnswer } from './desk-answer.ts';
import { fieldMatch } from './field-match.ts';
import { FlowModels } from './insight/flow-models.ts';
import { type InsightContext, insightAnswer, movedAnswer } from './insight/insight-answer.ts';
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

/** Answers that no first screen needs, kept up to date customer by customer from when they are first asked for. */
class LaterModels implements LaterReadModels {
  readonly #context: LaterContext;
  readonly #board: BoardIndex;
  readonly #flow: FlowModels;
  readonly #work: WorkIndex;
  readonly #leads: LeadIndex;
  readonly #greens: GreenIndex;
  readonly #metrics: MetricBook;

  constructor(context: LaterContext) {
    this.#context = context;
    const deps = {
      fold: () => context.fold(),
      now: () => context.now(),
      readsRecordsOf: (territory: TerritoryId) => context.readsRecordsOf(territory),
      pause: () => context.pause?.(),
    };
    this.#work = new WorkIndex(deps);
    this.#leads = new LeadIndex(deps);
    this.#greens = new GreenIndex(deps);
    this.#metrics = new MetricBook(deps);
    this.#board = new BoardIndex(deps);
    this.#flow = new FlowModels(deps);
  }

  changed(change: FoldChange): void {
    this.#work.changed(change);
    this.#leads.changed(change);
    this.#greens.changed(change);
    this.#metrics.changed(change);
    this.#board.changed(change);
    this.#flow.changed(change);
  }

  affectedBy({ customers, desks, leads, org }: FoldChange, query: LaterQuery): boolean {
    if (org) return true;
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
          customers: () => customersOf(this.#context.fold()),
        });
      case 'selfCheck':
        return selfCheckAnswer(customersOf(this.#context.fold()), this.#viewer());
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
          row: (customer) => this.#context.row(customer),
          readsRecordsOf: (territory) => this.#context.readsRecordsOf(territory),
        });
      case 'moved':
        return movedAnswer(query, { ...this.#insight(), row: (customer) => this.#context.row(customer) });
      case 'moves':
      case 'causes':
        return insightAnswer(query, this.#insight());
    }
  }

  #insight(): InsightContext {
    return {
      fold: this.#context.fold(),
      member: this.#context.member(),
      nowMs: this.#context.now(),
      entered: () => this.#board.entered(),
      flow: () => this.#flow.index(),
    };
  }

  fieldMatch(wanted: Readonly<Record<string, string>>): FieldMatch {
    return fieldMatch(this.#context.fold(), this.#context.now(), wanted);
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
        return reviewAnswer(this.#work.all(), customersOf(fold), context, query.back);
      case 'cleansing':
        return cleansingAnswer(this.#work.nearPool(), context.isLed, now);
      case 'why':
        return whyAnswer(fold.customer(query.customer), query.effect, fold, context.now);
    }
  }

  #process(): AnswerOf<{ readonly kind: 'process' }> {
    const { fold, member, now } = this.#viewer();
    return processAnswer(fold, customersOf(fold), member, now);
  }

  #viewer() {
    return { fold: this.#context.fold(), member: this.#context.member(), now: this.#context.now() };
  }

  #customer(id: CustomerId): CustomerAnswer | null {
    const fold = this.#context.fold();
    const state = fold.customer(id);
    if (state === null) return null;
    return customerAnswer(state, this.#context.row(state), fold.org(), {
      member: this.#context.member(),
      unsynced: this.#context.unsynced(id),
      uploads: this.#context.uploads(),
      rules: rulesOn(state, fold, this.#context.member(), this.#context.now()),
    });
  }
}

/** Made when the chunk has come: the indexes begin with everybody the fold knows by then. */
export const makeLaterModels: MakeLaterModels = (context) => new LaterModels(context);
