import { sha256Hex } from '../support/sha256.ts';

/** An id for what a row is about: the same on every device and at every attempt. */
export const importId = (...parts: readonly (string | number)[]): string =>
  sha256Hex(JSON.stringify(['import', ...parts])).slice(0, 40);
