import type { EventId, OpportunityId, StageId } from '../ids.ts';
import { compareText } from '../order.ts';
import type { OpportunityState, StageVisit } from '../state.ts';
import type { CustomerContext } from './context.ts';
import { foldOpportunityFields, type PatchIndex } from './fields.ts';
import { compareRec, payloadOf, placed, type Rec } from './records.ts';

interface Origin {
  readonly rec: Rec;
  readonly name: string;
  readonly stage: StageId;
  readonly enteredAt: number;
}

/** One stage entry and the entry it is based on; `null` = the opportunity's creation. */
interface EntryNode {
  readonly rec: Rec;
  readonly base: EntryNode | null;
}

interface OriginPayload {
  readonly name: string;
  readonly stage: string;
  readonly enteredAtMs?: number | undefined;
}

/** Where each opportunity began; of several creations of one the first counts, a copy out of a private document included. */
const originsOf = (context: CustomerContext): ReadonlyMap<OpportunityId, Origin> => {
  const origins = new Map<OpportunityId, Origin>();
  const begin = (rec: Rec, id: string, { name, stage, enteredAtMs }: OriginPayload): void => {
    if (origins.has(id as OpportunityId)) return;
    origins.set(id as OpportunityId, { rec, name, stage, enteredAt: Math.min(enteredAtMs ?? rec.t, rec.t) });
  };
  for (const rec of context.creations) {
    const { opportunity } = payloadOf(rec, 'customerCreated');
    begin(rec, opportunity.opportunity, opportunity);
  }
  for (const rec of context.live('opportunityAdded')) {
    const payload = payloadOf(rec, 'opportunityAdded');
    begin(rec, payload.opportunity, payload);
  }
  return origins;
};

const byOpportunity = (recs: readonly Rec[]): ReadonlyMap<string, readonly Rec[]> => {
  const map = new Map<string, Rec[]>();
  for (const rec of recs) {
    const { opportunity } = rec.event.payload as { opportunity: string };
    const list = map.get(opportunity);
    if (list === undefined) map.set(opportunity, [rec]);
    else list.push(rec);
  }
  return map;
};

/** Stages strictly between, by the process its author's device had seen (S21); none when going back. */
export const skippedStages = (context: CustomerContext, rec: Rec): readonly StageId[] => {
  const { from, stage } = payloadOf(rec, 'stageEntered');
  const { stages } = context.org.processAt(rec.event.seen).process;
  const first = stages.findIndex(({ id }) => id === from);
  const last = stages.findIndex(({ id }) => id === stage);
  if (first < 0 || last - first < 2) return [];
  return stages.slice(first + 1, last).map(({ id }) => id);
};

/**
 * Leaves of the entries, greatest first: entries nothing is based on and no later entry cites. A retracted entry
 * is skipped along `basis`, as an ineffective mark is.
 */
const leavesOf = (entries: readonly Rec[], retracted: ReadonlySet<EventId>): readonly EntryNode[] => {
  const byId = new Map<EventId, EntryNode | null>();
  const nodes: EntryNode[] = [];
  const replaced = new Set<EntryNode>();
  for (const rec of entries) {
    const basis = payloadOf(rec, 'stageEntered').basis as EventId | null;
    const base = (basis === null ? null : byId.get(basis)) ?? null;
    if (retracted.has(rec.event.id)) {
      byId.set(rec.event.id, base);
      continue;
    }
    const node: EntryNode = { rec, base };
    if (base !== null) replaced.add(base);
    for (const id of rec.event.cites) {
      const cited = byId.get(id);
      if (cited) replaced.add(cited);
    }
    nodes.push(node);
    byId.set(rec.event.id, node);
  }
  return nodes.filter((node) => !replaced.has(node)).reverse();
};

const entryVisit = (context: CustomerContext, rec: Rec, from: StageId, leftAt: number | null): StageVisit => {
  const { stage, skippedReason } = payloadOf(rec, 'stageEntered');
  return placed(rec, {
    stage,
    from,
    enteredAt: rec.t,
    leftAt,
    skipped: skippedStages(context, rec),
    skippedReason: skippedReason ?? null,
  });
};

