import { type BlobHash, decodeRow, type Evidence, isBlobHash, type RelayFact } from '#rules';
import type { LogService, StoredRow } from '../log/index.ts';

/** Which rooms cite which files, and where each has been attested. */
export interface CitedFiles {
  /** Takes a commit in; the hashes it cites that are not attested in its room. */
  take(room: string, rows: readonly StoredRow[], facts: readonly RelayFact[]): ReadonlySet<BlobHash>;
  roomsCiting(hash: BlobHash): ReadonlySet<string>;
  isAttested(room: string, hash: BlobHash): boolean;
  unattested(): Iterable<readonly [room: string, hash: BlobHash]>;
}

/** Every file an event names: `evidence` and `attachments` of its payload, or of the row it copies (R72). */
const filesOf = (payload: unknown): readonly Evidence[] => {
  const { evidence, attachments, row } = (payload ?? {}) as Partial<
    Record<'evidence' | 'attachments' | 'row', unknown>
  >;
  const copied = typeof row === 'string' ? decodeRow(row) : null;
  if (copied !== null && copied.type !== 'historyShared') return filesOf(copied.payload);
  return [evidence, attachments].flatMap((list) => (Array.isArray(list) ? (list as Evidence[]) : []));
};

export const makeCitedFiles = (log: LogService): CitedFiles => {
  const citing = new Map<BlobHash, Set<string>>();
  const attested = new Set<string>();
  const key = (room: string, hash: string): string => `${room} ${hash}`;

  const files: CitedFiles = {
    take(room, rows, facts) {
      for (const fact of facts) if (fact.kind === 'blobAttested') attested.add(key(room, fact.sha256));
      const open = new Set<BlobHash>();
      for (const { event } of rows) {
        for (const { sha256 } of filesOf(event.payload)) {
          if (!isBlobHash(sha256)) continue;
          citing.set(sha256, (citing.get(sha256) ?? new Set<string>()).add(room));
          if (!attested.has(key(room, sha256))) open.add(sha256);
        }
      }
      return open;
    },
    roomsCiting: (hash) => citing.get(hash) ?? new Set(),
    isAttested: (room, hash) => attested.has(key(room, hash)),
    *unattested() {
      for (const [hash, rooms] of citing) {
        for (const room of rooms) if (!attested.has(key(room, hash))) yield [room, hash] as const;
      }
    },
  };
  for (const room of log.rooms()) files.take(room, [...log.rows(room)], [...log.facts(room)]);
  return files;
};
