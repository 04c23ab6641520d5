import {
  type CustomerState,
  DAY_MS,
  DEFAULT_PROCESS,
  type EventId,
  HOUR_MS,
  type Process,
  type ProcessPart,
  type Rule,
  type TouchpointPlan,
} from '#rules';
import type { Prng } from './prng.ts';
import { templateRule } from './process-parts.ts';
import { note, red } from './rules-stage.ts';

export const AUDIO_HASH = 'c'.repeat(64);
export const IMAGE_HASH = 'd'.repeat(64);

/** An event somebody may write about a customer, entitled or not. */
export interface RuleAct {
  readonly type: string;
  readonly payload: object;
  readonly cites?: readonly EventId[];
}

/** Rules whose limits change. */
const CHANGED = [
  'statusCard.redAgain',
  'statusCard.silent',
  'statusCard.noHistory',
  'statusCard.greenAwaitsDocument',
  'statusCard.redTwice',
  'touchpoint.passed',
  'note.promiseOverdue',
  'statusCard.quoteUnanswered',
  'statusCard.inquiryUnanswered',
] as const;

const withLimit = (rule: Rule, amount: number): Rule => {
  const { on } = rule;
  if ('after' in on) return { ...rule, on: { ...on, after: { amount, unit: 'hour' } } };
  return 'for' in on ? { ...rule, on: { ...on, for: { amount, unit: 'day' } } as Rule['on'] } : rule;
};

/** The rule with another limit, or off, or the settings of the pool; cap 1 mostly. */
export const rulePart = ({ rules }: Process, random: Prng): ProcessPart => {
  if (random.chance(0.4)) {
    const capPerDay = random.pick([1, 1, 2]);
    const breaker = { ...DEFAULT_PROCESS.breaker, capPerDay, quietDays: random.pick([0, 30]), graceDays: 1 };
    return { kind: 'breaker', breaker: { ...breaker, appealNeedsApproval: random.chance(0.2) } };
  }
  const id = random.pick(CHANGED);
  const rule = withLimit(rules.find((one) => one.id === id) ?? templateRule(id), 1 + random.int(9));
  return { kind: 'rule', rule: random.chance(0.2) ? { ...rule, isOn: !rule.isOn } : rule };
};

const appealFiles = (random: Prng): object[] => {
  const file = (documentType: string, sha256: string) => ({ documentType, sha256, name: '证据', size: 10 });
  const image = file('chatScreenshot', random.pick([IMAGE_HASH, IMAGE_HASH, AUDIO_HASH]));
  return random.chance(0.8) ? [file('callRecording', AUDIO_HASH), image] : [image];
};

const plan = (atMs: number): TouchpointPlan => ({
  atMs,
  attendees: ['王总'],
  agenda: '看方案',
  agreed: 'confirmedByCustomer',
});

/** A note with an appointment and a promise that come within hours or days. */
export const noteSoon = (nowMs: number, random: Prng): object => {
  const { commitment } = note();
  const soon = (): number => nowMs + random.pick([HOUR_MS, 5 * HOUR_MS, 2 * DAY_MS]);
  return note({
    visitedAtMs: nowMs,
    commitment: commitment.kind === 'promised' ? { ...commitment, dueMs: soon() } : commitment,
    next: { kind: 'touchpoint', touchpoint: plan(soon()) },
  });
};

const onEffects = ({ effects, mark, marks }: CustomerState, nowMs: number, random: Prng): RuleAct[] => {
  const acts: RuleAct[] = [];
  const automatic = mark?.automatic ?? null;
  if (mark !== null && automatic !== null) {
    const override = { effect: automatic.effect, reason: '客户已回复' };
    acts.push({ type: 'statusMarked', payload: { colour: 'green', basis: mark.id, override } });
    acts.push({ type: 'statusMarked', payload: { colour: 'green', basis: mark.id, override } });
  }
  if (mark?.colour === 'red') acts.push({ type: 'statusMarked', payload: red(mark.id) });
  const disputed = marks.find(({ override }) => override?.verdict === 'disputed');
  if (disputed !== undefined) {
    const payload = { mark: disputed.id, isValid: random.chance(0.5), reason: '问过了' };
    acts.push({ type: 'overrideSettled', payload, cites: [disputed.id] });
  }
  const effect = effects[random.int(Math.max(1, effects.length))];
  if (effect !== undefined) {
    const until = random.chance(0.5) ? { resumeAtMs: nowMs + 2 * DAY_MS } : {};
    acts.push({ type: 'effectClosed', payload: { effect: effect.id, reason: '已协调', ...until } });
  }
  return acts;
};

