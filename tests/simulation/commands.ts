import { type Command, DAY_MS, DEFAULT_PROCESS, type EventId, HOUR_MS, PATCHABLE_FIELDS } from '#rules';
import { confirmationPdf } from '../../sync-relay/demo/demo-file.ts';
import { DESK_COMMANDS } from './desk-commands.ts';
import { FACT_COMMANDS } from './fact-commands.ts';
import { RULE_COMMANDS } from './rule-commands.ts';
import { about, aboutDeal, aboutTask, type Maker, on, org, type Situation } from './situation.ts';

export const TERRITORIES = ['east', 'west'] as const;
/** `boss` stands for whatever id the founder got. */
export const STAFF = {
  mia: { role: 'manager', territories: ['east'] },
  rae: { role: 'rep', territories: ['east'], manager: 'mia' },
  rob: { role: 'rep', territories: ['west'] },
  pia: { role: 'presales', territories: ['east', 'west'] },
} as const;
const ROLES = ['rep', 'manager', 'presales'] as const;
/** How far away an appointment or a promise is, ms. */
const SOON = [HOUR_MS, 3 * HOUR_MS, 30 * HOUR_MS, 3 * DAY_MS, 40 * DAY_MS] as const;
/** Whose rights nobody takes: publishes beside the founder, perhaps not knowing of each other. */
export const ADMIN = 'ada';

const CHECKS = { needVerified: true, budgetDefinite: true, keyPersonAgrees: true };

/** Those this device knows; itself, while it knows nobody. */
export const members = ({ fold, member }: Situation): readonly string[] => [
  ...new Set([member, ...Object.keys(fold.org().members)]),
];

const creation = (situation: Situation) => {
  const { random, member, newId } = situation;
  const id = newId();
  const isOwned = random.chance(0.7);
  return {
    id,
    payload: {
      territory: random.pick(TERRITORIES),
      profile: { name: `客户${id.slice(0, 6)}`, city: '上海' },
      ...(isOwned ? { owner: member } : {}),
      opportunity: { opportunity: `o-${id}`.slice(0, 40), name: '首单', stage: 'initialContact' },
    },
  };
};

const note = (situation: Situation): object => {
  const { random, member, nowMs } = situation;
  return {
    visitedAtMs: nowMs,
    concern: { kind: random.pick(['technicalFit', 'decisionChain', 'competitorLockIn']) },
    commitment: random.chance(0.6)
      ? {
          kind: 'promised',
          deliverable: [{ kind: 'paragraph', runs: [{ text: `方案 ${random.int(100)}` }] }],
          dueMs: nowMs + random.pick(SOON),
          by: member,
        }
      : { kind: 'none', reason: '客户未提' },
    next: random.chance(0.6)
      ? {
          kind: 'touchpoint',
          touchpoint: {
            atMs: nowMs + random.pick(SOON),
            attendees: ['王总'],
            agenda: '看方案',
            agreed: random.pick(['confirmedByCustomer', 'proposedByUs']),
          },
        }
      : { kind: 'checkDate', atMs: nowMs + 50 * DAY_MS, reason: '等预算' },
    verifiedNeed: random.chance(0.5) ? { kind: 'verified', need: '三条产线' } : { kind: 'none' },
  };
};

const FIELDS = PATCHABLE_FIELDS.filter((field) => ['need', 'product', 'keyContact', 'decisionChain'].includes(field));

