import { CLOSE_CODES, type DownFrame, type PresenceEntry } from '#protocol';
import type { DeviceId, Envelope, EventId, Fold, MemberId } from '#rules';
import { type DeviceClock, makeDeviceClock } from '../clock/device-clock.ts';
import { CATALOGUE_KEY, type Catalogue, makeCatalogue } from '../commands/catalogue.ts';
import { ShownLeaves } from '../contacts/shown-leaves.ts';
import type { SyncState } from '../contract.ts';
import type { Head } from '../device/head.ts';
import type { RelayHttp } from '../device/relay-http.ts';
import { socketTicket } from '../device/socket-ticket.ts';
import { newIdFrom } from '../ids/new-id.ts';
import { Outbox } from '../outbox/outbox.ts';
import { Sender } from '../outbox/sender.ts';
import type { Platform } from '../platform.ts';
import { Receipts } from '../replica/receipts.ts';
import { Replicas } from '../replica/replicas.ts';
import { stagedRooms } from '../replica/staged-rooms.ts';
import { type Connection, Mux } from '../socket/mux.ts';
import { type Journal, makeJournal } from '../storage/journal.ts';
import { FetchedTerritories } from './fetched-territories.ts';
import { Folding } from './folding.ts';
import { loadAcked, loadCatalogue, loadOutbox } from './load-own.ts';
import { Rebuild } from './rebuild.ts';
import { Recovery } from './recovery.ts';
import { Waiters } from './waiters.ts';
import type { WorkspaceEvents } from './workspace-events.ts';

/** How old the kept time of the last full sync may get before it is written again, ms. */
const LAST_SYNC_STEP_MS = 60_000;

/** Everything that runs while somebody is signed in on this device. */
export class Workspace {
  readonly #platform: Platform;
  readonly #events: WorkspaceEvents;
  readonly clock: DeviceClock;
  readonly outbox: Outbox;
  readonly folding: Folding;
  readonly journal: Journal;
  readonly replicas: Replicas;
  readonly shownContacts = new ShownLeaves();
  readonly #sender: Sender;
  readonly #mux: Mux;
  readonly #receipts: Receipts;
  readonly #recovery: Recovery;
  readonly #rebuild: Rebuild;
  /** No start before this one was told what may be read, and not everything is here yet. */
  #isNew: boolean;
  #catalogue: Catalogue;
  #presence: readonly PresenceEntry[] = [];
  #looksAt: { subject: string | null; editing: boolean } = { subject: null, editing: false };
  #problem: SyncState['problem'] = null;
  #connection: Connection = 'offline';
  #helloWall = 0;
  #hasCatalogue = false;
  #lastSync: number | null;
  #stopped = false;
  #isTold = false;
  readonly #fetched = new FetchedTerritories(this);
  readonly #waiters: Waiters;

  static async open(
    platform: Platform,
    generation: number,
    head: Head,
    http: RelayHttp,
    events: WorkspaceEvents,
  ): Promise<Workspace> {
    const { store, timers } = platform;
    let self: Workspace | null = null;
    const journal = makeJournal(store, generation, timers, {
      onStale: events.onStale,
      onBlocked: (blocked) => self?.noteProblem('storageBlocked', blocked),
      onRefused: (problem) => self?.noteProblem('storageFull', problem !== null),
    });
    const receipts = await Receipts.load(store, journal, timers);
    const catalogue = await loadCatalogue(store);
    const contents = await loadOutbox(store);
    self = new Workspace(platform, head, http, events, { journal, receipts, catalogue, contents });
    self.folding.apply(await loadAcked(store, catalogue));
    self.outbox.replay();
    self.#setRooms();
    return self;
  }

