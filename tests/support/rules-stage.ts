import {
  asPrevious,
  type CustomerId,
  type CustomerState,
  type DeviceId,
  type Draft,
  documentClassOf,
  dueEffects,
  type Envelope,
  type EventId,
  type EventType,
  type Fold,
  type FoldFact,
  type FoldRow,
  isId,
  type MemberId,
  makeFold,
  type PayloadOf,
  type PreviousEvent,
  type RelayFact,
  writeEvent,
} from '#rules';

/** 2026-11-02 09:00 in Shanghai: where every stage begins, ms. */
export const START_MS = Date.UTC(2026, 10, 2, 1, 0, 0);
export const CUSTOMER = 'c1' as CustomerId;
export const PDF_HASH = 'a'.repeat(64);
export const LOG_DOC = 'log:east:2026Q4';

/** Where the row of a type stands, for a customer that is not private; in the log what has no place of its own. */
export const documentOfType = (type: string, subject: string): string => {
  switch (documentClassOf(type as EventType)) {
    case 'org':
      return 'org';
    case 'pool':
      return 'pool:east';
    case 'contact':
      return `contact:${subject}`;
    case 'desk':
      return `desk:${subject}`;
    default:
      return LOG_DOC;
  }
};

export interface ActOptions {
  /** Time of the act on the device's wall clock; the stage's clock otherwise, ms. */
  readonly atMs?: number;
  /** When the relay received it; at once otherwise; `null` = never. */
  readonly receivedMs?: number | null;
  /** Received rows are sealed unless this is false. */
  readonly sealed?: boolean;
  readonly cites?: readonly string[];
  /** Highest tick the device had seen; the latest otherwise. */
  readonly seen?: number;
  readonly subject?: string;
  readonly doc?: string;
  readonly device?: string;
}

interface Writer {
  n: number;
  prev: PreviousEvent | null;
}

/**
 * A company on paper for tests of the fold: people act, a relay of two lines receives and seals. Events are
 * written by the production `writeEvent`.
 */
export class RulesStage {
  nowMs = START_MS;
  readonly rows: FoldRow[] = [];
  readonly facts: FoldFact[] = [];
  private readonly writers = new Map<string, Writer>();
  private lastTick = 0;
  private nextId = 1;
  private readonly book: Fold = makeFold();

  /** Relay time moves on; a tick is unique and rises. */
  tick(): number {
    this.lastTick = Math.max(this.lastTick + 1, this.nowMs);
    return this.lastTick;
  }

  pass(ms: number): void {
    this.nowMs += ms;
  }

  fact(fact: RelayFact, doc = LOG_DOC): void {
    this.facts.push({ fact, doc });
    this.book.apply([], [{ fact, doc }]);
  }

  attest(sha256 = PDF_HASH, mediaType = 'application/pdf'): number {
    const tick = this.tick();
    this.fact({ kind: 'blobAttested', tick, sha256: sha256 as never, mediaType, size: 10 });
    return tick;
  }

  admit(member: string, founder: { name: string; role: 'owner' } | null = null): void {
    const device = `${member}-phone` as DeviceId;
    this.fact({ kind: 'deviceAdmitted', tick: this.tick(), device, member: member as MemberId, founder }, 'org');
  }

  /** Seals what a device has in a document. */
  seal(event: Envelope, doc: string, receivedMs: number): void {
    const tick = Math.max(this.tick(), receivedMs);
    this.fact({ kind: 'seal', tick, ranges: [[event.device, event.n, event.n, tick - receivedMs]] }, doc);
  }

  act<Type extends EventType>(member: string, type: Type, payload: PayloadOf<Type>, options: ActOptions = {}): EventId {
    return this.write(member, type, payload, options).id;
  }

  /** Like {@link act}, for payloads and types no honest device would write. */
  write(member: string, type: string, payload: unknown, options: ActOptions = {}): Envelope {
    const subject = options.subject ?? (documentClassOf(type as EventType) === 'org' ? 'org' : CUSTOMER);
    const doc = options.doc ?? documentOfType(type, subject);
    const device = (options.device ?? `${member}-phone`) as DeviceId;
    const writer = this.writers.get(device) ?? { n: 0, prev: null };
    const draft = { type, subject, payload, cites: options.cites ?? [], document: 'log' } as unknown as Draft;
    const wall = options.atMs ?? this.nowMs;
    const event = writeEvent({
      draft,
      id: this.newId(),
      author: member as MemberId,
      device,
      n: writer.n,
      prev: writer.prev,
      seen: options.seen ?? this.lastTick,
      clock: { wall, boot: 'boot', mono: 0, monoSeen: null },
      placement: (id) => this.book.placement(id),
      ruleVersion: 'template',
    });
    const receivedMs = options.receivedMs === undefined ? Math.max(this.tick(), event.at) : options.receivedMs;
    this.writers.set(device, { n: writer.n + 1, prev: { ...asPrevious(event), received: receivedMs } });
    const row = { event, doc, received: receivedMs };
    this.rows.push(row);
    this.book.apply([row], []);
    if (receivedMs !== null && options.sealed !== false) this.seal(event, doc, receivedMs);
    return event;
  }

