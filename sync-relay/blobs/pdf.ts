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
/** What one object stream may unfold to; pages are described in far less. */
const INFLATED_BYTES = 8 * 1024 * 1024;
const OBJECT_STREAMS = 200;

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

const inflated = (bytes: Uint8Array): string => {
  try {
    return inflateSync(bytes, { maxOutputLength: INFLATED_BYTES }).toString('latin1');
  } catch {
    return '';
  }
};

const hasPageInObjectStreams = (bytes: Uint8Array, text: string): boolean => {
  let from = 0;
  for (let seen = 0; seen < OBJECT_STREAMS; seen += 1) {
    const start = text.indexOf('stream', from);
    if (start < 0) return false;
    const end = text.indexOf('endstream', start);
    if (end < 0) return false;
    from = end + 'endstream'.length;
    const dictionary = text.slice(Math.max(text.lastIndexOf('obj', start), start - 2048), start);
    if (!OBJECT_STREAM.test(dictionary)) {
      seen -= 1;
      continue;
    }
    const body = start + 'stream'.length + (text.startsWith('\r\n', start + 'stream'.length) ? 2 : 1);
    if (PAGE.test(inflated(bytes.subarray(body, end)))) return true;
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
