import { type Fold, parseRoom } from '#rules';
import type { Drowsing, Opening, OpeningFiles, OpeningMark, Platform } from '../platform.ts';
import type { RoomMark } from '../replica/beginning.ts';
import type { LettingRest, RoomMarks } from '../replica/let-rest.ts';
import { stagedRooms } from '../replica/staged-rooms.ts';
import { StaleGeneration, StorageRefused } from '../storage/contract.ts';
import type { Pace } from './pace.ts';
import type { Snapshot } from './snapshot.ts';
import type { Workspace } from './workspace.ts';

const KEY = 'opening';
/** How often it is looked whether another opening is due, ms; and after the disk refused one. */
const LOOK_MS = 60_000;
const RETRY_MS = 1_800_000;
/** Share by which checkpoints have become more that makes it due. */
const MOST_MORE = 0.1;

/** As it lies in the store: what names it is what makes it good. */
interface Stored {
  readonly build: string;
  readonly member: string;
  /** Of the relay whose rows it holds. */
  readonly epoch: number | null;
  /** Every room that was readable then: what was read there may lie in it. */
  readonly rooms: readonly string[];
  readonly files: OpeningFiles;
  /** Starts that went to begin with it and did not come to say that they had. */
  readonly tries: number;
}
type Named = Omit<Stored, 'files'>;
/** So many starts that begin with it may end before they have. */
const MOST_TRIES = 3;
const NONE: RoomMarks = new Map();
const NO_FILES: ReadonlySet<string> = new Set();
/** What lies beside the fold in an opening: where each room was that it was made from. */
type Marks = readonly (readonly [room: string, mark: RoomMark])[];

export interface OpeningDeps {
  readonly platform: Platform;
  readonly generation: number;
  readonly workspace: Workspace;
  /** Says whether the fold holds what may not be known any more. */
  readonly snapshot: Pick<Snapshot, 'isShut'>;
  readonly pace: Pace;
  /** Which code wrote it: another build may mean something else by it. */
  readonly build: string;
  /** Deletes what is on the scratch but for these files. */
  readonly sweepScratch: (kept: ReadonlySet<string>) => Promise<void>;
}

/** Takes every step, slice by slice, as long as `goesOn`. */
const walk = <Step>(pace: Pace, steps: Iterable<Step>, goesOn: (step: Step) => boolean): Promise<void> => {
  const all = steps[Symbol.iterator]();
  return pace.finish(() => {
    for (let step = all.next(); step.done !== true && goesOn(step.value); step = all.next()) pace.pause();
  });
};

/**
 * What the next start's fold begins with instead of reading every room and folding everybody: who sleeps and where, what
 * models keep of each, and where every room was. A cache, never authority: all of it is thrown away with every new build,
 * person, or loss of access, and whatever in it is not as it was is read from the replicas.
 */
export class Openings {
  readonly #deps: OpeningDeps;
  /** What there was when the one that is good was made. */
  #made = { rows: 0, checkpoints: 0 };
  #isMade = false;
  /** How often it was told to forget: what was begun before is for nothing then. */
  #forgets = 0;
  /** The fold took something of the one there was. */
  #isBegun = false;
  #rests: Pick<LettingRest, 'marks'> | null = null;
  #making: Promise<void> | null = null;
  #cancel: (() => void) | null = null;
  #isStopped = false;

  constructor(deps: OpeningDeps) {
    this.#deps = deps;
  }

