import {
  asPrevious,
  type CustomerId,
  DAY_MS,
  type DeviceId,
  type Draft,
  dueEffects,
  type Envelope,
  type EventId,
  type FoldFact,
  type FoldRow,
  HOUR_MS,
  type MemberId,
  makeFold,
  type PreviousEvent,
  type RelayFact,
  writeEvent,
} from '#rules';
import { makePoolCap } from '../../sync-relay/rule-host/pool-cap.ts';
import { makePrng, type Prng } from './prng.ts';
import type { Truth } from './rule-oracle/ledger.ts';
import { TURN_MS } from './rule-oracle/pairs.ts';
import { creation, documentOfType, green, PDF_HASH, red, START_MS, yellow } from './rules-stage.ts';
import { AUDIO_HASH, IMAGE_HASH, noteSoon, ruleActs, rulePart } from './rules-world-acts.ts';

const MEMBERS = ['rae', 'rob', 'mia', 'pia'] as const;
const CUSTOMERS = ['c1', 'c2', 'c3'] as const;
/** A green whose file is never attested. */
const pendingGreen = (basis: EventId | null) => green(basis, 'b'.repeat(64));
const STAGES = ['initialContact', 'needConfirmed', 'internalApproval', 'proposalQuote', 'negotiation'] as const;

/** Files that may come, with the type their bytes have. */
const FILES = [
  [PDF_HASH, 'application/pdf'],
  [AUDIO_HASH, 'audio/mpeg'],
  [IMAGE_HASH, 'image/png'],
] as const;
const DOCUMENTS = ['org', 'pool:east', documentOfType('statusMarked', 'c1')] as const;
/** Effects of one turn; more would be a loop. */
const MOST_FIRED = 200;

interface Stored {
  readonly row: FoldRow & { readonly received: number };
  sealed: boolean;
}

export interface Device {
  readonly id: DeviceId;
  readonly member: MemberId;
  /** Own clock minus relay time, ms. */
  offsetMs: number;
  /** Its clock was never wrong. */
  isTimed: boolean;
  n: number;
  prev: PreviousEvent | null;
  seen: number;
  readonly fold: ReturnType<typeof makeFold>;
  /** Own rows the relay does not have yet, with their documents; each document is delivered apart. */
  readonly outbox: { event: Envelope; doc: string }[];
  /** How much of each document has been fetched. */
  readonly fetched: Map<string, number>;
  /** How many facts there were then. */
  readonly facts: Map<string, number>;
}

/**
 * Several devices with wrong clocks and partial knowledge around one relay, drawn from a seed. The devices' side
 * of time (`writeEvent`) and the fold are the production code; the relay here is the few lines of S1, S5 and S8
 * that the fold relies on.
 */
export class RulesWorld {
  readonly stored: Stored[] = [];
  readonly facts: FoldFact[] = [];
  readonly devices: Device[] = [];
  private readonly random: Prng;
  private nowMs = START_MS;
  private lastTick = 0;
  private nextId = 0;
  private readonly relayFold = makeFold();
  private readonly cap = makePoolCap(this.relayFold);
  /** When each event was really made, ms, and whether its device's clock was right. */
  private readonly made = new Map<string, { readonly atMs: number; readonly isTimed: boolean }>();
  /** What came to the relay before what: events and fired effects. */
  private readonly arrivals = new Map<string, number>();

  constructor(seed: number, steps: number) {
    this.random = makePrng(seed);
    this.nowMs -= this.random.pick([0, 20, 32]) * DAY_MS;
    const boss = this.device('boss');
    this.fact('org', {
      kind: 'deviceAdmitted',
      tick: this.tick(),
      device: boss.id,
      member: boss.member,
      founder: { name: '老板', role: 'owner' },
    });
    const roles = { rae: 'rep', rob: 'rep', mia: 'manager', pia: 'presales' } as const;
    for (const member of MEMBERS) {
      const invited = { member, name: member, role: roles[member], territories: ['east'] };
      this.write(boss, 'memberInvited', 'org', member === 'rae' ? { ...invited, manager: 'mia' } : invited);
      this.device(member);
      if (this.random.chance(0.5)) this.device(member);
    }
    this.write(boss, 'companyFounded', 'org', { name: '石板建材' });
    this.push(boss, 'org');
    for (let i = 0; i < steps; i++) this.step();
    for (const device of this.devices) for (const { doc } of [...device.outbox]) this.push(device, doc);
    this.seal(1);
    // Days pass, so that what the cap holds back has its turn.
    for (let passed = 0; passed <= TURN_MS; passed += DAY_MS) {
      this.fire();
      this.nowMs += DAY_MS;
    }
  }

