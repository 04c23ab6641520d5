import type { PackedText, Place } from '#rules';
import type { Scratch, ScratchFile, Timers } from '../platform.ts';

/** How long after the disk refused to take a file it is asked again, ms. */
const RETRY_MS = 600_000;
/**
 * So many files read last are remembered; one of them that is read again is kept in memory whole. Those of one territory
 * of a large company find room: its customers are asked for in another order than the one they fell asleep in.
 */
const WARM_FILES = 32;
/** Share of a file that has to be needed: with less what is needed moves, and the file is deleted. */
const LEAST_NEEDED = 0.5;

const NOTHING = new Uint8Array();

/** Text made small, and back. */
export interface Packing {
  readonly pack: (text: string) => Uint8Array;
  readonly unpack: (bytes: Uint8Array) => string;
}

/** What was packed cannot be read any more: its file was deleted under us, or the disk fails. */
export class RecordsLost extends Error {
  override readonly name = 'RecordsLost';
  constructor(cause: unknown) {
    super('packed records cannot be read any more', { cause });
  }
}

/** A file that was written, once and for all. */
interface Segment {
  readonly file: ScratchFile;
  readonly bytes: number;
  readonly parts: Part[];
  /** Bytes of those that are still needed. */
  needed: number;
}

/** All that is needed of a shelf, for another that begins with it. */
export interface ShelfMark {
  /** Names of the files, by number. */
  readonly files: readonly string[];
  /** Where a part lies; those in no file yet come to lie in `rest`, behind the last file. */
  placeOf(part: PackedText): Place;
  /** What parts that were asked for lie in no file. */
  rest(): readonly Uint8Array[];
  /** It is good from now on, and lies in `file`; no mark before is, or, where that is null, this one never will be. */
  settle(file: ScratchFile | null): void;
}

/** Kept small, for there is one for each customer asleep, or a few. */
class Part implements PackedText {
  readonly #shelf: Shelf;
  readonly length: number;
  /** In memory, in a file, or not needed any more. */
  place: Uint8Array | Segment | null;
  at = 0;

  constructor(shelf: Shelf, place: Uint8Array | Segment, length: number, at = 0) {
    this.#shelf = shelf;
    this.place = place;
    this.length = length;
    this.at = at;
  }

  text(): string {
    return this.#shelf.textOf(this);
  }
  forget(): void {
    this.#shelf.forget(this);
  }
}

/**
 * Where one fold's packed records lie: in memory until there is a file full of them, on the disk from when that is
 * written. Where the disk refuses they stay in memory. The files hold at most as much again as is needed of them, but
 * for those of a mark, which stay until another is good.
 */
export class Shelf {
  readonly #packing: Packing;
  readonly #scratch: Scratch | null;
  readonly #timers: Timers;
  readonly #onUnreadable: () => void;
  /** In memory, to be written, oldest first. */
  readonly #waiting = new Set<Part>();
  #waitingBytes = 0;
  readonly #segments = new Set<Segment>();
  /** Those read last, the latest last; null = read once only. Whole files help who reads one customer after the other. */
  readonly #warm = new Map<Segment, Uint8Array | null>();
  /** In the mark that is good, and in one that may become it. */
  #marked: ReadonlySet<Segment> = new Set();
  #marking: ReadonlySet<Segment> = new Set();
  #writing: Promise<void> | null = null;
  #cancelRetry: (() => void) | null = null;
  #isUnreadable = false;
  #isClosed = false;

  /** `scratch`: null = everything stays in memory. */
  constructor(packing: Packing, scratch: Scratch | null, timers: Timers, onUnreadable: () => void) {
    this.#packing = packing;
    this.#scratch = scratch;
    this.#timers = timers;
    this.#onUnreadable = onUnreadable;
  }

  /** The result throws `RecordsLost` when it cannot be read any more. */
  put(text: string): PackedText {
    const bytes = this.#packing.pack(text);
    const part = new Part(this, bytes, bytes.length);
    this.#await(part);
    return part;
  }

