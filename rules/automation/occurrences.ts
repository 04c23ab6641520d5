import { shanghaiDay } from '../calendar/shanghai.ts';
import type { EventId, OpportunityId } from '../ids.ts';
import type { Placed } from '../placed.ts';
import type { Process } from '../process.ts';
import type { CustomerState, Mark, OpportunityState } from '../state.ts';
import { DAY_MS } from '../time.ts';
import { fieldLeaves } from './field-leaves.ts';
import { leadWaits } from './lead-waits.ts';
import type { Rule, Trigger, TriggerKind } from './rule.ts';

/** What occurrences are found in: a customer's state, or the part of it that the fold has so far. */
export type Situation = Pick<
  CustomerState,
  'created' | 'owners' | 'lead' | 'marks' | 'opportunities' | 'notes' | 'touchpoints' | 'interactions' | 'fields'
> & {
  /** The customer's events in the order S7: what tells two of one instant apart. */
  readonly timeline: readonly { readonly id: EventId }[];
};

/** One thing a rule waits on, or waited on. The same on every device that holds the same rows. */
export interface Occurrence {
  /** Identity within rule and customer. */
  readonly cause: string;
  /** Events it follows from, the causing one first. */
  readonly inputs: readonly EventId[];
  readonly sealed: boolean;
  /** Where its time begins, ms. */
  readonly since: number;
  /** When it was written down, ms: what lies in the past can be acted on from then only. */
  readonly knownAt: number;
  /** Earliest instant it may act, ms, whatever the limit: the end of the grace. */
  readonly notBefore: number;
  /** When a person's act ended the waiting, ms; `null` = it goes on. */
  readonly until: number | null;
  readonly opportunity: OpportunityId | null;
  readonly params: Readonly<Record<string, string | number>>;
}

const NONE: Readonly<Record<string, string | number>> = {};

const isSealed = ({ standing }: Placed): boolean => standing === 'sealed';

const occurrence = (from: Placed, since: number, until: number | null, more: Partial<Occurrence> = {}): Occurrence => ({
  cause: from.id,
  inputs: [from.id],
  sealed: isSealed(from),
  since,
  knownAt: from.t,
  notBefore: Number.NEGATIVE_INFINITY,
  until,
  opportunity: null,
  params: NONE,
  ...more,
});

/** Effective marks in order: each is shown until the next (the last one is the greatest leaf, S13). */
const effective = ({ marks }: Situation): readonly Mark[] => marks.filter((mark) => mark.effective);

/**
 * Whether a mark goes back to one of the rule's own through rules alone. It does not wake the rule then: an automatic
 * red is counted once more after its days and not for ever (A1), and rules that two people published apart, and that
 * would wake each other in a circle, come to rest (`loops.ts`).
 */
const goesBackTo = (rule: string, mark: Mark, { marks }: Situation): boolean => {
  let at: Mark | undefined = mark;
  for (let steps = 0; steps <= marks.length; steps += 1) {
    const by: Mark['automatic'] = at?.automatic ?? null;
    if (by === null) return false;
    if (by.rule === rule) return true;
    at = marks.find(({ id }) => (id as string) === by.cause);
  }
  return false;
};

function* markStands(
  situation: Situation,
  trigger: Extract<Trigger, { kind: 'markStands' }>,
  rule: string,
): Iterable<Occurrence> {
  const marks = effective(situation);
  for (let i = 0; i < marks.length; i++) {
    const mark = marks[i];
    if (mark === undefined || mark.colour !== trigger.colour || mark.countsFrom === null) continue;
    if (trigger.automatic === true && mark.automatic === null) continue;
    if (goesBackTo(rule, mark, situation)) continue;
    yield occurrence(mark, mark.countsFrom, marks[i + 1]?.t ?? null);
  }
}

/** Marks below one, nearest first. */
const below = (byId: ReadonlyMap<string, Mark>, mark: Mark): Mark[] => {
  const chain: Mark[] = [];
  for (let id = mark.base; id !== null; ) {
    const base = byId.get(id);
    // Bases come earlier in the order, so a chain is never longer than the marks.
    if (base === undefined || chain.length > byId.size) break;
    chain.push(base);
    id = base.base;
  }
  return chain;
};

