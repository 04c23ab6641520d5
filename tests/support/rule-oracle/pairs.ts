import { DAY_MS, type MemberId, type Process } from '#rules';
import { marksInOrder } from './causes.ts';
import {
  type Case,
  daysBetween,
  dayText,
  type FiredFact,
  isBefore,
  type Ledger,
  processAt,
  ruleOf,
  type Truth,
} from './ledger.ts';

type Violate = (id: string, text: string) => void;
const RULE = 'statusCard.redTwice';
/** A pair older than this has had its turn, whatever the cap, ms. */
export const TURN_MS = 9 * DAY_MS;

interface Pair {
  /** First red of the run. */
  readonly first: string;
  readonly last: string;
  readonly lastAt: number;
  readonly isSealed: boolean;
}

/** Every two reds of one run on two days that call for the pool (S14), by walking back what each mark rests on. */
const pairsOf = (one: Case, { breaker }: Process): Pair[] => {
  const { ledger, state } = one;
  if (ledger.wentLiveAt === null) return [];
  const marks = new Map(state.marks.map((mark) => [mark.id as string, mark]));
  const created = ledger.entries.get(state.created.id)?.t ?? 0;
  const pairs: Pair[] = [];
  for (const mark of marksInOrder(one).filter(({ colour }) => colour === 'red')) {
    const run = [mark];
    for (let at = mark, id = mark.basis; id !== null; ) {
      const base = marks.get(id);
      if (base === undefined || !isBefore(ledger, base.id, at.id)) break;
      at = base;
      id = base.basis;
      if (!base.effective) continue;
      if (base.colour !== 'red') break;
      run.push(base);
    }
    const isOnTwoDays = run.some(({ t }) => dayText(t) !== dayText(mark.t));
    const isAfterGrace = mark.t - created >= breaker.graceDays * DAY_MS;
    if (!isOnTwoDays || !isAfterGrace || daysBetween(ledger.wentLiveAt, mark.t) < breaker.quietDays) continue;
    const isSealed = run.every(
      ({ id }) => ledger.acted.has(id as never) || Number.isFinite(ledger.entries.get(id)?.tick),
    );
    pairs.push({ first: run.at(-1)?.id ?? mark.id, last: mark.id, lastAt: mark.t, isSealed });
  }
  return pairs;
};

const isEntry = (one: Case, fact: FiredFact): boolean =>
  fact.rung === null &&
  ruleOf(one.ledger, fact)?.rule.branches[fact.branch]?.do.some(({ kind }) => kind === 'pool') === true;

/** I3, I13: every entry that is not revoked rests on a pair, and a run has one, whichever record it is of. */
const checkEntries = (one: Case, runs: Set<string>, violate: Violate): void => {
  for (const fact of one.acted.filter((each) => isEntry(one, each))) {
    const effect = one.state.effects.find(({ id }) => id === fact.effect);
    const known = ruleOf(one.ledger, fact);
    if (effect === undefined || known === undefined || effect.status === 'revoked') continue;
    if (runs.has(fact.cause)) violate('I13', `${one.state.id} was pooled twice for the run of ${fact.cause}`);
    runs.add(fact.cause);
    if (known.rule.on.kind !== 'redTwice') continue;
    const pairs = pairsOf(one, known.process).filter(({ first }) => first === fact.cause);
    if (pairs.length === 0) violate('I3', `${one.state.id} is pooled without two reds on two days`);
  }
};

const isResting = ({ state }: Case): boolean =>
  state.pool?.status === 'in' || state.voided !== null || state.mergedInto.length > 0;

/** I4: a pair that has stood for days has been fired. */
const checkFired = (one: Case, truth: Truth, violate: Violate): void => {
  const process = processAt(one.ledger, Number.POSITIVE_INFINITY);
  if (isResting(one) || process.rules.find(({ id }) => id === RULE)?.isOn !== true) return;
  for (const { first, lastAt, isSealed } of pairsOf(one, process)) {
    if (!isSealed || truth.nowMs - lastAt < TURN_MS) continue;
    const isFired = one.acted.some((fact) => fact.rule === RULE && fact.cause === first);
    if (!isFired) violate('I4', `the pair of ${first} of ${one.state.id} was never fired`);
  }
};

/** Whether the host knew everything of the company by then: whom a ladder had made owner follows from it. */
const knewCompany = ({ entries }: Ledger, fact: FiredFact, truth: Truth): boolean => {
  for (const [id, { event, t }] of entries) {
    if (event.subject === 'org' && t <= fact.tick && truth.hadArrived(id, fact) === false) return false;
  }
  return true;
};

/** Whose customer it was when the host fired, by what it held; undefined = only the host could say. */
const ownerAt = (one: Case, fact: FiredFact, truth: Truth): MemberId | null | undefined => {
  if (!knewCompany(one.ledger, fact, truth)) return undefined;
  const known = one.state.owners.filter(
    // What its own ladders did the host knew at once.
    ({ id, t, author }) =>
      (author as string) === 'rule'
        ? t < fact.tick
        : isBefore(one.ledger, id, fact.effect) && truth.hadArrived(id, fact) !== false,
  );
  return known.at(-1)?.owner ?? null;
};

/** I27: no more entries of one owner on one day of the host than the cap in force allowed. */
export const checkCap = (ledger: Ledger, cases: readonly Case[], truth: Truth, violate: Violate): void => {
  const entries = cases.flatMap((one) =>
    one.acted.filter((fact) => isEntry(one, fact)).map((fact) => ({ fact, owner: ownerAt(one, fact, truth) })),
  );
  const counts = new Map<string, number>();
  for (const { fact, owner } of entries.sort((a, b) => a.fact.tick - b.fact.tick)) {
    if (owner === undefined) continue;
    const key = `${owner} on ${dayText(fact.tick)}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    const { capPerDay } = processAt(ledger, fact.tick).breaker;
    if (count > capPerDay) violate('I27', `${count} customers of ${key} were pooled, ${capPerDay} allowed`);
  }
};

/** `runs`: those that were pooled, of all customers looked at before; takes this one's in. */
export const checkPairs = (one: Case, runs: Set<string>, truth: Truth, violate: Violate): void => {
  checkEntries(one, runs, violate);
  if (truth.isUnbroken) checkFired(one, truth, violate);
};
