import { pdfFlaw } from './pdf.ts';

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1');
const starts = (bytes: Uint8Array, ...head: readonly number[]): boolean => head.every((byte, i) => bytes[i] === byte);

const HEIC_BRANDS = new Set(['heic', 'heix', 'hevc', 'mif1', 'msf1']);
const AUDIO_BRANDS = new Set(['M4A ', 'M4B ', 'mp41', 'mp42', 'isom', 'iso2', 'iso5', 'dash', '3gp4', '3gp5', '3gp6']);

const isoMedia = (bytes: Uint8Array): string | null => {
  if (ascii(bytes, 4, 8) !== 'ftyp') return null;
  const brand = ascii(bytes, 8, 12);
  if (HEIC_BRANDS.has(brand)) return 'image/heic';
  return AUDIO_BRANDS.has(brand) ? 'audio/mp4' : null;
};

const riff = (bytes: Uint8Array): string | null => {
  if (ascii(bytes, 0, 4) !== 'RIFF') return null;
  const form = ascii(bytes, 8, 12);
  if (form === 'WEBP') return 'image/webp';
  return form === 'WAVE' ? 'audio/wav' : null;
};

/** Word and Excel files: a zip whose directory lists the content types and the main part. */
const officeFile = (bytes: Uint8Array): string | null => {
  if (!starts(bytes, 0x50, 0x4b, 0x03, 0x04)) return null;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.indexOf('PK\x05\x06', -65_557, 'latin1') < 0 || !buffer.includes('[Content_Types].xml')) return null;
  if (buffer.includes('xl/workbook.xml')) return 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  if (buffer.includes('word/document.xml')) {
    return 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  }
  return null;
};

/** Type of a file by what its bytes are, never by its name; null = none of those that are taken. */
export const mediaTypeOf = (bytes: Uint8Array): string | null => {
  if (ascii(bytes, 0, 5) === '%PDF-') return pdfFlaw(bytes) === null ? 'application/pdf' : null;
  if (starts(bytes, 0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (starts(bytes, 0x49, 0x44, 0x33) || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2)) return 'audio/mpeg';
  // ADTS: the same eleven bits as an MPEG frame, and layer 0, which is none of MPEG's
  if (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xf6) === 0xf0) return 'audio/aac';
  if (ascii(bytes, 0, 5) === '#!AMR') return 'audio/amr';
  if (starts(bytes, 0x1a, 0x45, 0xdf, 0xa3)) return 'audio/webm';
  if (ascii(bytes, 0, 4) === 'OggS') return 'audio/ogg';
  return riff(bytes) ?? isoMedia(bytes) ?? officeFile(bytes);
};