/** A green by the brake that owes no confirmation gives an earlier green back (A5): nobody is called for it again. */
const isRestored = ({ override, awaitsDocument }: Mark): boolean => override !== null && !awaitsDocument;

const indexMarks = ({ marks }: Situation): ReadonlyMap<string, Mark> => new Map(marks.map((mark) => [mark.id, mark]));

/** One occurrence per mark left behind: greens made apart on one mark are one entry, the earliest that counts (S17). */
export function* greenEntered(situation: Situation): Iterable<Occurrence> {
  const byId = indexMarks(situation);
  const entries = new Map<string, Occurrence>();
  for (const mark of effective(situation)) {
    const { countsFrom } = mark;
    if (mark.colour !== 'green' || countsFrom === null || isRestored(mark)) continue;
    // A green then still waiting for its file had not been entered; its file arriving later moves nothing.
    const left = below(byId, mark).find((base) => base.countsFrom !== null && base.countsFrom <= countsFrom);
    if (left?.colour === 'green') continue;
    const cause = left?.id ?? 'unmarked';
    const known = entries.get(cause);
    if (known !== undefined && known.since <= countsFrom) continue;
    entries.set(
      cause,
      occurrence(mark, countsFrom, null, {
        cause,
        inputs: left === undefined ? [mark.id] : [mark.id, left.id],
        sealed: isSealed(mark) && (left === undefined || isSealed(left)),
      }),
    );
  }
  yield* entries.values();
}

function* greenAwaitsDocument(situation: Situation): Iterable<Occurrence> {
  const marks = effective(situation);
  for (let i = 0; i < marks.length; i++) {
    const mark = marks[i];
    if (mark?.awaitsDocument) yield occurrence(mark, mark.t, marks[i + 1]?.t ?? null);
  }
}

/** The run of reds a mark ends, oldest first (S14). */
const runOf = (byId: ReadonlyMap<string, Mark>, mark: Mark): Mark[] => {
  const run = [mark];
  for (const base of below(byId, mark)) {
    if (base.colour !== 'red') break;
    run.unshift(base);
  }
  return run;
};

/** Pairs of reds: one per run, by its first red (S14, S15); the earliest mark that completes it (A1). */
function* redTwice(situation: Situation, process: Process, wentLiveAt: number | null): Iterable<Occurrence> {
  if (wentLiveAt === null) return;
  const { graceDays, quietDays } = process.breaker;
  const graceEnds = situation.created.t + graceDays * DAY_MS;
  const byId = indexMarks(situation);
  const found = new Set<string>();
  for (const mark of effective(situation)) {
    if (mark.colour !== 'red' || mark.t < graceEnds) continue;
    if (shanghaiDay(mark.t) - shanghaiDay(wentLiveAt) < quietDays) continue;
    const run = runOf(byId, mark);
    const first = run[0] ?? mark;
    if (found.has(first.id) || new Set(run.map(({ t }) => shanghaiDay(t))).size < 2) continue;
    found.add(first.id);
    yield occurrence(mark, mark.t, null, {
      cause: first.id,
      inputs: run.map(({ id }) => id),
      sealed: run.every(isSealed),
      params: { reds: run.length },
    });
  }
}

/** From each two-way contact to the next; its beginning is the latest contact known by then. */
function* silent({ interactions, created }: Situation, process: Process): Iterable<Occurrence> {
  const notBefore = created.t + process.breaker.graceDays * DAY_MS;
  let since = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < interactions.length; i++) {
    const contact = interactions[i];
    if (contact === undefined) continue;
    since = Math.max(since, contact.atMs);
    yield occurrence(contact, since, interactions[i + 1]?.t ?? null, { notBefore, params: { lastAtMs: since } });
  }
}

function* neverFollowedUp({ interactions, created }: Situation, process: Process): Iterable<Occurrence> {
  const notBefore = created.t + process.breaker.graceDays * DAY_MS;
  yield occurrence(created, created.t, interactions[0]?.t ?? null, { notBefore });
}

const earliest = (...times: readonly (number | null | undefined)[]): number | null => {
  let first: number | null = null;
  for (const time of times) if (time !== null && time !== undefined && (first === null || time < first)) first = time;
  return first;
};

