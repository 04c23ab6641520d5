import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';

/**
 * Draws the PNG icons of `client/public` (run by hand after a change: `node --import tsx
 * client/service-worker/icons.ts`): two batons, one handed to the other, as capsules with soft edges.
 */
type Colour = readonly [red: number, green: number, blue: number];
interface Capsule {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly colour: Colour;
}
const PAPER: Colour = [247, 246, 243];
const CAPSULES: readonly Capsule[] = [
  { from: [120, 344], to: [262, 262], colour: [27, 30, 39] },
  { from: [250, 250], to: [392, 168], colour: [47, 77, 166] },
];
const GRID = 512;
const HALF_WIDTH = 38;
const CORNER = 112;

const distanceTo = ({ from, to }: Capsule, x: number, y: number): number => {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const along = Math.max(0, Math.min(1, ((x - from[0]) * dx + (y - from[1]) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - from[0] - along * dx, y - from[1] - along * dy) - HALF_WIDTH;
};
const distanceToCorner = (x: number, y: number): number => {
  const qx = Math.abs(x - GRID / 2) - GRID / 2 + CORNER;
  const qy = Math.abs(y - GRID / 2) - GRID / 2 + CORNER;
  return Math.hypot(Math.max(qx, 0), Math.max(qy, 0)) + Math.min(Math.max(qx, qy), 0) - CORNER;
};
/** 1 inside, 0 outside, soft over one device pixel. */
const cover = (distance: number, pixel: number): number => Math.max(0, Math.min(1, 0.5 - distance / pixel));

/** `scale` < 1 shrinks the drawing for the safe zone of a maskable icon; `round` cuts the corners. */
const draw = (size: number, scale: number, round: boolean): Buffer => {
  const pixel = GRID / size;
  const raw = Buffer.alloc(size * (size * 4 + 1));
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const x = (column + 0.5) * pixel;
      const y = (row + 0.5) * pixel;
      let colour: Colour = PAPER;
      for (const capsule of CAPSULES) {
        const at = (value: number): number => (value - GRID / 2) / scale + GRID / 2;
        const part = cover(distanceTo(capsule, at(x), at(y)) * scale, pixel);
        colour = colour.map((base, i) => base + ((capsule.colour[i] ?? 0) - base) * part) as unknown as Colour;
      }
      const alpha = round ? cover(distanceToCorner(x, y), pixel) : 1;
      const offset = row * (size * 4 + 1) + 1 + column * 4;
      raw.set([...colour.map(Math.round), Math.round(alpha * 255)], offset);
    }
  }
  return raw;
};

const CRC_TABLE = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
const crc = (bytes: Buffer): number => {
  let c = 0xffffffff;
  for (const byte of bytes) c = (CRC_TABLE[(c ^ byte) & 0xff] ?? 0) ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
};
const chunk = (kind: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(kind, 'ascii'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
};
const png = (size: number, raw: Buffer): Buffer => {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(raw, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

const ICONS = [
  { name: 'icon-192.png', size: 192, scale: 1, round: true },
  { name: 'icon-512.png', size: 512, scale: 1, round: true },
  { name: 'icon-maskable-512.png', size: 512, scale: 0.8, round: false },
  { name: 'icon-180.png', size: 180, scale: 0.9, round: false },
] as const;
for (const { name, size, scale, round } of ICONS) {
  const path = fileURLToPath(new URL(`../public/${name}`, import.meta.url));
  writeFileSync(path, png(size, draw(size, scale, round)));
}
