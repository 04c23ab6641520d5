import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

const TAG_BYTES = 16;
const PLAIN_KEY = Buffer.alloc(32, 7);

interface GcmParams {
  readonly iv: Uint8Array;
}

const exact = (bytes: Buffer): ArrayBuffer =>
  bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;

/** What the data layer asks of WebCrypto, answered at once: thread pools would finish in another order each time. */
const METHODS: Readonly<Record<string, (...args: never[]) => unknown>> = {
  digest: (_name: string, bytes: Uint8Array) => exact(createHash('sha256').update(bytes).digest()),
  generateKey: () => ({ kind: 'virtual key' }),
  encrypt: ({ iv }: GcmParams, _key: unknown, plain: Uint8Array) => {
    const cipher = createCipheriv('aes-256-gcm', PLAIN_KEY, iv);
    return exact(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
  },
  decrypt: ({ iv }: GcmParams, _key: unknown, sealed: Uint8Array) => {
    const decipher = createDecipheriv('aes-256-gcm', PLAIN_KEY, iv);
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return exact(Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]));
  },
};

/** Replaces the process's WebCrypto by one that waits for no thread; the result puts it back. */
export const installVirtualCrypto = (): (() => void) => {
  const subtle = globalThis.crypto.subtle as unknown as Record<string, unknown>;
  for (const [name, method] of Object.entries(METHODS)) {
    const answer = (...args: never[]): Promise<unknown> => Promise.resolve().then(() => method(...args));
    Object.defineProperty(subtle, name, { value: answer, configurable: true, writable: true });
  }
  return () => {
    for (const name of Object.keys(METHODS)) delete subtle[name];
  };
};
