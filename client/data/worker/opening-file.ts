import type { FoldChange, FoldOpening, IsCovered, PackedText, Place } from '#rules';
import type { OpeningFiles, OpeningMark, Scratch, ScratchFile } from '../platform.ts';
import type { Asleep } from './asleep.ts';
import { checkOf } from './check-bytes.ts';

/** Before the head: how long it is, and a check of it. */
const PREFIX_BYTES = 8;
const CHECK_AT = 4;

/** What of an opening is bytes. */
type Binary = Pick<FoldOpening, 'sleeping' | 'uses' | 'ids' | 'seals'>;

/** What a file begins with, as JSON: all that is no bytes, and of the pieces behind it how long each is, and a check. */
interface Head {
  readonly fold: Omit<FoldOpening, keyof Binary>;
  readonly more: unknown;
  readonly pieces: readonly (readonly [length: number, check: number])[];
}

/** Pieces of a file that says what the fold holds; `rest`: parts that lie in no file of their own. */
const piecesOf = (
  { ids, sleeping, uses, seals, ...fold }: FoldOpening,
  more: unknown,
  checkpoints: Uint8Array,
  rest: readonly Uint8Array[],
): readonly Uint8Array[] => {
  const bytes = new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength);
  const behind = [bytes, sleeping, uses, checkpoints, joined(rest), ...seals];
  const pieces = behind.map((piece) => [piece.length, checkOf(piece)] as const);
  const head = new TextEncoder().encode(JSON.stringify({ fold, more, pieces } satisfies Head));
  const prefix = new DataView(new ArrayBuffer(PREFIX_BYTES));
  prefix.setUint32(0, head.length);
  prefix.setUint32(CHECK_AT, checkOf(head));
  return [new Uint8Array(prefix.buffer), head, ...behind];
};

/**
 * Writes what a fold holds into a file of its own; null when something of it cannot be kept. What it holds is looked at
 * before this returns; what comes while it is written is not in it.
 */
export const markOpening = (
  { shelf, sleeping, checkpoints }: Asleep,
  scratch: Scratch,
  isCovered: IsCovered,
  more: unknown,
): Promise<OpeningMark> | null => {
  const mark = shelf.mark();
  let pieces: readonly Uint8Array[] | null = null;
  try {
    const opening = sleeping.opening(isCovered, mark.placeOf);
    pieces = opening && piecesOf(opening, more, checkpoints.places(opening.customers, mark.placeOf), mark.rest());
  } finally {
    if (pieces === null) mark.settle(null);
  }
  if (pieces === null) return null;
  return scratch.write(pieces).then(
    (file) => ({
      files: { opening: file.name, parts: mark.files },
      settle: (isGood) => {
        mark.settle(isGood ? file : null);
        if (!isGood) void file.delete();
      },
    }),
    (error: unknown) => {
      mark.settle(null);
      throw error;
    },
  );
};

/** An opening as it was read. */
export interface LoadedOpening {
  readonly more: unknown;
  begin(asleep: Asleep): Iterable<FoldChange> | null;
}

/** Reads what was marked. Rejects when a file is not there any more, or the opening is not whole. */
export const loadOpening = async (scratch: Scratch, { opening, parts }: OpeningFiles): Promise<LoadedOpening> => {
  const file = await scratch.open(opening);
  const files = await Promise.all(parts.map((name) => scratch.open(name)));
  const { head, pieces } = readPieces(file);
  const [ids, sleeping, uses, checkpoints, rest, ...seals] = pieces;
  if (!ids || !sleeping || !uses || !checkpoints || !rest) throw new Error('an opening has too few pieces');
  const fold: FoldOpening = {
    ...head.fold,
    ids: new Uint32Array(ids.slice().buffer),
    sleeping,
    uses,
    // Each by itself: they rest for long, and would keep all of the file in memory.
    seals: seals.map((packed) => packed.slice()),
  };
  return {
    more: head.more,
    begin: ({ shelf, sleeping: sleepers, checkpoints: known }) => {
      let partAt: (place: Place) => PackedText;
      const steps = sleepers.begin(fold, (place) => partAt(place));
      if (steps === null) return null;
      partAt = shelf.begin(file, files, rest);
      known.begin(fold.customers, checkpoints, partAt);
      return steps;
    },
  };
};

const joined = (all: readonly Uint8Array[]): Uint8Array => {
  const bytes = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const one of all) {
    bytes.set(one, end);
    end += one.length;
  }
  return bytes;
};

const checked = (bytes: Uint8Array, check: number): Uint8Array => {
  if (checkOf(bytes) !== check) throw new Error('an opening is damaged');
  return bytes;
};

const readPieces = (file: ScratchFile): { readonly head: Head; readonly pieces: readonly Uint8Array[] } => {
  const bytes = file.read(0, file.bytes);
  const prefix = new DataView(bytes.buffer, bytes.byteOffset);
  let end = PREFIX_BYTES;
  const next = (length: number, check: number): Uint8Array => {
    end += length;
    return checked(bytes.subarray(end - length, end), check);
  };
  const head = JSON.parse(new TextDecoder().decode(next(prefix.getUint32(0), prefix.getUint32(CHECK_AT)))) as Head;
  const pieces = head.pieces.map(([length, check]) => next(length, check));
  if (end !== bytes.length) throw new Error(`an opening has ${bytes.length} bytes, not ${end}`);
  return { head, pieces };
};
