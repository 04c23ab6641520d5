import {
  type CustomerState,
  compareOrder,
  decodeRow,
  type Envelope,
  type EventId,
  type Fold,
  type FoldFact,
  type FoldRow,
  isTagChange,
  makeFold,
  type OrderKey,
  type PayloadOf,
  parseRoom,
  tagsOf,
} from '#rules';
import { checkRules } from '../support/rule-oracle/check-rules.ts';
import { keptCopy } from '../support/rule-oracle/ledger.ts';
import { checkDesks } from './desk-checks.ts';
import type { SimDevice } from './device.ts';
import { checkFacts } from './fact-checks.ts';
import { mayReplicate } from './oracle.ts';
import type { World } from './world.ts';

const GOOD_CLOCK_MS = 2 * 60_000;

interface Held {
  readonly rows: readonly (FoldRow & { readonly received: number })[];
  readonly facts: readonly FoldFact[];
}

/** What the relay holds, by document. */
const heldByRelay = (world: World): ReadonlyMap<string, Held> => {
  const log = world.relay.core()?.log;
  const held = new Map<string, Held>();
  for (const room of log?.rooms() ?? []) {
    const doc = parseRoom(room)?.doc ?? room;
    held.set(doc, {
      rows: [...(log?.rows(room) ?? [])].map(({ event, received }) => ({ event, received, doc })),
      facts: [...(log?.facts(room) ?? [])].map((fact) => ({ fact, doc })),
    });
  }
  return held;
};

const foldOf = (parts: Iterable<Held>): Fold => {
  const fold = makeFold();
  const all = [...parts];
  fold.apply(
    all.flatMap(({ rows }) => rows),
    all.flatMap(({ facts }) => facts),
  );
  return fold;
};

/** The fold of exactly the documents a device may hold. */
const entitledFold = (device: SimDevice, whole: Fold, held: ReadonlyMap<string, Held>): Fold | null => {
  const member = device.member();
  if (member === null) return null;
  return foldOf([...held].filter(([doc]) => mayReplicate(whole, member, doc)).map(([, part]) => part));
};

/**
 * I1, I23: with the same documents the same state, on every device and at the relay's rule host. A device that goes
 * on may show own acknowledged rows of documents it does not hold (contacts, lost rights): those customers are left
 * aside there; after a restart nothing is.
 */
const checkDigests = (world: World, whole: Fold, held: ReadonlyMap<string, Held>): void => {
  if (world.relay.core()?.company.fold.digest() !== whole.digest()) {
    world.violate('I1', 'the rule host folded something else than what the relay holds');
  }
  const folds = new Map<string, Fold | null>();
  for (const device of world.devices) {
    const key = [...held.keys()].filter((doc) => mayReplicate(whole, device.member() as never, doc)).join();
    const expected = folds.has(key) ? (folds.get(key) ?? null) : entitledFold(device, whole, held);
    folds.set(key, expected);
    const shown = device.workspace()?.fold();
    if (shown === undefined || expected === null || shown.digest() === expected.digest()) continue;
    const how = difference(shown, expected, !device.wasRestarted);
    if (how !== null) world.violate('I1', `${device.name} does not show what the relay holds: ${how}`);
  }
};

const linesOf = (state: CustomerState | null): Set<string> =>
  new Set((state?.timeline ?? []).map((entry) => `${entry.type} ${entry.id} ${entry.t} ${entry.standing}`));

/** Whose presales tasks give way to another record's: what a device shows besides may decide it (S17). */
const givesWay = (...states: readonly (CustomerState | null)[]): boolean =>
  states.some((state) => state?.tasks.some(({ supersededBy }) => supersededBy !== null) === true);

/** The first customer that differs and how; null when only what may be shown besides does. */
const difference = (shown: Fold, expected: Fold, mayShowMore: boolean): string | null => {
  if (JSON.stringify(shown.org()) !== JSON.stringify(expected.org())) return 'the company';
  const pairs = [...new Set([...shown.customerIds(), ...expected.customerIds()])]
    .map((id) => ({ id, a: shown.customer(id), b: expected.customer(id) }))
    .filter(({ a, b }) => JSON.stringify(a) !== JSON.stringify(b));
  const showsMore = ({ a, b }: Omit<(typeof pairs)[number], 'id'>): boolean => {
    const known = new Set(b?.timeline.map((entry) => entry.id));
    return mayShowMore && (b === null || a?.timeline.some((entry) => !known.has(entry.id)) === true);
  };
  const isMoreShown = pairs.some(showsMore);
  for (const { id, a, b } of pairs) {
    if (showsMore({ a, b }) || (isMoreShown && givesWay(a, b))) continue;
    const [left, right] = [linesOf(a), linesOf(b)];
    const extra = [...left].filter((line) => !right.has(line)).slice(0, 3);
    const missing = [...right].filter((line) => !left.has(line)).slice(0, 3);
    const parts = Object.keys(b ?? {}).filter((key) => {
      const part = key as keyof CustomerState;
      return JSON.stringify(a?.[part]) !== JSON.stringify(b?.[part]);
    });
    return `${id} in ${parts.join()}; shows besides: ${extra.join(', ') || '-'}; lacks: ${missing.join(', ') || '-'}`;
  }
  return mayShowMore ? null : 'contacts or desks';
};