/** On a slow clock many acts share one instant (S6), so the order decides, not the time alone. */
const isAfter = (places: ReadonlyMap<string, number>, event: Placed, at: Placed): boolean => {
  if (event.t !== at.t) return event.t > at.t;
  return event.id !== at.id && (places.get(event.id) ?? -1) > (places.get(at.id) ?? -1);
};
const placesOf = new WeakMap<Situation['timeline'], ReadonlyMap<string, number>>();
const places = ({ timeline }: Situation): ReadonlyMap<string, number> => {
  let known = placesOf.get(timeline);
  if (known === undefined) {
    known = new Map(timeline.map(({ id }, place) => [id, place]));
    placesOf.set(timeline, known);
  }
  return known;
};
/** Events stand in order, so the first after `at` is found by halving: somebody may have written thousands. */
const firstAfter = (situation: Situation, events: readonly Placed[], at: Placed): number | null => {
  const order = places(situation);
  let [from, to] = [0, events.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const event = events[middle];
    if (event !== undefined && isAfter(order, event, at)) to = middle;
    else from = middle + 1;
  }
  return events[from]?.t ?? null;
};

const ofOpportunity = ({ id }: OpportunityState): Pick<Occurrence, 'opportunity'> => ({ opportunity: id });

/** From our quote to the customer's answer, the next quote, or the end of the opportunity. */
function* quoteUnanswered(situation: Situation): Iterable<Occurrence> {
  const { opportunities, interactions } = situation;
  for (const opportunity of opportunities) {
    for (const quote of opportunity.quotes) {
      const until = earliest(
        firstAfter(situation, interactions, quote),
        firstAfter(situation, opportunity.quotes, quote),
        opportunity.ended?.t,
      );
      const since = Math.min(quote.payload.atMs, quote.t);
      yield occurrence(quote, since, until, { ...ofOpportunity(opportunity), params: { quotedAtMs: since } });
    }
  }
}

/** From the customer's inquiry to our quote, our next contact or note, or the end of the opportunity. */
function* inquiryUnanswered(situation: Situation): Iterable<Occurrence> {
  const { opportunities, interactions } = situation;
  for (const opportunity of opportunities) {
    const own = new Set(opportunity.inquiries.map(({ id }) => id));
    const answers = interactions.filter(({ id }) => !own.has(id));
    for (const inquiry of opportunity.inquiries) {
      const until = earliest(
        firstAfter(situation, opportunity.quotes, inquiry),
        firstAfter(situation, answers, inquiry),
        opportunity.ended?.t,
      );
      const since = Math.min(inquiry.payload.atMs, inquiry.t);
      yield occurrence(inquiry, since, until, { ...ofOpportunity(opportunity), params: { askedAtMs: since } });
    }
  }
}

/**
 * Each appointment as it was last agreed (R35, S25, A3): ended by a later note, a reschedule, a cancellation, the
 * end of an opportunity, or a contact at or after the appointed time.
 */
function* touchpointPassed(situation: Situation): Iterable<Occurrence> {
  const { touchpoints, notes, interactions, opportunities } = situation;
  for (const touchpoint of touchpoints) {
    for (let i = 0; i < touchpoint.history.length; i++) {
      const step = touchpoint.history[i];
      if (step === undefined) continue;
      const { atMs } = step.plan;
      const isLast = i === touchpoint.history.length - 1;
      const until = earliest(
        step.endedAt,
        isLast ? touchpoint.closedAt : null,
        firstAfter(situation, notes, step),
        interactions.find(({ t }) => t >= atMs)?.t,
        ...opportunities.map(({ ended }) =>
          ended !== null && isAfter(places(situation), ended, step) ? ended.t : null,
        ),
      );
      yield occurrence(step, atMs, until, { params: { atMs, note: touchpoint.note } });
    }
  }
}

function* promiseOverdue({ notes }: Situation): Iterable<Occurrence> {
  for (const note of notes) {
    const { commitment } = note.payload;
    if (commitment.kind !== 'promised') continue;
    yield occurrence(note, commitment.dueMs, note.delivered?.t ?? null, { params: { dueMs: commitment.dueMs } });
  }
}

