import { type CustomerId, DAY_MS, DEFAULT_PROCESS, type EventId, type EventType, type OpportunityId } from '#rules';
import { AGENDAS, CALLS, DELIVERABLES, NEEDS, PRODUCTS, SOURCES } from '../../../sync-relay/demo/names.ts';
import type { Prng } from '../../support/prng.ts';

/** One customer as its salesperson goes on with it: what the next event is based on. */
export interface Life {
  readonly id: CustomerId;
  readonly opportunity: OpportunityId;
  mark: EventId | null;
  stage: number;
  stageEntry: EventId | null;
  note: EventId | null;
  readonly patches: Map<string, EventId>;
}

/** An event to be written, and what to remember once it has its id. */
export interface Act {
  readonly type: EventType;
  readonly payload: unknown;
  readonly cites: readonly EventId[];
  readonly done: (id: EventId) => void;
}

const { stages } = DEFAULT_PROCESS;
const stageId = (index: number): string => stages[index]?.id ?? 'initialContact';
const nothing = (): void => undefined;
const cite = (id: EventId | null | undefined): EventId[] => (id === null || id === undefined ? [] : [id]);

/** What the stages of the default template ask for, and some of what people change besides. */
const PATCHES: readonly (readonly [field: string, value: (prng: Prng) => string | number])[] = [
  ['need', (prng) => prng.pick(NEEDS)],
  ['decisionChain', () => '设备部初选，财务总监与总经理会签'],
  ['product', (prng) => prng.pick(PRODUCTS)],
  ['budgetFen', (prng) => (20 + prng.int(400)) * 1_000_000],
  ['keyContact', (prng) => prng.pick(['王总', '李工', '陈经理', '赵总监'])],
  ['remark', (prng) => prng.pick(CALLS)],
];

export const creationAct = (life: Life, territory: string, name: string, owner: string, prng: Prng): Act => ({
  type: 'customerCreated',
  payload: {
    territory,
    profile: { name, segment: 'project', city: name.slice(0, 2), source: prng.pick(SOURCES) },
    owner,
    opportunity: { opportunity: life.opportunity, name: prng.pick(PRODUCTS), stage: stageId(0) },
  },
  cites: [],
  done: nothing,
});

export const patchAct = (life: Life, prng: Prng): Act => {
  const [field, value] = prng.pick(PATCHES);
  return {
    type: 'fieldPatched',
    payload: { field, value: value(prng) },
    cites: cite(life.patches.get(field)),
    done: (id) => life.patches.set(field, id),
  };
};

const callAct = (atMs: number, prng: Prng): Act => ({
  type: 'interactionRecorded',
  payload: { channel: 'call', answered: prng.chance(0.8), summary: prng.pick(CALLS), atMs },
  cites: [],
  done: nothing,
});

const noteAct = (life: Life, author: string, atMs: number, prng: Prng): Act => {
  const kind = prng.pick(['budget', 'technicalFit', 'decisionChain', 'competitorLockIn'] as const);
  const text = prng.pick(DELIVERABLES[kind]);
  const touchpoint = {
    atMs: atMs + (2 + prng.int(12)) * DAY_MS,
    attendees: ['王总', '设备部李工'],
    agenda: prng.pick(AGENDAS),
    agreed: prng.chance(0.6) ? 'confirmedByCustomer' : 'proposedByUs',
  };
  return {
    type: 'visitNoteRecorded',
    payload: {
      visitedAtMs: atMs,
      ...(life.note === null ? {} : { touchpoint: life.note }),
      concern: { kind },
      commitment: {
        kind: 'promised',
        deliverable: [{ kind: 'paragraph', runs: [{ text }] }],
        dueMs: atMs + 5 * DAY_MS,
        by: author,
      },
      next: { kind: 'touchpoint', touchpoint },
      verifiedNeed: prng.chance(0.5) ? { kind: 'verified', need: prng.pick(NEEDS) } : { kind: 'none' },
    },
    cites: cite(life.note),
    done: (id) => {
      life.note = id;
    },
  };
};

const markAct = (life: Life, prng: Prng): Act => ({
  type: 'statusMarked',
  payload: prng.chance(0.8)
    ? { colour: 'yellow', basis: life.mark, need: prng.pick(NEEDS), openItems: ['budget'] }
    : { colour: 'red', basis: life.mark, redGround: 'noInteraction' },
  cites: cite(life.mark),
  done: (id) => {
    life.mark = id;
  },
});

const stageAct = (life: Life, prng: Prng): Act => {
  const from = life.stage;
  const to = from + 1 < stages.length ? from + 1 : prng.int(3);
  return {
    type: 'stageEntered',
    payload: { opportunity: life.opportunity, stage: stageId(to), from: stageId(from), basis: life.stageEntry },
    cites: cite(life.stageEntry),
    done: (id) => {
      life.stage = to;
      life.stageEntry = id;
    },
  };
};

const quoteAct = (life: Life, atMs: number, prng: Prng): Act => ({
  type: 'quoteSent',
  payload: {
    opportunity: life.opportunity,
    summary: prng.pick(PRODUCTS),
    amountFen: (20 + prng.int(400)) * 1_000_000,
    atMs,
  },
  cites: [],
  done: nothing,
});

/** What a salesperson does next with a customer: mostly calls and notes, sometimes a mark, a stage or a quote. */
export const logAct = (life: Life, author: string, atMs: number, prng: Prng): Act => {
  const dice = prng.next();
  if (dice < 0.42) return callAct(atMs, prng);
  if (dice < 0.62) return noteAct(life, author, atMs, prng);
  if (dice < 0.76) return markAct(life, prng);
  if (dice < 0.88) return stageAct(life, prng);
  if (dice < 0.95 && life.note !== null) {
    return { type: 'commitmentDelivered', payload: { note: life.note }, cites: cite(life.note), done: nothing };
  }
  return quoteAct(life, atMs, prng);
};
