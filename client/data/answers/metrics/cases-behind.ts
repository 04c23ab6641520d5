import {
  type CaseSort,
  type CustomerId,
  caseSort,
  caseWeight,
  compareText,
  customerName,
  type Fold,
  type MemberId,
  type SubjectCases,
  weekBack,
} from '#rules';
import type { MetricCases, MetricCasesAnswer, MetricQuery } from '../../metric-contract.ts';
import type { MetricContext } from './metric-context.ts';
import { metricScope } from './metric-scope.ts';
import { daysOf } from './metrics-answer.ts';

type CasesQuery = Extract<MetricQuery, { kind: 'metricCases' }>;
interface Case {
  readonly id: CustomerId;
  readonly weight: number;
}
interface Named {
  readonly name: string;
  readonly owner: MemberId | null;
}
/** A look at all subjects, gone on with after a pause. */
interface Look {
  /** Of what, and as of which change. */
  readonly key: string;
  readonly version: number;
  readonly left: Iterator<SubjectCases | null>;
  readonly found: Map<MemberId | null, Map<CustomerId, Case>>;
  readonly named: Map<CustomerId, Named | null>;
  isOver: boolean;
}

/** So many customers are named of each person. */
const MOST_ROWS = 20;

const heaviestFirst = (a: Case, b: Case): number => b.weight - a.weight || compareText(a.id, b.id);

const note = ({ found }: Look, sort: CaseSort, { subject, byMember }: SubjectCases): void => {
  for (const [member, sums] of byMember) {
    const weight = caseWeight(sort, sums);
    const cases = found.get(member) ?? new Map<CustomerId, Case>();
    found.set(member, cases);
    // One that was replaced while the look went on is told once more.
    if (weight > 0) cases.set(subject as CustomerId, { id: subject as CustomerId, weight });
    else cases.delete(subject as CustomerId);
  }
};

/** Whose name it is and who has it, folded once for a look; null = not there any more. */
const namedIn = ({ named }: Look, id: CustomerId, fold: Fold): Named | null => {
  const known = named.get(id);
  if (known !== undefined) return known;
  const customer = fold.customer(id);
  const one = customer && { name: customerName(customer), owner: customer.owner };
  named.set(id, one);
  return one;
};

const peopleIn = (look: Look, { fold }: MetricContext, pause: () => void): readonly MetricCases[] => {
  const { members } = fold.org();
  const rowOf = (member: MemberId | null, { id, weight }: Case): MetricCases['rows'] => {
    const customer = namedIn(look, id, fold);
    pause();
    return customer === null ? [] : [{ id, name: customer.name, weight, isOwn: customer.owner === member }];
  };
  return [...look.found]
    .map(([member, cases]): MetricCases => {
      const rows = [...cases.values()].sort(heaviestFirst).slice(0, MOST_ROWS);
      return {
        member,
        name: member === null ? '' : (members[member]?.name ?? ''),
        total: cases.size,
        rows: rows.flatMap((one) => rowOf(member, one)),
      };
    })
    .filter(({ rows }) => rows.length > 0)
    .sort((a, b) => Number(a.member === null) - Number(b.member === null) || compareText(a.name, b.name));
};

/** The customers behind a number. A look at all of them is cut where it may be, and what was found last is kept. */
export class CasesBehind {
  readonly #pause: () => void;
  #look: Look | null = null;

  /** `pause`: where a look may be cut. */
  constructor(pause: () => void) {
    this.#pause = pause;
  }

  answer(context: MetricContext, query: CasesQuery): MetricCasesAnswer {
    const sort = caseSort(query.metric);
    if (sort === null) return { sort, people: [] };
    const look = this.#lookFor(context, query);
    for (let next = look.left.next(); !next.done; next = look.left.next()) {
      if (next.value !== null) note(look, sort, next.value);
      this.#pause();
    }
    look.isOver = true;
    return { sort, people: peopleIn(look, context, this.#pause) };
  }

  /** The one that is under way, or as good as new; else another. */
  #lookFor({ index, fold, member, now }: MetricContext, { metric, filter, back }: CasesQuery): Look {
    const week = weekBack(now, back);
    const key = JSON.stringify([metric, filter, week.week]);
    const known = this.#look;
    if (known?.key === key && (!known.isOver || known.version === index.version())) return known;
    const left = index.cases(metric, metricScope(fold.org(), member, filter), daysOf(week), now)[Symbol.iterator]();
    this.#look = { key, version: index.version(), left, found: new Map(), named: new Map(), isOver: false };
    return this.#look;
  }
}
