import { describe, expect, it } from 'vitest';
import { looksLikePdf } from '../../../client/data/blobs/file-look.ts';
import { jpegLook, pdfOfJpeg } from '../../../client/views/jpeg-pdf.ts';
import { pdfFlaw } from '../../../sync-relay/blobs/pdf.ts';

/** Header segments of a JPEG; what a decoder would draw does not matter here. */
const jpeg = (width: number, height: number, components = 3, frame = 0xc0): Uint8Array => {
  const size = [height >> 8, height & 255, width >> 8, width & 255];
  const app0 = [0xff, 0xe0, 0, 6, 0x4a, 0x46, 0x49, 0x46];
  const start = [0xff, frame, 0, 8 + 3 * components, 8, ...size, components, ...Array(3 * components).fill(1)];
  return Uint8Array.from([0xff, 0xd8, ...app0, ...start, 0xff, 0xda, 0, 2, 7, 7, 0xff, 0xd9]);
};
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

describe('a photo as a PDF', () => {
  it.each([
    ['upright', 1200, 1600, '[0 0 595 842]'],
    ['lying', 1600, 1200, '[0 0 842 595]'],
  ] as const)('[CS-14][R20] %s: one page that both checks take', (_, width, height, box) => {
    const pdf = pdfOfJpeg(jpeg(width, height));
    if (pdf === null) throw new Error('no PDF');
    expect(pdfFlaw(pdf)).toBeNull();
    expect(looksLikePdf(pdf)).toBe(true);
    expect(latin1(pdf)).toContain(box);
    expect(latin1(pdf)).toContain(`/Width ${width} /Height ${height} /ColorSpace /DeviceRGB`);
    expect(latin1(pdf).match(/\/Type \/Page /g)).toHaveLength(1);
  });

  it('[CS-14] every offset of the cross-reference table leads to its object, and the picture is taken over whole', () => {
    const picture = jpeg(900, 900, 1, 0xc2);
    const text = latin1(pdfOfJpeg(picture) ?? new Uint8Array());
    const table = text.slice(Number(/startxref\n(\d+)/.exec(text)?.[1]));
    const offsets = [...table.matchAll(/^(\d{10}) 00000 n/gm)].map(([, offset]) => Number(offset));
    expect(offsets.map((offset) => text.slice(offset, offset + 7))).toEqual([1, 2, 3, 4, 5].map((n) => `${n} 0 obj`));
    expect(text).toContain('/ColorSpace /DeviceGray');
    const body = text.indexOf('stream\n', text.indexOf('/DCTDecode')) + 'stream\n'.length;
    expect(text.slice(body, body + picture.length)).toBe(latin1(picture));
    expect(text.slice(body + picture.length).startsWith('\nendstream')).toBe(true);
    expect(text).toContain(`/Length ${picture.length} >>`);
  });

  it('[CS-14] the picture stays inside the page with its proportions', () => {
    const text = latin1(pdfOfJpeg(jpeg(4000, 1000)) ?? new Uint8Array());
    const place = /q ([\d.]+) 0\.00 0\.00 ([\d.]+) ([\d.]+) ([\d.]+) cm/.exec(text)?.slice(1).map(Number);
    const [w = 0, h = 0, x = 0, y = 0] = place ?? [];
    expect(w / h).toBeCloseTo(4, 1);
    expect(x + w).toBeLessThanOrEqual(842);
    expect(y + h).toBeLessThanOrEqual(595);
    expect(x).toBeCloseTo((842 - w) / 2, 1);
  });

  it('[CS-14] what is no JPEG, has no size, or has colours a page cannot name is refused', () => {
    expect(pdfOfJpeg(new Uint8Array())).toBeNull();
    expect(pdfOfJpeg(new TextEncoder().encode('%PDF-1.4 and more of it'))).toBeNull();
    expect(pdfOfJpeg(jpeg(0, 10))).toBeNull();
    expect(pdfOfJpeg(jpeg(10, 10, 4))).toBeNull();
    expect(jpegLook(Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 2]))).toBeNull();
    expect(jpegLook(jpeg(10, 10).subarray(0, 12))).toBeNull();
  });
});