  truth(): Truth {
    const arrived = (id: string): number => this.arrivals.get(id) ?? Number.POSITIVE_INFINITY;
    return {
      made: (id) => this.made.get(id),
      hadArrived: (id, { effect }) => arrived(id) < arrived(effect),
      isRelayTimed: true,
      isUnbroken: true,
      nowMs: this.nowMs,
    };
  }

  /** Everything the relay holds, as a replica of all documents gets it. */
  rows(): readonly FoldRow[] {
    return this.stored.map(({ row }) => row);
  }

  private device(member: string): Device {
    const device: Device = {
      id: `d${this.devices.length}` as DeviceId,
      member: member as MemberId,
      offsetMs: 0,
      isTimed: true,
      n: 0,
      prev: null,
      seen: 0,
      fold: makeFold(),
      outbox: [],
      fetched: new Map(),
      facts: new Map(),
    };
    this.devices.push(device);
    return device;
  }

  private tick(): number {
    this.lastTick = Math.max(this.lastTick + 1, this.nowMs);
    return this.lastTick;
  }

  private arrive(id: string): void {
    if (!this.arrivals.has(id)) this.arrivals.set(id, this.arrivals.size);
  }

  private fact(doc: string, fact: RelayFact): void {
    if (fact.kind === 'fired') this.arrive(fact.effect);
    this.facts.push({ doc, fact });
    this.relayFold.apply([], [{ doc, fact }]);
  }

  private step(): void {
    const { random } = this;
    this.nowMs += random.int(random.chance(0.2) ? 6 * DAY_MS : HOUR_MS);
    const device = random.pick(this.devices);
    const dice = random.next();
    if (dice < 0.5) this.act(device);
    else if (dice < 0.68) this.pushSome(device);
    else if (dice < 0.86) this.pull(device);
    else if (dice < 0.9) this.seal(random.next());
    else if (dice < 0.95) this.fire();
    else if (dice < 0.98) this.attest();
    else {
      device.offsetMs = (random.int(60) - 30) * DAY_MS;
      device.isTimed = false;
    }
  }

  private attest(): void {
    const [sha256, mediaType] = this.random.pick(FILES);
    const doc = documentOfType('statusMarked', 'c1');
    this.fact(doc, { kind: 'blobAttested', tick: this.tick(), sha256: sha256 as never, mediaType, size: 10 });
  }

  private pushSome(device: Device): void {
    if (device.outbox.length > 0) this.push(device, this.random.pick(device.outbox).doc);
  }

  /** One document's pending rows are received together; `received` is lowered to that of stored successors (S5). */
  private push(device: Device, doc: string): void {
    const received = this.tick();
    for (const { event } of device.outbox.filter((pending) => pending.doc === doc)) {
      let bound = received;
      for (const { row } of this.stored) {
        if (row.event.device === event.device && row.event.n > event.n) bound = Math.min(bound, row.received);
      }
      const row = { event, doc, received: bound };
      this.arrive(event.id);
      this.stored.push({ row, sealed: false });
      this.relayFold.apply([row], []);
      device.fold.apply([row], []);
      if (device.prev?.id === event.id) device.prev = { ...device.prev, received: bound };
    }
    device.outbox.splice(0, device.outbox.length, ...device.outbox.filter((pending) => pending.doc !== doc));
    device.seen = Math.max(device.seen, received);
  }

  /** A device fetches one document as far as the relay has it. */
  private pull(device: Device): void {
    this.fetch(device, this.random.pick(DOCUMENTS));
  }

  private pullAll(device: Device): void {
    if (this.random.chance(0.5)) this.fire();
    for (const doc of DOCUMENTS) this.fetch(device, doc);
  }

  private fetch(device: Device, doc: string): void {
    const rows = this.stored.filter(({ row }) => row.doc === doc).map(({ row }) => row);
    const from = device.fetched.get(doc) ?? 0;
    device.fold.apply(
      rows.slice(from),
      this.facts.filter((fact) => fact.doc === doc),
    );
    device.fetched.set(doc, rows.length);
    const hasNews = rows.length > from || this.facts.length > (device.facts.get(doc) ?? 0);
    device.facts.set(doc, this.facts.length);
    if (hasNews) device.seen = Math.max(device.seen, this.lastTick);
  }

  private seal(share: number): void {
    for (const stored of this.stored) {
      if (stored.sealed || !(this.random.next() < share)) continue;
      stored.sealed = true;
      const { event, doc, received } = stored.row;
      const tick = this.tick();
      this.fact(doc, { kind: 'seal', tick, ranges: [[event.device, event.n, event.n, tick - received]] });
    }
  }

