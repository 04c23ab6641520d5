import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const KEY_BYTES = 32;

/** The key that secrets at rest are encrypted with cannot be used as it is. */
export class BadKey extends Error {
  override readonly name = 'BadKey';
}

/** @throws BadKey for anything but 32 bytes in base64 or base64url */
export const parseKey = (text: string): Uint8Array => {
  const key = Buffer.from(text.trim(), 'base64url');
  if (key.length !== KEY_BYTES) throw new BadKey(`a key has ${KEY_BYTES} bytes in base64, this one ${key.length}`);
  return new Uint8Array(key);
};

/** Reads the key of this folder, or makes one that only its owner may read. @throws BadKey, Error of the file system */
export const openKeyFile = (path: string, randomBytes: (count: number) => Uint8Array): Uint8Array => {
  if (existsSync(path)) return parseKey(readFileSync(path, 'utf8'));
  const key = randomBytes(KEY_BYTES);
  // `wx`: of two that start at the same moment one fails instead of both going on with different keys
  writeFileSync(path, `${Buffer.from(key).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  return new Uint8Array(key);
};