/** Kinds of commands, how often each is drawn, and how it is made. */
const TABLE: readonly (readonly [name: string, weight: number, make: Maker])[] = [
  [
    'mark yellow',
    6,
    about((customer) => on(customer, 'statusMarked', { colour: 'yellow', need: '一批石板', openItems: ['budget'] })),
  ],
  ['mark red', 4, about((customer) => on(customer, 'statusMarked', { colour: 'red', redGround: 'noInteraction' }))],
  [
    'mark green with PDF',
    6,
    about(async (customer, { attach, newId }) => {
      const evidence = await attach(confirmationPdf(newId()), 'requirementConfirmation');
      return evidence && on(customer, 'statusMarked', { colour: 'green', checks: CHECKS, evidence: [evidence] });
    }),
  ],
  [
    'mark green, file never comes',
    2,
    about((customer) =>
      on(customer, 'statusMarked', {
        colour: 'green',
        checks: CHECKS,
        evidence: [{ sha256: 'b'.repeat(64), name: '确认书.pdf', size: 9, documentType: 'requirementConfirmation' }],
      }),
    ),
  ],
  [
    'stage',
    6,
    aboutDeal((deal, customer, { random }) =>
      on(customer, 'stageEntered', {
        opportunity: deal.id,
        stage: random.pick(DEFAULT_PROCESS.stages.slice(0, 4)).id,
        skippedReason: '客户催得急',
      }),
    ),
  ],
  ['note', 4, about((customer, situation) => on(customer, 'visitNoteRecorded', note(situation)))],
  [
    'field',
    10,
    about((customer, { random }) =>
      on(customer, 'fieldPatched', { field: random.pick(FIELDS), value: `值 ${random.int(1000)}` }),
    ),
  ],
  [
    'tags',
    4,
    about((customer, { random }) => {
      const [tag, other] = random.chance(0.5) ? ['key', 'referred'] : ['referred', 'publicTender'];
      const value = random.chance(0.6) ? { add: [tag], remove: [] } : { add: [tag], remove: [other] };
      return on(customer, 'fieldPatched', { field: 'x_tags', value });
    }),
  ],
  [
    'promise delivered',
    3,
    about((customer) => {
      const open = customer.notes.find(
        ({ payload, delivered }) => payload.commitment.kind === 'promised' && delivered === null,
      );
      return open === undefined ? null : on(customer, 'commitmentDelivered', { note: open.id });
    }),
  ],
  ['task completed', 4, aboutTask('taskCompleted', ['open', 'provisional', 'returned'], { remark: '见到了' })],
  ['task returned', 5, aboutTask('taskReturned', ['open', 'provisional'], { missing: '图纸' })],
  ['task resumed', 16, aboutTask('taskResumed', ['returned'], {})],
  [
    'touchpoint moved',
    2,
    about((customer, { nowMs, random }) => {
      const open = customer.touchpoints.find(({ status }) => status === 'open');
      if (open === undefined) return null;
      const touchpoint = { ...open.plan, atMs: nowMs + random.pick(SOON) };
      return on(customer, 'touchpointRescheduled', { note: open.note, touchpoint });
    }),
  ],
  [
    'call',
    5,
    about((customer, { random, nowMs }) =>
      on(customer, 'interactionRecorded', {
        channel: 'call',
        answered: random.chance(0.5),
        summary: `通话 ${random.int(100)}`,
        atMs: nowMs,
      }),
    ),
  ],
  [
    'inquiry',
    2,
    aboutDeal((deal, customer, { nowMs }) =>
      on(customer, 'inquiryReceived', { opportunity: deal.id, summary: '询价', atMs: nowMs }),
    ),
  ],
  [
    'quote',
    2,
    aboutDeal((deal, customer, { nowMs }) =>
      on(customer, 'quoteSent', { opportunity: deal.id, summary: '报价', amountFen: 100, atMs: nowMs }),
    ),
  ],
  [
    'deal ended',
    1,
    aboutDeal((deal, customer, { random }) =>
      on(customer, 'opportunityEnded', {
        opportunity: deal.id,
        outcome: random.pick(['lost', 'shelved']),
        reason: '价格',
      }),
    ),
  ],
  [
    'deal reopened',
    8,
    aboutDeal((deal, customer) => on(customer, 'opportunityReopened', { opportunity: deal.id, reason: '又来了' })),
  ],
  [
    'deal added',
    1,
    about((customer, { newId }) =>
      on(customer, 'opportunityAdded', {
        opportunity: `o-${newId()}`.slice(0, 40),
        name: '二期',
        stage: 'initialContact',
      }),
    ),
  ],
  [
    'hand-over',
    5,
    about((customer, situation) =>
      on(customer, 'customerHandedOver', { to: situation.random.pick([...members(situation), null]) }),
    ),
  ],
  [
    'retract',
    3,
    about((customer, { random }) => {
      const entry = customer.timeline[random.int(customer.timeline.length)];
      return entry === undefined ? null : on(customer, 'retracted', { event: entry.id });
    }),
  ],
  [
    'contact',
    6,
    about((customer, { plantPhone, random, member }) => {
      if (customer.owner !== member && customer.created.author !== member && random.chance(0.7)) return null;
      return on(customer, 'contactSaved', {
        person: random.pick(['wang', 'li']),
        name: '王总',
        phone: plantPhone(customer.id),
      });
    }),
  ],
  ['contacts requested', 2, about((customer) => on(customer, 'contactAccessRequested', {}))],
  [
    'contacts granted',
    3,
    about((customer, situation) =>
      on(customer, 'contactAccessGranted', { member: situation.random.pick(members(situation)) }),
    ),
  ],
  [
    'notice seen',
    2,
    about((customer, { member }) => {
      const notice = customer.notices.find(({ recipients, seenBy }) => {
        return recipients.includes(member) && !seenBy.includes(member);
      });
      return notice === undefined ? null : on(customer, 'noticeSeen', { notice: notice.id });
    }),
  ],
  [
    'customer',
    4,
    (situation) => {
      const { id, payload } = creation(situation);
      return { type: 'customerCreated', subject: id, payload } as Command;
    },
  ],
  [
    'private customer',
    3,
    (situation) => {
      const { id, payload } = creation(situation);
      return { type: 'createPrivateCustomer', subject: id, payload } as Command;
    },
  ],
  ['customer shared', 4, about((customer) => (customer.isPrivate ? on(customer, 'shareCustomer', {}) : null))],
  [
    'member changed',
    4,
    (situation) => {
      const { random } = situation;
      const staff = Object.keys(STAFF);
      const change = random.pick([
        { role: random.pick(ROLES) },
        { territories: random.pick([['east'], ['west'], ['east', 'west'], []]) },
        { manager: 'mia' },
      ]);
      return org('memberChanged', { member: random.pick(staff), ...change });
    },
  ],
  ...RULE_COMMANDS,
  ...DESK_COMMANDS,
  ...FACT_COMMANDS,
];

