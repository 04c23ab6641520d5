import * as Y from 'yjs';
import { RELAY_LOG_PREFIX } from '#rules';

/** Row texts that a transaction brought: events of devices and facts of the relay. */
export interface Delta {
  readonly rows: readonly string[];
  readonly facts: readonly string[];
}

/** Whether a log holds facts of the relay, rather than rows of a device. */
export const isFactLog = (name: string): boolean => name.startsWith(RELAY_LOG_PREFIX);

const rootName = (doc: Y.Doc, type: unknown, known: Map<unknown, string>): string | undefined => {
  if (!known.has(type)) for (const [name, root] of doc.share) known.set(root, name);
  return known.get(type);
};

const isText = (value: unknown): value is string => typeof value === 'string';

/** One by one, for a call takes only so many arguments, and a struct may be a log of years. */
export const addTo = (target: string[], texts: readonly string[]): void => {
  for (const text of texts) target.push(text);
};

/** Every row and fact a document holds. */
export const everythingIn = (doc: Y.Doc): Delta => {
  const rows: string[] = [];
  const facts: string[] = [];
  for (const name of doc.share.keys()) {
    addTo(isFactLog(name) ? facts : rows, doc.getArray<unknown>(name).toArray().filter(isText));
  }
  return { rows, facts };
};

/** What is new of one struct; a struct may have grown at its end, so only elements from `from` on count. */
export const textsOf = ({ content, id }: Y.Item, from: number): readonly string[] =>
  content instanceof Y.ContentAny ? content.arr.slice(Math.max(0, from - id.clock)).filter(isText) : [];

/**
 * Reads what a transaction added by walking the new structs: cost by what is new, not by what is there
 * (`event.changes` walks the whole array). What lies below `known`, a clock for each client, was told of before.
 */
export const makeDeltaReader = (
  doc: Y.Doc,
  known: ReadonlyMap<number, number> = new Map(),
): ((transaction: Y.Transaction) => Delta) => {
  const roots = new Map<unknown, string>();
  return (transaction) => {
    const rows: string[] = [];
    const facts: string[] = [];
    for (const [client, end] of transaction.afterState) {
      const begin = Math.max(transaction.beforeState.get(client) ?? 0, known.get(client) ?? 0);
      if (begin >= end) continue;
      const structs = doc.store.clients.get(client) ?? [];
      for (const struct of structs.slice(Y.findIndexSS(structs, begin))) {
        if (!(struct instanceof Y.Item)) continue;
        const root = rootName(doc, struct.parent, roots);
        if (root === undefined) continue;
        addTo(isFactLog(root) ? facts : rows, textsOf(struct, begin));
      }
    }
    return { rows, facts };
  };
};