/** I2: everything saved is stored once, or in quarantine, or its every copy was lost. */
const checkSaved = (world: World, held: ReadonlyMap<string, Held>): void => {
  const stored = new Map<EventId, Envelope[]>();
  for (const { rows } of held.values()) {
    for (const { event } of rows) stored.set(event.id, [...(stored.get(event.id) ?? []), event]);
  }
  const quarantined = new Set(
    world.devices.flatMap(
      (device) =>
        device
          .workspace()
          ?.outbox.quarantine()
          .map(({ event }) => event.id) ?? [],
    ),
  );
  for (const [id, { device }] of world.saved) {
    if (stored.has(id) || quarantined.has(id) || world.fragile.has(id)) continue;
    world.violate('I2', `${id}, saved on ${device.name}, is neither stored nor in quarantine`);
  }
  const slots = new Map<string, EventId>();
  for (const [id, events] of stored) {
    const contents = new Set(events.map((event) => JSON.stringify({ ...event, device: '', n: 0 })));
    if (contents.size > 1) world.violate('I2', `${id} is stored with two contents`);
    const places = new Set(events.map(({ device, n }) => `${device} ${n}`));
    if (places.size < events.length) world.violate('I2', `${id} is stored twice in one place`);
    for (const place of places) {
      const other = slots.get(place) ?? id;
      slots.set(place, id);
      if (other !== id && !world.faults.has('relay restored from backup')) {
        world.violate('I2', `${id} and ${other} share the place ${place}`);
      }
    }
  }
};

const keyOf = (fold: Fold, event: Envelope): OrderKey => ({
  t: fold.placement(event.id)?.t ?? Number.NaN,
  lam: event.lam,
  device: event.device,
  n: event.n,
  id: event.id,
});

/** I6, I17, I23, I29, I30, I31: time and order. */
const checkTime = (world: World, whole: Fold, held: ReadonlyMap<string, Held>): void => {
  const rows = [...held.values()].flatMap((part) => part.rows);
  const events = new Map<EventId, Envelope>();
  for (const { event } of rows) events.set(event.id, keptCopy(events.get(event.id), event));
  for (const [id, event] of events) {
    const placed = whole.placement(id);
    if (placed === null) {
      world.violate('I22', `${id} has no place`);
      continue;
    }
    if (placed.received !== null && placed.t > placed.received) world.violate('I6', `${id} lies after its receipt`);
    for (const cause of [...event.cites, ...(event.prev === null ? [] : [event.prev])]) {
      const before = events.get(cause);
      if (before !== undefined && compareOrder(keyOf(whole, before), keyOf(whole, event)) >= 0) {
        world.violate('I17', `${event.type} ${id} does not come after ${before.type} ${cause}`);
      }
    }
    const saved = world.saved.get(id);
    if (saved === undefined) continue;
    world.noteTime(id, placed.t, 'the relay');
    const { seen } = event;
    const isWithin = saved.atMs > seen - GOOD_CLOCK_MS && saved.atMs < (placed.received ?? 0) + GOOD_CLOCK_MS;
    if (!world.relayClockWasWrong && !isWithin) world.violate('I6', `${id} was not made between what bounds it`);
    if (saved.isTimed && !world.relayClockWasWrong && Math.abs(placed.t - saved.atMs) > GOOD_CLOCK_MS) {
      world.violate('I31', `${id} of a good clock lies ${placed.t - saved.atMs} ms from the truth`);
    }
  }
  checkKnown(world, whole, [...events.values()]);
  for (const part of held.values()) {
    const alone = foldOf([part]);
    for (const { event } of part.rows) {
      const [own, all] = [alone.placement(event.id), whole.placement(event.id)];
      if (own?.t !== all?.t) world.violate('I23', `the place of ${event.id} depends on other documents`);
    }
  }
};

/** I14: what had been received before an event was written comes before it. */
const checkKnown = (world: World, whole: Fold, events: readonly Envelope[]): void => {
  for (const early of events) {
    const received = whole.placement(early.id)?.received ?? Number.POSITIVE_INFINITY;
    for (const late of events) {
      if (late.seen <= received || compareOrder(keyOf(whole, early), keyOf(whole, late)) < 0) continue;
      world.violate('I14', `${late.id} was written knowing ${early.id}, and stands before it`);
    }
  }
};

