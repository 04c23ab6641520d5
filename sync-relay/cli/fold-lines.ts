import {
  decodeRelayFact,
  decodeRow,
  type Envelope,
  type EventType,
  type Fold,
  type FoldFact,
  type FoldRow,
  ID_PATTERN,
  isUsableFact,
  makeFold,
  payloadSchemas,
  type RelayFact,
} from '#rules';

export const FOLD_HELP = `Usage: npm run fold -- FILE.ndjson [--digest] [--json]

Folds events from a file with the same rules as phones and relay, and prints a summary.
  FILE      NDJSON, UTF-8; "-" reads standard input; empty lines are skipped
  --digest  also prints the state digest (SHA-256): equal for equal rows, in whatever order
  --json    prints one JSON object instead of text
  --help    this text

Each line is one of
  [v,id,type,subject,author,device,n,prev,cites,seen,lam,at,wall,boot,mono,monoSeen,ruleVersion,payload]
      an event as one array of 18 (rules/events/envelope.ts)
  {"row": <event array, or its text>, "doc": "log:east:2026Q4", "received": 1793581200000}
      the same with its document and the relay's receive time in ms; both may be left out
  {"fact": <[1,tick,kind,payload,mac], its text, or {"kind":…,"tick":…}>, "doc": "log:east:2026Q4"}
      what the relay said: seal, blobAttested, fired, received, deviceAdmitted, deviceRevoked
A seal covers the rows of its own "doc". The founder of a company is a member by a fact
{"kind":"deviceAdmitted","tick":…,"device":…,"member":…,"founder":{"name":…,"role":"owner"}};
the other members are events. Types this version does not know are skipped and counted.

Exit code: 0 folded, 1 a bad line (named by its number), 2 no such file or wrong usage.
`;

export class BadLine extends Error {
  override readonly name = 'BadLine';
  readonly line: number;
  constructor(line: number, reason: string) {
    super(`line ${line}: ${reason}`);
    this.line = line;
  }
}

type Parsed = { readonly row: FoldRow } | { readonly fact: FoldFact };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTime = (value: unknown): value is number => Number.isSafeInteger(value);
const isText = (value: unknown): value is string => typeof value === 'string';

/** Why the envelope is no event, or null. */
const envelopeProblem = (event: Envelope): string | null => {
  for (const name of ['id', 'subject', 'author', 'device'] as const) {
    if (!isText(event[name]) || !ID_PATTERN.test(event[name])) return `${name} is not an id`;
  }
  for (const name of ['n', 'seen', 'lam', 'at'] as const) {
    if (!isTime(event[name])) return `${name} is not a whole number`;
  }
  if (!isText(event.type)) return 'type is not a text';
  if (event.prev !== null && !isText(event.prev)) return 'prev is neither an id nor null';
  if (!Array.isArray(event.cites) || !event.cites.every(isText)) return 'cites is not a list of ids';
  return null;
};

const payloadProblem = (event: Envelope): string | null => {
  if (!Object.hasOwn(payloadSchemas, event.type)) return null;
  const result = payloadSchemas[event.type as EventType].safeParse(event.payload);
  if (result.success) return null;
  const [issue] = result.error.issues;
  return `payload of ${event.type} is not valid at "${issue?.path.join('.') ?? ''}": ${issue?.code ?? 'unknown'}`;
};

const asText = (value: unknown): string | null => {
  if (isText(value)) return value;
  return Array.isArray(value) ? JSON.stringify(value) : null;
};

const parseEvent = (line: number, value: unknown): Envelope => {
  const text = asText(value);
  const event = text === null ? null : decodeRow(text);
  if (event === null) throw new BadLine(line, 'an event is an array of 18 positions (see --help)');
  const problem = envelopeProblem(event) ?? payloadProblem(event);
  if (problem !== null) throw new BadLine(line, problem);
  return event;
};

const parseFact = (line: number, value: unknown): RelayFact => {
  const text = isRecord(value) ? JSON.stringify([1, value['tick'], value['kind'], value, '']) : asText(value);
  const fact = text === null ? null : decodeRelayFact(text)?.fact;
  if (fact === null || fact === undefined) throw new BadLine(line, 'not a relay fact of a known kind (see --help)');
  if (!isTime(fact.tick)) throw new BadLine(line, 'tick is not a whole number');
  if (!isUsableFact(fact)) throw new BadLine(line, `${fact.kind} lacks what its kind needs`);
  return fact;
};

