import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Receipt } from '#protocol';
import { type RelayFact, relayFactBody } from '#rules';
import { elementText } from '../inspector/index.ts';
import type { RowRecord } from './run.ts';

/**
 * The relay's word on what it received and said. Only the relay checks it, so the MAC of a receipt also covers
 * the room and the row's text: a receipt proves the row given back with it, not only its place.
 */
export interface Macs {
  row(room: string, row: string, received: number): string;
  fact(room: string, fact: RelayFact): string;
}

export const makeMacs = (key: Uint8Array): Macs => {
  const sign = (parts: readonly (string | number)[]): string =>
    createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url');
  return {
    row: (room, row, received) => sign(['row', room, row, received]),
    fact: (room, fact) => sign(['fact', room, relayFactBody(fact)]),
  };
};

/** Compares in constant time. */
export const sameMac = (a: string, b: string): boolean => {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
};

export const textOf = (record: RowRecord): string => elementText(record.run.slice(record.clock, record.clock + 1));

/** `text` spares reading it again where it is known. */
export const receiptOf = (record: RowRecord, macs: Macs, text = textOf(record)): Receipt => ({
  device: record.device,
  n: record.n,
  id: record.id,
  received: record.received,
  mac: macs.row(record.room, text, record.received),
});
