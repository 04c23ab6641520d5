import type { Command } from '../commands.ts';
import type { CustomerId, MemberId, TerritoryId } from '../ids.ts';
import type { Process } from '../process.ts';
import type { ImportField, Mapping } from './fields.ts';
import type { CustomerRow, RowRefusal } from './import-row.ts';

/** A customer this device knows already. */
export interface KnownCustomer {
  readonly id: CustomerId;
  readonly name: string;
  /** Fields that have a value, which an import never changes; `null` = not looked up: nothing is filled in. */
  readonly filled: readonly string[] | null;
}

export interface ImportWords {
  /** Put into the remark of a customer without owner, e.g. 原负责人：张三. */
  readonly formerOwner: (name: string) => string;
  readonly formerStatus: (status: string) => string;
  /** Name of a 商机 that somebody other than the customer's owner worked on. */
  readonly dealOfOther: (deal: string, owner: string) => string;
  /** Why a 商机 was lost, when the file does not say. */
  readonly lossReasonUnknown: string;
}

export interface ImportInput {
  readonly file: string;
  /** SHA-256 of the file: with sheet and row it names what is made of the row, so that a second import doubles nothing. */
  readonly fileHash: string;
  /** Empty for a CSV. */
  readonly sheet: string;
  readonly rows: readonly (readonly string[])[];
  /** Index of the row with the headings; what stands above it is title. */
  readonly headingRow: number;
  readonly mapping: Mapping;
  /** Where customers go whose row names no territory. */
  readonly territory: TerritoryId;
  readonly territories: readonly { readonly id: TerritoryId; readonly name: string }[];
  /** Whom customers can belong to. */
  readonly members: readonly { readonly id: MemberId; readonly name: string }[];
  /** By a name of the file that is no member's: who takes those customers. */
  readonly chosenOwners: Readonly<Record<string, MemberId>>;
  readonly known: readonly KnownCustomer[];
  readonly process: Process;
  /** Relay time, ms. */
  readonly now: number;
  readonly words: ImportWords;
}

export type RowOutcome =
  | { readonly kind: 'taken'; readonly row: number; readonly name: string; readonly customer: CustomerId }
  | {
      readonly kind: 'merged';
      readonly row: number;
      readonly name: string;
      readonly customer: CustomerId;
      /** Name of the customer it went to. */
      readonly into: string;
    }
  | {
      readonly kind: 'refused';
      readonly row: number;
      readonly name: string;
      readonly reason: RowRefusal;
      readonly field: ImportField | null;
      readonly cell: string;
      /** Row the reason points to, for `dealTwice`. */
      readonly other: number | null;
    };

export interface ImportStep {
  /** Equal whenever this row of this file is imported, whatever else changed. */
  readonly commandId: string;
  readonly row: number;
  readonly command: Command;
  /**
   * Step that makes what this one is about. When that one is refused as done before, somebody may have worked on it
   * since: this one is left out. `null` = it stands alone.
   */
  readonly madeBy: string | null;
}
/** Steps of one customer must run in order; customers do not depend on each other. */
export interface PlannedCustomer {
  readonly customer: CustomerId;
  readonly name: string;
  readonly isNew: boolean;
  readonly steps: readonly ImportStep[];
}
export interface ImportPlan {
  /** Every row under the heading that is not blank, in the order of the file. */
  readonly rows: readonly RowOutcome[];
  readonly customers: readonly PlannedCustomer[];
  /** Names of the owner column that are nobody's and have no chosen colleague, most rows first. */
  readonly missingOwners: readonly { readonly name: string; readonly rows: number }[];
}

/** Rows of one company, with what the planner found out about it. */
export interface RowGroup {
  readonly customer: CustomerId;
  readonly name: string;
  readonly known: KnownCustomer | null;
  /** This file makes it, now or at an earlier attempt. */
  readonly isNew: boolean;
  readonly rows: readonly CustomerRow[];
}
