import {
  type CustomerState,
  DAY_MS,
  DEFAULT_PROCESS,
  type EffectState,
  HOUR_MS,
  PRESALES_RULE,
  type Process,
  type ProcessPart,
  type Rule,
} from '#rules';
import { confirmationPdf } from '../../sync-relay/demo/demo-file.ts';
import { templateRule } from '../support/process-parts.ts';
import { about, aboutTask, type Maker, on, org, type Situation } from './situation.ts';

/** Rules whose limits change in histories. */
const CHANGED = [
  'statusCard.redAgain',
  'statusCard.silent',
  'statusCard.noHistory',
  'statusCard.greenAwaitsDocument',
  'statusCard.redTwice',
  'statusCard.greenCallsPresales',
  'touchpoint.passed',
  'note.promiseOverdue',
  'statusCard.quoteUnanswered',
] as const;

/** The rule as this device knows it, with another limit. */
const withLimit = (process: Process, id: string, amount: number): Rule => {
  const rule = process.rules.find((one) => one.id === id) ?? templateRule(id);
  const { on: trigger } = rule;
  if ('after' in trigger) return { ...rule, on: { ...trigger, after: { amount, unit: 'hour' } } };
  if ('for' in trigger) return { ...rule, on: { ...trigger, for: { amount, unit: 'day' } } as Rule['on'] };
  return rule;
};

const publish = (make: (situation: Situation) => ProcessPart): Maker => {
  return (situation) => org('processPublished', { part: make(situation) });
};

/** Bytes that begin like the file they are said to be. */
const bytesOf = (head: readonly number[], seed: string): Uint8Array =>
  Uint8Array.from([...head, ...new TextEncoder().encode(seed)]);
const AUDIO = [0x49, 0x44, 0x33];
const IMAGE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const NEVER_SENT = { name: '录音.mp3', size: 9 };

/** A recording and a picture that arrive, one that does not, or one that is something else. */
const appealFiles = async ({ attach, newId, random }: Situation): Promise<readonly object[] | null> => {
  const image = await attach(bytesOf(IMAGE, newId()), 'chatScreenshot');
  const dice = random.next();
  const audio =
    dice < 0.6
      ? await attach(bytesOf(AUDIO, newId()), 'callRecording')
      : dice < 0.8
        ? await attach(confirmationPdf(newId()), 'callRecording')
        : { ...NEVER_SENT, sha256: 'a'.repeat(64), documentType: 'callRecording' };
  return image === null || audio === null ? null : [audio, image];
};

const standing = (customer: CustomerState, fits: (effect: EffectState) => boolean): EffectState | undefined =>
  customer.effects.findLast((effect) => effect.status === 'standing' && fits(effect));

const disputed = ({ marks }: CustomerState) =>
  marks.find(({ override }) => override?.verdict === 'disputed' && override.settled === null);

