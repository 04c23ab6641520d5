import { greenEntered, type Situation } from '../automation/occurrences.ts';
import { makeStandings } from '../automation/standing.ts';
import type { BlobHash, CustomerId, EventId, MemberId, TerritoryId } from '../ids.ts';
import type { CustomerState } from '../state.ts';
import { foldComplaints } from './complaints.ts';
import type { CustomerContext } from './context.ts';
import { countedCreations, foundingOf } from './creations.ts';
import { foldEffects } from './effects.ts';
import { type FactBook, type Fired, firedOn } from './facts.ts';
import { foldProfile, indexPatches } from './fields.ts';
import { foldGifts } from './gifts.ts';
import { foldMarks } from './marks.ts';
import { foldInteractions, foldNotes, foldTouchpoints, lastInteractionOf } from './notes.ts';
import { foldContactGrants, foldNotices } from './notices.ts';
import { foldOpportunities } from './opportunities.ts';
import type { OrgReader } from './org-reader.ts';
import { foldOwnership, type Ownership, originOf, ownerAt, ownersOf } from './ownership.ts';
import { foldMerges, foldPool, leadsAt } from './pool.ts';
import { compareRec, isOnlyPrivate, payloadOf, placed, type Rec } from './records.ts';
import { type Sorted, sortByType } from './sorted.ts';
import { foldTasks } from './tasks.ts';
import { foldTimeline } from './timeline.ts';
import { evidenceOf } from './types.ts';

const isPooling = (org: OrgReader, rule: string): boolean =>
  org
    .timeline(rule)
    ?.versions.some(({ process }) =>
      process.rules.some(
        ({ id, branches }) => id === rule && branches.some((one) => one.do.some(({ kind }) => kind === 'pool')),
      ),
    ) === true;

/** Taken back by the author, or by somebody who leads (S12); a red that has pooled the customer by a leader alone. */
const foldRetractions = (
  fired: readonly Fired[],
  sorted: Sorted,
  org: OrgReader,
  ownership: Ownership,
  territory: TerritoryId,
): ReadonlySet<EventId> => {
  const retracted = new Set<EventId>();
  const retractions = sorted.of('retracted');
  if (retractions.length === 0) return retracted;
  const byId = new Map(sorted.all.map((rec) => [rec.event.id, rec]));
  const hasPooled = (id: EventId, by: Rec): boolean =>
    fired.some(({ rule, inputs, tick }) => tick < by.t && inputs.includes(id) && isPooling(org, rule));
  for (const rec of retractions) {
    const target = byId.get(payloadOf(rec, 'retracted').event as EventId);
    if (target === undefined || target.event.type === 'customerCreated' || target.event.type === 'retracted') continue;
    const { author } = rec.event;
    const isOwn = author === target.event.author && !hasPooled(target.event.id, rec);
    if (isOwn || org.leads(author, rec, ownerAt(ownership, rec), territory)) retracted.add(target.event.id);
  }
  return retracted;
};

const foldEvidence = (context: CustomerContext): CustomerState['evidence'] => {
  const evidence: CustomerState['evidence'][number][] = [];
  for (const rec of context.sorted.all) {
    if (context.retracted.has(rec.event.id)) continue;
    for (const file of evidenceOf(rec.event)) {
      const attested = context.facts.attestations.has(file.sha256 as BlobHash);
      evidence.push({ ...file, event: rec.event.id, attested });
    }
  }
  return evidence;
};

/** Whoever first contributed it: named by the copy out of a private document, or who created it there. */
const contributorOf = (creations: readonly Rec[], isPrivate: boolean): MemberId | null => {
  for (const rec of creations) {
    const { contributor } = payloadOf(rec, 'customerCreated');
    if (contributor !== undefined) return contributor as MemberId;
  }
  return isPrivate ? (creations[0]?.event.author ?? null) : null;
};

const knownSinceOf = (creations: readonly Rec[]): number =>
  creations.reduce(
    (first, rec) => Math.min(first, payloadOf(rec, 'customerCreated').knownSinceMs ?? rec.t, rec.t),
    Number.POSITIVE_INFINITY,
  );

/**
 * Everything derived about one customer from its records; `null` while its creation is not known. Records in any
 * order; the result depends on them, the facts, the company and the record that speaks for a merged class alone.
 * @throws on a payload that is not one of its type; the caller then leaves such records out (I22).
 */
export const foldCustomer = (
  id: CustomerId,
  recs: readonly Rec[],
  org: OrgReader,
  facts: FactBook,
  presalesOf: CustomerId | null,
): CustomerState | null => {
  const sorted = sortByType([...recs].sort(compareRec));
  const gifts = foldGifts(sorted, org);
  const created = foundingOf(sorted.of('customerCreated'), gifts.held);
  if (created === undefined) return null;
  const creations = countedCreations(sorted.of('customerCreated'), created);
  const creation = payloadOf(created, 'customerCreated');
  const territory = creation.territory as TerritoryId;
  const ownership = foldOwnership(id, sorted, org, facts, gifts, creations, territory);
  const retracted = foldRetractions(firedOn(facts, id), sorted, org, ownership, territory);
  const live: CustomerContext['live'] = (type) => {
    const list = sorted.of(type);
    return retracted.size === 0 ? list : list.filter((rec) => !retracted.has(rec.event.id));
  };
  const context: CustomerContext = {
    id,
    territory,
    sorted,
    creations,
    org,
    facts,
    ownership,
    presalesOf,
    retracted,
    live,
  };
  const patches = indexPatches(context);
  const isPrivate = isOnlyPrivate(created);
  const interactions = foldInteractions(context);
  const rest: Omit<Situation, 'marks'> = {
    created: placed(created, { payload: creation }),
    owners: ownersOf(ownership),
    lead: originOf(ownership, gifts),
    opportunities: foldOpportunities(context, patches),
    notes: foldNotes(context),
    touchpoints: foldTouchpoints(context),
    interactions,
    fields: foldProfile(created, patches),
    timeline: sorted.all.map(({ event }) => ({ id: event.id })),
  };
  const standings = makeStandings(rest, () => org.wentLiveAt());
  const marks = foldMarks(context, standings);
  const situation: Situation = { ...rest, marks: marks.nodes.map(({ mark }) => mark) };
  const effects = foldEffects(context, situation.marks, standings);
  const tasks = foldTasks(context, [...greenEntered(situation)], effects);
  const merges = foldMerges(context);
  const voided = context.live('customerVoided').find((rec) => leadsAt(context, rec));
  return {
    ...situation,
    id,
    territory,
    isPrivate,
    contributor: contributorOf(creations, isPrivate),
    owner: ownership.owner,
    alsoHandedTo: ownership.alsoHandedTo,
    knownSince: knownSinceOf(creations),
    mark: marks.shown,
    alsoMarked: marks.also,
    complaints: foldComplaints(context),
    tasks,
    notices: foldNotices(context, marks),
    evidence: foldEvidence(context),
    timeline: foldTimeline(context, marks, situation.opportunities, tasks, effects),
    effects,
    pool: foldPool(context, effects, merges[0]?.rec.t ?? null),
    voided: voided === undefined ? null : placed(voided, { reason: payloadOf(voided, 'customerVoided').reason }),
    mergedInto: merges.map(({ rec, into }) => placed(rec, { into: into as CustomerId })),
    lastInteraction: lastInteractionOf(interactions),
    contactGrants: foldContactGrants(context),
  };
};