const onPool = ({ pool, mergedInto, id }: CustomerState, random: Prng): RuleAct[] => {
  const acts: RuleAct[] = [
    { type: 'customerMerged', payload: { into: random.pick(['c1', 'c2', 'c3']), reason: '同一家' } },
  ];
  if (random.chance(0.05)) acts.push({ type: 'customerVoided', payload: { reason: `查无 ${id}` } });
  for (const edge of mergedInto) acts.push({ type: 'mergeUndone', payload: { merges: [edge.id], reason: '两家' } });
  if (pool === null) return acts;
  const { entry, appeals } = pool;
  acts.push({ type: 'appealFiled', payload: { effect: entry, reason: '一直在跟', evidence: appealFiles(random) } });
  acts.push({ type: 'poolReleased', payload: { effect: entry, reason: '换人' } });
  for (const appeal of appeals) {
    const payload = { appeal: appeal.id, isAccepted: random.chance(0.4), reason: '看过' };
    acts.push({ type: 'appealDecided', payload, cites: [appeal.id] });
  }
  return acts;
};

const onAppointments = (
  { touchpoints, opportunities, tasks }: CustomerState,
  nowMs: number,
  random: Prng,
): RuleAct[] => {
  const acts: RuleAct[] = [];
  const touchpoint = touchpoints.at(-1);
  if (touchpoint !== undefined) {
    const { note } = touchpoint;
    const moved = { note, touchpoint: plan(nowMs + random.pick([HOUR_MS, 2 * DAY_MS])) };
    acts.push({ type: 'touchpointRescheduled', payload: moved, cites: [note] });
    acts.push({ type: 'touchpointCancelled', payload: { note, reason: '客户出差' }, cites: [note] });
    acts.push({ type: 'commitmentDelivered', payload: { note }, cites: [note] });
  }
  const opportunity = opportunities[0]?.id;
  if (opportunity !== undefined) {
    acts.push({ type: 'quoteSent', payload: { opportunity, summary: '报价', atMs: nowMs } });
    acts.push({ type: 'inquiryReceived', payload: { opportunity, summary: '询价', atMs: nowMs } });
  }
  const call = { channel: 'call', answered: random.chance(0.6), summary: '通话', atMs: nowMs };
  acts.push({ type: 'interactionRecorded', payload: call });
  const task = tasks.at(-1)?.id;
  if (task !== undefined) acts.push({ type: 'taskSnoozed', payload: { task, untilMs: nowMs + DAY_MS } });
  return acts;
};

/** What people add: a task for one of two matters, its end, a complaint and what was done about it. */
const onMatters = ({ tasks, complaints, notes }: CustomerState, nowMs: number, random: Prng): RuleAct[] => {
  const known = tasks.filter(({ assigned }) => assigned !== null);
  const cites = known.flatMap(({ cause, completed, closed }): EventId[] => {
    const end = completed ?? closed;
    return end === null ? [cause] : [cause, end.id];
  });
  const origin = { kind: 'cause', cause: random.pick(['director', 'noBudget']) };
  const given = { title: '约总监', to: random.pick(['rae', 'rob', 'mia']), dueMs: nowMs + DAY_MS, origin };
  const acts: RuleAct[] = [{ type: 'taskAssigned', payload: given, cites: random.chance(0.5) ? cites : [] }];
  const task = known.at(-1)?.id;
  if (task !== undefined) {
    acts.push({ type: 'effectClosed', payload: { effect: task, reason: '不用了' } });
    acts.push({ type: 'taskCompleted', payload: { task } });
  }
  const note = notes.at(-1)?.id;
  const about = note === undefined ? {} : { commitment: note };
  acts.push({ type: 'complaintRecorded', payload: { summary: '晚了', atMs: nowMs, ...about } });
  const complaint = complaints.at(-1)?.id;
  if (complaint !== undefined) acts.push({ type: 'complaintResolved', payload: { complaint, reason: '补了' } });
  return acts;
};

/** What people may do about what rules did, as this device shows it. */
export const ruleActs = (state: CustomerState, nowMs: number, random: Prng): readonly RuleAct[] => [
  ...onEffects(state, nowMs, random),
  ...onPool(state, random),
  ...onAppointments(state, nowMs, random),
  ...onMatters(state, nowMs, random),
];
