import {
  type Command,
  type CustomerState,
  DAY_MS,
  type Evidence,
  HOUR_MS,
  type MemberId,
  type OpportunityId,
  type PatchableField,
  shanghaiDay,
  type TerritoryId,
} from '#rules';
import type { Dice } from './dice.ts';
import * as names from './names.ts';

/** One customer of the demo, from first contact on. */
export interface Story {
  readonly id: string;
  readonly owner: string;
  readonly territory: string;
  readonly manager: string;
  /** Share of the customers that go somewhere; the rest sits in the pool, as in life. */
  readonly keen: boolean;
  /** What is settled of it beforehand, instead of by the dice. */
  readonly given?: {
    readonly source: (typeof names.SOURCES)[number];
    readonly decisionMakerTitle: string;
    /** The stage it does not get out of; null = none. */
    readonly waitsIn: string | null;
  };
}
export interface Act {
  readonly member: string;
  readonly command: Command;
}

const act = (member: string, command: Command): Act => ({ member, command });
const STAGE_ORDER = [
  'initialContact',
  'needConfirmed',
  'internalApproval',
  'proposalQuote',
  'negotiation',
  'contractSigning',
];
/** What is filled in before a stage can be entered. */
const FIELDS_BEFORE: Readonly<Record<string, readonly PatchableField[]>> = {
  needConfirmed: ['need'],
  internalApproval: ['decisionChain', 'decisionMakerTitle'],
  proposalQuote: ['product'],
  negotiation: ['budgetFen', 'keyContact'],
  contractSigning: ['expectedCloseMs'],
};

export const opening = (
  { id, owner, territory, given }: Story,
  name: string,
  place: { city: string; industry: string },
  dice: Dice,
): readonly Act[] => [
  act(owner, {
    type: 'customerCreated',
    subject: id,
    payload: {
      territory: territory as TerritoryId,
      profile: {
        name,
        ...place,
        segment: dice.pick(['project', 'project', 'retail', 'distributor'] as const),
        source: given?.source ?? dice.pick(names.SOURCES),
      },
      owner: owner as MemberId,
      opportunity: {
        opportunity: `${id}-o1` as OpportunityId,
        name: dice.pick(names.PRODUCTS),
        stage: 'initialContact',
      },
    },
  }),
  act(owner, {
    type: 'contactSaved',
    subject: id,
    payload: {
      person: `${id}-p1`,
      name: names.personName(dice),
      title: dice.pick(names.TITLES),
      phone: `1${dice.pick(['38', '39', '50', '86', '77'])}${String(dice.int(0, 99_999_999)).padStart(8, '0')}`,
    },
  }),
];

const newValue = ({ given }: Story, field: PatchableField, nowMs: number, dice: Dice): string | number => {
  switch (field) {
    case 'budgetFen':
      return dice.int(20, 600) * 1_000_000;
    case 'expectedCloseMs':
      return nowMs + dice.int(10, 60) * DAY_MS;
    case 'decisionChain':
      return `${dice.pick(names.TITLES)} → 财务 → 总经理`;
    case 'decisionMakerTitle':
      return given?.decisionMakerTitle ?? dice.pick(names.TITLES);
    case 'keyContact':
      return names.personName(dice);
    case 'product':
      return dice.pick(names.PRODUCTS);
    default:
      return dice.pick(names.NEEDS);
  }
};

/** The appointment that stands open, if any. */
const appointment = (state: CustomerState) => state.touchpoints.find(({ status }) => status === 'open');

const note = ({ id, owner }: Story, state: CustomerState, nowMs: number, dice: Dice): Act => {
  const kept = appointment(state);
  const days = dice.int(3, 14);
  const kind = dice.pick(['budget', 'technicalFit', 'decisionChain', 'competitorLockIn'] as const);
  const text = dice.pick<string>(names.DELIVERABLES[kind]);
  return act(owner, {
    type: 'visitNoteRecorded',
    subject: id,
    payload: {
      visitedAtMs: nowMs - dice.int(1, 5) * HOUR_MS,
      ...(kept === undefined ? {} : { touchpoint: kept.note }),
      concern: { kind },
      commitment: {
        kind: 'promised',
        deliverable: [{ kind: 'paragraph', runs: [{ text }] }],
        dueMs: nowMs + days * DAY_MS,
        by: owner as MemberId,
      },
      next: {
        kind: 'touchpoint',
        touchpoint: {
          atMs: nowMs + days * DAY_MS,
          attendees: [dice.pick(names.TITLES)],
          agenda: dice.pick(names.AGENDAS),
          agreed: dice.chance(0.6) ? 'confirmedByCustomer' : 'proposedByUs',
        },
      },
      verifiedNeed: dice.chance(0.5) ? { kind: 'verified', need: dice.pick(names.NEEDS) } : { kind: 'none' },
    },
  });
};

/** On to the next stage, now and then past one, with what has to be filled in before; none where it waits. */
export const advance = (story: Story, state: CustomerState, nowMs: number, dice: Dice): readonly Act[] => {
  const opportunity = state.opportunities[0];
  if (opportunity !== undefined && opportunity.stage === story.given?.waitsIn) return [];
  const at = STAGE_ORDER.indexOf(opportunity?.stage ?? '');
  const skips = story.given === undefined && at < 3 && dice.chance(0.05);
  const next = STAGE_ORDER[at + (skips ? 2 : 1)];
  if (opportunity === undefined || next === undefined) return [];
  const fields = STAGE_ORDER.slice(at + 1, STAGE_ORDER.indexOf(next) + 1).flatMap(
    (stage) => FIELDS_BEFORE[stage] ?? [],
  );
  const missing = fields.filter((field) => !(state.fields[field] ?? opportunity.fields[field]));
  const patches = missing.map((field) =>
    act(story.owner, {
      type: 'fieldPatched',
      subject: story.id,
      payload: { opportunity: opportunity.id, field, value: newValue(story, field, nowMs, dice) },
    }),
  );
  const entry = act(story.owner, {
    type: 'stageEntered',
    subject: story.id,
    payload: {
      opportunity: opportunity.id,
      stage: next,
      ...(skips ? { skippedReason: dice.pick(names.SKIP_REASONS) } : {}),
    },
  });
  return [...patches, entry];
};