  /**
   * Begins with what the last one left, if it is good, before any room of customers is read; resolves with the marks at
   * which rooms begin, none when there is none, and with null once it is stopped. Never rejects.
   */
  async begin(): Promise<RoomMarks | null> {
    const { sweepScratch, workspace } = this.#deps;
    const stored = await this.#stored();
    void sweepScratch(new Set(stored === null ? [] : [stored.files.opening, ...stored.files.parts]));
    const fold = workspace.folding.fold();
    const marks = stored && (await this.#beginWith(stored).catch(() => null));
    // One that was stopped midway may be as good as before.
    if (stored !== null && marks === null && !this.#isStopped) await this.#giveUp(fold);
    return this.#isStopped ? null : (marks ?? NONE);
  }

  async #giveUp(fold: Fold): Promise<void> {
    const { sweepScratch, workspace } = this.#deps;
    // Another owner may have begun with it.
    if (!(await this.#name(undefined))) return;
    if (!this.#isBegun) void sweepScratch(NO_FILES);
    else {
      // What is still needed of it goes with its fold, which took in who knows what.
      workspace.folding.drowsing()?.unmark(fold);
      if (this.#forgets === 0) void workspace.foldAnew();
    }
  }

  /** From now on another is made whenever one is due. */
  makeFrom(rests: Pick<LettingRest, 'marks'>): void {
    this.#rests = rests;
    this.#lookLater();
  }

  async #stored(): Promise<Stored | null> {
    const { platform, workspace, build } = this.#deps;
    const stored = (await platform.store.read('meta', KEY).catch(() => undefined)) as Stored | undefined;
    const isOurs = stored?.build === build && stored.member === workspace.member();
    const isOfNow = stored?.epoch === workspace.outbox.head().epoch && stored.tries < MOST_TRIES;
    return isOurs && isOfNow && workspace.firstSync() === null ? stored : null;
  }

  async #beginWith(stored: Stored): Promise<RoomMarks | null> {
    const { folding } = this.#deps.workspace;
    const drowsing = await folding.loadSleep();
    const opening = await drowsing?.load(stored.files);
    const marks = new Map(opening?.more as Marks | undefined);
    if (!drowsing || !opening || !this.#mayBegin(stored)) return null;
    // A start that does not come to its end may do so because of what it began with.
    if (!(await this.#name({ ...stored, tries: stored.tries + 1 })) || !(await this.#foldFrom(opening))) return null;
    if (!this.#isWanted(0)) return null;
    // What cannot be noted now counts as one more try.
    void this.#name({ ...stored, tries: 0 }).catch(() => undefined);
    this.#note(drowsing);
    return marks;
  }

  /** All that lies in it may be known, and nothing of customers was read from elsewhere. */
  #mayBegin({ rooms }: Stored): boolean {
    const { replicas, catalogue } = this.#parts();
    const isRead = [...stagedRooms(catalogue.entries, false)].some((room) => replicas.isOpen(room));
    return this.#isWanted(0) && !isRead && rooms.every((room) => replicas.isKept(room));
  }

  /** False when it cannot be begun with, or another fold was begun meanwhile. */
  async #foldFrom(opening: Opening): Promise<boolean> {
    const { pace, workspace } = this.#deps;
    const { folding } = workspace;
    const fold = folding.fold();
    const steps = opening.begin(fold);
    if (steps === null) return false;
    this.#isBegun = true;
    await walk(pace, steps, (change) => {
      folding.note(change);
      return !this.#isStopped;
    });
    // What is here now may bound own rows that are not acknowledged.
    workspace.outbox.replay();
    return this.#isWanted(0) && folding.fold() === fold;
  }

  #lookLater(ms = LOOK_MS): void {
    if (this.#isStopped) return;
    this.#cancel = this.#deps.platform.timers.after(ms, () => {
      this.#making = this.make().then(
        () => this.#lookLater(),
        () => this.#lookLater(RETRY_MS),
      );
    });
  }

  #isDue(drowsing: Drowsing): boolean {
    const { workspace, platform } = this.#deps;
    const { rows, checkpoints } = this.#countIn(drowsing);
    const isMore = checkpoints > this.#made.checkpoints * (1 + MOST_MORE);
    const isOld = rows - this.#made.rows >= (platform.sleep?.openingRows ?? Number.POSITIVE_INFINITY);
    const isInSync = workspace.isConnected() && workspace.isComplete() && workspace.firstSync() === null;
    return isInSync && (!this.#isMade || isMore || isOld);
  }

  /**
   * Keeps what there is for the next start, if that is due and everything is in sync; true when it did. Rejects when the
   * disk refuses.
   */
  async make(): Promise<boolean> {
    const { workspace } = this.#deps;
    const drowsing = workspace.folding.drowsing();
    if (drowsing === null || workspace.journal.busy() || !this.#isDue(drowsing)) return false;
    const forgets = this.#forgets;
    // Who is awake would have to be taken in again, row by row.
    await walk(this.#deps.pace, drowsing.lull(workspace.folding.fold()), () => !this.#isStopped);
    const marked = await this.#rests?.marks((marks) => this.#mark(drowsing, marks));
    if (!marked) return false;
    const mark = await marked.mark;
    let isGood = false;
    try {
      isGood = this.#isWanted(forgets) && (await this.#name({ ...marked.stored, files: mark.files }));
    } finally {
      mark.settle(isGood);
    }
    if (!isGood && this.#isWanted(forgets)) throw new Error('the opening was not named');
    if (isGood && this.#isWanted(forgets)) this.#note(drowsing);
    return isGood;
  }

  /** All at one moment: what the fold holds, and where the rooms are that told it. */
  #mark(drowsing: Drowsing, marks: RoomMarks): { readonly mark: Promise<OpeningMark>; readonly stored: Named } | null {
    const { folding, replicas, catalogue, outbox } = this.#parts();
    // Of a device that has just joined rooms of customers come with all others: records of one would lie in rooms here and there.
    const isWhole = [...stagedRooms(catalogue.entries, false)].every(
      (room) => marks.has(room) || !replicas.isKept(room),
    );
    if (!folding.isSettled() || !isWhole || !this.#isWanted(this.#forgets)) return null;
    folding.flush();
    const docs = new Set([...marks.keys()].map((room) => parseRoom(room)?.doc));
    const mark = drowsing.mark(folding.fold(), (doc) => docs.has(doc), [...marks] satisfies Marks);
    if (mark === null) throw new Error('something of the fold cannot be kept');
    const { member, epoch } = outbox.head();
    const stored = { build: this.#deps.build, member, epoch, rooms: catalogue.readableRooms(), tries: 0 };
    return { mark, stored };
  }

  #parts() {
    const { workspace } = this.#deps;
    const { folding, replicas, outbox } = workspace;
    return { folding, replicas, outbox, catalogue: workspace.catalogue() };
  }

  /** Nothing was to be forgotten since that often. */
  #isWanted(forgets: number): boolean {
    return forgets === this.#forgets && !this.#deps.snapshot.isShut && !this.#isStopped;
  }

  #countIn(drowsing: Drowsing): { readonly rows: number; readonly checkpoints: number } {
    const { folding } = this.#deps.workspace;
    return { rows: folding.rows, checkpoints: drowsing.checkpoints(folding.fold())?.count() ?? 0 };
  }
  #note(drowsing: Drowsing): void {
    this.#made = this.#countIn(drowsing);
    this.#isMade = true;
  }

  /** True once the store says so; false when it refuses, or another owner has come. */
  async #name(value: Stored | undefined): Promise<boolean> {
    const { platform, generation } = this.#deps;
    try {
      await platform.store.commit(generation, [{ store: 'meta', key: KEY, value }]);
      return true;
    } catch (error) {
      if (!(error instanceof StorageRefused || error instanceof StaleGeneration)) throw error;
      return false;
    }
  }

  /** Something in it may not be known any more, or is no record: nothing begins with it again. */
  async forget(): Promise<void> {
    this.#forgets += 1;
    this.#isMade = false;
    const { folding } = this.#deps.workspace;
    const fold = folding.fold();
    if (await this.#name(undefined)) folding.drowsing()?.unmark(fold);
  }

  /** Resolves once nothing of it is being written any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel?.();
    await this.#making;
  }
}
