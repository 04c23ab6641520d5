import type { Command, MemberState, OrgState, Role } from '#rules';
import type { Answers, DataClient, Query, SessionState, SyncState } from '../../../client/data/contract.ts';
import { DEFAULT_PROCESS } from '../../../rules/templates/default.ts';

/**
 * A data client that says what a test tells it to: for screens only, never for what data does. As the port to the
 * worker does, it throws at what cannot be cloned.
 */
export interface StubClient extends DataClient {
  readonly ran: Command[];
  readonly asked: string[];
  answer<K extends Query['kind']>(kind: K, value: Answers[K]): void;
  inviteAnswers: Awaited<ReturnType<DataClient['inviteLink']>>[];
}

export const calmSync: SyncState = {
  connection: 'online',
  pending: 0,
  pendingUploads: 0,
  oldestPendingMs: null,
  quarantined: 0,
  clockOffsetMs: 0,
  lastSyncMs: 0,
  problem: null,
};

export const signedIn = (role: Role, member = 'm1'): SessionState => ({
  kind: 'signedIn',
  member: member as MemberState['id'],
  device: 'd1',
  role,
  awaitsFounding: false,
  firstSync: null,
});

export const person = (id: string, name: string, role: Role): MemberState => ({
  id: id as MemberState['id'],
  name,
  role,
  territories: [],
  manager: null,
  store: null,
  title: null,
  hiredAt: null,
  leaves: [],
  active: true,
  joinedAt: null,
  devices: ['d' as MemberState['devices'][number]],
});

export const orgOf = (companyName: string | null, role: Role, territories: readonly string[] = []): OrgState => ({
  companyName,
  territories: territories.map((name, at) => ({ id: `t${at}` as OrgState['territories'][number]['id'], name })),
  stores: [],
  members: { m1: person('m1', '郑岚', role) },
  process: DEFAULT_PROCESS,
  wentLiveAt: null,
  baselines: {},
  processVersion: 'template',
});

type Listener = (value: never) => void;

/** `relay` is what the relay would say to a link, and what signing out comes to. */
export const stubClient = (
  relay: Partial<Pick<DataClient, 'lookAtInvite' | 'join' | 'signOut' | 'messages'>> = {},
): StubClient => {
  const values = new Map<string, unknown>([['sync', { ...calmSync }]]);
  const listeners = new Map<string, Set<Listener>>();
  const ran: Command[] = [];
  const asked: string[] = [];
  let ids = 0;
  const client: StubClient = {
    ran,
    asked,
    inviteAnswers: [],
    answer(kind, value) {
      values.set(kind, value);
      for (const listener of listeners.get(kind) ?? []) listener(value as never);
    },
    watch(query, listener) {
      const set = listeners.get(query.kind) ?? new Set();
      listeners.set(query.kind, set.add(listener as Listener));
      if (values.has(query.kind)) listener(values.get(query.kind) as never);
      return () => set.delete(listener as Listener);
    },
    ask: async (query) => values.get(query.kind) as never,
    run: async (command) => {
      ran.push(structuredClone(command));
      return { kind: 'saved', events: [], warnings: [] };
    },
    check: async (command) => {
      structuredClone(command);
      return { kind: 'saved', events: [], warnings: [] };
    },
    attach: async () => ({ kind: 'refused', reason: 'empty' }),
    readFile: async () => ({ kind: 'missing', reason: 'offline' }),
    revealContacts: async () => ({ kind: 'hidden', reason: 'offline' }),
    setPresence: () => undefined,
    newId: () => `id${++ids}`,
    join: relay.join ?? (async () => ({ kind: 'failed', reason: 'offline' })),
    lookAtInvite: relay.lookAtInvite ?? (async () => ({ kind: 'failed', reason: 'notFound' })),
    inviteLink: async (member) => {
      asked.push(member);
      return client.inviteAnswers.shift() ?? { kind: 'failed', reason: 'notSynced' };
    },
    messages: relay.messages ?? (async () => ({ kind: 'offline' })),
    quarantine: {
      fix: async () => ({ kind: 'saved', events: [], warnings: [] }),
      discard: async () => undefined,
      exportAll: async () => '',
    },
    saveDraft: async (_, value) => {
      structuredClone(value);
      return true;
    },
    loadDraft: async () => null,
    exportUnsent: async () => '',
    signOut: relay.signOut ?? (async () => ({ kind: 'signedOut', relaySession: 'ended' })),
  };
  return client;
};

/** Drafts as a device keeps them. */
export const withDrafts = (client: StubClient, kept = new Map<string, unknown>()): Map<string, unknown> => {
  client.saveDraft = async (key, value) => {
    if (value === null) kept.delete(key);
    else kept.set(key, structuredClone(value));
    return true;
  };
  client.loadDraft = async (key) => kept.get(key) ?? null;
  return kept;
};