const yellow = ({ id, owner }: Story, dice: Dice): Act =>
  act(owner, {
    type: 'statusMarked',
    subject: id,
    payload: {
      colour: 'yellow',
      need: dice.pick(names.NEEDS),
      openItems: [dice.pick(['budget', 'decisionChain'] as const)],
    },
  });

const red = ({ id, owner }: Story, dice: Dice): Act =>
  act(owner, {
    type: 'statusMarked',
    subject: id,
    payload: { colour: 'red', redGround: dice.pick(['sourceDoubtful', 'noHistory'] as const) },
  });

const green = ({ id, owner }: Story, evidence: Evidence): Act =>
  act(owner, {
    type: 'statusMarked',
    subject: id,
    payload: {
      colour: 'green',
      checks: { needVerified: true, budgetDefinite: true, keyPersonAgrees: true },
      evidence: [evidence],
    },
  });

const end = (story: Story, state: CustomerState, nowMs: number, dice: Dice): readonly Act[] => {
  const { id, owner } = story;
  const opportunity = state.opportunities[0];
  if (opportunity === undefined) return [];
  const isWon = opportunity.stage === 'contractSigning' && dice.chance(0.7);
  const outcome = isWon
    ? { outcome: 'won' as const, amountFen: dice.int(20, 600) * 1_000_000, dateMs: nowMs }
    : { outcome: dice.pick(['lost', 'shelved'] as const), reason: dice.pick(names.LOSS_REASONS) };
  // Whatever was promised is settled before.
  return [
    ...deliver(story, state, () => true),
    act(owner, { type: 'opportunityEnded', subject: id, payload: { opportunity: opportunity.id, ...outcome } }),
  ];
};

/** Promises for which `isKept` says so. */
const deliver = ({ id, owner }: Story, state: CustomerState, isKept: (dueMs: number) => boolean): readonly Act[] =>
  state.notes.flatMap(({ id: made, delivered, payload: { commitment } }) =>
    delivered === null && commitment.kind === 'promised' && isKept(commitment.dueMs)
      ? [act(owner, { type: 'commitmentDelivered', subject: id, payload: { note: made } })]
      : [],
  );

const call = ({ id, owner }: Story, nowMs: number, dice: Dice): Act =>
  act(owner, {
    type: 'interactionRecorded',
    subject: id,
    payload: {
      channel: dice.pick(['call', 'message'] as const),
      answered: dice.chance(0.7),
      summary: dice.pick(names.CALLS),
      atMs: nowMs - HOUR_MS,
    },
  });

/** Longer in one stage than this, and it is mostly given up, ms. */
const STALE_MS = 30 * DAY_MS;
const isStale = (state: CustomerState, nowMs: number): boolean =>
  nowMs - (state.opportunities[0]?.visits.at(-1)?.enteredAt ?? nowMs) > STALE_MS;

/** When the owner comes back to it: at the appointment, mostly; otherwise when he gets round to it. */
export const nextDay = (story: Story, state: CustomerState | null, today: number, dice: Dice): number => {
  const agreed = state === null ? undefined : appointment(state);
  if (agreed !== undefined && dice.chance(0.9)) return Math.max(today + 1, shanghaiDay(agreed.plan.atMs));
  return today + dice.int(2, story.keen ? 9 : 16);
};

/** In the pool only the manager acts: lets it out, gives it up, or has not got round to it. */
const cleanse = ({ id, manager }: Story, effect: string, dice: Dice): readonly Act[] => {
  if (dice.chance(0.5)) return [];
  if (dice.chance(0.5))
    return [act(manager, { type: 'customerVoided', subject: id, payload: { reason: '电话是空号，找不到人' } })];
  return [act(manager, { type: 'poolReleased', subject: id, payload: { effect, reason: '销售补了背景，继续跟' } })];
};

/** What happens next with a customer. `confirmation` makes the file a green mark needs. */
export const nextActs = (
  story: Story,
  state: CustomerState,
  nowMs: number,
  dice: Dice,
  confirmation: () => Evidence,
): readonly Act[] => {
  const roll = dice.next();
  if (state.pool?.status === 'in') return cleanse(story, state.pool.entry, dice);
  if (isStale(state, nowMs) && dice.chance(0.3)) return end(story, state, nowMs, dice);
  if (state.mark === null && roll < 0.5)
    return [story.keen || dice.chance(0.6) ? yellow(story, dice) : red(story, dice)];
  if (state.mark?.colour === 'yellow' && story.keen && state.notes.length > 0 && roll < 0.15)
    return [green(story, confirmation())];
  if (state.opportunities[0]?.stage === 'contractSigning' && roll < 0.6) return end(story, state, nowMs, dice);
  if (roll < (story.keen ? 0.02 : 0.1)) return end(story, state, nowMs, dice);
  const kept = deliver(story, state, (dueMs) => dueMs <= nowMs + DAY_MS && dice.chance(0.85));
  if (appointment(state) !== undefined || roll > 0.6) {
    const visit = note(story, state, nowMs, dice);
    return dice.chance(0.5) ? [...kept, visit, ...advance(story, state, nowMs, dice)] : [...kept, visit];
  }
  if (roll < 0.45) return [...kept, ...advance(story, state, nowMs, dice)];
  return [...kept, call(story, nowMs, dice)];
};