/** What rules give people to do, and what people do to rules: name, how often it is drawn, how it is made. */
export const RULE_COMMANDS: readonly (readonly [name: string, weight: number, make: Maker])[] = [
  [
    'override',
    20,
    about((customer) => {
      const effect = customer.mark?.automatic?.effect;
      const override = { effect, reason: '客户已回复' };
      return effect === undefined ? null : on(customer, 'statusMarked', { colour: 'green', override });
    }),
  ],
  [
    'override settled',
    25,
    about((customer, { random }) => {
      const mark = disputed(customer);
      const word = { mark: mark?.id, isValid: random.chance(0.5), reason: '问过了' };
      return mark === undefined ? null : on(customer, 'overrideSettled', word);
    }),
  ],
  [
    'effect closed',
    5,
    about((customer, { random, nowMs }) => {
      const effect = standing(customer, ({ brake }) => brake?.exit === 'close');
      if (effect === undefined) return null;
      const until = random.chance(0.5) ? { resumeAtMs: nowMs + 3 * DAY_MS } : {};
      return on(customer, 'effectClosed', { effect: effect.id, reason: '已线下协调', ...until });
    }),
  ],
  [
    'appeal',
    12,
    about(async (customer, situation) => {
      const effect = customer.pool?.status === 'in' ? customer.pool.entry : undefined;
      const evidence = effect === undefined ? null : await appealFiles(situation);
      return evidence && on(customer, 'appealFiled', { effect, reason: '一直在跟', evidence });
    }),
  ],
  [
    'appeal decided',
    25,
    about((customer, { random }) => {
      const appeal = customer.pool?.appeals.find(({ decided }) => decided === null);
      const word = { appeal: appeal?.id, isAccepted: random.chance(0.4), reason: '看过材料' };
      return appeal === undefined ? null : on(customer, 'appealDecided', word);
    }),
  ],
  [
    'pool released',
    4,
    about((customer, { random }) => {
      if (customer.pool?.status !== 'in') return null;
      const to = random.chance(0.5) ? { to: random.pick(['rae', 'rob', 'mia']) } : {};
      return on(customer, 'poolReleased', { effect: customer.pool.entry, reason: '换人跟', ...to });
    }),
  ],
  ['customer voided', 1, about((customer) => on(customer, 'customerVoided', { reason: '查无此人' }))],
  [
    'customer merged',
    2,
    about((customer, { fold, random }) => {
      const others = [...fold.customerIds()].filter((id) => id !== customer.id);
      // Presales being called for both is rare, and is what a merge must settle (I24).
      const called = others.filter((id) => fold.customer(id)?.tasks.some(({ rule }) => rule === PRESALES_RULE));
      const from = called.length > 0 ? called : others;
      return from.length === 0 ? null : on(customer, 'customerMerged', { into: random.pick(from), reason: '同一家' });
    }),
  ],
  [
    'merge undone',
    20,
    about((customer, { random }) => {
      const { mergedInto } = customer;
      if (mergedInto.length === 0) return null;
      return on(customer, 'mergeUndone', { merges: [random.pick(mergedInto).id], reason: '两家公司' });
    }),
  ],
  [
    'task snoozed',
    4,
    about((customer, { nowMs }) => {
      const task = customer.tasks.find(({ status }) => status === 'open');
      const snooze = { task: task?.id, untilMs: nowMs + 20 * HOUR_MS };
      return task === undefined ? null : on(customer, 'taskSnoozed', snooze);
    }),
  ],
  [
    'alert snoozed',
    3,
    about((customer, { nowMs }) => {
      const effect = standing(customer, () => true);
      return effect === undefined
        ? null
        : on(customer, 'effectSnoozed', { effect: effect.id, untilMs: nowMs + 20 * HOUR_MS });
    }),
  ],
  ['task reassigned', 4, aboutTask('taskReassigned', ['open'], { to: 'mia', reason: '请假' })],
  [
    'touchpoint cancelled',
    2,
    about((customer) => {
      const open = customer.touchpoints.find(({ status }) => status === 'open');
      return open === undefined ? null : on(customer, 'touchpointCancelled', { note: open.note, reason: '客户出差' });
    }),
  ],
  [
    'source doubtful',
    2,
    about((customer, { random }) =>
      on(customer, 'fieldPatched', { field: 'source', value: random.pick(['来源不明', '展会', '线索存疑']) }),
    ),
  ],
  [
    'limit changed',
    5,
    publish(({ fold, random }) => ({
      kind: 'rule',
      rule: withLimit(fold.org().process, random.pick(CHANGED), 1 + random.int(9)),
    })),
  ],
  [
    'rule switched',
    2,
    publish(({ fold, random }) => {
      const rule = withLimit(fold.org().process, random.pick(CHANGED), 4);
      return { kind: 'rule', rule: { ...rule, isOn: !rule.isOn } };
    }),
  ],
  [
    'pooling changed',
    4,
    publish(({ random }) => ({
      kind: 'breaker',
      breaker: {
        ...DEFAULT_PROCESS.breaker,
        capPerDay: random.pick([1, 1, 1, 2]),
        quietDays: random.pick([0, 10, 30]),
        graceDays: random.pick([1, 14]),
        appealNeedsApproval: random.chance(0.2),
      },
    })),
  ],
];
