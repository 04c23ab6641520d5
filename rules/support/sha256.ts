/**
 * SHA-256, synchronous and pure. The platform's own is asynchronous in browsers and lives in `node:crypto`
 * elsewhere; effect ids and digests are needed inside the fold, which may depend on neither.
 */
const K = new Int32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
]);

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
  const h = new Uint32Array([
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
  ]);
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
