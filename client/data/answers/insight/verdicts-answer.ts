import {
  type CauseGuess,
  type CustomerId,
  type CustomerState,
  type Fold,
  type MemberId,
  type MovesIndex,
  type StageId,
  scopeOfText,
  stagesEver,
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

  all(): readonly Given[] {
    this.seat.catchUp();
    return [...this.#known.values()].flat();
  }
}

const rowOf = (one: CauseGuess, given: readonly Given[], { fold, now, flow }: VerdictContext): VerdictRow => {
  const { process } = fold.org();
  const { stage, week, scope: text } = one.swing;
  const scope = scopeOfText(text) ?? {};
  const waitMs = one.judgeFrom - one.t;
  const rate = (fromMs: number, toMs: number) => flow().conversion(scope, stage as StageId, { fromMs, toMs }, process);
  const tasks = given.filter(({ cause }) => cause.startsWith(`${stage}/${week}/${one.found?.attribute ?? ''}`));
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
