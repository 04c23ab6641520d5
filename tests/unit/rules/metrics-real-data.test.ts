import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type CustomerId,
  DAY_MS,
  LEAD_DAYS,
  type MemberId,
  MetricIndex,
  type MetricScope,
  type MetricValue,
  metricItems,
  type PayloadOf,
  shanghaiDay,
} from '#rules';
import { RulesStage } from '../../support/rules-stage.ts';

const MAVEN = '../shared/data/public/maven-crm-sales/sales_pipeline.csv';
const OLIST = '../shared/data/public/olist-funnel';
const NOW = Date.UTC(2026, 10, 2, 1);
const EVERYTHING = { from: 0, to: shanghaiDay(NOW) };
const ALL: MetricScope = { territory: null, people: null, facet: null, sellers: new Map() };

/** Cells of a file without quotes, the heading left out. */
const cells = (path: string): readonly string[][] =>
  readFileSync(path, 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','));

interface Deal {
  readonly id: string;
  readonly owner: string;
  readonly product?: string;
  readonly source?: string;
  readonly beganMs: number;
  readonly ended: { readonly outcome: 'won' | 'lost'; readonly atMs: number } | null;
}

/** The deals as events of an import, folded, and what they count for: the way they would come into the product. */
const indexOf = (deals: readonly Deal[]): MetricIndex => {
  const stage = new RulesStage();
  stage.admit('boss', { name: '老板', role: 'owner' });
  stage.act('boss', 'companyFounded', { name: '石板建材' });
  deals.forEach(({ id, owner, product, source, beganMs, ended }, row) => {
    const imported = { batch: 'b1', file: 'sales.csv', row: row + 2 };
    const profile = { name: id, ...(product ? { product } : {}), ...(source ? { source } : {}) };
    const creation: PayloadOf<'customerCreated'> = {
      territory: 'east',
      profile,
      owner,
      opportunity: { opportunity: `o-${id}`, name: id, stage: 'initialContact', enteredAtMs: beganMs },
      knownSinceMs: beganMs,
      imported,
    };
    const options = { subject: id, sealed: false };
    stage.act('boss', 'customerCreated', creation, options);
    if (ended === null) return;
    const end = { opportunity: `o-${id}`, outcome: ended.outcome, dateMs: ended.atMs, reason: '导入', imported };
    stage.act('boss', 'opportunityEnded', end, options);
  });
  const fold = stage.fold();
  const index = new MetricIndex(shanghaiDay(NOW));
  for (const { id } of deals) {
    const customer = fold.customer(id as CustomerId);
    if (customer !== null) index.set(id, metricItems(customer, fold.org()));
  }
  return index;
};

/** Counted by hand: a share of at least five cases, else how many there were. */
const share = (rows: readonly boolean[]): unknown => {
  if (rows.length === 0) return 'none';
  return rows.length < 5 ? rows.length : [rows.filter(Boolean).length, rows.length];
};
const said = (value: MetricValue): unknown => {
  if (value.kind === 'noDenominator') return 'none';
  return value.kind === 'tooFew' ? value.n : [value.fraction?.numerator, value.fraction?.denominator];
};
const groupBy = <Row>(rows: readonly Row[], keyOf: (row: Row) => string): ReadonlyMap<string, readonly Row[]> => {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
};

describe('metrics: a pipeline of six deals', () => {
  it('[MX-26][MX-13][R101] win rate by product, as counted by hand', () => {
    const day = (date: number): number => Date.UTC(2026, 8, date);
    const deals = [...'wwlwl', 'l'].map(
      (outcome, i): Deal => ({
        id: `deal-${i}`,
        owner: 'boss',
        product: i < 5 ? 'A' : 'B',
        beganMs: day(1 + i),
        ended: { outcome: outcome === 'w' ? 'won' : 'lost', atMs: day(10 + 2 * i) },
      }),
    );
    const index = indexOf(deals);
    const rate = (facet: string) => said(index.value('winRate', { ...ALL, facet }, EVERYTHING, NOW));
    for (const [product, some] of groupBy(deals, (deal) => deal.product ?? '')) {
      expect(rate(product)).toEqual(share(some.map(({ ended }) => ended?.outcome === 'won')));
    }
    expect([rate('A'), rate('B')]).toEqual([[3, 5], 1]);
  });
});

