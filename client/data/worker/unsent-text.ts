import { encodeRow } from '#rules';
import { unsentFiles } from '../blobs/unsent-files.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { QuarantinedRow } from '../outbox/records.ts';
import type { LocalStore } from '../storage/contract.ts';

const ndjson = (lines: readonly unknown[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
const refusedLine = ({ event, doc, reason, detail, atMs }: QuarantinedRow): object => ({
  doc,
  reason,
  detail,
  atMs,
  row: encodeRow(event),
});

/** Refused records, one JSON object a line. */
export const refusedText = (rows: readonly QuarantinedRow[]): string => ndjson(rows.map(refusedLine));

const CHUNK = 0x8000;
const base64 = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
};

/** Everything only this device holds, one JSON object a line; the bytes of files in base64. */
export const unsentText = async (
  outbox: Pick<Outbox, 'pending' | 'quarantine'>,
  store: LocalStore,
): Promise<string> => {
  const files = await unsentFiles(store);
  return ndjson([
    ...outbox.pending().map(({ event, doc }) => ({ doc, row: encodeRow(event) })),
    ...outbox.quarantine().map(refusedLine),
    ...files.map(({ sha256, name, documentType, bytes }) => ({ sha256, name, documentType, base64: base64(bytes) })),
  ]);
};
