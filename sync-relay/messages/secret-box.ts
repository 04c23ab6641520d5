import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';

/** Encrypts small texts at rest: AES-256-GCM, bound to the place they are stored in. */
export interface SecretBox {
  seal(text: string, place: string): string;
  /** Null when it was sealed with another key or for another place, or was changed. */
  open(sealed: string, place: string): string | null;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** `key` 32 bytes. */
export const makeSecretBox = (key: Uint8Array, randomBytes: (count: number) => Uint8Array): SecretBox => ({
  seal(text, place) {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
  },
  open(sealed, place) {
    const bytes = Buffer.from(sealed, 'base64url');
    if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
      return text.toString('utf8');
    } catch {
      return null;
    }
  },
});

/** A key of its own for each use, from the one key of the folder. */
export const keyFor = (masterKey: Uint8Array, use: 'secrets' | 'links'): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', masterKey, new Uint8Array(0), `jieli messages ${use}`, 32));