// The public data may not be copied here; where the folder beside the repository is missing, this says so.
if (existsSync(MAVEN)) {
  describe('metrics: the Maven pipeline', () => {
    it('[MX-26][MX-13][R101] win rate by product and agent, and days to close', () => {
      const rows = cells(MAVEN).filter(([, , , , , engaged]) => engaged !== '');
      const day = (text = '') => Date.parse(`${text}T00:00:00+08:00`);
      const agents = [...new Set(rows.map(([, agent = '']) => agent))];
      const index = indexOf(
        rows.map(([id = '', agent = '', product = '', , stage, engaged, closed]) => ({
          id,
          owner: `agent-${agents.indexOf(agent)}`,
          product,
          beganMs: day(engaged),
          ended: closed ? { outcome: stage === 'Won' ? 'won' : 'lost', atMs: day(closed) } : null,
        })),
      );
      const closed = rows.filter(([, , , , stage]) => stage === 'Won' || stage === 'Lost');
      const isWon = ([, , , , stage]: readonly string[]): boolean => stage === 'Won';
      const rate = (scope: Partial<MetricScope>) => said(index.value('winRate', { ...ALL, ...scope }, EVERYTHING, NOW));
      expect(rate({})).toEqual([4238, 6711]);
      for (const [facet, some] of groupBy(closed, (row) => row[2] ?? '')) {
        expect(rate({ facet })).toEqual(share(some.map(isWon)));
      }
      for (const [agent, some] of groupBy(closed, (row) => row[1] ?? '')) {
        const people = new Set([`agent-${agents.indexOf(agent)}` as MemberId]);
        expect(rate({ people })).toEqual(share(some.map(isWon)));
      }
      const days = closed
        .filter(isWon)
        .map(([, , , , , engaged = '', ended = '']) => (Date.parse(ended) - Date.parse(engaged)) / 86_400_000)
        .sort((a, b) => a - b);
      const cycle = index.value('salesCycleDays', ALL, EVERYTHING, NOW);
      const middle = ((days[2118] ?? 0) + (days[2119] ?? 0)) / 2;
      expect(cycle).toMatchObject({ n: 4238, median: middle });
      expect(cycle.kind === 'value' && cycle.value).toBeCloseTo(days.reduce((sum, one) => sum + one, 0) / 4238, 9);
    }, 120_000);
  });
} else {
  console.warn('metrics: the Maven pipeline is not beside this repository; its test was left out');
}

if (existsSync(OLIST)) {
  describe('metrics: the Olist funnel', () => {
    it('[MX-26][MX-12][R64] leads won within their days, by month of arrival and origin', () => {
      const won = new Map(
        cells(`${OLIST}/olist_closed_deals_dataset.csv`).map(([id = '', , , , at = '']) => [id, at] as const),
      );
      const leads = cells(`${OLIST}/olist_marketing_qualified_leads_dataset.csv`).map(
        ([id = '', date = '', , origin = '']) => {
          const [day, month, year] = date.split('-');
          return { id, origin, month: `${year}-${month}`, began: `${year}-${month}-${day}T00:00:00` };
        },
      );
      const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`);
      const index = indexOf(
        leads.map(({ id, origin, began }) => {
          const end = won.get(id);
          const ended = end === undefined ? null : ({ outcome: 'won', atMs: at(end) } as const);
          return { id, owner: 'rep', source: origin, beganMs: at(began), ended };
        }),
      );
      const isConverted = ({ id, began }: (typeof leads)[number]): boolean => {
        const end = won.get(id);
        return (
          end !== undefined && Date.parse(`${end.replace(' ', 'T')}Z`) - Date.parse(`${began}Z`) <= 28 * 86_400_000
        );
      };
      for (const [, some] of groupBy(leads, ({ month, origin }) => `${month} ${origin}`)) {
        const [{ month, origin: facet } = { month: '', origin: '' }] = some;
        const [year = 0, number = 0] = month.split('-').map(Number);
        const firstMs = at(`${month}-01T00:00:00`);
        const days = new Date(Date.UTC(year, number, 0)).getUTCDate();
        const from = shanghaiDay(firstMs + LEAD_DAYS * DAY_MS);
        const value = index.value('leadConversion', { ...ALL, facet }, { from, to: from + days - 1 }, NOW);
        expect(said(value)).toEqual(share(some.map(isConverted)));
      }
      const total = index.value('leadConversion', ALL, EVERYTHING, NOW);
      expect(said(total)).toEqual(share(leads.map(isConverted)));
      expect(index.value('winRate', ALL, EVERYTHING, NOW)).toMatchObject({ fraction: { numerator: 842 } });
    }, 120_000);
  });
} else {
  console.warn('metrics: the Olist funnel is not beside this repository; its test was left out');
}
