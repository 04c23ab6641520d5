import type { BlobHash, EventId } from '../ids.ts';
import type { AppealState, EffectState, PoolState } from '../state.ts';
import { HOUR_MS } from '../time.ts';
import type { CustomerContext } from './context.ts';
import { ownerAt } from './ownership.ts';
import { payloadOf, placed, type Rec } from './records.ts';
import { BY_RULE } from './relay-acts.ts';

/** Whether the author led the customer's owner at that place; nobody leads himself. */
export const leadsAt = (context: CustomerContext, rec: Rec): boolean => {
  const owner = ownerAt(context.ownership, rec);
  return rec.event.author !== owner && context.org.leads(rec.event.author, rec, owner, context.territory);
};

/** Since when both kinds of file of an appeal are there and are what they say, ms; `null` = not yet (R24, A22). */
const completeAt = (context: CustomerContext, rec: Rec): number | null => {
  const arrived = (documentType: string, media: string): number | null => {
    let first: number | null = null;
    for (const file of payloadOf(rec, 'appealFiled').evidence) {
      if (file.documentType !== documentType) continue;
      const attested = context.facts.attestations.get(file.sha256 as BlobHash);
      if (attested === undefined || !attested.mediaType.startsWith(media)) continue;
      if (first === null || attested.tick < first) first = attested.tick;
    }
    return first;
  };
  const audio = arrived('callRecording', 'audio/');
  const image = arrived('chatScreenshot', 'image/');
  return audio === null || image === null ? null : Math.max(audio, image, rec.t);
};

const decisionOf = (context: CustomerContext, appeal: Rec, from: number, rejectBy: number): AppealState['decided'] => {
  for (const rec of context.live('appealDecided')) {
    const { appeal: id, isAccepted, reason } = payloadOf(rec, 'appealDecided');
    // Whoever appealed does not judge himself.
    if (id !== appeal.event.id || rec.event.author === appeal.event.author || !leadsAt(context, rec)) continue;
    // Accepting needs no haste; a rejection after the time has no effect.
    if (!isAccepted && rec.t > rejectBy && from <= rejectBy) continue;
    return placed(rec, { isAccepted, reason });
  }
  return null;
};

interface Setting {
  readonly appealHours: number;
  readonly needsApproval: boolean;
}

const appealState = (context: CustomerContext, rec: Rec, { appealHours }: Setting): AppealState => {
  const from = completeAt(context, rec);
  const rejectBy = (from ?? rec.t) + appealHours * HOUR_MS;
  const { reason, evidence } = payloadOf(rec, 'appealFiled');
  return placed(rec, {
    reason,
    evidence: evidence.map((file) => ({
      ...file,
      attested: context.facts.attestations.has(file.sha256 as BlobHash),
    })),
    isComplete: from !== null,
    rejectBy,
    decided: decisionOf(context, rec, from ?? rec.t, rejectBy),
  });
};

interface Exit {
  readonly status: PoolState['status'];
  readonly at: number;
  /** The appeal it comes from: a rejection undoes its own restoring only. */
  readonly appeal?: EventId;
}

/**
 * What an appeal does to the stay: restores at once, or when accepted; a rejection in time puts it back (A22). Once one
 * was rejected the next restores when accepted only, or the same two files would do for ever.
 */
const exitsByAppeal = ({ id, decided }: AppealState, from: number | null, needsApproval: boolean): Exit[] => {
  const accepted = decided?.isAccepted === true ? decided.t : null;
  const restoredAt = needsApproval ? accepted : (from ?? accepted);
  if (restoredAt === null) return [];
  const exits: Exit[] = [{ status: 'restored', at: restoredAt, appeal: id }];
  if (decided !== null && !decided.isAccepted) {
    exits.push({ status: 'in', at: Math.max(restoredAt, decided.t), appeal: id });
  }
  return exits;
};

/** Appeals that count: by the owner or whoever leads him, oldest first. */
const appealRecs = (context: CustomerContext, entry: EffectState): readonly Rec[] =>
  context.live('appealFiled').filter((rec) => {
    if (payloadOf(rec, 'appealFiled').effect !== entry.id) return false;
    return rec.event.author === ownerAt(context.ownership, rec) || leadsAt(context, rec);
  });

