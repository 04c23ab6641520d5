import { describe, expect, it } from 'vitest';
import { type MemberId, makeFold, type OrgState } from '#rules';
import { signedInAnswer } from '../../../client/data/worker/device-answers.ts';
import type { Workspace } from '../../../client/data/worker/workspace.ts';

const OWNER = 'm-1' as MemberId;
const orgWith = (companyName: string | null): OrgState => ({
  ...makeFold().org(),
  companyName,
  members: { [OWNER]: { id: OWNER, name: '郑岚', role: 'owner' } } as unknown as OrgState['members'],
});

interface Device {
  /** Company name by the fold. */
  readonly name?: string | null;
  readonly isCatchingUp?: boolean;
  readonly firstSync?: { readonly done: number; readonly total: number } | null;
}
const awaits = ({ name = null, isCatchingUp = false, firstSync = null }: Device): boolean => {
  const org = orgWith(name);
  const workspace = {
    member: () => OWNER,
    device: () => 'd',
    firstSync: () => firstSync,
    fold: () => ({ org: () => org }),
  };
  // What pages are shown may be older: a snapshot from before the company was named.
  const answer = signedInAnswer(
    { workspace: workspace as unknown as Workspace, snapshot: { isCatchingUp: () => isCatchingUp } },
    orgWith(null),
  );
  return answer.kind === 'signedIn' && answer.awaitsFounding;
};

describe('whether the company still waits for its name', () => {
  it('[DW-7] is said where the records of a whole device have none', () => {
    expect(awaits({})).toBe(true);
    expect(awaits({ name: '瑞康医疗' })).toBe(false);
  });

  it('[DW-7] is not said by a start that is not done, nor halfway through a first fetch', () => {
    expect(awaits({ isCatchingUp: true })).toBe(false);
    expect(awaits({ firstSync: { done: 0, total: 1 } })).toBe(false);
  });
});
