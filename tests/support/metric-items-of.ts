import { type CustomerId, DEFAULT_PROCESS, type MetricId, type MetricItem, metricItems } from '#rules';
import { type RulesStage, START_MS } from './rules-stage.ts';

/** What a customer of the stage counts for in a number. */
export const itemsOf = (
  stage: RulesStage,
  metric: MetricId,
  subject = 'c1',
  fold = stage.fold(),
): readonly MetricItem[] => {
  const customer = fold.customer(subject as CustomerId);
  if (customer === null) throw new Error(`no ${subject}`);
  const company = { process: DEFAULT_PROCESS, wentLiveAt: START_MS };
  return metricItems(customer, company).filter((item) => item.metric === metric);
};
