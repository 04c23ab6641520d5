import { type Brake, isNamedBy, leads, type MemberId, type OrgState, type TerritoryId } from '#rules';

/** Whose work the viewer leads, each asked of the company once per answer: lists ask it for every row. */
export type Leading = (owner: MemberId | null, territory: TerritoryId) => boolean;
export const leadingOf = (org: OrgState, member: MemberId): Leading => {
  const known = new Map<TerritoryId, Map<MemberId | null, boolean>>();
  return (owner, territory) => {
    const inTerritory = known.get(territory) ?? new Map<MemberId | null, boolean>();
    known.set(territory, inTerritory);
    const answer = inTerritory.get(owner) ?? leads(org, member, owner, territory);
    inTerritory.set(owner, answer);
    return answer;
  };
};

/** Whether the viewer may pull a brake of a customer, as `decide` will judge it (R80). */
export const mayPull = (
  brake: Brake,
  member: MemberId,
  { owner, territory }: { readonly owner: MemberId | null; readonly territory: TerritoryId },
  isLed: Leading,
): boolean => isNamedBy(brake, { owner: owner === member, leader: isLed(owner, territory) });