  /** One effect after the other, entries into the pool last and no more than the cap allows (S22, S26). */
  private fire(): void {
    const customers = CUSTOMERS as readonly string[] as CustomerId[];
    for (let left = MOST_FIRED; left > 0; left -= 1) {
      const due = dueEffects(this.relayFold, customers, this.tick());
      const next =
        due.find(({ poolsOf }) => poolsOf === null) ?? due.find((one) => !this.cap.isFull(one, this.lastTick));
      if (next === undefined) return;
      this.cap.took(next, this.lastTick);
      this.fact(next.doc, { ...next.fact, tick: this.tick() });
    }
  }

  write(device: Device, type: string, subject: string, payload: unknown, cites: readonly EventId[] = []): void {
    const doc = documentOfType(type, subject);
    const event = writeEvent({
      draft: { type, subject, payload, cites, document: 'log' } as Draft,
      id: `e${(this.nextId++).toString().padStart(5, '0')}` as EventId,
      author: device.member,
      device: device.id,
      n: device.n,
      prev: device.prev,
      seen: device.seen,
      clock: { wall: this.nowMs + device.offsetMs, boot: 'b', mono: 0, monoSeen: null },
      placement: (id) => device.fold.placement(id),
      ruleVersion: 'template',
    });
    this.made.set(event.id, { atMs: this.nowMs, isTimed: device.isTimed });
    device.n += 1;
    device.prev = asPrevious(event);
    device.outbox.push({ event, doc });
    device.fold.apply([{ event, doc, received: null }], []);
  }

  private changeCompany(device: Device): void {
    const { random } = this;
    const changes = [
      { member: 'rob', role: random.pick(['rep', 'manager']) },
      { member: 'rob', territories: [random.pick(['east', 'west'])] },
      { member: 'rae', manager: random.pick(['mia', 'rob']) },
      { member: 'mia', active: random.chance(0.5) },
    ];
    this.write(device, 'memberChanged', 'org', random.pick(changes));
  }

  private act(device: Device): void {
    const { random } = this;
    if (device.member === 'boss' && random.chance(0.5)) {
      if (random.chance(0.5)) this.changeCompany(device);
      else this.write(device, 'processPublished', 'org', { part: rulePart(device.fold.org().process, random) });
      return;
    }
    // People mostly look at what is there before they act.
    if (random.chance(0.4)) this.pullAll(device);
    const subject = random.pick(CUSTOMERS) as CustomerId;
    const state = device.fold.customer(subject);
    if (state === null) {
      if (!this.stored.some(({ row }) => row.event.subject === subject)) {
        const opportunity = { opportunity: `o-${subject}`, name: '首单', stage: 'initialContact' };
        this.write(device, 'customerCreated', subject, { ...creation(random.pick(['rae', 'rob'])), opportunity });
        this.push(device, 'pool:east');
      }
      return;
    }
    const cite = (id: EventId | null | undefined): EventId[] => (id === null || id === undefined ? [] : [id]);
    const basis = state.mark?.id ?? null;
    const [opportunity] = state.opportunities;
    const lastEntry = opportunity?.visits.at(-1);
    const entered = lastEntry !== undefined && lastEntry.from !== null ? lastEntry.id : null;
    const task = state.tasks[0]?.id ?? 'none';
    const acts: (() => void)[] = [
      () => this.write(device, 'statusMarked', subject, random.pick([yellow, pendingGreen, red])(basis), cite(basis)),
      () => this.write(device, 'statusMarked', subject, green(basis), cite(basis)),
      () =>
        this.write(
          device,
          'stageEntered',
          subject,
          {
            opportunity: `o-${subject}`,
            stage: random.pick(STAGES),
            from: opportunity?.stage ?? 'initialContact',
            basis: entered,
          },
          cite(entered),
        ),
      () =>
        this.write(
          device,
          'fieldPatched',
          subject,
          { field: 'need', value: `需求 ${random.int(3)}` },
          (state.fields.need?.leaves ?? []).map(({ id }) => id),
        ),
      () => this.write(device, 'visitNoteRecorded', subject, noteSoon(this.nowMs, random)),
      () => this.write(device, 'customerHandedOver', subject, { to: random.pick(['rae', 'rob', null]) }),
      () => this.write(device, 'retracted', subject, { event: random.pick(state.timeline).id }),
      () => this.write(device, random.pick(['taskCompleted', 'taskResumed']), subject, { task }),
      () => this.write(device, 'taskReturned', subject, { task, missing: '图纸' }),
      () => this.write(device, 'contactAccessGranted', subject, { member: random.pick(MEMBERS) }),
      () => this.changeCompany(device),
    ];
    const braking = ruleActs(state, this.nowMs, random);
    if (braking.length > 0 && random.chance(0.6)) {
      const { type, payload, cites = [] } = random.pick(braking);
      this.write(device, type, subject, payload, cites);
    } else random.pick(acts)();
  }
}
