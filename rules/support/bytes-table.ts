/** Bytes of one piece, but for what is larger. */
const PIECE = 2 ** 16;
/** Bytes before each entry that say how long it is. */
const HEAD = 4;

/**
 * Bytes by key, many in one piece: an array of its own takes some two hundred bytes beside what is in it, and there may
 * be one for each customer. Of what is not needed any more it holds at most half of what is, and a piece; besides, what
 * does not fit at the end of a piece begins the next.
 */
export class BytesTable {
  /** Where each entry stands among all pieces as if they were one, each as long as `PIECE`. */
  readonly #places = new Map<string, number>();
  #pieces: DataView[] = [];
  /** Bytes taken of the last piece. */
  #end = PIECE;
  #taken = 0;
  #idle = 0;

  /** May go on while others are set; one that was told and is set again is not told again, unless it was taken out first. */
  keys(): Iterable<string> {
    return this.#places.keys();
  }

  /** As they lie: good until the next is set. */
  get(key: string): Uint8Array | null {
    const place = this.#places.get(key);
    return place === undefined ? null : this.#at(place);
  }

  /** Replaces the bytes of a key; null takes them out. */
  set(key: string, bytes: Uint8Array | null): void {
    const known = this.get(key);
    if (known !== null) this.#idle += known.length + HEAD;
    if (bytes === null) this.#places.delete(key);
    else this.#places.set(key, this.#added(bytes));
    if (this.#idle > this.#taken / 3 + PIECE) this.#moveTogether();
  }

  #at(place: number): Uint8Array {
    const piece = this.#pieces[Math.floor(place / PIECE)];
    if (piece === undefined) throw new RangeError(`nothing stands at ${place}`);
    const at = place % PIECE;
    return new Uint8Array(piece.buffer, at + HEAD, piece.getUint32(at));
  }

  #added(bytes: Uint8Array): number {
    const size = bytes.length + HEAD;
    if (this.#end + size > PIECE) {
      this.#pieces.push(new DataView(new ArrayBuffer(Math.max(size, PIECE))));
      this.#end = 0;
    }
    const at = this.#end;
    const piece = this.#pieces[this.#pieces.length - 1];
    piece?.setUint32(at, bytes.length);
    if (piece !== undefined) new Uint8Array(piece.buffer).set(bytes, at + HEAD);
    this.#end += size;
    this.#taken += size;
    return (this.#pieces.length - 1) * PIECE + at;
  }

  #moveTogether(): void {
    const entries = Array.from(this.#places, ([key, place]) => [key, this.#at(place)] as const);
    this.#pieces = [];
    this.#end = PIECE;
    this.#taken = 0;
    this.#idle = 0;
    for (const [key, bytes] of entries) this.#places.set(key, this.#added(bytes));
  }
}
