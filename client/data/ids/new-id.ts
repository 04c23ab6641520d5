/** Letters of 6 bits: 132 bits. */
const LENGTH = 22;
/** The fewest that hold so many bits. */
const BYTES = 17;

/** A new id from the platform's randomness, in base64url: unguessable, independent of clock and position. */
export const newIdFrom = (randomBytes: (count: number) => Uint8Array): string =>
  btoa(String.fromCharCode(...randomBytes(BYTES)))
    .slice(0, LENGTH)
    .replaceAll('+', '-')
    .replaceAll('/', '_');
