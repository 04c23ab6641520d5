/** A4 in points, and the white edge around the picture. */
const PAGE = { width: 595, height: 842, edge: 18 } as const;

export interface JpegLook {
  readonly width: number;
  readonly height: number;
  readonly components: number;
}

/** Start of frame markers: every SOFn but DHT (c4), JPG (c8) and DAC (cc). */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** Size in pixels and number of colour components of a JPEG; null for anything else. */
export const jpegLook = (bytes: Uint8Array): JpegLook | null => {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (isFrame(marker)) {
      const look = { height: view.getUint16(at + 5), width: view.getUint16(at + 7), components: bytes[at + 9] ?? 0 };
      return look.width > 0 && look.height > 0 ? look : null;
    }
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return null;
};

const COLOUR_SPACES: Readonly<Record<number, string>> = { 1: '/DeviceGray', 3: '/DeviceRGB' };

/** What draws the picture: as large as the page allows, in its middle, turned pages staying upright. */
const contentOf = ({ width, height }: JpegLook, page: { readonly width: number; readonly height: number }): string => {
  const scale = Math.min((page.width - 2 * PAGE.edge) / width, (page.height - 2 * PAGE.edge) / height);
  const [w, h] = [width * scale, height * scale];
  const place = [w, 0, 0, h, (page.width - w) / 2, (page.height - h) / 2].map((part) => part.toFixed(2)).join(' ');
  return `q ${place} cm /Photo Do Q`;
};

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/**
 * A PDF of one A4 page that shows a JPEG, whose bytes are taken over as they are (DCTDecode). Null for what is no
 * grey or colour JPEG. The picture must stand upright by itself: a PDF knows no EXIF.
 */
export const pdfOfJpeg = (jpeg: Uint8Array): Uint8Array | null => {
  const look = jpegLook(jpeg);
  const space = look === null ? undefined : COLOUR_SPACES[look.components];
  if (look === null || space === undefined) return null;
  const page =
    look.width > look.height ? { width: PAGE.height, height: PAGE.width } : { width: PAGE.width, height: PAGE.height };
  const text = (part: string): Uint8Array => new TextEncoder().encode(part);
  const content = contentOf(look, page);
  const picture = `<< /Type /XObject /Subtype /Image /Width ${look.width} /Height ${look.height} /ColorSpace ${space} /BitsPerComponent 8 /Filter /DCTDecode /Length ${jpeg.length} >>`;
  const objects: readonly Uint8Array[] = [
    text('<< /Type /Catalog /Pages 2 0 R >>'),
    text('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    text(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${page.width} ${page.height}] /Resources << /XObject << /Photo 4 0 R >> >> /Contents 5 0 R >>`,
    ),
    joined([text(`${picture}\nstream\n`), jpeg, text('\nendstream')]),
    text(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`),
  ];
  const parts: Uint8Array[] = [text('%PDF-1.4\n')];
  const offsets: number[] = [];
  let at = parts[0]?.length ?? 0;
  for (const [index, object] of objects.entries()) {
    const whole = joined([text(`${index + 1} 0 obj\n`), object, text('\nendobj\n')]);
    offsets.push(at);
    at += whole.length;
    parts.push(whole);
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  parts.push(
    text(`xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} /Root 1 0 R >>\n`),
    text(`startxref\n${at}\n%%EOF\n`),
  );
  return joined(parts);
};
