import type { LeadId, MemberId, TerritoryId } from '../ids.ts';
import { LEAD_ROLES } from '../roles.ts';
import type { LeadState } from '../state.ts';
import type { OrgReader } from './org-reader.ts';
import { compareRec, payloadOf, placed, type Rec } from './records.ts';
import { sortByType } from './sorted.ts';

/** Whoever wrote it gave or gathered leads at that place in the order. */
const isEntitled = (org: OrgReader, rec: Rec): boolean => {
  const member = org.memberAt(rec.event.author, rec);
  return member?.active === true && LEAD_ROLES.has(member.role);
};

const mayGive = (org: OrgReader, rec: Rec): boolean => {
  const { to, territory } = payloadOf(rec, 'leadAssigned');
  return org.leads(rec.event.author, rec, to as MemberId, territory as TerritoryId);
};

/**
 * A lead from its records, in any order; `null` while nobody entitled has recorded it.
 * @throws on a payload that is not one of its type; the caller then leaves such records out (I22).
 */
export const foldLead = (id: LeadId, recs: readonly Rec[], org: OrgReader): LeadState | null => {
  const sorted = sortByType([...recs].sort(compareRec));
  const recorded = sorted.of('leadRecorded').find((rec) => isEntitled(org, rec));
  if (recorded === undefined) return null;
  const discarded = sorted.of('leadDiscarded').find((rec) => isEntitled(org, rec));
  return {
    id,
    recorded: placed(recorded, { payload: payloadOf(recorded, 'leadRecorded') }),
    assignments: sorted
      .of('leadAssigned')
      .filter((rec) => mayGive(org, rec))
      .map((rec) => {
        const { to, territory } = payloadOf(rec, 'leadAssigned');
        return placed(rec, { to: to as MemberId, territory: territory as TerritoryId });
      }),
    discarded:
      discarded === undefined ? null : placed(discarded, { reason: payloadOf(discarded, 'leadDiscarded').reason }),
  };
};