/** Visits of a stage. What came from a file has its days of grace before anybody is told it is late (A1). */
function* visits(situation: Situation, process: Process, stage: string | undefined): Iterable<Occurrence> {
  const { created } = situation;
  const isImported = created.payload.imported !== undefined;
  const notBefore = isImported ? created.t + process.breaker.graceDays * DAY_MS : Number.NEGATIVE_INFINITY;
  for (const opportunity of situation.opportunities) {
    for (const visit of opportunity.visits) {
      if (stage !== undefined && visit.stage !== stage) continue;
      // The first visit of each opportunity of one creation shares its event, so the opportunity is part of the cause.
      const cause = visit.from === null ? `${visit.id}.${opportunity.id}` : visit.id;
      const params = { stage: visit.stage, enteredAtMs: visit.enteredAt };
      const more = { ...ofOpportunity(opportunity), cause, params, notBefore };
      yield occurrence(visit, visit.enteredAt, visit.leftAt, more);
    }
  }
}

/** Until the opportunity goes on or ends: then what was skipped is past mending. */
function* stageSkipped(situation: Situation): Iterable<Occurrence> {
  for (const opportunity of situation.opportunities) {
    for (const visit of opportunity.visits) {
      if (visit.skipped.length === 0) continue;
      const params = { stage: visit.stage, from: visit.from ?? '', skipped: visit.skipped.join(',') };
      yield occurrence(visit, visit.t, visit.leftAt, { ...ofOpportunity(opportunity), params });
    }
  }
}

function* unowned({ owners }: Situation): Iterable<Occurrence> {
  for (let i = 0; i < owners.length; i++) {
    const change = owners[i];
    if (change?.owner === null) yield occurrence(change, change.t, owners[i + 1]?.t ?? null);
  }
}

function* leadWaiting(situation: Situation): Iterable<Occurrence> {
  for (const { from, until, step } of leadWaits(situation)) yield occurrence(from, from.t, until, { params: { step } });
}

/** The fields a rule reads, as they stand: another value is another occurrence (R12). */
function* holds(situation: Situation, rule: Rule): Iterable<Occurrence> {
  const leaves = fieldLeaves(rule.where, situation);
  const newest = leaves.reduce<Placed>((last, leaf) => (leaf.t > last.t ? leaf : last), situation.created);
  yield occurrence(newest, newest.t, null, {
    cause: leaves.map(({ id }) => id).join('+') || situation.created.id,
    inputs: [newest.id, ...leaves.map(({ id }) => id).filter((id) => id !== newest.id)],
    sealed: isSealed(newest) && leaves.every(isSealed),
  });
}

/**
 * Everything a rule of this trigger waits on or has waited on in this situation, oldest first per source. Conditions
 * and limits are not looked at here. Total on every state the fold can make.
 */
export const occurrencesOf = (
  rule: Rule,
  situation: Situation,
  process: Process,
  wentLiveAt: number | null,
): Iterable<Occurrence> => {
  const { on } = rule;
  switch (on.kind) {
    case 'markStands':
      return markStands(situation, on, rule.id);
    case 'greenEntered':
      return greenEntered(situation);
    case 'greenAwaitsDocument':
      return greenAwaitsDocument(situation);
    case 'redTwice':
      return redTwice(situation, process, wentLiveAt);
    case 'silent':
      return silent(situation, process);
    case 'neverFollowedUp':
      return neverFollowedUp(situation, process);
    case 'quoteUnanswered':
      return quoteUnanswered(situation);
    case 'inquiryUnanswered':
      return inquiryUnanswered(situation);
    case 'touchpointPassed':
      return touchpointPassed(situation);
    case 'promiseOverdue':
      return promiseOverdue(situation);
    case 'stageStay':
    case 'stageEntered':
      return visits(situation, process, on.stage);
    case 'stageSkipped':
      return stageSkipped(situation);
    case 'unowned':
      return unowned(situation);
    case 'leadWaiting':
      return leadWaiting(situation);
    case 'holds':
      return holds(situation, rule);
  }
};

/** Triggers whose occurrences are marks: what the fold can only find while it puts the marks in order. */
const OF_MARKS: ReadonlySet<TriggerKind> = new Set(['markStands', 'greenEntered', 'greenAwaitsDocument', 'redTwice']);
export const isOfMarks = (kind: TriggerKind): boolean => OF_MARKS.has(kind);
