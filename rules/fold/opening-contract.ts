import type { FoldFact } from '../fold-batch.ts';
import type { CustomerId, MemberId } from '../ids.ts';
import type { OrgMark } from './org.ts';

/** A row of a record that is awake, as it stands in a document: text, document, and when the relay had it, if known. */
export type OpeningRow = readonly [text: string, doc: string, received: number | null];

/** A log of one device in one document; its seals stand at the same place of {@link FoldOpening.seals}. */
export interface OpeningLog {
  readonly doc: string;
  readonly device: string;
  /** Between which numbers rows of those who sleep stand; `null` = there are none. */
  readonly span: readonly [from: number, to: number] | null;
}

/** What of the fold is not asleep, or not about those who are. But for the bytes it is plain JSON. */
export interface OpeningAwake {
  readonly rows: readonly OpeningRow[];
  readonly facts: readonly FoldFact[];
  /** The company they were folded under. */
  readonly company: OrgMark;
  /** Customers with an event that merges them. */
  readonly mergers: readonly CustomerId[];
  readonly citers: readonly (readonly [file: string, customers: readonly CustomerId[]])[];
  readonly members: readonly MemberId[];
  /** What of the company each customer's last fold looked at, in whole numbers; members by their place. */
  readonly uses: Uint8Array;
}

/** What a fold holds, so that another begins with it. But for the bytes it is plain JSON. */
export interface FoldOpening extends OpeningAwake {
  /** Of the table of ids. */
  readonly seed: number;
  /** Hash and number of whom it stands for, one after the other. */
  readonly ids: Uint32Array;
  /** Everybody who ever slept, by number. */
  readonly customers: readonly CustomerId[];
  readonly logs: readonly OpeningLog[];
  readonly seals: readonly Uint8Array[];
  /** Of each customer its parts, and of each log whose rows sleep whose they are, in whole numbers. */
  readonly sleeping: Uint8Array;
}

/** Which documents an opening is about; all others are read before it is used. */
export type IsCovered = (doc: string) => boolean;
