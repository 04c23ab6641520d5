import { type CustomerId, type PackedText, type Place, VarintReader, VarintWriter } from '#rules';
import type { Checkpoints } from '../platform.ts';
import type { Shelf } from './shelf.ts';

const comparePlaces = (a: Place, b: Place): number => a[0] - b[0] || a[1] - b[1];

/** Texts that lie packed where the records of a fold do. */
export class ShelvedCheckpoints implements Checkpoints {
  readonly #shelf: Pick<Shelf, 'put'>;
  /** As they lie, nearly: what is written later lies behind. */
  readonly #parts = new Map<CustomerId, PackedText>();

  constructor(shelf: Pick<Shelf, 'put'>) {
    this.#shelf = shelf;
  }

  get(id: CustomerId): string | null {
    return this.#parts.get(id)?.text() ?? null;
  }

  set(id: CustomerId, text: string | null): void {
    this.#parts.get(id)?.forget();
    this.#parts.delete(id);
    if (text !== null) this.#parts.set(id, this.#shelf.put(text));
  }

  ids(): Iterable<CustomerId> {
    return this.#parts.keys();
  }

  count(): number {
    return this.#parts.size;
  }

  /** Where each customer's lies, in whole numbers. */
  places(customers: readonly CustomerId[], placeOf: (part: PackedText) => Place): Uint8Array {
    const numbers = new VarintWriter();
    for (const id of customers) {
      const part = this.#parts.get(id);
      numbers.addAll(part === undefined ? [] : placeOf(part));
    }
    return numbers.written();
  }

  /** Begins with what {@link places} told of the same customers; whoever has one already keeps it. */
  begin(customers: readonly CustomerId[], places: Uint8Array, partAt: (place: Place) => PackedText): void {
    const numbers = new VarintReader(places);
    const placed = customers.flatMap((id) => {
      const [file, at, length] = numbers.all();
      const isThere = file !== undefined && at !== undefined && length !== undefined;
      return isThere ? [{ id, place: [file, at, length] as const }] : [];
    });
    for (const { id, place } of placed.sort((a, b) => comparePlaces(a.place, b.place))) {
      const part = partAt(place);
      if (this.#parts.has(id)) part.forget();
      else this.#parts.set(id, part);
    }
  }
}
