const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';
/** 22 letters of 6 bits: 132 bits. */
const LENGTH = 22;

/** A new id from the platform's randomness: unguessable, independent of clock and position. */
export const newIdFrom = (randomBytes: (count: number) => Uint8Array): string => {
  let id = '';
  for (const byte of randomBytes(LENGTH)) id += ALPHABET[byte & 63];
  return id;
};