/** Where the exits lead, in order: what a leader did stands, a rejection undoes the restoring it is about. */
const settle = (exits: readonly Exit[]): Exit => {
  let last: Exit = { status: 'in', at: 0 };
  for (const exit of exits) {
    if (exit.status === 'in' && (last.status !== 'restored' || last.appeal !== exit.appeal)) continue;
    if (exit.status === 'restored' && last.status !== 'in') continue;
    last = exit;
  }
  return last;
};

/** Exits by an act of a leader; each ends the stay by itself (R23). */
const exitsByLeaders = (context: CustomerContext, entry: EffectState): Exit[] => {
  const exits: Exit[] = [];
  for (const rec of context.live('poolReleased')) {
    if (payloadOf(rec, 'poolReleased').effect === entry.id && leadsAt(context, rec))
      exits.push({ status: 'released', at: rec.t });
  }
  for (const { rec } of context.ownership.changes) {
    const isPersonal = rec.event.type === 'customerHandedOver' && rec.event.author !== BY_RULE;
    if (isPersonal && rec.t >= entry.firedAt && leadsAt(context, rec)) exits.push({ status: 'handedOver', at: rec.t });
  }
  for (const rec of context.live('customerVoided')) {
    if (leadsAt(context, rec)) exits.push({ status: 'voided', at: rec.t });
  }
  return exits;
};

/** The last stay in the cleansing pool: an entry is a fired fact (S26), its exits are people's acts in order. */
export const foldPool = (
  context: CustomerContext,
  effects: readonly EffectState[],
  mergedAt: number | null,
): PoolState | null => {
  const entry = effects
    .filter(({ rung, actions }) => rung === null && actions.some(({ kind }) => kind === 'pool'))
    .at(-1);
  if (entry === undefined) return null;
  const { breaker } = context.org.ruleAt(entry.version, entry.rule)?.process ?? {};
  const setting = { appealHours: breaker?.appealHours ?? 24, needsApproval: breaker?.appealNeedsApproval ?? false };
  const filed = appealRecs(context, entry);
  const appeals = filed.map((rec) => appealState(context, rec, setting));
  const firstRejection = Math.min(
    ...appeals.flatMap(({ decided }) => (decided !== null && !decided.isAccepted ? [decided.t] : [])),
  );
  const exits: Exit[] = [
    ...filed.flatMap((rec, i) => {
      const appeal = appeals[i];
      if (appeal === undefined) return [];
      return exitsByAppeal(appeal, completeAt(context, rec), setting.needsApproval || rec.t > firstRejection);
    }),
    ...exitsByLeaders(context, entry),
    ...(mergedAt === null ? [] : [{ status: 'merged' as const, at: mergedAt }]),
  ]
    .filter(({ at }) => at >= entry.firedAt)
    .sort((a, b) => a.at - b.at);
  const last = settle(exits);
  const status = entry.status === 'revoked' ? 'revoked' : last.status;
  return {
    entry: entry.id,
    since: entry.firedAt,
    run: entry.inputs,
    appeals,
    status,
    leftAt: status === 'in' || last.at === 0 ? null : last.at,
  };
};

/** Merge edges that were not taken back (S18): an un-merge removes the edges it cites, not the pair. */
export const foldMerges = (context: CustomerContext): readonly { readonly rec: Rec; readonly into: string }[] => {
  const undone = new Set<EventId>();
  for (const rec of context.live('mergeUndone')) {
    if (leadsAt(context, rec)) for (const id of payloadOf(rec, 'mergeUndone').merges) undone.add(id as EventId);
  }
  return context
    .live('customerMerged')
    .filter(
      (rec) =>
        !undone.has(rec.event.id) && leadsAt(context, rec) && payloadOf(rec, 'customerMerged').into !== context.id,
    )
    .map((rec) => ({ rec, into: payloadOf(rec, 'customerMerged').into }));
};
