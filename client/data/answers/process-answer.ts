import { ADMINISTERING_ROLES, type CustomerState, type Fold, type MemberId, type StageId } from '#rules';
import type { ProcessAnswer } from '../contract.ts';

const standingIn = (customers: Iterable<CustomerState>): Record<StageId, number> => {
  const counts: Record<StageId, number> = {};
  for (const { opportunities } of customers) {
    const stages = new Set(opportunities.flatMap(({ stage, ended }) => (ended === null ? [stage] : [])));
    for (const stage of stages) counts[stage] = (counts[stage] ?? 0) + 1;
  }
  return counts;
};

/** The process in force, what was published when and by whom, and how many customers stand in each stage. */
export const processAnswer = (fold: Fold, customers: Iterable<CustomerState>, member: MemberId): ProcessAnswer => {
  const { process, processVersion, members } = fold.org();
  const role = members[member]?.role;
  return {
    process,
    version: processVersion,
    changes: fold.processChanges().map((change) => ({ ...change, authorName: members[change.author]?.name ?? '' })),
    standing: standingIn(customers),
    mayEdit: role !== undefined && ADMINISTERING_ROLES.has(role),
  };
};
