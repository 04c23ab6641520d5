import { inflateSync } from 'node:zlib';

/**
 * What is checked of a PDF: it begins with its header; it ends with `startxref`, an offset and `%%EOF`, with
 * nothing but white space behind; that offset leads to a cross-reference table with a trailer, or to a
 * cross-reference stream; the trailer names a root; and there is at least one page, in the open or in an object
 * stream. Fonts, pictures and what the page shows are not looked at; an encrypted file is refused, for its pages
 * cannot be seen.
 */
export type PdfFlaw = 'noHeader' | 'noTrailer' | 'noCrossReference' | 'encrypted' | 'noPage';

const TAIL_BYTES = 1024;
/** What all object streams together may unfold to; pages are described in far less. */
const INFLATED_BYTES = 16 * 1024 * 1024;
/** What one that does not unfold counts for. */
const BROKEN_BYTES = 1024 * 1024;
/** A stream stands right behind its dictionary. */
const DICTIONARY_CHARACTERS = 2048;

const PAGE = /\/Type\s*\/Page(?![A-Za-z])/;
const OBJECT_STREAM = /\/Type\s*\/ObjStm(?![A-Za-z])/;

/** Start of the newest cross-reference section, or null. */
const crossReferenceAt = (text: string): number | null => {
  const tail = text.slice(-TAIL_BYTES);
  const match = /startxref\s+(\d{1,10})\s+%%EOF[\s\0]*$/.exec(tail);
  const offset = match ? Number(match[1]) : Number.NaN;
  return offset > 0 && offset < text.length ? offset : null;
};

/** The dictionary that names the document's root: after `trailer`, or of the cross-reference stream itself. */
const trailerOf = (text: string, offset: number): string | null => {
  const section = text.slice(offset);
  if (/^\s*xref\s/.test(section)) {
    const at = section.indexOf('trailer');
    return at < 0 ? null : section.slice(at, at + 4096);
  }
  if (!/^\s*\d+\s+\d+\s+obj/.test(section)) return null;
  const at = section.indexOf('stream');
  const dictionary = at < 0 ? '' : section.slice(0, at);
  return /\/Type\s*\/XRef/.test(dictionary) ? dictionary : null;
};

/** Null when it is no compressed stream, or unfolds to more than `mostBytes`. */
const inflated = (bytes: Uint8Array, mostBytes: number): string | null => {
  try {
    return inflateSync(bytes, { maxOutputLength: mostBytes }).toString('latin1');
  } catch {
    return null;
  }
};

/** Bodies of the object streams, in order; every byte of the file is passed once. */
function* objectStreams(bytes: Uint8Array, text: string): Generator<Uint8Array> {
  const marks = new RegExp(OBJECT_STREAM, 'g');
  while (marks.exec(text) !== null) {
    const at = text.slice(marks.lastIndex, marks.lastIndex + DICTIONARY_CHARACTERS).indexOf('stream');
    if (at < 0) continue;
    const word = marks.lastIndex + at + 'stream'.length;
    const end = text.indexOf('endstream', word);
    if (end < 0) return;
    yield bytes.subarray(word + (text.startsWith('\r\n', word) ? 2 : 1), end);
    marks.lastIndex = end;
  }
}

const hasPageInObjectStreams = (bytes: Uint8Array, text: string): boolean => {
  let left = INFLATED_BYTES;
  for (const stream of objectStreams(bytes, text)) {
    const content = inflated(stream, left);
    if (content !== null && PAGE.test(content)) return true;
    // what cannot be unfolded may have cost as much as what can
    left -= content === null ? BROKEN_BYTES : content.length;
    if (left <= 0) return false;
  }
  return false;
};

/** What is wrong with a file that says it is a PDF; null = nothing that is checked. */
export const pdfFlaw = (bytes: Uint8Array): PdfFlaw | null => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (!/^%PDF-[12]\.\d/.test(text)) return 'noHeader';
  const offset = crossReferenceAt(text);
  if (offset === null) return 'noTrailer';
  const trailer = trailerOf(text, offset);
  if (trailer === null || !/\/Root\s+\d+\s+\d+\s+R/.test(trailer)) return 'noCrossReference';
  if (/\/Encrypt\s/.test(trailer)) return 'encrypted';
  return PAGE.test(text) || hasPageInObjectStreams(bytes, text) ? null : 'noPage';
};
