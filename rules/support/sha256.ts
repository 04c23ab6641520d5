/**
 * SHA-256, synchronous and pure. The platform's own is asynchronous in browsers and lives in `node:crypto`
 * elsewhere; effect ids and digests are needed inside the fold, which may depend on neither.
 */

/** The first 32 binary places of a number's root, found in whole numbers: the same everywhere. */
const rootPlaces = (of: number, power: bigint): number => {
  const whole = BigInt(of) << (32n * power);
  let root = 0n;
  for (let bit = 1n << 36n; bit > 0n; bit >>= 1n) if ((root + bit) ** power <= whole) root += bit;
  return Number(BigInt.asUintN(32, root));
};
const PRIMES: number[] = [];
for (let n = 2; PRIMES.length < 64; n++) if (PRIMES.every((prime) => n % prime !== 0)) PRIMES.push(n);

// As the standard has them: made here they are half a kilobyte of first load less than written down.
const K = Int32Array.from(PRIMES, (prime) => rootPlaces(prime, 3n));
const H = Uint32Array.from(PRIMES.slice(0, 8), (prime) => rootPlaces(prime, 2n));

/** Reads within bounds: every index here is a constant or a loop within the array. */
const at = (words: Uint32Array | Int32Array | Uint8Array, index: number): number => words[index] as number;

const rotate = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

export interface Sha256 {
  /** Takes in the UTF-8 bytes of `text`; a lone surrogate counts as U+FFFD, as in `TextEncoder`. */
  update(text: string): void;
  /** Lower-case hex; the hash takes nothing in afterwards. */
  hex(): string;
}

const compress = (h: Uint32Array, w: Int32Array, block: Uint8Array): void => {
  for (let i = 0, o = 0; i < 16; i++, o += 4) {
    w[i] = (at(block, o) << 24) | (at(block, o + 1) << 16) | (at(block, o + 2) << 8) | at(block, o + 3);
  }
  for (let i = 16; i < 64; i++) {
    const x = at(w, i - 15);
    const y = at(w, i - 2);
    const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
    const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
    w[i] = (at(w, i - 16) + s0 + at(w, i - 7) + s1) | 0;
  }
  let a = at(h, 0) | 0;
  let b = at(h, 1) | 0;
  let c = at(h, 2) | 0;
  let d = at(h, 3) | 0;
  let e = at(h, 4) | 0;
  let f = at(h, 5) | 0;
  let g = at(h, 6) | 0;
  let last = at(h, 7) | 0;
  for (let i = 0; i < 64; i++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (last + s1 + ((e & f) ^ (~e & g)) + at(K, i) + at(w, i)) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    last = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  h[0] = at(h, 0) + a;
  h[1] = at(h, 1) + b;
  h[2] = at(h, 2) + c;
  h[3] = at(h, 3) + d;
  h[4] = at(h, 4) + e;
  h[5] = at(h, 5) + f;
  h[6] = at(h, 6) + g;
  h[7] = at(h, 7) + last;
};

/** A running hash. */
export const makeSha256 = (): Sha256 => {
  const h = H.slice();
  const w = new Int32Array(64);
  const block = new Uint8Array(64);
  let filled = 0;
  let bytes = 0;
  const push = (byte: number): void => {
    block[filled++] = byte;
    bytes++;
    if (filled === 64) {
      compress(h, w, block);
      filled = 0;
    }
  };
  const pushCodePoint = (point: number): void => {
    if (point < 0x80) push(point);
    else if (point < 0x800) {
      push(0xc0 | (point >> 6));
      push(0x80 | (point & 63));
    } else if (point < 0x10000) {
      push(0xe0 | (point >> 12));
      push(0x80 | ((point >> 6) & 63));
      push(0x80 | (point & 63));
    } else {
      push(0xf0 | (point >> 18));
      push(0x80 | ((point >> 12) & 63));
      push(0x80 | ((point >> 6) & 63));
      push(0x80 | (point & 63));
    }
  };
  return {
    update: (text) => {
      for (let i = 0; i < text.length; i++) {
        const unit = text.charCodeAt(i);
        if (unit < 0x80) {
          push(unit);
          continue;
        }
        const point = text.codePointAt(i) ?? 0;
        if (point > 0xffff) i++;
        pushCodePoint(point >= 0xd800 && point <= 0xdfff ? 0xfffd : point);
      }
    },
    hex: () => {
      const bits = bytes * 8;
      push(0x80);
      while (filled !== 56) push(0);
      for (let shift = 56; shift >= 0; shift -= 8) push(Math.floor(bits / 2 ** shift) % 256);
      return Array.from(h, (word) => word.toString(16).padStart(8, '0')).join('');
    },
  };
};

/** Lower-case hex SHA-256 of a text's UTF-8 bytes. */
export const sha256Hex = (text: string): string => {
  const hash = makeSha256();
  hash.update(text);
  return hash.hex();
};