/** One line of the file; `null` for an empty one. @throws BadLine */
export const parseFoldLine = (text: string, line: number): Parsed | null => {
  if (text.trim() === '') return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BadLine(line, 'not JSON');
  }
  if (Array.isArray(value)) return { row: { event: parseEvent(line, value), doc: '', received: null } };
  if (!isRecord(value)) throw new BadLine(line, 'neither an array nor an object');
  const doc = value['doc'] ?? '';
  if (!isText(doc)) throw new BadLine(line, 'doc is not a text');
  if ('fact' in value) return { fact: { fact: parseFact(line, value['fact']), doc } };
  if (!('row' in value)) throw new BadLine(line, 'an object needs "row" or "fact"');
  const received = value['received'] ?? null;
  if (received !== null && !isTime(received)) throw new BadLine(line, 'received is not a whole number of ms');
  return { row: { event: parseEvent(line, value['row']), doc, received } };
};

export interface FoldSummary {
  readonly lines: number;
  readonly events: number;
  readonly facts: number;
  /** Events of types this version does not know. */
  readonly unknownTypes: number;
  readonly company: string | null;
  readonly members: number;
  readonly customers: number;
  readonly opportunitiesByStage: Readonly<Record<string, number>>;
  readonly ended: Readonly<Record<string, number>>;
  readonly marks: Readonly<Record<string, number>>;
  readonly tasks: Readonly<Record<string, number>>;
  /** Fields, marks, stages or hand-overs that two people set apart. */
  readonly conflicts: number;
  readonly notes: number;
}

const makeCount = (): { add: (key: string) => void; counts: () => Record<string, number> } => {
  const counts = new Map<string, number>();
  return {
    add: (key) => counts.set(key, (counts.get(key) ?? 0) + 1),
    counts: () => Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
};

const summarise = (fold: Fold, seen: Pick<FoldSummary, 'lines' | 'events' | 'facts' | 'unknownTypes'>): FoldSummary => {
  const [stages, ended, marks, tasks] = [makeCount(), makeCount(), makeCount(), makeCount()];
  let [customers, conflicts, notes] = [0, 0, 0];
  for (const id of fold.customerIds()) {
    const state = fold.customer(id);
    if (state === null) continue;
    customers++;
    notes += state.notes.length;
    marks.add(
      state.mark === null ? 'none' : `${state.mark.colour}${state.mark.pendingUpload ? ' (file pending)' : ''}`,
    );
    for (const task of state.tasks) tasks.add(task.status);
    const fields = [...Object.values(state.fields), ...state.opportunities.flatMap((one) => Object.values(one.fields))];
    conflicts += fields.filter(({ leaves }) => leaves.length > 1).length;
    conflicts += state.alsoMarked.length + state.alsoHandedTo.length;
    for (const opportunity of state.opportunities) {
      conflicts += opportunity.alsoEntered.length;
      if (opportunity.ended === null) stages.add(opportunity.stage);
      else ended.add(opportunity.ended.outcome);
    }
  }
  const org = fold.org();
  return {
    ...seen,
    company: org.companyName,
    members: Object.keys(org.members).length,
    customers,
    opportunitiesByStage: stages.counts(),
    ended: ended.counts(),
    marks: marks.counts(),
    tasks: tasks.counts(),
    conflicts,
    notes,
  };
};

const BATCH = 5_000;

/** Folds the lines of a file as they come. @throws BadLine at the first line that cannot be taken */
export const foldLines = async (
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<{ fold: Fold; summary: FoldSummary }> => {
  const fold = makeFold();
  let rows: FoldRow[] = [];
  let facts: FoldFact[] = [];
  let [line, events, factCount, unknownTypes] = [0, 0, 0, 0];
  const flush = (): void => {
    fold.apply(rows, facts);
    rows = [];
    facts = [];
  };
  for await (const text of lines) {
    const parsed = parseFoldLine(text, ++line);
    if (parsed === null) continue;
    if ('fact' in parsed) {
      facts.push(parsed.fact);
      factCount++;
    } else {
      rows.push(parsed.row);
      events++;
      if (!Object.hasOwn(payloadSchemas, parsed.row.event.type)) unknownTypes++;
    }
    if (rows.length + facts.length >= BATCH) flush();
  }
  flush();
  return { fold, summary: summarise(fold, { lines: line, events, facts: factCount, unknownTypes }) };
};

const counted = (counts: Readonly<Record<string, number>>): string => {
  const parts = Object.entries(counts).map(([key, count]) => `${key} ${count}`);
  return parts.length === 0 ? '-' : parts.join(', ');
};

/** The summary as lines of text. */
export const summaryText = (summary: FoldSummary): string =>
  [
    `lines          ${summary.lines} (${summary.events} events, ${summary.facts} relay facts, ${summary.unknownTypes} of unknown type)`,
    `company        ${summary.company ?? '-'}, ${summary.members} members`,
    `customers      ${summary.customers}`,
    `opportunities  ${counted(summary.opportunitiesByStage)}`,
    `ended          ${counted(summary.ended)}`,
    `status cards   ${counted(summary.marks)}`,
    `visit notes    ${summary.notes}`,
    `tasks          ${counted(summary.tasks)}`,
    `conflicts      ${summary.conflicts}`,
  ].join('\n');
