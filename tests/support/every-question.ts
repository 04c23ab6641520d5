import { type CustomerId, type LeadId, METRIC_IDS, type MemberId } from '#rules';
import type { ModelQuery } from '../../client/data/worker/read-models.ts';

const LEADS = { standing: null, source: null, campaign: null } as const;
const pool = (
  chip: 'all' | 'mine' | 'red',
  more: { fields?: Record<string, string>; search?: string } = {},
): ModelQuery => ({
  kind: 'pool',
  filter: more.fields === undefined ? { chip } : { chip, fields: more.fields },
  search: more.search ?? '',
  offset: 0,
  limit: 50,
});

/** What speaks of many customers, one of every kind and more of those with several ways. */
export const everyQuestion = (member: string): readonly ModelQuery[] => [
  { kind: 'org' },
  { kind: 'today' },
  pool('all'),
  pool('mine'),
  pool('red'),
  pool('all', { search: '材' }),
  pool('all', { fields: { name: '上' } }),
  pool('all', { fields: { segment: 'project', city: '' } }),
  pool('all', { fields: { colour: 'yellow' } }),
  { kind: 'inbox', scope: 'mine', limit: 20 },
  { kind: 'inbox', scope: 'team', limit: 20 },
  { kind: 'gaps', state: 'open', rule: null, team: null, limit: 60 },
  { kind: 'gaps', state: 'resolved', rule: null, team: null, limit: 60 },
  { kind: 'review', back: 0 },
  { kind: 'review', back: 1 },
  { kind: 'cleansing' },
  { kind: 'process' },
  { kind: 'selfCheck' },
  { kind: 'verdicts' },
  { kind: 'coaching' },
  { kind: 'heatmap', filter: { weeks: 8 } },
  { kind: 'cell', filter: { weeks: 8 }, column: 'needConfirmed', row: '2026-W45' },
  { kind: 'unlikely', filter: { weeks: 8 } },
  { kind: 'facets' },
  { kind: 'moves', filter: {} },
  { kind: 'moved', filter: {}, of: { kind: 'conversion', stage: 'needConfirmed' } },
  { kind: 'causes', filter: {}, stage: 'needConfirmed', week: '2026-W45' },
  { kind: 'packs' },
  { kind: 'ownDesk' },
  { kind: 'ownCustomers' },
  { kind: 'leads', filter: LEADS, limit: 50 },
  { kind: 'takers', lead: 'l0' as LeadId },
  { kind: 'suggestions' },
  { kind: 'metrics', filter: {}, back: 0 },
  ...METRIC_IDS.slice(0, 2).map((metric): ModelQuery => ({ kind: 'metric', metric, filter: {}, back: 0 })),
  // Of each sort one, and those that come due by themselves.
  ...(['fulfilmentRate', 'longStayShare', 'interactionSpacingDays', 'leadConversion'] as const).map(
    (metric): ModelQuery => ({ kind: 'metricCases', metric, filter: {}, back: 0 }),
  ),
  { kind: 'validation', filter: {} },
  { kind: 'mirror', member: member as MemberId, back: 0 },
  { kind: 'interventions' },
  { kind: 'customer', id: 'c1' as CustomerId },
  { kind: 'why', customer: 'c1' as CustomerId, effect: null },
];

export const LIST: ModelQuery = { kind: 'pool', filter: { chip: 'all' }, search: '', offset: 0, limit: 50 };
/** What the pages of a manager's start ask, none of which shows more of a customer than its row. */
export const START: readonly ModelQuery[] = [
  LIST,
  { kind: 'today' },
  { kind: 'inbox', scope: 'team', limit: 20 },
  { kind: 'gaps', state: 'open', rule: null, team: null, limit: 60 },
  { kind: 'process' },
  { kind: 'selfCheck' },
  { kind: 'coaching' },
  { kind: 'verdicts' },
  { kind: 'suggestions' },
  { kind: 'heatmap', filter: { weeks: 8 } },
  { kind: 'moves', filter: {} },
  { kind: 'metrics', filter: {}, back: 0 },
];