  private constructor(
    platform: Platform,
    head: Head,
    http: RelayHttp,
    events: WorkspaceEvents,
    loaded: {
      journal: Journal;
      receipts: Receipts;
      catalogue: Catalogue;
      contents: Awaited<ReturnType<typeof loadOutbox>>;
    },
  ) {
    const { timers, clocks } = platform;
    this.#platform = platform;
    this.#waiters = new Waiters(timers);
    this.#events = events;
    this.journal = loaded.journal;
    this.#receipts = loaded.receipts;
    this.#catalogue = loaded.catalogue;
    this.#isNew = !head.firstSyncDone && loaded.catalogue.entries.length === 0;
    this.#lastSync = head.lastSync;
    this.clock = makeDeviceClock(clocks, head.seen, head.offset);
    this.folding = new Folding({
      timers,
      receivedOf: (id) => this.#receipts.receivedOf(id),
      onTick: (tick) => this.clock.see(tick),
      sleep: platform.sleep,
      onUnreadable: () => void this.foldAnew(),
    });
    this.outbox = new Outbox(
      {
        journal: this.journal,
        clock: this.clock,
        newId: () => newIdFrom((count) => platform.randomBytes(count)) as EventId,
        placement: (id) => this.folding.fold().placement(id) ?? this.shownContacts.placement(id),
        apply: (rows) => this.folding.apply(rows),
        remove: (ids) => this.folding.remove(ids),
        onChange: () => this.#outboxChanged(),
      },
      head,
      loaded.contents,
    );
    this.#mux = this.#makeMux(http);
    this.replicas = new Replicas(platform.replicas, this.#mux, {
      onDelta: (room, delta) => this.folding.takeDelta(room, delta, this.replicas.isLoaded(room)),
      onSynced: () => this.#synced(),
      onClosed: (room, code) => {
        // A room of an old epoch, or one we may no longer read: the catalogue that follows says what is there now.
        if (code === CLOSE_CODES.staleEpoch.code) this.replicas.refetch([room]);
      },
    });
    this.#sender = new Sender({
      outbox: this.outbox,
      timers,
      statement: () => this.clock.statement(),
      send: (frame) => this.#mux.post(frame),
      roomFor: (doc) => this.#catalogue.roomFor(doc),
      otherHome: (row) => this.#catalogue.otherHome(row),
      roomUnannounced: (doc) => this.#catalogue.roomUnannounced(doc),
      onForked: () => this.#recovery.forked(),
    });
    this.#rebuild = new Rebuild({
      folding: this.folding,
      replicas: this.replicas,
      outbox: this.outbox,
      loadOwn: () => loadAcked(platform.store, this.#catalogue),
      onBegin: events.onForgotten,
      onEnd: events.onRenewed,
      timers,
      isStopped: () => this.#stopped,
    });
    this.#recovery = new Recovery({
      outbox: this.outbox,
      sender: this.#sender,
      replicas: this.replicas,
      mux: this.#mux,
      http,
      journal: this.journal,
      receipts: this.#receipts,
      clock: this.clock,
      store: platform.store,
      timers,
      newId: () => newIdFrom((count) => platform.randomBytes(count)),
      onSessionEnded: () => this.#ended('notSignedIn'),
      onRefetch: () => this.#rebuild.afterFetch(),
      whatToGiveBack: events.whatToGiveBack,
    });
  }

  #makeMux(http: RelayHttp): Mux {
    const { clocks, timers, randomBytes } = this.#platform;
    return new Mux({
      clocks,
      timers,
      random: () => (randomBytes(1)[0] ?? 0) / 256,
      ticket: () => socketTicket(http),
      openSocket: (protocols) => this.#platform.openSocket(protocols),
      statement: () => {
        const statement = this.clock.statement();
        this.#helloWall = statement.wall;
        return statement;
      },
      onFrame: (frame) => this.#frame(frame),
      onState: (state) => this.#connected(state),
      onEnded: (reason) => this.#ended(reason),
      // Rooms that wait for their turn to be read have not asked yet.
      isWaiting: () =>
        !this.#hasCatalogue || this.#sender.inFlight() + this.replicas.rooms().length > this.replicas.syncedCount(),
    });
  }

  fold(): Fold {
    return this.folding.fold();
  }
  member(): MemberId {
    return this.outbox.head().member;
  }
  device(): DeviceId {
    return this.outbox.head().device;
  }
  catalogue(): Catalogue {
    return this.#catalogue;
  }
  presence(): readonly PresenceEntry[] {
    return this.#presence;
  }
  isConnected(): boolean {
    return this.#connection === 'online';
  }
  /** Every readable room is up to date with the relay. */
  isComplete(): boolean {
    return this.#hasCatalogue && this.replicas.syncedCount() === this.replicas.wantedCount();
  }
  /** Progress of the first fetch after joining; null once everything was here. */
  firstSync(): { readonly done: number; readonly total: number } | null {
    if (this.outbox.head().firstSyncDone) return null;
    return { done: this.replicas.syncedCount(), total: this.replicas.wantedCount() };
  }

  /** Whether all that may be read of a territory's records has come here since this device joined. */
  hasFetched(territory: string): boolean {
    return this.#fetched.has(territory);
  }

  /** Resolves once everything readable was fetched, or after `ms`. */
  async whenComplete(ms: number): Promise<void> {
    if (!this.isComplete()) await this.#waiters.wait(ms);
  }

  start(): void {
    this.#mux.start();
  }
  kick(): void {
    this.#mux.kick();
  }
  lost(): void {
    this.#mux.lost();
  }

  setPresence(subject: string | null, editing: boolean): void {
    this.#looksAt = { subject, editing };
    this.#mux.post({ type: 'presence', subject, editing });
  }

  syncState(): SyncState {
    const pending = this.outbox.pending();
    return {
      connection: this.#connection,
      pending: pending.length,
      pendingUploads: 0,
      oldestPendingMs: pending[0]?.event.at ?? null,
      quarantined: this.outbox.quarantine().length,
      clockOffsetMs: this.clock.offset(),
      lastSyncMs: this.#lastSync,
      problem: this.#problem,
    };
  }

  noteProblem(problem: NonNullable<SyncState['problem']>, present: boolean): void {
    const next = present ? problem : this.#problem === problem ? null : this.#problem;
    if (next === this.#problem) return;
    this.#problem = next;
    this.#events.onStatus();
  }

  /** Commands that were saved in one transaction are sent and told about once, not one by one. */
  #outboxChanged(): void {
    if (this.#isTold) return;
    this.#isTold = true;
    void Promise.resolve().then(() => {
      this.#isTold = false;
      if (this.#stopped) return;
      if (!this.#recovery.isMoving()) this.#sender.pump();
      this.#noteInSync();
      this.#events.onStatus();
    });
  }

  #connected(state: Connection): void {
    this.#connection = state;
    if (state !== 'online') {
      this.#sender.stop();
      this.#presence = [];
    } else this.#events.onOnline();
    this.#events.onStatus();
  }

  #ended(reason: 'notSignedIn' | 'deviceRevoked' | 'upgradeNeeded'): void {
    this.#mux.stop();
    if (reason === 'upgradeNeeded') this.noteProblem('upgradeNeeded', true);
    else {
      this.noteProblem('revoked', true);
      this.#events.onSessionEnded();
    }
  }

  #frame(frame: Exclude<DownFrame, { type: 'data' | 'closed' }>): void {
    switch (frame.type) {
      case 'welcome':
        this.#welcome(frame);
        return;
      case 'ack':
        this.#recovery.worked();
        for (const room of frame.rooms) this.#sender.acked({ ...room, tick: frame.tick });
        return;
      case 'reject':
        this.#sender.rejected(frame.batch, frame.reason, frame.event, frame.detail);
        return;
      case 'receipts':
        for (const { received } of frame.receipts) this.clock.see(received);
        this.#receipts.add(frame.receipts);
        return;
      case 'catalogue':
        this.#announced(frame);
        return;
      case 'presence':
        this.#presence = frame.entries;
        this.#events.onStatus();
        return;
      case 'givenBack':
        this.#recovery.givenBack(frame.durable);
        return;
      case 'tick':
        this.clock.see(frame.tick);
    }
  }

  #welcome(frame: Extract<DownFrame, { type: 'welcome' }>): void {
    this.clock.see(frame.tick);
    this.clock.measure(frame.now, this.#helloWall);
    this.#hasCatalogue = false;
    if (this.#recovery.welcomed(frame.epoch, frame.device) && this.#catalogue.entries.length > 0) this.#sender.start();
    if (this.#looksAt.subject !== null) this.#mux.post({ type: 'presence', ...this.#looksAt });
  }

  #announced(frame: Extract<DownFrame, { type: 'catalogue' }>): void {
    const before = [...this.#catalogue.logTerritories()].sort().join();
    this.#catalogue = makeCatalogue(frame.entries);
    if ([...this.#catalogue.logTerritories()].sort().join() !== before) this.folding.touchAll();
    this.#hasCatalogue = true;
    this.journal.later([{ store: 'meta', key: CATALOGUE_KEY, value: frame.entries }]);
    if (this.#setRooms()) void this.foldAnew();
    // Also of rooms that were lost to a process that did not live to delete them.
    void this.#platform.replicas.wipe((room) => this.replicas.isKept(room)).catch(() => undefined);
    const { epoch } = this.outbox.head();
    if (!this.#recovery.isMoving() && epoch !== null && this.#mux.isUp()) this.#sender.start();
    this.#synced();
    void this.#recovery.covered(frame.backupTick);
  }

  #setRooms(): boolean {
    return this.replicas.setRooms(this.#catalogue.readableRooms(), stagedRooms(this.#catalogue.entries, this.#isNew));
  }

  /** What came before the schemas were here is looked at now; resolves once everything known has stood the check. */
  async checkPayloads(isValid: (event: Envelope) => boolean): Promise<void> {
    if (!this.folding.checkWith(isValid)) await this.foldAnew();
  }
  /** Everything is folded again, from what there is; resolves once it is. */
  foldAnew(): Promise<void> {
    return this.#rebuild.run();
  }

  #synced(): void {
    if (this.#fetched.look()) this.folding.touchAll();
    if (this.isComplete()) {
      this.#rebuild.fetched();
      if (!this.outbox.head().firstSyncDone) {
        this.outbox.note({ firstSyncDone: true });
        // From now on rooms of customers are apart from others, as the next start has them.
        this.#isNew = false;
        this.#setRooms();
      }
      this.#waiters.release();
    }
    this.#noteInSync();
    this.#events.onStatus();
  }

  #noteInSync(): void {
    if (this.#connection !== 'online' || !this.isComplete() || this.outbox.pendingCount() > 0) return;
    this.#lastSync = this.clock.now();
    const kept = this.outbox.head().lastSync ?? 0;
    if (this.#lastSync - kept > LAST_SYNC_STEP_MS) this.outbox.note({ lastSync: this.#lastSync });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#recovery.stop();
    this.#sender.stop();
    this.#mux.stop();
    this.#receipts.stop();
    await Promise.all([this.folding.stop(), this.replicas.close()]);
    await this.journal.idle();
    this.journal.stop();
  }
}