  /** Nothing that is needed now goes before it is settled, and then not before the next is. */
  mark(): ShelfMark {
    const segments = [...this.#segments];
    const numbers = new Map(segments.map((segment, number) => [segment, number]));
    const rest: Uint8Array[] = [];
    let end = 0;
    const inRest = (bytes: Uint8Array): Place => {
      rest.push(bytes);
      end += bytes.length;
      return [segments.length, end - bytes.length, bytes.length];
    };
    this.#marking = new Set(segments);
    return {
      files: segments.map(({ file }) => file.name),
      placeOf: (part) => {
        const { place, at, length } = part as Part;
        if (place instanceof Uint8Array) return inRest(place);
        const number = place === null ? undefined : numbers.get(place);
        if (number === undefined) throw new Error('a part is marked that is not needed');
        return [number, at, length];
      },
      rest: () => rest,
      settle: (file) => {
        const before = file === null ? this.#marking : this.#marked;
        if (file !== null) this.#marked = new Set([...segments, unneeded(file)]);
        this.#marking = new Set();
        for (const segment of before) void this.#deleteUnneeded(segment);
      },
    };
  }

  /** No mark is good any more. */
  unmark(): void {
    const before = this.#marked;
    this.#marked = new Set();
    for (const segment of before) void this.#deleteUnneeded(segment);
  }

  /** Begins with a mark of another: where that lies, its files by number, and the rest. The result gives its parts. */
  begin(mark: ScratchFile, files: readonly ScratchFile[], rest: Uint8Array): (place: Place) => PackedText {
    const begun = files.map(unneeded);
    this.#marked = new Set([...begun, unneeded(mark)]);
    for (const segment of begun) this.#segments.add(segment);
    return ([number, at, length]) => {
      const segment = begun[number];
      const part = new Part(this, segment ?? rest.slice(at, at + length), length, at);
      if (segment === undefined) this.#await(part);
      else {
        // Also where all that was known of it was vacated.
        this.#segments.add(segment);
        segment.parts.push(part);
        segment.needed += length;
      }
      return part;
    };
  }

  isUnreadable(): boolean {
    return this.#isUnreadable || this.#isClosed;
  }

  /** What lies on the disk cannot be read from now on; resolves once it is deleted, but for what is marked. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelRetry?.();
    this.#waiting.clear();
    this.#waitingBytes = 0;
    this.#warm.clear();
    await this.#writing;
    await Promise.all([...this.#segments].map((segment) => this.#delete(segment)));
  }

  /** @throws RecordsLost */
  textOf(part: Part): string {
    const { place } = part;
    if (place instanceof Uint8Array) return this.#packing.unpack(place);
    try {
      if (place === null) throw new Error('it was said not to be needed');
      return this.#packing.unpack(this.#bytesOf(place, part));
    } catch (error) {
      throw this.#lost(error);
    }
  }

  forget(part: Part): void {
    const { place } = part;
    part.place = null;
    if (place === null) return;
    if (place instanceof Uint8Array) {
      if (this.#waiting.delete(part)) this.#waitingBytes -= part.length;
      return;
    }
    place.needed -= part.length;
    if (this.#segments.has(place) && place.needed < place.bytes * LEAST_NEEDED) this.#vacate(place);
  }

  #lost(error: unknown): RecordsLost {
    if (!this.isUnreadable()) {
      this.#isUnreadable = true;
      this.#onUnreadable();
    }
    return new RecordsLost(error);
  }

  #bytesOf(segment: Segment, { at, length }: Part): Uint8Array {
    const known = this.#warm.get(segment);
    const all = known === null ? segment.file.read(0, segment.bytes) : (known ?? null);
    this.#warm.delete(segment);
    this.#warm.set(segment, all);
    for (const oldest of this.#warm.keys()) {
      if (this.#warm.size <= WARM_FILES) break;
      this.#warm.delete(oldest);
    }
    return all?.subarray(at, at + length) ?? segment.file.read(at, length);
  }

  #await(part: Part): void {
    if (this.#scratch === null || this.isUnreadable()) return;
    this.#waiting.add(part);
    this.#waitingBytes += part.length;
    this.#write(this.#scratch);
  }

  /** One file after the other, while there is a file full. */
  #write(scratch: Scratch): void {
    const isEnough = this.#waitingBytes >= scratch.fileBytes;
    if (!isEnough || this.#writing !== null || this.#cancelRetry !== null || this.isUnreadable()) return;
    const parts = this.#fileFull(scratch.fileBytes);
    this.#writing = scratch
      .write(parts.flatMap(({ place }) => (place instanceof Uint8Array ? place : [])))
      .then(
        (file) => this.#lay(parts, file),
        () => this.#retryLater(scratch),
      )
      .finally(() => {
        this.#writing = null;
        this.#write(scratch);
      });
  }

  #retryLater(scratch: Scratch): void {
    if (this.#isClosed) return;
    this.#cancelRetry = this.#timers.after(RETRY_MS, () => {
      this.#cancelRetry = null;
      this.#write(scratch);
    });
  }

  #fileFull(bytes: number): readonly Part[] {
    const parts: Part[] = [];
    let full = 0;
    for (const part of this.#waiting) {
      if (full >= bytes) break;
      parts.push(part);
      full += part.length;
    }
    return parts;
  }

  /** They lie in the file from now on, one after the other, but for those not needed since. */
  #lay(parts: readonly Part[], file: ScratchFile): void {
    const segment: Segment = { ...unneeded(file), parts: [...parts] };
    this.#segments.add(segment);
    let at = 0;
    for (const part of parts) {
      if (this.#waiting.delete(part)) {
        this.#waitingBytes -= part.length;
        part.place = segment;
        part.at = at;
        segment.needed += part.length;
      }
      at += part.length;
    }
    if (segment.needed < segment.bytes * LEAST_NEEDED && !this.#isClosed) this.#vacate(segment);
  }

  /** What is still needed of it waits for another file. */
  #vacate(segment: Segment): void {
    const parts = segment.parts.filter(({ place }) => place === segment);
    try {
      const all = parts.length === 0 ? NOTHING : segment.file.read(0, segment.bytes);
      for (const part of parts) {
        part.place = all.slice(part.at, part.at + part.length);
        this.#await(part);
      }
    } catch (error) {
      // Nobody asked for these yet: whoever does is told again.
      this.#lost(error);
      return;
    }
    void this.#delete(segment);
  }

  #delete(segment: Segment): Promise<void> {
    this.#segments.delete(segment);
    this.#warm.delete(segment);
    return this.#deleteUnneeded(segment);
  }

  async #deleteUnneeded(segment: Segment): Promise<void> {
    const isNeeded = [this.#segments, this.#marked, this.#marking].some((some) => some.has(segment));
    if (!isNeeded) await segment.file.delete();
  }
}

/** With parts that are still to be found. */
const unneeded = (file: ScratchFile): Segment => ({ file, bytes: file.bytes, parts: [], needed: 0 });
