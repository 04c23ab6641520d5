import { addDuration, DAY_MS, type Duration, type Process, type Rule } from '#rules';
import { causeOf, ofType } from './causes.ts';
import { type Case, type FiredFact, type Ledger, ruleOf, type Truth } from './ledger.ts';

type Violate = (id: string, text: string) => void;

/** The limit a trigger has in a version of its rule; null = none. */
const limitIn = (rule: Rule | undefined): Duration | null => {
  if (rule === undefined || !rule.isOn) return null;
  const { on } = rule;
  if ('after' in on) return on.after;
  return 'for' in on ? (on.for ?? null) : { amount: 0, unit: 'day' };
};

/**
 * S20 by its own words: the first instant `x` with `x − t0 ≥ limit in force at x`, sought in one interval after the
 * other between versions.
 */
const firstInstant = (t0: number, { versions }: Ledger, limit: (process: Process) => Duration | null): number => {
  for (let i = 0; i < versions.length; i += 1) {
    const version = versions[i];
    if (version === undefined) break;
    const from = i === 0 ? Number.NEGATIVE_INFINITY : version.tick;
    const until = versions[i + 1]?.tick ?? Number.POSITIVE_INFINITY;
    const length = limit(version.process);
    if (length === null) continue;
    const x = Math.max(from, addDuration(t0, length, version.process.calendar).atMs);
    if (x < until) return x;
  }
  return Number.POSITIVE_INFINITY;
};

/** Rules that leave a customer alone at first. */
const WITH_GRACE: ReadonlySet<string> = new Set(['silent', 'neverFollowedUp']);

const OF_MARKS: ReadonlySet<string> = new Set(['markStands', 'greenAwaitsDocument']);
/** Whether the host knew of every mark then what is known now: which of them count follows from much that may come late. */
const knewMarks = ({ ledger, state }: Case, fact: FiredFact, truth: Truth): boolean => {
  for (const [id, { event, t }] of ledger.entries) {
    if (event.subject !== 'org' && event.subject !== state.id) continue;
    const matters = t <= fact.tick || event.type === 'retracted';
    if (matters && truth.hadArrived(id, fact) === false) return false;
  }
  return true;
};

const checkDeadline = (
  one: Case,
  fact: FiredFact,
  rule: Rule,
  process: Process,
  truth: Truth,
  violate: Violate,
): void => {
  const { ledger } = one;
  const cause = causeOf(one, fact, rule.on);
  if (cause === undefined || cause === null) return;
  const due = firstInstant(cause.t0, ledger, ({ rules }) => limitIn(rules.find(({ id }) => id === rule.id)));
  const graceMs = process.breaker.graceDays * DAY_MS;
  const allowed = WITH_GRACE.has(rule.on.kind)
    ? ofType(one, 'customerCreated').map(({ t }) => Math.max(t + graceMs, due))
    : [due];
  // An older contact that came late moves where the silence begins; what was fired by then says so by being revoked.
  if (rule.on.kind !== 'silent' && !allowed.includes(fact.dueAt)) {
    violate('I18', `${fact.rule} ${fact.effect} was due at ${allowed.join(' or ')}, not ${fact.dueAt}`);
  }
  if (OF_MARKS.has(rule.on.kind) && !knewMarks(one, fact, truth)) return;
  const acted = cause.acts.filter(({ id, t }) => t <= fact.tick && truth.hadArrived(id, fact) === true);
  const known = acted.filter(({ id }) => id !== fact.effect);
  if (known.length > 0) violate('I25', `${fact.rule} ${fact.effect} acted though ${known[0]?.id} was there`);
};

/** I18, I25, I9: nothing acts before its time, after an act that was there, or from what was not sealed. */
export const checkDeadlines = (one: Case, truth: Truth, violate: Violate): void => {
  for (const fact of one.acted) {
    if (fact.tick < fact.dueAt) violate('I25', `${fact.rule} ${fact.effect} acted before it was due`);
    if (!truth.isUnbroken) continue;
    for (const input of fact.inputs) {
      const entry = one.ledger.entries.get(input);
      if (entry !== undefined && entry.tick > fact.tick) violate('I9', `${fact.effect} acted from unsealed ${input}`);
    }
    const known = ruleOf(one.ledger, fact);
    if (known === undefined || fact.rung !== null) continue;
    checkDeadline(one, fact, known.rule, known.process, truth, violate);
  }
};
