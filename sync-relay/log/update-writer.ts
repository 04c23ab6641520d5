import * as encoding from 'lib0/encoding';
import type { Run } from './run.ts';

/** Elements `[from, to)` of a run. */
export interface Piece {
  readonly run: Run;
  readonly from: number;
  readonly to: number;
}

const CONTENT_ANY = 8;
const HAS_ORIGIN = 0x80;
/** `parent info` 1: the parent is a root type given by name. */
const PARENT_IS_ROOT = 1;

const writeStruct = (encoder: encoding.Encoder, run: Run, from: number, to: number): void => {
  const origin = run.origin(from);
  encoding.writeUint8(encoder, origin === null ? CONTENT_ANY : CONTENT_ANY | HAS_ORIGIN);
  if (origin === null) {
    encoding.writeVarUint(encoder, PARENT_IS_ROOT);
    encoding.writeVarString(encoder, run.log);
  } else {
    encoding.writeVarUint(encoder, origin.client);
    encoding.writeVarUint(encoder, origin.clock);
  }
  encoding.writeVarUint(encoder, to - from);
  encoding.writeUint8Array(encoder, run.slice(from, to));
};

/** Groups in the order Yjs writes them: higher clients first, which its own merge functions rely on. */
export const inWireOrder = (pieces: readonly Piece[]): readonly Piece[] =>
  pieces.toSorted((a, b) => b.run.client - a.run.client);

/** The one encoding of these pieces as a Yjs v1 update; at most one piece per run. */
export const encodePieces = (pieces: readonly Piece[]): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, pieces.length);
  for (const { run, from, to } of inWireOrder(pieces)) {
    const starts: number[] = [];
    for (let clock = from; clock < to; clock = run.unbrokenUntil(clock, to)) starts.push(clock);
    encoding.writeVarUint(encoder, starts.length);
    encoding.writeVarUint(encoder, run.client);
    encoding.writeVarUint(encoder, from);
    starts.forEach((start, index) => {
      writeStruct(encoder, run, start, starts[index + 1] ?? to);
    });
  }
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
};