  /** Fires what rules are due to do by now, and what follows from it, as the relay does (S22). */
  settle(): void {
    for (let step = 0; step < 50; step++) {
      const [next] = dueEffects(this.book, this.book.customerIds(), this.nowMs);
      if (next === undefined) return;
      this.fact({ ...next.fact, tick: this.tick() }, next.doc);
    }
    throw new Error('rules without an end');
  }

  newId(): EventId {
    const id = `e${String(this.nextId++).padStart(4, '0')}`;
    if (!isId(id)) throw new Error('not an id');
    return id as EventId;
  }

  /** A fold that took everything in at once. */
  fold(): Fold {
    const fold = makeFold();
    fold.apply(this.rows, this.facts);
    return fold;
  }

  customer(id: CustomerId = CUSTOMER): CustomerState {
    const state = this.fold().customer(id);
    if (state === null) throw new Error(`no customer ${id}`);
    return state;
  }
}

/** 石板建材: boss (owner), mia (manager of rae and rob), pia (presales), territory east; customer c1 of rae. */
export const makeStage = (): RulesStage => {
  const stage = new RulesStage();
  stage.admit('boss', { name: '老板', role: 'owner' });
  stage.act('boss', 'companyFounded', { name: '石板建材' });
  stage.act('boss', 'territoryDefined', { territory: 'east', name: '华东' });
  const invite = (member: string, role: 'manager' | 'rep' | 'presales', manager?: string): void => {
    const base = { member, name: member, role, territories: ['east'] };
    stage.act('boss', 'memberInvited', manager === undefined ? base : { ...base, manager });
    stage.admit(member);
  };
  invite('mia', 'manager');
  invite('rae', 'rep', 'mia');
  invite('rob', 'rep', 'mia');
  invite('pia', 'presales');
  stage.pass(60_000);
  stage.act('rae', 'customerCreated', creation());
  stage.pass(60_000);
  return stage;
};

export const creation = (owner: string | null = 'rae'): PayloadOf<'customerCreated'> => ({
  territory: 'east',
  profile: { name: '上海石板', segment: 'project', city: '上海' },
  ...(owner === null ? {} : { owner }),
  opportunity: { opportunity: 'o1', name: '首单', stage: 'initialContact' },
});

export const yellow = (basis: EventId | null = null): PayloadOf<'statusMarked'> => ({
  colour: 'yellow',
  basis,
  need: '一批石板',
  openItems: ['budget'],
});
export const red = (basis: EventId | null = null): PayloadOf<'statusMarked'> => ({
  colour: 'red',
  basis,
  redGround: 'sourceDoubtful',
});
export const green = (basis: EventId | null = null, sha256 = PDF_HASH): PayloadOf<'statusMarked'> => ({
  colour: 'green',
  basis,
  checks: { needVerified: true, budgetDefinite: true, keyPersonAgrees: true },
  evidence: [{ sha256, name: '需求确认书.pdf', size: 10, documentType: 'requirementConfirmation' }],
});
export const note = (more: Partial<PayloadOf<'visitNoteRecorded'>> = {}): PayloadOf<'visitNoteRecorded'> => ({
  visitedAtMs: START_MS,
  concern: { kind: 'budget' },
  commitment: {
    kind: 'promised',
    deliverable: [{ kind: 'paragraph', runs: [{ text: '成本分析表' }] }],
    dueMs: START_MS + 86_400_000,
    by: 'rae',
  },
  next: {
    kind: 'touchpoint',
    touchpoint: {
      atMs: START_MS + 2 * 86_400_000,
      attendees: ['王总'],
      agenda: '看成本分析',
      agreed: 'confirmedByCustomer',
    },
  },
  verifiedNeed: { kind: 'none' },
  ...more,
});
