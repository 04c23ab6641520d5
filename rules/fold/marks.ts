import type { BlobHash, EventId } from '../ids.ts';
import type { Mark } from '../state.ts';
import type { CustomerContext } from './context.ts';
import { ownerAt } from './ownership.ts';
import { compareRec, payloadOf, placed, type Rec } from './records.ts';

/** A mark with what the rules need besides its state. */
export interface MarkNode {
  readonly rec: Rec;
  readonly mark: Mark;
  /** Effective mark it is based on, ineffective ones skipped; `null` = none, or one that comes later (S7). */
  readonly base: MarkNode | null;
  /** When a green began to count, ms: the later of mark and attestation (S17); `null` = does not count yet. */
  readonly countsFrom: number | null;
}

export interface Marks {
  readonly nodes: readonly MarkNode[];
  readonly shown: Mark | null;
  readonly also: readonly Mark[];
}

/** Tick at which the confirmation of a green was attested as a PDF; its own `t` where the process asks for none. */
const greenCountsFrom = (context: CustomerContext, rec: Rec): number | null => {
  const { process } = context.org.processAt(rec.event.seen);
  if (!process.statusCard.greenNeedsConfirmation) return rec.t;
  let first: number | null = null;
  for (const file of payloadOf(rec, 'statusMarked').evidence ?? []) {
    if (file.documentType !== 'requirementConfirmation') continue;
    const attested = context.facts.attestations.get(file.sha256 as BlobHash);
    if (attested === undefined || attested.mediaType !== 'application/pdf') continue;
    if (first === null || attested.tick < first) first = attested.tick;
  }
  return first === null ? null : Math.max(first, rec.t);
};

const noEffect = (context: CustomerContext, rec: Rec): Mark['noEffectBecause'] => {
  if (context.retracted.has(rec.event.id)) return 'retracted';
  const { author } = rec.event;
  const owner = ownerAt(context.ownership, rec);
  return author === owner || context.org.leads(author, rec, owner, context.territory) ? null : 'notOwner';
};

const makeNode = (context: CustomerContext, rec: Rec, earlier: ReadonlyMap<EventId, MarkNode>): MarkNode => {
  const payload = payloadOf(rec, 'statusMarked');
  const noEffectBecause = noEffect(context, rec);
  const countsFrom = payload.colour === 'green' ? greenCountsFrom(context, rec) : rec.t;
  const basis = payload.basis as EventId | null;
  const direct = basis === null ? undefined : earlier.get(basis);
  const mark = placed(rec, {
    colour: payload.colour,
    basis,
    payload,
    automatic: null,
    override: null,
    effective: noEffectBecause === null,
    noEffectBecause,
    pendingUpload: noEffectBecause === null && countsFrom === null,
  });
  return { rec, mark, base: effectiveOrBase(direct), countsFrom };
};

const effectiveOrBase = (node: MarkNode | undefined): MarkNode | null => {
  if (node === undefined) return null;
  return node.mark.effective ? node : node.base;
};

/** The greatest leaf is shown, the others are "also marked" (S13, I28). */
export const foldMarks = (context: CustomerContext): Marks => {
  const nodes: MarkNode[] = [];
  const byId = new Map<EventId, MarkNode>();
  // In order, so a basis that comes later is not in the map yet and counts as none (S7).
  for (const rec of context.sorted.of('statusMarked')) {
    const node = makeNode(context, rec, byId);
    nodes.push(node);
    byId.set(rec.event.id, node);
  }
  const replaced = new Set<MarkNode>();
  for (const node of nodes) {
    if (!node.mark.effective) continue;
    if (node.base !== null) replaced.add(node.base);
    // A mark that cites other leaves settles them too; the shown leaf is the same either way.
    for (const id of node.rec.event.cites) {
      const cited = byId.get(id);
      if (cited !== undefined && compareRec(cited.rec, node.rec) < 0) replaced.add(cited);
    }
  }
  const leaves = nodes.filter((node) => node.mark.effective && !replaced.has(node)).reverse();
  return { nodes, shown: leaves[0]?.mark ?? null, also: leaves.slice(1).map(({ mark }) => mark) };
};
