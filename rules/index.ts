/** The one door of `rules/`: pure, deterministic, no clock, randomness, I/O, locale or Yjs. */

export * from './access/access.ts';
export * from './access/access-to-contacts.ts';
export * from './access/document-class.ts';
export * from './access/told-scope.ts';
export { customerAsOf } from './automation/as-of.ts';
export { isNamedBy } from './automation/brake.ts';
export * from './automation/check.ts';
export * from './automation/condition.ts';
export * from './automation/dry-run.ts';
export * from './automation/duration.ts';
export * from './automation/evaluate.ts';
export * from './automation/fields.ts';
export * from './automation/operators.ts';
export { PART_FAULT_CODES, type PartFault, type PartFaultCode } from './automation/part-fault.ts';
export * from './automation/publish-holds.ts';
export { isResting } from './automation/resting.ts';
export * from './automation/rule.ts';
export { isSatisfiable } from './automation/satisfiable.ts';
export { inForce, ladderOf, ruleInForce } from './automation/timeline.ts';
export { type RuleBook, waitingEffects, waitingId } from './automation/waiting.ts';
export type { WorkCalendar } from './calendar/calendar-data.ts';
export * from './calendar/shanghai.ts';
export * from './calendar/week.ts';
export * from './calendar/working-time.ts';
export * from './commands.ts';
export { mayBrake } from './decide/brake.ts';
export { decide } from './decide/decide.ts';
export type { NoteInProgress } from './decide/note.ts';
export { mayBeGivenTask, needsResult } from './decide/task.ts';
export * from './desk-state.ts';
export * from './documents.ts';
export * from './effects/deadline.ts';
export * from './effects/due-effects.ts';
export * from './effects/effect-id.ts';
export type { DeskEventType, FoundCause, Swing } from './events/desk-payloads.ts';
export * from './events/envelope.ts';
export type { FileReference } from './events/file.ts';
export * from './events/patchable.ts';
export * from './events/payloads.ts';
export * from './events/relay-facts.ts';
export { isValidPayload, makeFold } from './fold/checked-fold.ts';
export { isPackBegun } from './fold/desk.ts';
export { isUsableFact } from './fold/facts.ts';
export { type FoldOptions, makeFoldWith } from './fold/make-fold.ts';
export type { FoldOpening, IsCovered } from './fold/opening-contract.ts';
export { BY_RULE } from './fold/relay-acts.ts';
export type { MakeSleepers, PackedText, Place, Sleeping } from './fold/sleep-contract.ts';
export { makeSleepers, type SleepOptions } from './fold/sleepers.ts';
export type { PayloadCheck } from './fold/types.ts';
export * from './fold-batch.ts';
export * from './fold-contract.ts';
export * from './ids.ts';
export { cleanName, liftPhones } from './import/clean-text.ts';
export { headingKey, IMPORT_FIELDS, type ImportField, type Mapping } from './import/fields.ts';
export { findHeadingRow, guessMapping } from './import/guess.ts';
export type { RowRefusal } from './import/import-row.ts';
export {
  guessLeadColumns,
  LEAD_FIELDS,
  type LeadColumns,
  type LeadField,
  type LeadRowOutcome,
  planLeads,
} from './import/lead-rows.ts';
export { ownColumns } from './import/own-fields.ts';
export { planImport } from './import/plan.ts';
export type {
  ImportInput,
  ImportPlan,
  ImportStep,
  ImportWords,
  KnownCustomer,
  PlannedCustomer,
  RowOutcome,
} from './import/plan-types.ts';
export { readAmountFen, readDate } from './import/read-values.ts';
export { type StageWord, stageWord } from './import/stage-words.ts';
export * from './insights/board.ts';
export * from './insights/bypass.ts';
export * from './insights/causes.ts';
export * from './insights/cell-summary.ts';
export * from './insights/coaching.ts';
export * from './insights/cohort-traits.ts';
export * from './insights/dwell.ts';
export * from './insights/facet-counts.ts';
export { FactsTable, isNarrowedTo } from './insights/facts-table.ts';
export * from './insights/flow.ts';
export * from './insights/flow-weeks.ts';
export * from './insights/follow-up.ts';
export * from './insights/heatmap.ts';
export * from './insights/lead-row.ts';
export * from './insights/match.ts';
export * from './insights/member-rank.ts';
export type { MoveOf } from './insights/move-cohort.ts';
export * from './insights/moves.ts';
export * from './insights/pack-kept.ts';
export * from './insights/part-versions.ts';
export * from './insights/playbook-version.ts';
export * from './insights/pool-row.ts';
export * from './insights/scope.ts';
export * from './insights/stage-entry.ts';
export * from './insights/stages-ever.ts';
export {
  countsDiffer,
  familyLimit,
  hypergeometricTail,
  sharesDiffer,
  standingOut,
  usualRange,
} from './insights/statistics.ts';
export * from './insights/suggestion-settings.ts';
export * from './insights/suggestions.ts';
export * from './insights/today.ts';
export * from './lead-ids.ts';
export * from './leave.ts';
export * from './metrics/baseline.ts';
export * from './metrics/cases.ts';
export * from './metrics/concern.ts';
export * from './metrics/contribution.ts';
export * from './metrics/definitions.ts';
export * from './metrics/effect.ts';
export * from './metrics/item.ts';
export * from './metrics/metric-ids.ts';
export * from './metrics/metric-index.ts';
export * from './metrics/metric-settings.ts';
export * from './metrics/metric-terms.ts';
export * from './metrics/metric-units.ts';
export * from './metrics/newcomer-items.ts';
export { isCounted } from './metrics/packed-items.ts';
export { unfilledProfile } from './metrics/profile-fields.ts';
export * from './metrics/reading.ts';
export type { DayRange, SeriesKey } from './metrics/series.ts';
export type { MetricScope } from './metrics/series-book.ts';
export * from './metrics/validation.ts';
export * from './metrics/value.ts';
export * from './metrics/visit-quality.ts';
export * from './order.ts';
export * from './org-names.ts';
export * from './org-state.ts';
export * from './placed.ts';
export * from './playbook.ts';
export * from './process.ts';
export * from './process-limits.ts';
export * from './process-parts.ts';
export * from './roles.ts';
export * from './state.ts';
export * from './support/canonical-json.ts';
export * from './support/hash32.ts';
export { median } from './support/median.ts';
export * from './support/sha256.ts';
export { VarintReader, VarintWriter } from './support/varints.ts';
export * from './tags.ts';
export * from './templates/default.ts';
export { PRESALES_RULE } from './templates/rules.ts';
export * from './templates/version.ts';
export * from './text/graphemes.ts';
export * from './text/invisible.ts';
export * from './text/normalise.ts';
export * from './text/rich-text.ts';
export * from './text/shortened.ts';
export * from './text/title-rank.ts';
export * from './time.ts';
export type { WaitingEffect } from './waiting-effect.ts';
export * from './write-event.ts';
