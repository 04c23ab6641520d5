import {
  type CauseGuess,
  type CustomerId,
  type CustomerState,
  type Fold,
  isNarrowedTo,
  type MemberId,
  MOST_ATTRIBUTE,
  type MovesIndex,
  type Scope,
  type StageId,
  scopeFacts,
  scopeOfText,
  shortened,
  stagesEver,
  toldScope,
  weekNamed,
} from '#rules';
import type { VerdictRow, VerdictsAnswer } from '../../mirror-contract.ts';
import type { LaterContext, Seat } from '../../worker/read-models.ts';
import { causeTasks } from './cause-tasks.ts';

export interface VerdictContext {
  readonly fold: Fold;
  readonly member: MemberId;
  readonly now: number;
  readonly flow: () => MovesIndex;
  readonly given: GivenTasks;
}

interface Given {
  readonly cause: string;
  readonly isDone: boolean;
}
interface GivenOf extends Given {
  readonly customer: CustomerId;
}
const givenTasks = (customer: CustomerState): readonly Given[] =>
  causeTasks(customer).map(({ cause, isDone }) => ({ cause, isDone }));

/** Tasks given because of causes: kept of the few customers with any. */
export class GivenTasks {
  readonly #known = new Map<CustomerId, readonly Given[]>();
  readonly seat: Seat;

  constructor({ seat }: Pick<LaterContext, 'seat'>) {
    this.seat = seat<readonly Given[]>({
      name: 'given',
      isOfCompany: false,
      of: (customer) => {
        const given = givenTasks(customer);
        return given.length > 0 ? given : null;
      },
      put: (id, kept) => {
        if (kept === null) this.#known.delete(id);
        else this.#known.set(id, kept);
      },
    });
  }

  all(): readonly GivenOf[] {
    this.seat.catchUp();
    return [...this.#known].flatMap(([customer, given]) => given.map((one) => ({ ...one, customer })));
  }
}

/** Those given for what the finder said of the cell, or for anything in it where it said nothing. */
const isFor = ({ swing: { stage, week }, found }: CauseGuess, { cause }: Given): boolean => {
  const cell = `${stage}/${week}/`;
  if (!cause.startsWith(cell)) return false;
  return found === null || shortened(cause.slice(cell.length), MOST_ATTRIBUTE) === found.attribute;
};

/** Those of a guess, among the customers it was narrowed to. */
const tasksFor = (one: CauseGuess, scope: Scope, given: readonly GivenOf[], fold: Fold): readonly Given[] =>
  given.filter((task) => {
    if (!isFor(one, task)) return false;
    const customer = fold.customer(task.customer);
    return customer !== null && isNarrowedTo(scopeFacts(customer, fold.org()), scope);
  });

const rowOf = (one: CauseGuess, given: readonly GivenOf[], { fold, member, now, flow }: VerdictContext): VerdictRow => {
  const { process } = fold.org();
  const { stage, week, scope: text } = one.swing;
  const scope = scopeOfText(text) ?? {};
  const waitMs = one.judgeFrom - one.t;
  // He may have led that person when he guessed.
  const told = toldScope(scope, fold.org(), member);
  const rate = (fromMs: number, toMs: number) => flow().conversion(told, stage as StageId, { fromMs, toMs }, process);
  const tasks = tasksFor(one, told, given, fold);
  const { id, guess, found, judgeFrom, judged } = one;
  return {
    ...{ id, guess, found, judgeFrom, judged, scope },
    stage: stagesEver(process, fold.processChanges()).get(stage as StageId)?.name ?? stage,
    week: weekNamed(week)?.label ?? week,
    isDue: judged === null && now >= judgeFrom,
    before: rate(one.t - waitMs, one.t),
    after: rate(one.t, Math.min(now, judgeFrom)),
    tasks: tasks.length,
    done: tasks.filter(({ isDone }) => isDone).length,
  };
};

/** The viewer's own guesses with what came of them: nobody else's. */
export const verdictsAnswer = (context: VerdictContext): VerdictsAnswer => {
  const { guesses } = context.fold.desk(context.member);
  const given = guesses.length === 0 ? [] : context.given.all();
  const rows = guesses.map((one) => rowOf(one, given, context));
  const due = rows.filter(({ isDue }) => isDue);
  const verdicts = rows.flatMap(({ judged }) => judged?.verdict ?? []);
  const countOf = (verdict: (typeof verdicts)[number]): number => verdicts.filter((one) => one === verdict).length;
  return {
    rows: [...due, ...rows.filter(({ isDue }) => !isDue).reverse()],
    due: due.length,
    right: countOf('right'),
    wrong: countOf('wrong'),
    undecided: countOf('undecided'),
  };
};
