import * as encoding from 'lib0/encoding';
import { type DeviceId, deviceLog, sha256Hex } from '#rules';

/**
 * Own rows as Yjs v1 updates, written directly: a device's log is one chain of strings, so the next part of it is
 * one struct whose place follows from how many of its rows the relay has acknowledged. No Y.Doc has to be kept
 * for it, and sending the same rows again gives the same bytes, which the relay recognises as known.
 */
const CONTENT_ANY = 8;
const HAS_ORIGIN = 0x80;
const PARENT_IS_ROOT = 1;
const ANY_STRING = 119;

/**
 * Yjs client id of a device's log in a room, derived so that it needs no keeping: the same after a crash between
 * sending and acknowledgement; another one as soon as the device goes on under another id (S9).
 */
export const logClientId = (device: DeviceId, room: string): number =>
  Number.parseInt(sha256Hex(`jieli-log ${device} ${room}`).slice(0, 8), 16);

const utf8 = new TextEncoder();
/** Bytes a row takes in an update. */
export const rowBytes = (row: string): number => utf8.encode(row).length + 4;

/** Rows `from`, `from + 1`, … of the device's log in `room`, as one update; `rows` must not be empty. */
export const encodeOwnRows = (device: DeviceId, room: string, from: number, rows: readonly string[]): Uint8Array => {
  const client = logClientId(device, room);
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, from);
  if (from === 0) {
    encoding.writeUint8(encoder, CONTENT_ANY);
    encoding.writeVarUint(encoder, PARENT_IS_ROOT);
    encoding.writeVarString(encoder, deviceLog(device));
  } else {
    encoding.writeUint8(encoder, CONTENT_ANY | HAS_ORIGIN);
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, from - 1);
  }
  encoding.writeVarUint(encoder, rows.length);
  for (const row of rows) {
    encoding.writeUint8(encoder, ANY_STRING);
    encoding.writeVarString(encoder, row);
  }
  // no deletes, ever
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
};
