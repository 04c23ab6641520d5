import * as encoding from 'lib0/encoding';
import type { RejectReason } from '#protocol';
import { anyContent, join, type RawStruct, rawUpdate, rowContent } from './raw-update.ts';
import { ATTACKER, attackerRow, OWN_ROWS } from './world.ts';

/** A hostile update the attacker's device sends, and how it must be refused. */
export interface Hostile {
  readonly name: string;
  readonly update: Uint8Array;
  readonly reason: RejectReason;
}

export const { client } = ATTACKER;
export const NEXT = OWN_ROWS;
export const LAST = [client, OWN_ROWS - 1] as const;

/** The next struct of the own log, but for what is given. */
export const own = (struct: Partial<RawStruct> = {}, clock = NEXT): Uint8Array =>
  rawUpdate({
    groups: [{ client, clock, structs: [{ origin: LAST, content: rowContent(attackerRow(NEXT)), ...struct }] }],
  });
export const ownRow = (text: string): Uint8Array => own({ content: rowContent(text) });
export const ownValue = (value: Uint8Array): Uint8Array => own({ content: anyContent([value]) });
export const fields = (changes: Parameters<typeof attackerRow>[1]): Uint8Array => ownRow(attackerRow(NEXT, changes));

export const float32 = (value: number): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, 124);
  encoding.writeFloat32(encoder, value);
  return encoding.toUint8Array(encoder);
};
export const nested = (depth: number): Uint8Array =>
  join(...Array.from({ length: depth }, () => Uint8Array.of(117, 1)), Uint8Array.of(126));
export const replaced = (from: string, to: string): Uint8Array => ownRow(attackerRow(NEXT).replace(from, to));
export const deepJson = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
export const payload = (value: unknown): Uint8Array => fields({ payload: value });
export const CALL = { channel: 'call', answered: true, summary: '通话', atMs: 1 };
