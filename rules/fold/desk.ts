import type { CauseGuess, DeskState, SentPlaybook, SuggestionAnswer } from '../desk-state.ts';
import type { CustomerId, EventId, MemberId, TerritoryId } from '../ids.ts';
import type { Placed } from '../placed.ts';
import { LEADING_ROLES } from '../roles.ts';
import { DAY_MS, MINUTE_MS } from '../time.ts';
import type { OrgReader } from './org-reader.ts';
import { compareRec, payloadOf, placed, type Rec } from './records.ts';

/** A second leader's pack within so long of the first is the same one given twice, ms. */
export const REPEAT_MS = 7 * DAY_MS;

type Mutable<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] };
type Draft = {
  readonly playbooks: Map<EventId, Mutable<SentPlaybook>>;
  readonly guesses: Map<EventId, Mutable<CauseGuess>>;
  readonly answers: Map<string, SuggestionAnswer>;
  readonly coachingSeen: DeskState['coachingSeen'][number][];
};

const NO_TERRITORY = '' as TerritoryId;

/** `leadsPerson` of the access rules, at a place in the order. */
const leadsAt = (org: OrgReader, actor: MemberId, member: MemberId, at: Rec): boolean => {
  if (actor === member) return false;
  if (org.leads(actor, at, member, NO_TERRITORY)) return true;
  const [above, below] = [org.memberAt(actor, at), org.memberAt(member, at)];
  if (!above?.active || below === null) return false;
  if (!LEADING_ROLES.has(above.role) || LEADING_ROLES.has(below.role)) return false;
  return below.territories.some((one) => above.territories.includes(one));
};

/** Stands where the relay's gate would have it: on the desk of its own subject. */
const isInPlace = (rec: Rec, member: MemberId): boolean =>
  rec.doc === `desk:${member}` || (rec.otherDocs?.includes(`desk:${member}`) ?? false);

const mark = (rec: Rec): Placed => placed(rec, {});

const send = (draft: Draft, rec: Rec): void => {
  const { playbook, version, act, metric, remark, tasks, customers, effectAfterDays } = payloadOf(rec, 'playbookSent');
  const earlier = [...draft.playbooks.values()].find(
    (one) => one.playbook === playbook && one.repeats === null && one.withdrawn === null && rec.t - one.t < REPEAT_MS,
  );
  draft.playbooks.set(
    rec.event.id,
    placed(rec, {
      playbook,
      version,
      act: act ?? null,
      metric: metric ?? null,
      remark: remark ?? null,
      tasks: tasks.map((task) => ({ ...task, done: null })),
      customers: (customers ?? []) as CustomerId[],
      effectAfterDays,
      received: null,
      read: null,
      withdrawn: null,
      repeats: earlier?.id ?? null,
    }),
  );
};

/** Its person has done something of it: from then on it is his, and is not taken back any more. */
export const isPackBegun = ({ tasks }: Pick<SentPlaybook, 'tasks'>): boolean => tasks.some(({ done }) => done !== null);

/** A pack that repeated one taken back stands for itself again. */
const withdraw = (draft: Draft, rec: Rec, org: OrgReader): void => {
  const { sent, reason } = payloadOf(rec, 'playbookWithdrawn');
  const pack = draft.playbooks.get(sent as EventId);
  if (pack?.withdrawn !== null || isPackBegun(pack)) return;
  const minutes = org.processAt(rec.event.seen).process.metrics.withdrawMinutes;
  if (rec.t > pack.t + minutes * MINUTE_MS) return;
  pack.withdrawn = placed(rec, { reason: reason ?? null });
  const [next, ...rest] = [...draft.playbooks.values()].filter(({ repeats }) => repeats === pack.id);
  if (next === undefined) return;
  next.repeats = null;
  for (const one of rest) one.repeats = next.id;
};

const progress = (draft: Draft, rec: Rec): void => {
  const { sent } = rec.event.payload as { readonly sent: string };
  const pack = draft.playbooks.get(sent as EventId);
  if (pack === undefined) return;
  pack.received ??= mark(rec);
  if (rec.event.type === 'playbookReceived') return;
  pack.read ??= mark(rec);
  if (rec.event.type !== 'playbookTaskDone') return;
  const { task, remark } = payloadOf(rec, 'playbookTaskDone');
  pack.tasks = pack.tasks.map((one, at) =>
    at === task && one.done === null ? { ...one, done: placed(rec, { remark: remark ?? null }) } : one,
  );
};

const guess = (draft: Draft, rec: Rec, org: OrgReader): void => {
  const { swing, guess: text, found } = payloadOf(rec, 'causeGuessed');
  const isSame = ({ swing: { stage, week, scope } }: CauseGuess): boolean =>
    stage === swing.stage && week === swing.week && scope === swing.scope;
  if ([...draft.guesses.values()].some(isSame)) return;
  const days = org.processAt(rec.event.seen).process.metrics.judgeAfterDays;
  const judgeFrom = rec.t + days * DAY_MS;
  draft.guesses.set(rec.event.id, placed(rec, { swing, guess: text, found, judgeFrom, judged: null }));
};

const judge = (draft: Draft, rec: Rec): void => {
  const { guess: id, verdict, reason } = payloadOf(rec, 'causeJudged');
  const about = draft.guesses.get(id as EventId);
  if (about === undefined || rec.t < about.judgeFrom) return;
  about.judged = placed(rec, { verdict, reason: reason ?? null });
};

const answer = (draft: Draft, rec: Rec): void => {
  const { suggestion, answer: said, reason, leads } = payloadOf(rec, 'suggestionAnswered');
  if (draft.answers.has(suggestion)) return;
  draft.answers.set(suggestion, placed(rec, { suggestion, answer: said, reason: reason ?? null, leads }));
};

/** Who may say what on a desk: its person speaks for himself, those who lead him give him packs. */
const step = (draft: Draft, rec: Rec, member: MemberId, org: OrgReader): void => {
  const isOwn = rec.event.author === member;
  const isLed = (): boolean => leadsAt(org, rec.event.author, member, rec);
  switch (rec.event.type) {
    case 'playbookSent':
      if (isLed()) send(draft, rec);
      break;
    case 'playbookWithdrawn':
      if (isLed()) withdraw(draft, rec, org);
      break;
    case 'playbookReceived':
    case 'playbookRead':
    case 'playbookTaskDone':
      if (isOwn) progress(draft, rec);
      break;
    case 'causeGuessed':
      if (isOwn) guess(draft, rec, org);
      break;
    case 'causeJudged':
      if (isOwn) judge(draft, rec);
      break;
    case 'suggestionAnswered':
      if (isOwn) answer(draft, rec);
      break;
    case 'coachingSeen': {
      const { card, remark } = payloadOf(rec, 'coachingSeen');
      if (isOwn || isLed()) draft.coachingSeen.push(placed(rec, { card, remark: remark ?? null }));
      break;
    }
  }
};

/** A desk from its events, in the order S7; whatever its author may not say has no effect. */
export const foldDesk = (member: MemberId, recs: readonly Rec[], org: OrgReader): DeskState => {
  const draft: Draft = { playbooks: new Map(), guesses: new Map(), answers: new Map(), coachingSeen: [] };
  const inPlace = recs.filter((rec) => isInPlace(rec, member));
  for (const rec of inPlace.sort(compareRec)) step(draft, rec, member, org);
  return {
    member,
    playbooks: [...draft.playbooks.values()],
    guesses: [...draft.guesses.values()],
    answers: [...draft.answers.values()],
    coachingSeen: draft.coachingSeen,
  };
};
