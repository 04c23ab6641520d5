/** What a file is by its bytes; names and declared types are never believed. */
interface Signature {
  readonly mediaType: string;
  readonly at: number;
  readonly bytes: readonly number[];
}
const ascii = (text: string): readonly number[] => [...text].map((letter) => letter.charCodeAt(0));

const SIGNATURES: readonly Signature[] = [
  { mediaType: 'application/pdf', at: 0, bytes: ascii('%PDF-') },
  { mediaType: 'image/jpeg', at: 0, bytes: [0xff, 0xd8, 0xff] },
  { mediaType: 'image/png', at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { mediaType: 'image/webp', at: 8, bytes: ascii('WEBP') },
  { mediaType: 'image/heic', at: 4, bytes: ascii('ftyphei') },
  { mediaType: 'audio/mp4', at: 4, bytes: ascii('ftypM4A') },
  { mediaType: 'audio/mpeg', at: 0, bytes: ascii('ID3') },
  { mediaType: 'audio/wav', at: 8, bytes: ascii('WAVE') },
  { mediaType: 'audio/webm', at: 0, bytes: [0x1a, 0x45, 0xdf, 0xa3] },
  { mediaType: 'application/zip', at: 0, bytes: [0x50, 0x4b, 0x03, 0x04] },
];

/** Media type by magic bytes; null = not on the list of what is accepted. */
export const mediaTypeOf = (bytes: Uint8Array): string | null =>
  SIGNATURES.find(({ at, bytes: magic }) => magic.every((byte, index) => bytes[at + index] === byte))?.mediaType ??
  null;

const text = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

const TAIL_BYTES = 2048;
const PAGE = /\/Type\s*\/Page(?![a-zA-Z])/;
/** Pages may stand in compressed object streams; then the file says so, and has a cross-reference stream. */
const OBJECT_STREAMS = /\/Type\s*\/ObjStm[\s\S]*\/Type\s*\/XRef|\/Type\s*\/XRef[\s\S]*\/Type\s*\/ObjStm/;

export type PdfFault = 'noHeader' | 'noTrailer' | 'noCrossReference' | 'noPage';

/**
 * Whether bytes are a PDF with a page: header at the start, `startxref` whose offset points at a cross-reference
 * table or stream, `%%EOF` at the end, and a page object, in plain or in an object stream. Null = it is. The pages
 * are not drawn, so a file that a viewer cannot show for another reason passes.
 */
export const pdfFault = (bytes: Uint8Array): PdfFault | null => {
  const body = text(bytes);
  if (!body.startsWith('%PDF-')) return 'noHeader';
  const tail = body.slice(-TAIL_BYTES);
  const pointer = /startxref\s+(\d{1,10})\s+%%EOF\s*$/.exec(tail);
  if (!pointer?.[1]) return 'noTrailer';
  const target = body.slice(Number(pointer[1]), Number(pointer[1]) + 40);
  if (!/^\s*(xref\b|\d+\s+\d+\s+obj\b)/.test(target)) return 'noCrossReference';
  return PAGE.test(body) || OBJECT_STREAMS.test(body) ? null : 'noPage';
};
