/** Every number the product defines. A definition lives once: screen, export, baseline and test name it by its id. */
export const METRIC_IDS = [
  'effectiveTouchpoints',
  'leadToFirstVisitDays',
  'attributionAccuracy',
  'reportCompleteness',
  'greenFollowUpDays',
  'interactionSpacingDays',
  'presalesOnTime',
  'profileCompleteness',
  'fulfilmentRate',
  'complaints',
  'visits',
  'validatedNeedRate',
  'leadConversion',
  'winRate',
  'salesCycleDays',
  'stageConversion',
  'longStayShare',
  'sharedRate',
  'churnRate',
  'repeatVisits',
] as const;
export type MetricId = (typeof METRIC_IDS)[number];
