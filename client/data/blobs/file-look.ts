import type { Evidence } from '#rules';
import type { FileFault } from '../contract.ts';

const latin1 = (bytes: Uint8Array): string => {
  let text = '';
  for (let from = 0; from < bytes.length; from += 8192)
    text += String.fromCharCode(...bytes.subarray(from, from + 8192));
  return text;
};

const startsWith = (bytes: Uint8Array, at: number, text: string): boolean =>
  [...text].every((letter, index) => bytes[at + index] === letter.charCodeAt(0));

type Matches = (bytes: Uint8Array) => boolean;

const IMAGES: readonly Matches[] = [
  (bytes) => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff,
  (bytes) => bytes[0] === 0x89 && startsWith(bytes, 1, 'PNG\r\n'),
  (bytes) => startsWith(bytes, 0, 'RIFF') && startsWith(bytes, 8, 'WEBP'),
  (bytes) => startsWith(bytes, 4, 'ftyp') && /^(?:hei[cx]|hevc|mif1|msf1)$/.test(latin1(bytes.subarray(8, 12))),
];
/** An MPEG frame or an ADTS one (AAC) begins with the same eleven bits. */
const AUDIO: readonly Matches[] = [
  (bytes) => startsWith(bytes, 0, 'RIFF') && startsWith(bytes, 8, 'WAVE'),
  (bytes) => startsWith(bytes, 4, 'ftyp') && !IMAGES.some((matches) => matches(bytes)),
  (bytes) => startsWith(bytes, 0, 'ID3') || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0),
  (bytes) => bytes[0] === 0x1a && startsWith(bytes, 1, 'E') && bytes[2] === 0xdf && bytes[3] === 0xa3,
  (bytes) => startsWith(bytes, 0, 'OggS'),
  (bytes) => startsWith(bytes, 0, '#!AMR'),
];
const KNOWN: readonly Matches[] = [...IMAGES, ...AUDIO, (bytes) => startsWith(bytes, 0, 'PK\u0003\u0004')];

const TAIL_BYTES = 2048;

/**
 * Whether bytes look like a whole PDF with a page: header, `startxref … %%EOF` at the end, and a page object or
 * an object stream that may hold it. What this lets through and the relay does not comes back as a refused file.
 */
export const looksLikePdf = (bytes: Uint8Array): boolean => {
  if (!startsWith(bytes, 0, '%PDF-')) return false;
  if (!/startxref\s+\d+\s+%%EOF\s*$/.test(latin1(bytes.subarray(-TAIL_BYTES)))) return false;
  return /\/Type\s*\/(?:Page(?![A-Za-z])|ObjStm)/.test(latin1(bytes));
};

/** Why a file cannot be attached as `documentType`; null = it can. */
export const fileFault = (
  bytes: Uint8Array,
  documentType: Evidence['documentType'],
  limitBytes: number,
): FileFault | null => {
  if (bytes.length === 0) return 'empty';
  if (bytes.length > limitBytes) return 'tooLarge';
  if (documentType === 'callRecording') return AUDIO.some((matches) => matches(bytes)) ? null : 'notAudio';
  if (documentType === 'chatScreenshot') return IMAGES.some((matches) => matches(bytes)) ? null : 'notImage';
  const isPdf = startsWith(bytes, 0, '%PDF-');
  if (documentType === 'requirementConfirmation' || isPdf) return looksLikePdf(bytes) ? null : 'notPdf';
  return KNOWN.some((matches) => matches(bytes)) ? null : 'unsupportedType';
};
