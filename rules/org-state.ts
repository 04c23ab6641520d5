import type { DeviceId, EventId, MemberId, StoreId, TerritoryId } from './ids.ts';
import type { Baseline } from './metrics/baseline.ts';
import type { MetricId } from './metrics/metric-ids.ts';
import type { Placed } from './placed.ts';
import type { Process, ProcessPart } from './process.ts';
import type { Role } from './roles.ts';

/** 休假 of one person. */
export interface Leave {
  readonly id: EventId;
  /** Beginning of the first day, ms. */
  readonly fromMs: number;
  /** Beginning of the day after the last, ms. */
  readonly untilMs: number;
}

export interface MemberState {
  readonly id: MemberId;
  readonly name: string;
  readonly role: Role;
  readonly territories: readonly TerritoryId[];
  readonly manager: MemberId | null;
  /** Where he works, when that is a store of one of his territories. */
  readonly store: StoreId | null;
  /** 职务. */
  readonly title: string | null;
  /** 入职日期, ms; null = not said. */
  readonly hiredAt: number | null;
  /** By their first day. */
  readonly leaves: readonly Leave[];
  readonly active: boolean;
  /** Invited at, ms; null = a founder, here since ever. */
  readonly joinedAt: number | null;
  readonly devices: readonly DeviceId[];
}

export interface StoreState {
  readonly id: StoreId;
  readonly territory: TerritoryId;
  readonly name: string;
}

export interface OrgState {
  readonly companyName: string | null;
  readonly territories: readonly { readonly id: TerritoryId; readonly name: string }[];
  readonly stores: readonly StoreState[];
  readonly members: Readonly<Record<string, MemberState>>;
  /** In force: the published version with the latest tick (S19), or the default template. */
  readonly process: Process;
  /** Event id of the version in force, or `template`. */
  readonly processVersion: string;
  /** When the company was founded here, ms; null = not yet. Day 1 of go-live. */
  readonly wentLiveAt: number | null;
  /** 实施前基准值 that were set, by number: the first one sealed holds; until then the first of all, provisional (R86). */
  readonly baselines: Readonly<Partial<Record<MetricId, Baseline & Placed>>>;
}

/** One published part of the process, in the order they came into force (S19). */
export interface ProcessChange extends Placed {
  readonly part: ProcessPart;
  readonly note: string | null;
  /** How long its author had the draft before him, ms; null = not known (R75). */
  readonly spentMs: number | null;
  /** In force from this tick; null = waits for its seal. */
  readonly sinceTick: number | null;
  /** A version of the same part that it did not know and has replaced. */
  readonly replacedUnseen: EventId | null;
}