/** I30: the tick is the lowest seal. */
const checkSeals = (world: World, whole: Fold, held: ReadonlyMap<string, Held>): void => {
  const lowestById = new Map<EventId, number>();
  // A copied row counts from the seal of its first copy on, for those who never held the private document.
  const shared = new Set<string>();
  for (const { rows } of held.values()) {
    for (const { event } of rows) {
      if (event.type === 'historyShared') shared.add(decodeRow((event.payload as { row: string }).row)?.id ?? '');
    }
  }
  for (const [doc, { rows, facts }] of held) {
    for (const { event } of rows) {
      let lowest: number | null = null;
      for (const { fact } of facts) {
        if (fact.kind !== 'seal') continue;
        for (const [device, from, to] of fact.ranges) {
          const covers = device === event.device && from <= event.n && event.n <= to;
          if (covers && (lowest === null || fact.tick < lowest)) lowest = fact.tick;
        }
      }
      if (shared.has(event.id)) continue;
      if (lowest === null) world.violate('I30', `${event.type} ${event.id} in ${doc} was never sealed`);
      else lowestById.set(event.id, Math.min(lowest, lowestById.get(event.id) ?? lowest));
    }
  }
  for (const [id, lowest] of lowestById) {
    const tick = whole.placement(id)?.tick;
    if (tick !== lowest) world.violate('I30', `the tick of ${id} is not its lowest seal`);
  }
};

/** I19, I28: what the fold makes of it. */
const checkStates = (world: World, whole: Fold, held: ReadonlyMap<string, Held>): void => {
  const facts = [...held.values()].flatMap((part) => part.facts.map(({ fact }) => fact));
  const attested = new Set(facts.flatMap((fact) => (fact.kind === 'blobAttested' ? [fact.sha256 as string] : [])));
  for (const id of whole.customerIds()) {
    const state = whole.customer(id);
    if (state === null) continue;
    for (const one of state.marks) {
      if (one.colour !== 'green' || !one.effective || one.pendingUpload || one.override !== null) continue;
      const isAttested = (one.payload.evidence ?? []).some(({ sha256 }) => attested.has(sha256));
      if (!isAttested) world.violate('I19', `green ${one.id} counts without an attested file`);
    }
    checkShownMark(world, state);
  }
};

/** I28: the greatest leaf among the effective marks. */
const checkShownMark = (world: World, { id, mark, marks }: CustomerState): void => {
  const byId = new Map(marks.map((one) => [one.id, one]));
  const based = new Set<EventId>();
  for (const one of marks.filter(({ effective }) => effective)) {
    let base = one.basis === null ? undefined : byId.get(one.basis);
    while (base !== undefined && !base.effective) base = base.basis === null ? undefined : byId.get(base.basis);
    if (base !== undefined) based.add(base.id);
  }
  const greatest = marks.filter((one) => one.effective && !based.has(one.id)).at(-1) ?? null;
  if (mark?.id !== greatest?.id) world.violate('I28', `${id} does not show its greatest leaf`);
};

/** R12: of two patches made apart neither is lost. */
const checkConflicts = (world: World, whole: Fold, held: ReadonlyMap<string, Held>): void => {
  const patches = [...held.values()].flatMap(({ rows }) => rows).filter(({ event }) => event.type === 'fieldPatched');
  const cited = new Set(patches.flatMap(({ event }) => event.cites));
  const removed = new Set(
    patches.flatMap(({ event }) => {
      const { value } = event.payload as PayloadOf<'fieldPatched'>;
      return isTagChange(value) ? value.remove.map((tag) => `${event.subject} ${tag}`) : [];
    }),
  );
  for (const { event, doc } of patches) {
    const state = whole.customer(event.subject as CustomerState['id']);
    if (state === null || cited.has(event.id) || doc.startsWith('private:')) continue;
    if (state.timeline.find(({ id }) => id === event.id)?.noEffectBecause != null) continue;
    const { field, value } = event.payload as PayloadOf<'fieldPatched'>;
    const leaves = state.fields[field]?.leaves ?? [];
    if (isTagChange(value)) {
      const lost = value.add.filter(
        (tag) => !tagsOf(leaves[0]?.value).includes(tag) && !removed.has(`${event.subject} ${tag}`),
      );
      if (lost.length > 0) world.violate('I1', `tags ${lost.join()} of ${event.subject} are lost`);
    } else if (!leaves.some((leaf) => leaf.value === value))
      world.violate('I1', `${value} of ${event.subject} is shown nowhere`);
  }
};

/** Everything that must hold once nothing moves any more. */
export const checkAll = (world: World): string => {
  const held = heldByRelay(world);
  const whole = foldOf(held.values());
  checkSaved(world, held);
  checkDigests(world, whole, held);
  checkTime(world, whole, held);
  checkSeals(world, whole, held);
  checkStates(world, whole, held);
  const parts = [...held.values()];
  const rows = parts.flatMap((part) => part.rows);
  const facts = parts.flatMap((part) => part.facts);
  checkRules(whole, rows, facts, world.truth(), (id, text) => world.violate(id, text));
  checkConflicts(world, whole, held);
  checkDesks(world, whole);
  checkFacts(world, whole);
  return whole.digest();
};