const pathOf = (leaf: EntryNode | undefined): Rec[] => {
  const path: Rec[] = [];
  for (let node = leaf ?? null; node !== null; node = node.base) path.push(node.rec);
  return path.reverse();
};

const visitsOf = (
  context: CustomerContext,
  origin: Origin,
  path: readonly Rec[],
  endedAt: number | null,
): StageVisit[] => {
  // A copy out of a private document is created after its history: its first stage began no later than that ended.
  const enteredAt = Math.min(origin.enteredAt, path[0]?.t ?? origin.enteredAt);
  const leaving = (i: number, entered: number): number | null =>
    path[i]?.t ?? (endedAt === null ? null : Math.max(endedAt, entered));
  const visits: StageVisit[] = [
    placed(origin.rec, {
      stage: origin.stage,
      from: null,
      enteredAt,
      leftAt: leaving(0, enteredAt),
      skipped: [],
      skippedReason: null,
    }),
  ];
  path.forEach((rec, i) => {
    const before = visits[visits.length - 1]?.stage ?? origin.stage;
    visits.push(entryVisit(context, rec, before, leaving(i + 1, rec.t)));
  });
  return visits;
};

/** The last of 成单, 丢单, 搁置 and reopening in the order holds (R101). */
const endOf = (ends: readonly Rec[], reopenings: readonly Rec[]): Rec | null => {
  const end = ends[ends.length - 1];
  if (end === undefined) return null;
  const reopened = reopenings[reopenings.length - 1];
  return reopened !== undefined && compareRec(reopened, end) > 0 ? null : end;
};

/** When it ended, ms: the stated date for imported history, otherwise the time of the act. */
const endedAtOf = (end: Rec): number => {
  const { imported, dateMs } = payloadOf(end, 'opportunityEnded');
  return imported !== undefined && dateMs !== undefined ? Math.min(dateMs, end.t) : end.t;
};

const endedState = (end: Rec): NonNullable<OpportunityState['ended']> => {
  const payload = payloadOf(end, 'opportunityEnded');
  return placed(end, { outcome: payload.outcome, payload });
};

/** Opportunities in the order they began, each with its path through the stages (R102). */
export const foldOpportunities = (context: CustomerContext, patches: PatchIndex): readonly OpportunityState[] => {
  const entries = byOpportunity(context.sorted.of('stageEntered'));
  const ends = byOpportunity(context.live('opportunityEnded'));
  const reopenings = byOpportunity(context.live('opportunityReopened'));
  const inquiries = byOpportunity(context.live('inquiryReceived'));
  const quotes = byOpportunity(context.live('quoteSent'));
  const origins = [...originsOf(context)].sort(
    ([a, x], [b, y]) => x.enteredAt - y.enteredAt || compareRec(x.rec, y.rec) || compareText(a, b),
  );
  return origins.map(([id, origin]): OpportunityState => {
    const [leaf, ...others] = leavesOf(entries.get(id) ?? [], context.retracted);
    const end = endOf(ends.get(id) ?? [], reopenings.get(id) ?? []);
    const visits = visitsOf(context, origin, pathOf(leaf), end === null ? null : endedAtOf(end));
    return {
      id,
      name: origin.name,
      stage: visits[visits.length - 1]?.stage ?? origin.stage,
      visits,
      alsoEntered: others.map(({ rec }) => entryVisit(context, rec, payloadOf(rec, 'stageEntered').from, null)),
      fields: foldOpportunityFields(id, patches),
      ended: end === null ? null : endedState(end),
      inquiries: (inquiries.get(id) ?? []).map((rec) => placed(rec, { payload: payloadOf(rec, 'inquiryReceived') })),
      quotes: (quotes.get(id) ?? []).map((rec) => placed(rec, { payload: payloadOf(rec, 'quoteSent') })),
    };
  });
};
