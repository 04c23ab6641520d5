import type { LocalStore } from '../storage/contract.ts';

/** Small secrets at rest, encrypted; later behind a PIN and an offline lease (R93), with the same interface. */
export interface SecretStore {
  put(key: string, value: unknown): Promise<void>;
  /** Null when there is none, or when it cannot be decrypted with this device's key. */
  get(key: string): Promise<unknown>;
  keys(): Promise<readonly string[]>;
  delete(keys: readonly string[]): Promise<void>;
}

interface Sealed {
  readonly iv: Uint8Array;
  readonly bytes: Uint8Array;
}

const KEY_NAME = 'secretKey';
const IV_BYTES = 12;

/** AES-GCM under a key that cannot be read out of the browser, made at first use. */
export const makeSecretStore = (
  store: LocalStore,
  generation: number,
  randomBytes: (count: number) => Uint8Array,
): SecretStore => {
  let key: Promise<CryptoKey> | null = null;

  const makeKey = async (): Promise<CryptoKey> => {
    const known = await store.read('meta', KEY_NAME);
    if (known !== undefined) return known as CryptoKey;
    const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    await store.commit(generation, [{ store: 'meta', key: KEY_NAME, value: made }]);
    return made;
  };
  const keyOf = (): Promise<CryptoKey> => {
    key ??= makeKey().catch((cause: unknown) => {
      // The disk refused the key: the next one to ask tries again.
      key = null;
      throw cause;
    });
    return key;
  };

  return {
    async put(name, value) {
      const iv = Uint8Array.from(randomBytes(IV_BYTES));
      const plain = new TextEncoder().encode(JSON.stringify(value));
      const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyOf(), plain);
      const kept: Sealed = { iv, bytes: new Uint8Array(sealed) };
      await store.commit(generation, [{ store: 'secrets', key: name, value: kept }]);
    },
    async get(name) {
      const kept = (await store.read('secrets', name)) as Sealed | undefined;
      if (kept === undefined) return null;
      try {
        const iv = Uint8Array.from(kept.iv);
        const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await keyOf(), Uint8Array.from(kept.bytes));
        return JSON.parse(new TextDecoder().decode(plain)) as unknown;
      } catch {
        return null;
      }
    },
    keys: async () => (await store.entries('secrets')).map(([name]) => name),
    async delete(keys) {
      await store.commit(
        generation,
        keys.map((name) => ({ store: 'secrets', key: name, value: undefined })),
      );
    },
  };
};
