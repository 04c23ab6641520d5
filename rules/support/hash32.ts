/** FNV-1a over code units, finished by a mix, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
export const hash32 = (text: string, seed = 0): number => {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 0;
};
