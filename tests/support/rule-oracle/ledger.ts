import {
  type CustomerId,
  type CustomerState,
  compareOrder,
  DEFAULT_PROCESS,
  decodeRow,
  type EffectId,
  type Envelope,
  type EventId,
  type FoldFact,
  type FoldRow,
  type OrderKey,
  type PayloadOf,
  type Process,
  type ProcessPart,
  type RelayFact,
  type Rule,
} from '#rules';

export type FiredFact = Extract<RelayFact, { kind: 'fired' }>;
type Attested = Extract<RelayFact, { kind: 'blobAttested' }>;

/** An event with everything the relay says about it, put together the slow and obvious way. */
export interface Entry {
  readonly event: Envelope;
  readonly received: number;
  readonly t: number;
  /** Lowest seal; infinite = never sealed. */
  readonly tick: number;
}

/** What only whoever plays all parts knows. */
export interface Truth {
  /** When an event was really made, ms, and whether every clock that could matter was right. */
  made(id: EventId): { readonly atMs: number; readonly isTimed: boolean } | undefined;
  /** Whether the relay held the event when it fired the fact; undefined = nobody knows. */
  hadArrived(id: string, fact: FiredFact): boolean | undefined;
  /** The relay's clock was never wrong. */
  readonly isRelayTimed: boolean;
  /** No row or fact was ever lost and given back. */
  readonly isUnbroken: boolean;
  /** Present time of the relay, ms. */
  readonly nowMs: number;
}

export interface Version {
  readonly id: string;
  readonly tick: number;
  readonly process: Process;
}

/** Rows and facts as plain lists: what every check of the rules is worked out from. */
export interface Ledger {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly attested: readonly Attested[];
  /** Every fired fact, several about one effect too. */
  readonly fired: readonly FiredFact[];
  /** The one that counts of each effect: the lowest tick. */
  readonly acted: ReadonlyMap<EffectId, FiredFact>;
  /** Processes in force, by tick. */
  readonly versions: readonly Version[];
  readonly wentLiveAt: number | null;
}

/** One customer's part of it, beside what the fold made of it. */
export interface Case {
  readonly ledger: Ledger;
  readonly state: CustomerState;
  /** In the order S7, without what was taken back. */
  readonly rows: readonly Entry[];
  readonly acted: readonly FiredFact[];
}

/**
 * Of an event that stands in two places (given back to a restored relay, or moved under a new device and sent again)
 * the place with the lesser device, then the lesser number as text: every replica orders it by that one.
 */
export const keptCopy = (one: Envelope | undefined, other: Envelope): Envelope => {
  if (one === undefined) return other;
  const [a, b] = [one, other].map(({ device, n }) => `${device} ${n},`);
  return (a ?? '') <= (b ?? '') ? one : other;
};

const sealsOf = (
  facts: readonly FoldFact[],
): ReadonlyMap<string, readonly (readonly [number, number, number, number])[]> => {
  const seals = new Map<string, (readonly [number, number, number, number])[]>();
  for (const { fact, doc } of facts) {
    if (fact.kind !== 'seal') continue;
    for (const [device, from, to, offset] of fact.ranges) {
      const key = `${doc} ${device}`;
      seals.set(key, [...(seals.get(key) ?? []), [from, to, fact.tick, fact.tick - offset]]);
    }
  }
  return seals;
};

/** A row, and the row it carries out of a private document (R72). */
const withCopies = (row: FoldRow, tick: number): readonly (readonly [FoldRow, number])[] => {
  const { event, doc } = row;
  if (event.type !== 'historyShared') return [[row, tick]];
  const { row: text, received } = event.payload as PayloadOf<'historyShared'>;
  const inner = decodeRow(text);
  return inner === null
    ? [[row, tick]]
    : [
        [row, tick],
        [{ event: inner, doc, received }, tick],
      ];
};

const entriesOf = (rows: readonly FoldRow[], facts: readonly FoldFact[]): Map<string, Entry> => {
  const seals = sealsOf(facts);
  // Given back to a restored relay a row is received once more: the earliest receipt holds (S5).
  const lowered = new Map<string, number>();
  for (const { fact } of facts) {
    if (fact.kind === 'received') lowered.set(fact.id, Math.min(fact.time, lowered.get(fact.id) ?? fact.time));
  }
  const entries = new Map<string, Entry>();
  for (const row of rows) {
    const covering = (seals.get(`${row.doc} ${row.event.device}`) ?? []).filter(
      ([from, to]) => from <= row.event.n && row.event.n <= to,
    );
    const sealedAt = Math.min(Number.POSITIVE_INFINITY, ...covering.map(([, , tick]) => tick));
    for (const [{ event, received: stated }, tick] of withCopies(row, sealedAt)) {
      const known = entries.get(event.id);
      const isOwn = event === row.event;
      const received = Math.min(
        stated ?? Number.POSITIVE_INFINITY,
        ...(isOwn ? covering.map(([, , , at]) => at) : []),
        lowered.get(event.id) ?? Number.POSITIVE_INFINITY,
        known?.received ?? Number.POSITIVE_INFINITY,
      );
      const t = Math.min(Math.max(event.at, event.seen), received);
      entries.set(event.id, {
        event: keptCopy(known?.event, event),
        received,
        t,
        tick: Math.min(tick, known?.tick ?? Number.POSITIVE_INFINITY),
      });
    }
  }
  return entries;
};

