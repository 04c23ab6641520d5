import {
  type Accessor,
  type Component,
  createComputed,
  createContext,
  createEffect,
  createMemo,
  createSignal,
  on,
  onCleanup,
  type ParentProps,
  useContext,
} from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import { LEADING_ROLES, type OrgState, type Role } from '#rules';
import type { AnswerOf, DataClient, Query, SessionState, SyncState } from '../data/contract.ts';
import { plainCopy } from '../views/plain-copy.ts';
import { keepEqual } from './keep-equal.ts';

export type SignedIn = Extract<SessionState, { kind: 'signedIn' }>;

interface AppData {
  readonly client: DataClient;
  readonly session: Accessor<SessionState | undefined>;
  readonly org: Accessor<OrgState | undefined>;
  readonly sync: Accessor<SyncState | undefined>;
  readonly nowMs: Accessor<number>;
  readonly deviceNowMs: Accessor<number>;
  /** Tasks and notices that wait for this person. */
  readonly waiting: Accessor<number>;
  /** Whether the first screen stands: what it does without may come now. */
  readonly settled: Accessor<boolean>;
  /** A page got an answer. */
  readonly onAnswer: () => void;
}
const DataContext = createContext<AppData>();
const useAppData = (): AppData => {
  const data = useContext(DataContext);
  if (!data) throw new Error('useData outside DataProvider');
  return data;
};

/** The only interface between screens and data. */
export const useData = (): DataClient => useAppData().client;

const watchInto = <Q extends Query>(
  client: DataClient,
  query: () => Q | null,
  onAnswer: () => void = () => undefined,
): Accessor<AnswerOf<Q> | undefined> => {
  const [state, setState] = createStore<{ value?: unknown }>({});
  const take = (answer: unknown): void => {
    // A store writes into what it holds: an object that stood in two places would take on what belongs to the other.
    setState('value', reconcile(keepEqual(null, answer), { key: 'id' }));
    onAnswer();
  };
  createEffect(() => {
    const asked = query();
    if (asked === null) return;
    onCleanup(client.watch(asked, take));
  });
  return () => state.value as AnswerOf<Q> | undefined;
};

/**
 * As `watchInto`, for what is read all over and changes seldom: plain data instead of a store, whose objects cost each
 * reader as much as they hold. What is equal stays the same object.
 */
const watchWhole = <Q extends Query>(client: DataClient, query: () => Q | null): Accessor<AnswerOf<Q> | undefined> => {
  const [answer, setAnswer] = createSignal<AnswerOf<Q>>();
  createEffect(() => {
    const asked = query();
    if (asked === null) return;
    onCleanup(client.watch(asked, (next) => setAnswer((before) => keepEqual(before, next) as AnswerOf<Q>)));
  });
  return answer;
};

/**
 * The present answer of a query, kept up to date; `undefined` until the first one comes, nothing asked while the
 * query is `null`. When the query changes, the old answer stays until the new one is there (never a spinner).
 * Only what changed is written into the store, so rows keep their elements.
 */
export const createAnswer = <Q extends Query>(query: () => Q | null): Accessor<AnswerOf<Q> | undefined> => {
  const { client, onAnswer } = useAppData();
  return watchInto(client, query, onAnswer);
};

/**
 * What pages hand over is often part of a live store, which no port carries: every command and draft leaves as a
 * plain copy, so that no page has to think of it.
 */
const takingLiveValues = (client: DataClient): DataClient => ({
  ...client,
  run: (command, commandId) => client.run(plainCopy(command), commandId),
  check: (command) => client.check(plainCopy(command)),
  saveDraft: (key, value) => client.saveDraft(key, plainCopy(value)),
  quarantine: { ...client.quarantine, fix: (id, command) => client.quarantine.fix(id, plainCopy(command)) },
});

/** Below this the clocks of device and relay count as one, so that no countdown flickers. */
const SAME_CLOCK_MS = 60_000;
const wrongBy = (sync: SyncState | undefined): number => {
  const offset = sync?.clockOffsetMs ?? 0;
  return Math.abs(offset) < SAME_CLOCK_MS ? 0 : offset;
};

/** How long the first screen has the line and the processor to itself once it is answered, ms. */
const SETTLE_MS = 1_000;

/** True a moment after `onAnswer` was first called. */
const createSettled = (): Pick<AppData, 'settled' | 'onAnswer'> => {
  const [settled, setSettled] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const onAnswer = (): void => {
    timer ??= setTimeout(() => setSettled(true), SETTLE_MS);
  };
  return { settled, onAnswer };
};

