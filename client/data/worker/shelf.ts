import type { PackedText } from '#rules';
import type { Scratch, ScratchFile, Timers } from '../platform.ts';

/** How long after the disk refused to take a file it is asked again, ms. */
const RETRY_MS = 600_000;
/** So many files read last are remembered; one of them that is read again is kept in memory whole. */
const WARM_FILES = 4;
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
  readonly parts: readonly Part[];
  /** Bytes of those that are still needed. */
  needed: number;
}

/** Kept small, for there is one for each customer asleep, or a few. */
class Part implements PackedText {
  readonly #shelf: Shelf;
  readonly length: number;
  /** In memory, in a file, or not needed any more. */
  place: Uint8Array | Segment | null;
  at = 0;

  constructor(shelf: Shelf, bytes: Uint8Array) {
    this.#shelf = shelf;
    this.length = bytes.length;
    this.place = bytes;
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
 * written. Where the disk refuses they stay in memory. The files hold at most as much again as is needed of them.
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
    const part = new Part(this, this.#packing.pack(text));
    this.#await(part);
    return part;
  }

  isUnreadable(): boolean {
    return this.#isUnreadable || this.#isClosed;
  }

  /** What lies on the disk cannot be read from now on; resolves once it is deleted. */
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
    if (place.needed < place.bytes * LEAST_NEEDED) this.#vacate(place);
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
    const bytes = joined(parts);
    this.#writing = scratch
      .write(bytes)
      .then(
        (file) => this.#lay(parts, bytes.length, file),
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
  #lay(parts: readonly Part[], bytes: number, file: ScratchFile): void {
    const segment: Segment = { file, bytes, parts, needed: 0 };
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
    if (segment.needed < bytes * LEAST_NEEDED && !this.#isClosed) this.#vacate(segment);
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
    return segment.file.delete();
  }
}

const joined = (parts: readonly Part[]): Uint8Array => {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const { place, length } of parts) {
    if (place instanceof Uint8Array) bytes.set(place, at);
    at += length;
  }
  return bytes;
};
