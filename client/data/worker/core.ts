import type { Command, FoldChange } from '#rules';
import type {
  AnswerOf,
  CommandOutcome,
  DataClient,
  JoinOutcome,
  Query,
  SessionState,
  SignOutOutcome,
} from '../contract.ts';
import { loadHead } from '../device/head.ts';
import { endsSession, LeftSession } from '../device/left-session.ts';
import { makeRelayHttp, type RelayHttp } from '../device/relay-http.ts';
import { newIdFrom } from '../ids/new-id.ts';
import { CommandRuns } from './command-runs.ts';
import type { CoreDeps, Extras, Running } from './core-deps.ts';
import {
  DEVICE_QUERIES,
  NO_FILES,
  presenceAnswer,
  readsRecordsOf,
  signedInAnswer,
  syncAnswer,
  TOLD_OF_CHANGES,
} from './device-answers.ts';
import { saveDraft } from './drafts.ts';
import { extrasCalls } from './extras-calls.ts';
import { Pace } from './pace.ts';
import { type GrowingModels, LASTING_QUERIES, type ModelQuery, NARROW_QUERIES } from './read-models.ts';
import { Snapshot } from './snapshot.ts';
import { unsentOf } from './unsent.ts';
import { Watchers } from './watchers.ts';
import { Workspace } from './workspace.ts';

/** How often answers that depend on the time of day are looked at again, ms. */
const MINUTE_MS = 60_000;
/** Longest wait for the first fetch after joining, ms; it goes on behind the screen. */
const FIRST_SYNC_MS = 10_000;

/** The data layer of one device: everything a page may ask, over one local store and one socket. */
export class DataCore implements DataClient {
  readonly #deps: CoreDeps;
  readonly #http: RelayHttp;
  readonly #left: LeftSession;
  readonly #pace: Pace;
  readonly #watchers: Watchers;
  readonly #commands: CommandRuns;
  #running: Running | null = null;
  #generation = 0;
  #started = false;
  #revoked = false;
  #cancelMinute: (() => void) | null = null;

