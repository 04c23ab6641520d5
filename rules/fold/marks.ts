import { isOfMarks } from '../automation/occurrences.ts';
import type { Standings } from '../automation/standing.ts';
import type { BlobHash, EventId } from '../ids.ts';
import type { Mark, OverrideState } from '../state.ts';
import type { CustomerContext } from './context.ts';
import { type Fired, firedOn } from './facts.ts';
import type { KnownRule } from './org-reader.ts';
import { overrideOf, whyNoOverride } from './overrides.ts';
import { ownerAt } from './ownership.ts';
import { compareRec, payloadOf, placed, type Rec } from './records.ts';
import { recOfFired } from './relay-acts.ts';

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

const effectiveOrBase = (node: MarkNode | undefined): MarkNode | null => {
  if (node === undefined) return null;
  return node.mark.effective ? node : node.base;
};

/** What a mark comes to, before it is placed. */
interface Draft {
  readonly noEffectBecause: Mark['noEffectBecause'];
  readonly countsFrom: number | null;
  readonly automatic: Mark['automatic'];
  readonly override: OverrideState | null;
  readonly awaitsDocument: boolean;
}

const makeNode = (rec: Rec, base: MarkNode | null, draft: Draft): MarkNode => {
  const payload = payloadOf(rec, 'statusMarked');
  const { noEffectBecause, countsFrom } = draft;
  const mark = placed(rec, {
    ...draft,
    colour: payload.colour,
    basis: payload.basis as EventId | null,
    payload,
    effective: noEffectBecause === null,
    pendingUpload: noEffectBecause === null && countsFrom === null,
    base: base === null ? null : base.rec.event.id,
  });
  return { rec, mark, base, countsFrom };
};

const whyOverrideFails = ({ verdict, settled }: OverrideState): Mark['noEffectBecause'] => {
  if (verdict === 'late') return 'overrideLate';
  return settled?.isValid === false ? 'overrideRefused' : null;
};

/** The nearest mark of a person below: what an override gives back, if that was a green with its file (A5). */
const restores = (base: MarkNode | null): boolean => {
  let own = base;
  while (own !== null && own.mark.automatic !== null) own = own.base;
  return own?.mark.colour === 'green' && own.countsFrom !== null && !own.mark.awaitsDocument;
};

/** A mark by a person. */
const personalNode = (context: CustomerContext, rec: Rec, earlier: ReadonlyMap<EventId, MarkNode>): MarkNode => {
  const payload = payloadOf(rec, 'statusMarked');
  const direct = payload.basis === null ? undefined : earlier.get(payload.basis as EventId);
  const base = effectiveOrBase(direct);
  const own = noEffect(context, rec);
  if (payload.override === undefined) {
    const countsFrom = payload.colour === 'green' ? greenCountsFrom(context, rec) : rec.t;
    return makeNode(rec, base, {
      noEffectBecause: own,
      countsFrom,
      automatic: null,
      override: null,
      awaitsDocument: false,
    });
  }
  const overridden = earlier.get(payload.override.effect as string as EventId);
  const about = overridden?.mark ?? null;
  const override = overrideOf(context, rec, about);
  return makeNode(rec, base, {
    noEffectBecause: own ?? whyNoOverride(context, rec, about) ?? whyOverrideFails(override),
    countsFrom: rec.t,
    automatic: null,
    override,
    awaitsDocument: payload.colour === 'green' && !restores(base),
  });
};

/** A mark a rule set: it holds as long as what the rule acted on does (S22, I26). */
const automaticNode = (
  standings: Standings,
  { rec, fired, known }: AutomaticMark,
  earlier: ReadonlyMap<EventId, MarkNode>,
): MarkNode => {
  const marks = isOfMarks(known.rule.on.kind) ? [...earlier.values()].map(({ mark }) => mark) : [];
  const base = fired.basis === null ? null : effectiveOrBase(earlier.get(fired.basis));
  return makeNode(rec, base, {
    noEffectBecause: standings.of(fired, known, marks).revoked ? 'revoked' : null,
    countsFrom: rec.t,
    automatic: { effect: fired.effect, rule: fired.rule, version: fired.version, cause: fired.cause },
    override: null,
    awaitsDocument: false,
  });
};

interface AutomaticMark {
  readonly rec: Rec;
  readonly fired: Fired;
  readonly known: KnownRule;
}

const automaticMarks = (context: CustomerContext): readonly AutomaticMark[] => {
  const marks: AutomaticMark[] = [];
  for (const fired of firedOn(context.facts, context.id)) {
    const known = fired.rung === null ? context.org.ruleAt(fired.version, fired.rule) : null;
    const action = known?.rule.branches[fired.branch]?.do.find(({ kind }) => kind === 'mark');
    if (known === null || action?.kind !== 'mark') continue;
    const ground = action.ground === undefined ? {} : { redGround: action.ground };
    const payload = { colour: action.colour, basis: fired.basis, ...ground };
    marks.push({ rec: recOfFired(fired, 'statusMarked', payload), fired, known });
  }
  return marks;
};

/** The greatest leaf is shown, the others are "also marked" (S13, I28). */
export const foldMarks = (context: CustomerContext, standings: Standings): Marks => {
  const byId = new Map<EventId, MarkNode>();
  const automatic = new Map(automaticMarks(context).map((mark) => [mark.rec, mark]));
  const personal = context.sorted.of('statusMarked');
  const recs = automatic.size === 0 ? personal : [...personal, ...automatic.keys()].sort(compareRec);
  // In order, so a basis that comes later is not in the map yet and counts as none (S7).
  for (const rec of recs) {
    const act = automatic.get(rec);
    const node = act === undefined ? personalNode(context, rec, byId) : automaticNode(standings, act, byId);
    byId.set(rec.event.id, node);
  }
  const nodes = [...byId.values()];
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