/**
 * An answer, and whether it is of what is asked now: not one that stays from before until the new one is there.
 * `matter`: what makes it another question; asking for more of the same does not.
 */
export const createFreshAnswer = <Q extends Query>(
  query: () => Q | null,
  matter: () => unknown,
): { readonly answer: Accessor<AnswerOf<Q> | undefined>; readonly isFresh: Accessor<boolean> } => {
  const { client, onAnswer } = useAppData();
  const [isFresh, setIsFresh] = createSignal(false);
  createComputed(on(matter, () => setIsFresh(false)));
  const answer = watchInto(client, query, () => {
    setIsFresh(true);
    onAnswer();
  });
  return { answer, isFresh };
};

/** Session, company, sync state and what waits are watched once for the whole app. */
export const DataProvider: Component<ParentProps<{ readonly client: DataClient }>> = (props) => {
  const client = takingLiveValues(props.client);
  const session = watchInto(client, () => ({ kind: 'session' as const }));
  const signedIn = createMemo(() => session()?.kind === 'signedIn');
  const [deviceNowMs, setDeviceNowMs] = createSignal(Date.now());
  const timer = setInterval(() => setDeviceNowMs(Date.now()), 30_000);
  onCleanup(() => clearInterval(timer));
  const inbox = watchInto(client, () =>
    signedIn() ? { kind: 'inbox' as const, scope: 'mine' as const, limit: 0 } : null,
  );
  const packs = watchInto(client, () => (signedIn() ? { kind: 'packs' as const } : null));
  const org = watchWhole(client, () => (signedIn() ? { kind: 'org' as const } : null));
  const leadsOthers = createMemo(() => {
    const state = session();
    const role = state?.kind === 'signedIn' ? org()?.members[state.member]?.role : undefined;
    return role !== undefined && LEADING_ROLES.has(role);
  });
  const suggested = watchInto(client, () => (leadsOthers() ? { kind: 'suggestions' as const } : null));
  const sync = watchInto(client, () => ({ kind: 'sync' as const }));
  const data: AppData = {
    ...createSettled(),
    client,
    session,
    org,
    sync,
    deviceNowMs,
    nowMs: () => deviceNowMs() - wrongBy(sync()),
    waiting: createMemo(() => {
      const counts = inbox()?.counts;
      return (
        (packs()?.open ?? 0) +
        (suggested()?.open.length ?? 0) +
        (counts === undefined ? 0 : counts.todo + counts.decide + counts.notice)
      );
    }),
  };
  return <DataContext.Provider value={data}>{props.children}</DataContext.Provider>;
};

export const useSession = (): Accessor<SessionState | undefined> => useAppData().session;
/** Whether this device has just joined and is still getting what it may read. */
export const useIsFetching = (): Accessor<boolean> => {
  const session = useSession();
  return () => {
    const now = session();
    return now?.kind === 'signedIn' && now.firstSync !== null;
  };
};
export const useOrg = (): Accessor<OrgState | undefined> => useAppData().org;
export const useSync = (): Accessor<SyncState | undefined> => useAppData().sync;
/** Whether the first screen stands, so that what it does without may be fetched. */
export const useSettled = (): Accessor<boolean> => useAppData().settled;
/** How many tasks and notices wait for this person. */
export const useWaiting = (): Accessor<number> => useAppData().waiting;
/**
 * Now as the relay sees it, ms, renewed every half minute: enough for ages and days left. A wrong device clock moves
 * no deadline (R92).
 */
export const useNow = (): Accessor<number> => useAppData().nowMs;
/** The device's own clock, ms: for what was written by it, as long as it is only here. */
export const useDeviceNow = (): Accessor<number> => useAppData().deviceNowMs;

/** Who works here: valid below the shell, where somebody is signed in. */
export const useMe = (): {
  readonly member: () => string | null;
  readonly name: () => string;
  readonly role: () => Role | null;
} => {
  const { session, org } = useAppData();
  const signedIn = (): SignedIn | null => {
    const now = session();
    return now?.kind === 'signedIn' ? now : null;
  };
  const member = () => signedIn()?.member ?? null;
  const state = () => {
    const id = member();
    return id === null ? undefined : org()?.members[id];
  };
  return {
    member,
    name: () => state()?.name ?? '',
    role: () => state()?.role ?? (signedIn()?.role as Role | null | undefined) ?? null,
  };
};