  constructor(deps: CoreDeps) {
    this.#deps = deps;
    this.#left = new LeftSession(deps.platform.store);
    this.#http = makeRelayHttp(deps.platform.fetch, () =>
      this.#running === null ? this.#left.csrf() : this.#running.workspace.outbox.head().csrf,
    );
    this.#commands = new CommandRuns(deps.platform.store, deps.later, () => this.#running);
    this.#pace = new Pace(() => deps.platform.clocks.mono(), deps.platform.timers);
    this.#watchers = new Watchers({
      pace: this.#pace,
      answer: (query) => this.#answer(query),
      expect: (queries) => this.#running?.models.expect(queries as readonly ModelQuery[]),
      meanwhile: (query) => this.#running?.snapshot.before(query as ModelQuery),
      isAtOnce: ({ kind }) => DEVICE_QUERIES.has(kind) || NARROW_QUERIES.has(kind),
      onSlice: () => this.#running?.workspace.folding.flush(),
      isTakingIn: () => this.#running?.workspace.folding.isTakingIn(),
    });
  }

  /** Becomes the owner of the local data and goes on where the last one stopped. @throws StorageRefused */
  async start(): Promise<void> {
    this.#generation = await this.#deps.platform.store.claim();
    const head = await loadHead(this.#deps.platform.store);
    if (head !== null) await this.#open(head);
    else await this.#left.load();
    this.#started = true;
    this.#endLeft();
    this.#minute();
    this.#watchers.refresh(() => true);
    void this.#beginLater(this.#running?.workspace);
  }

  /** What the first screen does not need, once that screen has what it needs but for the rooms that are staged. */
  async #beginLater(workspace: Workspace | undefined): Promise<void> {
    await workspace?.replicas.whenLoaded(false);
    await workspace?.folding.takeIn(this.#pace);
    this.#deps.later.begin(() => {
      if (this.#running !== null) this.#goOn(this.#running);
      // What was left by somebody who signed out before this came, or by a killed process of his.
      else void this.#deps.later.now()?.wipeScratch();
      this.#watchers.refresh(() => true);
    });
  }

  async #open(head: Parameters<typeof Workspace.open>[2]): Promise<void> {
    const { platform, makeReadModels, build } = this.#deps;
    const snapshot = await Snapshot.load({
      store: platform.store,
      generation: this.#generation,
      timers: platform.timers,
      build,
      member: head.member,
      hasReplicas: head.firstSyncDone,
      isSaving: () => this.isSaving(),
    });
    const workspace = await Workspace.open(platform, this.#generation, head, this.#http, {
      onForgotten: () => {
        void snapshot.forget();
        void this.#running?.openings?.forget();
      },
      onRenewed: () => void snapshot.renewed(),
      whatToGiveBack: async () => (await this.#deps.later.whenHere()).whatToGiveBack,
      onOnline: () => {
        this.#running?.extras?.kick();
        this.#deps.later.again();
      },
      onStatus: () => this.#watchers.refresh(({ kind }) => DEVICE_QUERIES.has(kind)),
      onStale: this.#deps.onStale,
      onSessionEnded: () => {
        this.#revoked = true;
        this.#watchers.refresh(({ kind }) => DEVICE_QUERIES.has(kind));
      },
    });
    const models = makeReadModels({
      fold: () => workspace.fold(),
      member: () => workspace.member(),
      now: () => workspace.clock.now(),
      unsynced: (subject) => workspace.outbox.pendingOf(subject),
      readsRecordsOf: (territory) => readsRecordsOf(workspace, territory),
      checkpoints: () => workspace.folding.drowsing()?.checkpoints(workspace.fold()) ?? null,
      uploads: () => this.#running?.extras?.uploads() ?? {},
      pause: this.#pace.pause,
    });
    workspace.folding.onChange((change) => this.#changed(models, change));
    if (this.#deps.onlineOnly) workspace.noteProblem('onlineOnly', true);
    this.#revoked = false;
    const ready = workspace.folding.takeInSlices(workspace.replicas.whenLoaded(), this.#pace).then(() => {
      snapshot.caughtUp();
      running.isLoaded = true;
      if (running === this.#running) this.#goOn(running);
      this.#watchers.refresh(() => true);
    });
    const parts = { extras: null, dryRuns: null, isLoaded: false, isChecked: false, openings: null };
    const running: Running = { workspace, models, snapshot, ready, ...parts };
    this.#running = running;
    this.#goOn(running);
    workspace.start();
  }

  /** Joins what comes behind the first screen to what runs, if it is here. */
  #goOn(running: Running): void {
    const { later, platform } = this.#deps;
    if (later.isMissing()) running.workspace.replicas.loadStaged();
    later.now()?.join(running, {
      platform,
      generation: this.#generation,
      http: this.#http,
      pace: this.#pace,
      build: this.#deps.build,
      refresh: (isMeant) => this.#watchers.refresh(isMeant),
    });
  }

  #changed(models: GrowingModels, change: FoldChange): void {
    models.changed(change);
    this.#watchers.refresh((query) =>
      DEVICE_QUERIES.has(query.kind) ? TOLD_OF_CHANGES.has(query.kind) : models.affectedBy(change, query as ModelQuery),
    );
  }

  #minute(): void {
    this.#cancelMinute = this.#deps.platform.timers.after(MINUTE_MS, () => {
      this.#watchers.refresh(({ kind }) => !DEVICE_QUERIES.has(kind) && !LASTING_QUERIES.has(kind));
      this.#endLeft();
      this.#minute();
    });
  }

  // —— questions

  watch<Q extends Query>(query: Q, listener: (answer: AnswerOf<Q>) => void): () => void {
    return this.#watchers.add(query, listener);
  }
  async ask<Q extends Query>(query: Q): Promise<AnswerOf<Q>> {
    await this.#running?.ready;
    const answer = await this.#pace.finish(() => {
      this.#pace.whole(() => this.#running?.workspace.folding.flush());
      return this.#answer(query);
    });
    if (answer !== undefined || this.#deps.later.now() !== null) return answer as AnswerOf<Q>;
    await this.#deps.later.whenHere();
    return this.ask(query);
  }

  /** `undefined` while nothing true can be said yet: half a customer is worse than the moment's wait for the whole. */
  #answer<Q extends Query>(query: Q): AnswerOf<Q> | undefined {
    return this.#answerOf(query) as AnswerOf<Q> | undefined;
  }
  #answerOf(query: Query): AnswerOf<Query> | undefined {
    switch (query.kind) {
      case 'session':
        return this.#session();
      case 'sync':
        return syncAnswer(this.#running, this.#deps.later.isMissing(), this.#deps.onlineOnly);
      case 'quarantine':
        return this.#running === null ? [] : this.#deps.later.now()?.quarantineAnswer(this.#running.workspace);
      case 'presence':
        return this.#running === null ? [] : presenceAnswer(this.#running.workspace, query.subject);
      case 'files':
        return this.#running?.extras?.files() ?? NO_FILES;
      case 'dryRun':
        return this.#running?.dryRuns?.answer(query);
      default:
        return this.#running === null
          ? this.#deps.later.now()?.signedOutAnswer(query)
          : this.#modelAnswer(this.#running, query);
    }
  }
  #modelAnswer({ snapshot, models, workspace }: Running, query: ModelQuery): AnswerOf<ModelQuery> | undefined {
    if (snapshot.isCatchingUp()) return snapshot.before(query);
    const answer = models.answer(query);
    // What a first fetch shows halfway is not what the next start should begin with.
    if (answer !== undefined && workspace.firstSync() === null) snapshot.remember(query, answer);
    return answer;
  }

  #session(): SessionState {
    if (!this.#started) return { kind: 'starting' };
    if (this.#running === null) return { kind: 'signedOut' };
    if (this.#revoked) return { kind: 'revoked' };
    return signedInAnswer(this.#running, this.#answer({ kind: 'org' }));
  }

  // —— commands

  async run(command: Command, commandId?: string): Promise<CommandOutcome> {
    return this.#commands.run(command, commandId ?? this.newId());
  }
  readonly check: DataClient['check'] = (command) => this.#commands.check(command);

  /** Refused records. */
  get quarantine(): DataClient['quarantine'] {
    return this.#commands;
  }

  /** A save is under way or waits: everything else gives way to it. */
  isSaving(): boolean {
    return this.#running?.workspace.journal.busy() ?? false;
  }

  newId(): string {
    return newIdFrom((count) => this.#deps.platform.randomBytes(count));
  }
  setPresence(subject: string | null, editing: boolean): void {
    this.#running?.workspace.setPresence(subject, editing);
  }

  // —— files and contacts

  readonly #extrasCalls = extrasCalls(() => this.#extras());
  readonly attach = this.#extrasCalls.attach;
  readonly readFile = this.#extrasCalls.readFile;
  readonly revealContacts = this.#extrasCalls.revealContacts;
  /** `null` when nobody is signed in. */
  async #extras(): Promise<Extras | null> {
    if (this.#running !== null) await this.#deps.later.whenHere();
    await this.#running?.ready;
    return this.#running?.extras ?? null;
  }

  // —— session

  async join(secret: string, name: string | null, givingUpUnsent = false): Promise<JoinOutcome> {
    const { signIn } = await this.#deps.later.whenHere();
    const unsent = givingUpUnsent ? null : await unsentOf(this.#running, this.#deps.platform.store);
    const refused = unsent && (await signIn.refusedOver(unsent, this.#running?.workspace.member(), this.#http, secret));
    if (refused !== null) return refused;
    await this.#left.end(this.#generation, this.#http);
    const joined = await signIn.redeem(this.#deps.platform, this.#http, secret, name);
    if (joined.kind === 'failed') return joined;
    const { head, writes } = joined;
    const before = this.#running?.workspace;
    if (before?.member() === head.member) {
      // Signed in again on this device: what was not sent yet goes on under the new device id.
      await before.outbox.moveTo(head.device, head.csrf);
      await this.#restart();
    } else {
      await this.#wipe();
      await this.#deps.platform.store.commit(this.#generation, writes);
      await this.#open(head);
    }
    this.#watchers.refresh(() => true);
    // The next thing done here is judged by roles and rules, which have to be here for that.
    await this.#running?.workspace.whenComplete(FIRST_SYNC_MS);
    return { kind: 'joined', member: head.member };
  }

  async #restart(): Promise<void> {
    await this.#end();
    const head = await loadHead(this.#deps.platform.store);
    if (head !== null) await this.#open(head);
  }

  lookAtInvite: DataClient['lookAtInvite'] = async (secret) =>
    (await this.#deps.later.whenHere()).signIn.lookAt(this.#http, secret);
  inviteLink: DataClient['inviteLink'] = async (member) =>
    (await this.#deps.later.whenHere()).signIn.inviteLinkFor(this.#http, member);
  messages: DataClient['messages'] = async (kind, asked) =>
    (await this.#deps.later.whenHere()).askMessages(this.#http, kind, asked);

  async exportUnsent(): Promise<string> {
    const { unsentText } = await this.#deps.later.whenHere();
    return this.#running === null ? '' : unsentText(this.#running.workspace.outbox, this.#deps.platform.store);
  }

  async signOut(givingUpUnsent: boolean): Promise<SignOutOutcome> {
    const unsent = givingUpUnsent ? null : await unsentOf(this.#running, this.#deps.platform.store);
    if (unsent !== null) return { kind: 'unsent', unsent };
    // Without a line the wipe must not wait: the relay is told later.
    const csrf = this.#running?.workspace.outbox.head().csrf ?? null;
    const isEnded = csrf === null || (await endsSession(this.#http));
    await this.#wipe();
    if (!isEnded) await this.#left.leave(this.#generation, csrf);
    this.#watchers.refresh(() => true);
    return { kind: 'signedOut', relaySession: isEnded ? 'ended' : 'open' };
  }

  async #wipe(): Promise<void> {
    await this.#end();
    await this.#deps.later.now()?.wipeScratch();
    await this.#deps.platform.replicas.wipe();
    await this.#deps.platform.store.wipe();
    this.#generation = await this.#deps.platform.store.claim();
  }

  /** What fails is for the next minute, page or start. */
  #endLeft(): void {
    if (this.#running === null) void this.#left.end(this.#generation, this.#http).catch(() => undefined);
  }

  // —— drafts

  async saveDraft(key: string, value: unknown | null): Promise<boolean> {
    return saveDraft(key, value, this.#deps.platform.store, this.#generation, this.#running?.workspace.journal ?? null);
  }
  readonly loadDraft: DataClient['loadDraft'] = async (key) =>
    (await this.#deps.platform.store.read('drafts', key)) ?? null;

  // —— the world around

  /** The network is back, or a page became visible. */
  kick(): void {
    this.#running?.workspace.kick();
    this.#deps.later.again();
    this.#endLeft();
  }
  /** The network is gone. */
  lost(): void {
    this.#running?.workspace.lost();
  }
  /** For tests and tools. */
  workspace(): Workspace | null {
    return this.#running?.workspace ?? null;
  }

  async #end(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    running?.dryRuns?.stop();
    running?.extras?.stop();
    running?.snapshot.stop();
    await Promise.all([running?.openings?.stop(), running?.workspace.stop()]);
  }
  async stop(): Promise<void> {
    this.#cancelMinute?.();
    this.#deps.later.stop();
    this.#watchers.stop();
    await this.#end();
    this.#deps.platform.store.close();
  }
}
