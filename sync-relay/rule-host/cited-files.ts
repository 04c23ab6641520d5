import {
  type BlobHash,
  type CustomerId,
  decodeRow,
  type Evidence,
  isBlobHash,
  type MemberId,
  type RelayFact,
} from '#rules';
import type { LogService, StoredRow } from '../log/index.ts';

export interface AppealUse {
  readonly customer: CustomerId;
  readonly author: MemberId;
}
/** Conversations of people: not for everybody who reads the customer (R94). */
const PERSONAL: ReadonlySet<Evidence['documentType']> = new Set<Evidence['documentType']>([
  'callRecording',
  'chatScreenshot',
]);

/** Which rooms cite which files, and where each has been attested. */
export interface CitedFiles {
  /** Takes a commit in; the hashes it cites that are not attested in its room. */
  take(room: string, rows: readonly StoredRow[], facts: readonly RelayFact[]): ReadonlySet<BlobHash>;
  roomsCiting(hash: BlobHash): ReadonlySet<string>;
  isAttested(room: string, hash: BlobHash): boolean;
  /** Who gave it as evidence of an appeal, about whom; empty = it is none, and goes with the documents that cite it. */
  appealsWith(hash: BlobHash): readonly AppealUse[];
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
  const appeals = new Map<BlobHash, AppealUse[]>();
  const key = (room: string, hash: string): string => `${room} ${hash}`;

  const files: CitedFiles = {
    take(room, rows, facts) {
      for (const fact of facts) if (fact.kind === 'blobAttested') attested.add(key(room, fact.sha256));
      const open = new Set<BlobHash>();
      for (const { event } of rows) {
        for (const { sha256, documentType } of filesOf(event.payload)) {
          if (!isBlobHash(sha256)) continue;
          if (PERSONAL.has(documentType)) {
            const use = { customer: event.subject as CustomerId, author: event.author };
            const uses = appeals.get(sha256) ?? [];
            const isKnown = uses.some(({ customer, author }) => customer === use.customer && author === use.author);
            if (!isKnown) uses.push(use);
            appeals.set(sha256, uses);
          }
          citing.set(sha256, (citing.get(sha256) ?? new Set<string>()).add(room));
          if (!attested.has(key(room, sha256))) open.add(sha256);
        }
      }
      return open;
    },
    roomsCiting: (hash) => citing.get(hash) ?? new Set(),
    appealsWith: (hash) => appeals.get(hash) ?? [],
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
