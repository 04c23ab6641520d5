import { type MemberId, type OrgState, type TerritoryId, worksIn } from '#rules';
import type { Answers, Query, SessionState, SyncState } from '../contract.ts';
import type { Extras } from './core-deps.ts';
import { NOT_SYNCING } from './not-syncing.ts';
import type { Snapshot } from './snapshot.ts';
import type { Workspace } from './workspace.ts';

/** Questions about this device itself; their answers do not come from the fold of customers. */
export const DEVICE_QUERIES: ReadonlySet<Query['kind']> = new Set<Query['kind']>([
  'session',
  'sync',
  'quarantine',
  'presence',
  'dryRun',
  'files',
]);
/** Of these, those that depend on records as well. */
export const TOLD_OF_CHANGES: ReadonlySet<Query['kind']> = new Set<Query['kind']>(['session', 'files', 'dryRun']);

/** Where nobody is signed in. */
export const NO_FILES: Answers['files'] = { stored: [], here: [], noRoom: [], uploads: {} };

/**
 * What the relay announced decides; a territory founded offline has not been announced yet. While the first fetch goes
 * on, only territories that are here as a whole: half of somebody's records would be wrong figures.
 */
export const readsRecordsOf = (workspace: Workspace, territory: TerritoryId): boolean => {
  if (!workspace.hasFetched(territory)) return false;
  const self = workspace.fold().org().members[workspace.member()];
  return workspace.catalogue().logTerritories().has(territory) || (self !== undefined && worksIn(self, territory));
};

export const presenceAnswer = (workspace: Workspace, subject: string): Answers['presence'] =>
  workspace
    .presence()
    .filter((entry) => entry.subject === subject)
    .map(({ member, name, editing }) => ({ member: member as MemberId, name, editing }));

/** @param org what pages are answered about the company, perhaps by a snapshot */
export const signedInAnswer = (
  { workspace, snapshot }: { readonly workspace: Workspace; readonly snapshot: Pick<Snapshot, 'isCatchingUp'> },
  org: OrgState | undefined,
): SessionState => {
  const member = workspace.member();
  const known = workspace.fold().org();
  const role = (org ?? known).members[member]?.role ?? null;
  const firstSync = workspace.firstSync();
  const isWhole = firstSync === null && !snapshot.isCatchingUp();
  const awaitsFounding = isWhole && role === 'owner' && known.companyName === null;
  return { kind: 'signedIn', member, device: workspace.device(), role, awaitsFounding, firstSync };
};

/** `null` = nobody is signed in; `isIncomplete`: what comes behind the first screen could not be had yet. */
export const syncAnswer = (
  running: { readonly workspace: Workspace; readonly extras: Extras | null } | null,
  isIncomplete: boolean,
  onlineOnly: boolean,
): SyncState => {
  const incomplete = isIncomplete ? 'incomplete' : null;
  if (running === null) return { ...NOT_SYNCING, problem: onlineOnly ? 'onlineOnly' : incomplete };
  const { workspace, extras } = running;
  const state = workspace.syncState();
  const problem = state.problem ?? incomplete;
  if (extras !== null) return { ...state, pendingUploads: extras.pendingUploads(), problem };
  // Whether files wait is not known yet: nothing is called in sync.
  return { ...state, connection: state.connection === 'online' ? 'connecting' : state.connection, problem };
};
