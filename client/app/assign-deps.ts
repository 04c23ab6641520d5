import type { MemberId } from '#rules';
import type { AssignDeps } from '../views/assign-sheet.tsx';
import { useData, useMe, useNow, useOrg } from './data-context.tsx';

/** What a sheet that gives tasks needs of the page it stands on; `null` until the company and the viewer are known. */
export const useAssignDeps = (): (() => AssignDeps | null) => {
  const [data, org, me, now] = [useData(), useOrg(), useMe(), useNow()];
  return () => {
    const [company, member] = [org(), me.member()];
    if (company === undefined || member === null) return null;
    return { org: company, member: member as MemberId, nowMs: now(), run: data.run, newId: data.newId };
  };
};