/** Commands that answer what somebody else, or a rule, has done: seldom possible, so tried more often. */
const ANSWERING: ReadonlySet<string> = new Set([
  'task resumed',
  'deal reopened',
  'override',
  'override settled',
  'appeal',
  'appeal decided',
  'merge undone',
  'cause judged',
  'lead answered',
  'complaint resolved',
  'playbook withdrawn',
  'playbook received',
  'playbook task done',
]);
const ANSWERS = TABLE.filter(([kind]) => ANSWERING.has(kind));

export type DrawnCommand = { readonly kind: string; readonly command: Command };

type Kind = (typeof TABLE)[number];

/** The kinds of a table in an order drawn by their weights, each once. */
function* byChance(table: readonly Kind[], { random }: Situation): Iterable<Kind> {
  const left = [...table];
  while (left.length > 0) {
    let at = random.int(left.reduce((sum, [, weight]) => sum + weight, 0));
    const chosen = left.findIndex(([, weight]) => {
      at -= weight;
      return at < 0;
    });
    yield* left.splice(chosen, 1);
  }
}

/**
 * A command somebody might give in this situation; null when nothing fits. Who looks for something to answer looks
 * until he finds it: what can seldom be answered would else hardly ever be.
 */
export const drawCommand = async (situation: Situation): Promise<DrawnCommand | null> => {
  const isAnswering = situation.random.chance(0.35);
  for (const [kind, , make] of byChance(isAnswering ? ANSWERS : TABLE, situation)) {
    const command = await make(situation);
    if (command !== null) return { kind, command };
    if (!isAnswering) return null;
  }
  return null;
};
export const COMMAND_KINDS: readonly string[] = TABLE.map(([kind]) => kind);
export type { EventId };
