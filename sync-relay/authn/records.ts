import type { Storage } from '../storage/contract.ts';

/** One kind of sign-in record: kept in memory, durable before `put` and `take` resolve. */
export interface Records<Value> {
  get(key: string): Value | null;
  all(): Iterable<readonly [key: string, value: Value]>;
  put(key: string, value: Value): Promise<void>;
  /** False when there was none: of several that take one record at the same time, one gets true. */
  take(key: string): Promise<boolean>;
  /** A change that somebody else's commit makes durable; `done` takes it into memory afterwards. Null removes. */
  change(key: string, value: Value | null): Change;
}

export interface Change {
  readonly meta: readonly [key: string, text: string | null];
  done(): void;
}

/** Records under `prefix` in the storage's meta. */
export const makeRecords = <Value>(
  storage: Storage,
  meta: ReadonlyMap<string, string>,
  prefix: string,
): Records<Value> => {
  const values = new Map<string, Value>();
  for (const [key, text] of meta) {
    if (key.startsWith(prefix)) values.set(key.slice(prefix.length), JSON.parse(text) as Value);
  }
  return {
    get: (key) => values.get(key) ?? null,
    all: () => values,
    async put(key, value) {
      await storage.commit({ meta: new Map([[prefix + key, JSON.stringify(value)]]) });
      values.set(key, value);
    },
    async take(key) {
      const value = values.get(key);
      if (value === undefined) return false;
      values.delete(key);
      try {
        await storage.commit({ meta: new Map([[prefix + key, null]]) });
      } catch (cause) {
        values.set(key, value);
        throw cause;
      }
      return true;
    },
    change: (key, value) => ({
      meta: [prefix + key, value === null ? null : JSON.stringify(value)],
      done: () => {
        if (value === null) values.delete(key);
        else values.set(key, value);
      },
    }),
  };
};
