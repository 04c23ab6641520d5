import type {
  EventId,
  MemberId,
  MetricDefinition,
  MetricId,
  MetricReading,
  MetricTerms,
  MetricValue,
  Scope,
  ValidationTable,
  VisitQuality,
} from '#rules';

/** Answers about numbers: 指标与干预, 验证表, 我的复盘. */

/** Whose numbers; absent or null = of everybody the viewer leads, and his own. */
export type MetricFilter = Pick<Scope, 'territory' | 'team' | 'store' | 'person'>;

/** A number with its definition beside it (R6). The words of the definition are the screen's, by `id`. */
export interface MetricRow extends MetricReading {
  readonly definition: MetricDefinition;
  readonly terms: MetricTerms;
  /** Who answers for the definition. */
  readonly ownerName: string | null;
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
  readonly people: readonly { readonly member: MemberId; readonly name: string; readonly value: MetricValue }[];
  /** By stage in the order of the process, by source or product the most cases first. */
  readonly facets: readonly { readonly facet: string; readonly value: MetricValue }[];
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

export type MetricQuery =
  /** `back`: how many weeks ago, 0 = this one. */
  | { readonly kind: 'metrics'; readonly filter: MetricFilter; readonly back: number }
  | { readonly kind: 'metric'; readonly metric: MetricId; readonly filter: MetricFilter; readonly back: number }
  | { readonly kind: 'validation'; readonly filter: MetricFilter }
  /** null for somebody whose numbers the viewer may not see. */
  | { readonly kind: 'mirror'; readonly member: MemberId; readonly back: number };
export interface MetricAnswers {
  readonly metrics: MetricsAnswer;
  /** null only while nobody is signed in. */
  readonly metric: MetricAnswer | null;
  readonly validation: ValidationTable;
  readonly mirror: MirrorAnswer | null;
}
