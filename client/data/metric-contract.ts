import type {
  CaseSort,
  CustomerId,
  EventId,
  MemberId,
  MetricConcern,
  MetricDefinition,
  MetricId,
  MetricReading,
  MetricTerms,
  MetricValue,
  Playbook,
  PlaybookEffect,
  Scope,
  TerritoryId,
  ValidationTable,
  VisitQuality,
} from '#rules';
import type { PackRow } from './desk-contract.ts';

/** Answers about numbers: 指标与干预, 验证表, 我的复盘. */

/** Whose numbers; absent or null = of everybody the viewer leads, and his own. */
export type MetricFilter = Pick<Scope, 'territory' | 'team' | 'store' | 'person'>;

/** A number with its definition beside it (R6). The words of the definition are the screen's, by `id`. */
export interface MetricRow extends MetricReading {
  readonly definition: MetricDefinition;
  readonly terms: MetricTerms;
  /** Who answers for the definition. */
  readonly ownerName: string | null;
  /** When what the company says of this number was changed last; null = never. */
  readonly changed: { readonly atMs: number; readonly authorName: string } | null;
}
export interface MetricsAnswer {
  readonly week: string;
  readonly label: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** The week still runs: 至今. */
  readonly isRunning: boolean;
  /** In the order of the catalogue. */
  readonly rows: readonly MetricRow[];
  readonly below: number;
  /** 拜访质量失控 (R62). */
  readonly visitQuality: VisitQuality;
  /** Last time what the company says of its metrics was changed; null = never. */
  readonly lastChange: { readonly event: EventId; readonly atMs: number; readonly authorName: string } | null;
}
/** One number, taken apart. */
export interface MetricAnswer {
  readonly row: MetricRow;
  /** Of the viewer and those he leads, by name; never an order by value. */
  readonly people: readonly {
    readonly member: MemberId;
    readonly name: string;
    readonly value: MetricValue;
    /** His own eight weeks before; null = nothing in them. */
    readonly past: number | null;
    /** Why a playbook would go to him; null = no reason. */
    readonly concern: MetricConcern | null;
  }[];
  /** Offered for this number, in force: what is sent names its version. */
  readonly playbooks: readonly { readonly id: string; readonly version: string; readonly playbook: Playbook }[];
  /** By stage in the order of the process, by source or product the most cases first. */
  readonly facets: readonly { readonly facet: string; readonly value: MetricValue }[];
}
/** The customers behind a number, by person: what a look at it, and a playbook for it, can begin with. */
export interface MetricCasesAnswer {
  /** null = no customers stand behind it. */
  readonly sort: CaseSort | null;
  /** How many customers that are, each counted once. */
  readonly total: number;
  /** By name, nobody's last. */
  readonly people: readonly MetricCases[];
}
export interface MetricCases {
  /** null = nobody's. */
  readonly member: MemberId | null;
  readonly name: string;
  readonly total: number;
  /** The heaviest first, at most twenty. */
  readonly rows: readonly {
    readonly id: CustomerId;
    readonly name: string;
    readonly territory: TerritoryId;
    /** See `caseWeight`. */
    readonly weight: number;
    /** This person has the customer now. */
    readonly hasItNow: boolean;
  }[];
}
/** 我的复盘 (R88): own numbers against the own past and the team's median, nobody's name. */
export interface MirrorAnswer {
  readonly member: MemberId;
  readonly label: string;
  readonly rows: readonly {
    readonly definition: MetricDefinition;
    readonly reading: MetricReading;
    /** Own eight weeks before; null = nothing in them. */
    readonly past: number | null;
    /** Of those with the same direct manager who have a value, himself among them; null = fewer than three. */
    readonly teamMedian: number | null;
  }[];
}

/** A playbook sent by one press to one or several people for one number (R65). */
export interface Intervention {
  /** That of its first pack. */
  readonly id: string;
  readonly playbook: string;
  /** null = this device does not know the version sent. */
  readonly playbookName: string | null;
  readonly metric: MetricId | null;
  readonly authorName: string;
  readonly isOwn: boolean;
  readonly sentAtMs: number;
  /** By name; packs taken back are left out while any stands. */
  readonly rows: readonly PackRow[];
  /** Until then it can be taken back, ms; of what was taken back null. */
  readonly withdrawUntilMs: number | null;
  /** From then on its effect can be told, ms. */
  readonly effectAtMs: number;
  /** null = not due, without a number, or taken back. */
  readonly effect: PlaybookEffect | null;
}
export interface InterventionsAnswer {
  /** Newest first. */
  readonly list: readonly Intervention[];
  /** The last completed week was 拜访质量失控 and no playbook against it has been sent since (R62). */
  readonly visitQuality: { readonly week: string; readonly label: string } | null;
}

export type MetricQuery =
  /** `back`: how many weeks ago, 0 = this one. */
  | { readonly kind: 'metrics'; readonly filter: MetricFilter; readonly back: number }
  | { readonly kind: 'metric'; readonly metric: MetricId; readonly filter: MetricFilter; readonly back: number }
  /** As of the minute; not told again before the next. */
  | { readonly kind: 'metricCases'; readonly metric: MetricId; readonly filter: MetricFilter; readonly back: number }
  | { readonly kind: 'validation'; readonly filter: MetricFilter }
  | { readonly kind: 'interventions' }
  /** null for somebody whose numbers the viewer may not see. */
  | { readonly kind: 'mirror'; readonly member: MemberId; readonly back: number };
export interface MetricAnswers {
  readonly metrics: MetricsAnswer;
  /** null only while nobody is signed in. */
  readonly metric: MetricAnswer | null;
  readonly metricCases: MetricCasesAnswer;
  readonly validation: ValidationTable;
  readonly interventions: InterventionsAnswer;
  readonly mirror: MirrorAnswer | null;
}
