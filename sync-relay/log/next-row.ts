import * as encoding from 'lib0/encoding';

/** Yjs v1: content of kind 8 (plain values), a string of that kind, the flag of an item with an origin. */
const CONTENT_ANY = 8;
const ANY_STRING = 119;
const HAS_ORIGIN = 0x80;

/** The update by which stock Yjs would add one string at the end of a log that one client alone has written so far. */
export const encodeNextRow = (client: number, clock: number, root: string, row: string): Uint8Array =>
  encoding.encode((encoder) => {
    for (const count of [1, 1, client, clock]) encoding.writeVarUint(encoder, count);
    encoding.writeUint8(encoder, clock === 0 ? CONTENT_ANY : CONTENT_ANY | HAS_ORIGIN);
    if (clock === 0) {
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarString(encoder, root);
    } else {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock - 1);
    }
    encoding.writeVarUint(encoder, 1);
    encoding.writeUint8(encoder, ANY_STRING);
    encoding.writeVarString(encoder, row);
    encoding.writeVarUint(encoder, 0);
  });
