import { expect, test } from 'vitest';
import type { CustomerId, PackedText, Place } from '#rules';
import { ShelvedCheckpoints } from '../../../client/data/worker/checkpoints.ts';

const [A, B, C, D] = ['a' as CustomerId, 'b' as CustomerId, 'c' as CustomerId, 'd' as CustomerId] as const;
const IDS = [A, B, C, D];

/** A shelf on which every part has a place of its own; the texts that are still needed. */
const openShelf = () => {
  const texts: string[] = [];
  const places = new Map<PackedText, Place>();
  const needed = new Set<number>();
  const partAt = (place: Place): PackedText => {
    needed.add(place[1]);
    const part = { text: () => texts[place[1]] ?? '', forget: () => needed.delete(place[1]) };
    places.set(part, place);
    return part;
  };
  return {
    put: (text: string): PackedText => partAt([2, texts.push(text) - 1, text.length]),
    partAt,
    placeOf: (part: PackedText): Place => places.get(part) ?? [-1, -1, -1],
    needed: () => [...needed].map((at) => texts[at]).toSorted(),
    release: () => needed.clear(),
  };
};

test('[OP-1] texts begin where those of another lay, each with its customer', () => {
  const shelf = openShelf();
  const first = new ShelvedCheckpoints(shelf);
  first.set(A, 'text a');
  first.set(C, 'text c');
  first.set(D, 'text d');
  expect(first.count()).toBe(3);
  const places = first.places(IDS, shelf.placeOf);
  const next = new ShelvedCheckpoints(shelf);
  next.begin(IDS, places, shelf.partAt);
  expect(IDS.map((id) => next.get(id))).toEqual(['text a', null, 'text c', 'text d']);
  expect(next.count()).toBe(3);
  // Only of those that are asked for.
  const some = new ShelvedCheckpoints(shelf);
  some.begin([B, D], first.places([B, D], shelf.placeOf), shelf.partAt);
  expect(IDS.map((id) => some.get(id))).toEqual([null, null, null, 'text d']);
});

test('[OP-1] whoever has a text already keeps it, and the other is needed no more', () => {
  const shelf = openShelf();
  const first = new ShelvedCheckpoints(shelf);
  first.set(A, 'before');
  first.set(B, 'text b');
  const places = first.places(IDS, shelf.placeOf);
  shelf.release();
  const next = new ShelvedCheckpoints(shelf);
  next.set(A, 'since');
  next.begin(IDS, places, shelf.partAt);
  expect([next.get(A), next.get(B)]).toEqual(['since', 'text b']);
  expect(shelf.needed()).toEqual(['since', 'text b']);
});

test('[DW-21] a text that is set anew, or taken away, is needed no more', () => {
  const shelf = openShelf();
  const checkpoints = new ShelvedCheckpoints(shelf);
  checkpoints.set(A, 'one');
  checkpoints.set(A, 'two');
  checkpoints.set(B, 'text b');
  expect([checkpoints.get(A), shelf.needed(), checkpoints.count()]).toEqual(['two', ['text b', 'two'], 2]);
  checkpoints.set(A, null);
  checkpoints.set(C, null);
  expect([checkpoints.get(A), shelf.needed(), checkpoints.count()]).toEqual([null, ['text b'], 1]);
});