const withPart = (process: Process, part: ProcessPart): Process => {
  if (part.kind !== 'rule') return { ...process, ...part };
  return { ...process, rules: [...process.rules.filter(({ id }) => id !== part.rule.id), part.rule] };
};

/** Everything the founder and administrators published, in the order of its seals. */
const versionsOf = (entries: readonly Entry[], facts: readonly FoldFact[]): Version[] => {
  const publishers = new Set<string>(
    facts.flatMap(({ fact }) => (fact.kind === 'deviceAdmitted' && fact.founder !== null ? [fact.member] : [])),
  );
  for (const { event } of entries) {
    const { member, role } = event.payload as { member?: string; role?: string };
    if (event.type === 'memberInvited' && role === 'admin' && member !== undefined) publishers.add(member);
  }
  const published = entries
    .filter(
      ({ event, tick }) => event.type === 'processPublished' && publishers.has(event.author) && Number.isFinite(tick),
    )
    .sort((a, b) => a.tick - b.tick);
  const versions: Version[] = [{ id: 'template', tick: 0, process: DEFAULT_PROCESS }];
  for (const { event, tick } of published) {
    const process = withPart(
      versions.at(-1)?.process ?? DEFAULT_PROCESS,
      (event.payload as PayloadOf<'processPublished'>).part as ProcessPart,
    );
    versions.push({ id: event.id, tick, process });
  }
  return versions;
};

export const makeLedger = (rows: readonly FoldRow[], facts: readonly FoldFact[]): Ledger => {
  const entries = entriesOf(rows, facts);
  const all = [...entries.values()];
  const plain = facts.map(({ fact }) => fact);
  const fired = plain.filter((fact) => fact.kind === 'fired').sort((a, b) => a.tick - b.tick);
  const acted = new Map<EffectId, FiredFact>();
  for (const fact of fired) if (!acted.has(fact.effect)) acted.set(fact.effect, fact);
  const founded = all.filter(({ event }) => event.type === 'companyFounded').sort((a, b) => a.t - b.t);
  return {
    entries,
    attested: plain.filter((fact) => fact.kind === 'blobAttested'),
    fired,
    acted,
    versions: versionsOf(all, facts),
    wentLiveAt: founded[0]?.t ?? null,
  };
};

/** Place of an event, or of what a rule did, in the order S7. */
export const placeOf = (ledger: Ledger, id: string): OrderKey | null => {
  const entry = ledger.entries.get(id);
  if (entry !== undefined) {
    const { lam, device, n } = entry.event;
    return { t: entry.t, lam, device, n, id };
  }
  const fact = ledger.acted.get(id as EffectId);
  return fact === undefined ? null : { t: fact.tick, lam: 0, device: 'rule', n: 0, id };
};

/** Whether the first comes before the second; false when one of them is unknown. */
export const isBefore = (ledger: Ledger, first: string, second: string): boolean => {
  const [a, b] = [placeOf(ledger, first), placeOf(ledger, second)];
  return a !== null && b !== null && compareOrder(a, b) < 0;
};

export const caseOf = (ledger: Ledger, state: CustomerState): Case => {
  const taken = new Set(
    state.timeline.filter(({ noEffectBecause }) => noEffectBecause === 'retracted').map(({ id }) => id as string),
  );
  for (const { id, noEffectBecause } of state.marks) if (noEffectBecause === 'retracted') taken.add(id);
  const rows = [...ledger.entries.values()]
    .filter(({ event }) => event.subject === state.id && !taken.has(event.id))
    .sort((a, b) => (isBefore(ledger, a.event.id, b.event.id) ? -1 : 1));
  const acted = [...ledger.acted.values()].filter(({ subject }) => subject === (state.id as CustomerId));
  return { ledger, state, rows, acted };
};

/** The rule a fact speaks of, with its process; undefined when its version is lost. */
export const ruleOf = (
  { versions }: Ledger,
  { version, rule }: FiredFact,
): { readonly rule: Rule; readonly process: Process } | undefined => {
  const process = versions.find(({ id }) => id === version)?.process;
  const found = process?.rules.find(({ id }) => id === rule);
  return process === undefined || found === undefined ? undefined : { process, rule: found };
};

/** The process in force at a tick. */
export const processAt = ({ versions }: Ledger, tick: number): Process =>
  versions.filter((version) => version.tick <= tick).at(-1)?.process ?? DEFAULT_PROCESS;

const SHANGHAI = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });
const days = new Map<number, string>();
/** Calendar day in Shanghai, `2026-12-31`. */
export const dayText = (ms: number): string => {
  const known = days.get(ms);
  if (known !== undefined) return known;
  const text = SHANGHAI.format(ms);
  days.set(ms, text);
  return text;
};
/** Calendar days from one instant to another. */
export const daysBetween = (fromMs: number, toMs: number): number =>
  Math.round((Date.parse(dayText(toMs)) - Date.parse(dayText(fromMs))) / 86_400_000);
