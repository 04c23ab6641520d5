const WORD_BYTES = 4;
/** FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), a word of four bytes at a time. */
const [BASIS, PRIME] = [0x811c9dc5, 0x01000193];

/** 32 bits that tell bytes from what a failing disk made of them; not from others that somebody chose. */
export const checkOf = (bytes: Uint8Array): number => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const wordsEnd = bytes.length - (bytes.length % WORD_BYTES);
  let hash = BASIS ^ bytes.length;
  for (let at = 0; at < wordsEnd; at += WORD_BYTES) hash = Math.imul(hash ^ view.getUint32(at), PRIME);
  for (let at = wordsEnd; at < bytes.length; at += 1) hash = Math.imul(hash ^ view.getUint8(at), PRIME);
  return hash >>> 0;
};
