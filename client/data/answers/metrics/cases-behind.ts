import {
  type CaseSort,
  type CustomerId,
  caseSort,
  caseWeight,
  compareText,
  customerName,
  type Fold,
  type FoldChange,
  type MemberId,
  type MetricCasesScope,
  MINUTE_MS,
  type TerritoryId,
  weekBack,
} from '#rules';
import type { MetricCases, MetricCasesAnswer, MetricQuery } from '../../metric-contract.ts';
import { workOff } from '../../worker/pace.ts';
import type { MetricContext } from './metric-context.ts';
import { metricScope } from './metric-scope.ts';
import { daysOf } from './metrics-answer.ts';

type CasesQuery = Extract<MetricQuery, { kind: 'metricCases' }>;
interface Case {
  readonly id: CustomerId;
  readonly weight: number;
}
/** Whose name it is and who has it; null = not there any more. */
type Named = { readonly name: string; readonly territory: TerritoryId; readonly owner: MemberId | null } | null;

/** So many customers are named of each person. */
const MOST_ROWS = 20;

const heaviestFirst = (a: Case, b: Case): number => b.weight - a.weight || compareText(a.id, b.id);

/** A look at all subjects as of one minute, gone on with after each pause: nothing that was done is done again. */
class Look {
  readonly key: string;
  readonly fold: Fold;
  readonly #sort: CaseSort;
  readonly #scope: MetricCasesScope;
  readonly #subjects: Iterator<string>;
  /** Changed since the look began; once it is over the rest of the minute is left to the next. */
  readonly #again = new Set<string>();
  readonly #found = new Map<MemberId | null, Map<CustomerId, number>>();
  /** Of each person those to be named; null while the look goes on. */
  #heaviest: ReadonlyMap<MemberId | null, readonly Case[]> | null = null;
  readonly #toName = new Set<CustomerId>();
  readonly #names = new Map<CustomerId, Named>();

  constructor(key: string, { fold, index }: MetricContext, sort: CaseSort, scope: MetricCasesScope) {
    this.key = key;
    this.fold = fold;
    this.#sort = sort;
    this.#scope = scope;
    this.#subjects = index.subjects()[Symbol.iterator]();
  }

  changed(customers: ReadonlySet<CustomerId>): void {
    for (const id of customers) this.#again.add(id);
  }

  goOn({ index, fold }: MetricContext, pause: () => void): MetricCasesAnswer {
    const take = (subject: string): void => this.#take(subject, index.casesOf(subject, this.#scope));
    this.#heaviest ??= this.#lookAtAll(take, pause);
    workOff(this.#toName, (id) => this.#name(id, fold.customer(id)), pause);
    return this.#answer(this.#heaviest, fold);
  }

  #lookAtAll(take: (subject: string) => void, pause: () => void): ReadonlyMap<MemberId | null, readonly Case[]> {
    for (let next = this.#subjects.next(); !next.done; next = this.#subjects.next()) {
      take(next.value);
      pause();
    }
    const takeAnew = (subject: string): void => {
      for (const cases of this.#found.values()) cases.delete(subject as CustomerId);
      take(subject);
    };
    workOff(this.#again, takeAnew, pause);
    return new Map([...this.#found].map(([member, cases]) => [member, this.#cut(cases)]));
  }

  #take(subject: string, sums: ReturnType<MetricContext['index']['casesOf']>): void {
    const id = subject as CustomerId;
    for (const [member, sum] of sums) {
      const weight = caseWeight(this.#sort, sum);
      if (weight === null) continue;
      const cases = this.#found.get(member) ?? new Map<CustomerId, number>();
      this.#found.set(member, cases);
      cases.set(id, weight);
    }
  }

  #cut(cases: ReadonlyMap<CustomerId, number>): readonly Case[] {
    const heaviest = Array.from(cases, ([id, weight]) => ({ id, weight }))
      .sort(heaviestFirst)
      .slice(0, MOST_ROWS);
    for (const { id } of heaviest) this.#toName.add(id);
    return heaviest;
  }

  #name(id: CustomerId, customer: ReturnType<Fold['customer']>): void {
    // Nobody can begin with one who was given up or merged, though he still has him.
    const isGone = customer !== null && (customer.voided !== null || customer.mergedInto.length > 0);
    const owner = isGone ? null : (customer?.owner ?? null);
    this.#names.set(id, customer && { name: customerName(customer), territory: customer.territory, owner });
  }

  #answer(heaviest: ReadonlyMap<MemberId | null, readonly Case[]>, fold: Fold): MetricCasesAnswer {
    const { members } = fold.org();
    const people = Array.from(
      heaviest,
      ([member, cases]): MetricCases => ({
        member,
        name: member === null ? '' : (members[member]?.name ?? ''),
        total: this.#found.get(member)?.size ?? 0,
        rows: cases.flatMap(({ id, weight }) => {
          const one = this.#names.get(id);
          if (!one) return [];
          const { name, territory, owner } = one;
          return [{ id, name, territory, weight, hasItNow: member !== null && owner === member }];
        }),
      }),
    );
    return {
      sort: this.#sort,
      total: new Set([...this.#found.values()].flatMap((cases) => [...cases.keys()])).size,
      people: people
        .filter(({ total }) => total > 0)
        .sort(
          (a, b) =>
            Number(a.member === null) - Number(b.member === null) ||
            compareText(a.name, b.name) ||
            compareText(a.member ?? '', b.member ?? ''),
        ),
    };
  }
}

/** The customers behind a number. What was found is not kept: it is as of the minute in which it was asked for. */
export class CasesBehind {
  readonly #pause: () => void;
  /** Not over yet. */
  #look: Look | null = null;

  /** `pause`: where a look may be cut. */
  constructor(pause: () => void) {
    this.#pause = pause;
  }

  changed({ org, customers }: Pick<FoldChange, 'org' | 'customers'>): void {
    // Whom the viewer leads, and what may be read, may be others now.
    if (org) this.#look = null;
    this.#look?.changed(customers);
  }

  answer(context: MetricContext, query: CasesQuery): MetricCasesAnswer {
    const sort = caseSort(query.metric);
    if (sort === null) return { sort, total: 0, people: [] };
    this.#look = this.#lookFor(context, query, sort);
    const answer = this.#look.goOn(context, this.#pause);
    this.#look = null;
    return answer;
  }

  /** The one that is under way for the same, else another. */
  #lookFor(context: MetricContext, { metric, filter, back }: CasesQuery, sort: CaseSort): Look {
    const { fold, member, now } = context;
    const key = JSON.stringify([metric, filter, back, Math.floor(now / MINUTE_MS)]);
    if (this.#look?.key === key && this.#look.fold === fold) return this.#look;
    const period = daysOf(weekBack(now, back));
    return new Look(key, context, sort, { metric, scope: metricScope(fold.org(), member, filter), period, nowMs: now });
  }
}
