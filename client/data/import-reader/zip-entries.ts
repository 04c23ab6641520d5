import { MAX_UNPACKED_BYTES, Unreadable } from './table.ts';

/** One file inside a zip, as the directory at its end states it. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  readonly headerAt: number;
}

const END_MARK = 0x06054b50;
const ENTRY_MARK = 0x02014b50;
const END_BYTES = 22;
/** A comment of 65,535 bytes may stand behind the end record. */
const END_SEARCH_BYTES = END_BYTES + 65_535;
const STORED = 0;
const DEFLATED = 8;

const endRecordAt = (view: DataView): number => {
  const from = Math.max(0, view.byteLength - END_SEARCH_BYTES);
  for (let at = view.byteLength - END_BYTES; at >= from; at -= 1) {
    if (view.getUint32(at, true) === END_MARK) return at;
  }
  throw new Unreadable('damaged');
};

/**
 * Directory of a zip: what is inside and how large it becomes, before anything is unpacked.
 * @throws Unreadable `damaged` when there is no whole directory, `tooLarge` when it claims too much.
 */
export const zipEntries = (bytes: Uint8Array): readonly ZipEntry[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endRecordAt(view);
  const count = view.getUint16(end + 10, true);
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  let unpacked = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== ENTRY_MARK) throw new Unreadable('damaged');
    const nameBytes = view.getUint16(at + 28, true);
    const unpackedBytes = view.getUint32(at + 24, true);
    unpacked += unpackedBytes;
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameBytes)),
      method: view.getUint16(at + 10, true),
      packedBytes: view.getUint32(at + 20, true),
      unpackedBytes,
      headerAt: view.getUint32(at + 42, true),
    });
    at += 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  if (unpacked > MAX_UNPACKED_BYTES) throw new Unreadable('tooLarge');
  return entries;
};

const inflate = async (packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> => {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const parts: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    total += value.byteLength;
    // What the directory says may be a lie.
    if (total > MAX_UNPACKED_BYTES) throw new Unreadable('tooLarge');
    parts.push(value);
  }
  const whole = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
};

/** Text of one entry. @throws Unreadable `damaged`, `tooLarge` */
export const entryText = async (bytes: Uint8Array<ArrayBuffer>, entry: ZipEntry): Promise<string> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (entry.headerAt + 30 > view.byteLength) throw new Unreadable('damaged');
  const from =
    entry.headerAt + 30 + view.getUint16(entry.headerAt + 26, true) + view.getUint16(entry.headerAt + 28, true);
  const packed = bytes.subarray(from, from + entry.packedBytes);
  if (entry.method === STORED) return new TextDecoder().decode(packed);
  if (entry.method !== DEFLATED) throw new Unreadable('damaged');
  return new TextDecoder().decode(await inflate(packed));
};
