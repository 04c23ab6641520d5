import {
  boardCohort,
  type CauseFinding,
  type CohortCase,
  cohortCase,
  DAY_MS,
  type Fold,
  findCauses,
  HeatmapIndex,
  heatmapContribution,
  type MemberId,
  type StageId,
  type Trait,
  weekOf,
} from '#rules';
import type { Prng } from './prng.ts';
import { note, RulesStage, START_MS } from './rules-stage.ts';

/** The stage everybody enters, and the one that who is not stuck goes on to. */
export const STUCK_IN = 'internalApproval' as StageId;
const NEXT = 'proposalQuote';
/** Days after the beginning on which the cohort is looked at. */
const LOOKED_AFTER_MS = 30 * DAY_MS;

/** One customer as it is written into the history. */
export interface StuckCustomer {
  readonly territory: string;
  readonly owner: string;
  readonly fields: Readonly<Partial<Record<'decisionMakerTitle' | 'product' | 'source' | 'industry', string>>>;
  /** Of ours who visited after the entry. */
  readonly visitors: readonly string[];
  readonly isStuck: boolean;
}

const TERRITORY_NAMES = { east: '华东区', west: '华西区' } as const;

/**
 * A company of two territories: boss (owner), dora (regional manager, so of the rank of a director), mia and max
 * (managers), four salespeople. Its history is written event by event.
 */
export const makeStuckCompany = (startMs = START_MS): RulesStage => {
  const stage = new RulesStage();
  stage.nowMs = startMs;
  stage.admit('boss', { name: '老板', role: 'owner' });
  stage.act('boss', 'companyFounded', { name: '石板建材' });
  for (const territory of ['east', 'west'] as const) {
    stage.act('boss', 'territoryDefined', { territory, name: TERRITORY_NAMES[territory] });
  }
  const invite = (member: string, role: 'regionalManager' | 'manager' | 'rep', manager: string): void => {
    stage.act('boss', 'memberInvited', { member, name: member, role, territories: ['east', 'west'], manager });
    stage.admit(member);
  };
  invite('dora', 'regionalManager', 'boss');
  for (const manager of ['mia', 'max']) invite(manager, 'manager', 'dora');
  for (const rep of ['rae', 'rob']) invite(rep, 'rep', 'mia');
  for (const rep of ['ray', 'ron']) invite(rep, 'rep', 'max');
  return stage;
};

/** Writes one customer's history into the stage, beginning in the week of its present time. */
export const writeCustomer = (stage: RulesStage, at: number, customer: StuckCustomer): void => {
  const { territory, owner, fields, visitors, isStuck } = customer;
  const place = { subject: `k${at}`, doc: `log:${territory}:2026Q4` };
  const enteredAtMs = stage.nowMs + (at % 5) * DAY_MS;
  const { decisionMakerTitle, ...profile } = fields;
  stage.act(
    owner,
    'customerCreated',
    {
      territory,
      profile: { name: `客户${at}`, segment: 'project', ...profile },
      owner,
      opportunity: { opportunity: `o${at}`, name: '单', stage: STUCK_IN, enteredAtMs },
    },
    { subject: `k${at}`, doc: `pool:${territory}` },
  );
  if (decisionMakerTitle !== undefined) {
    const payload = { opportunity: `o${at}`, field: 'decisionMakerTitle', value: decisionMakerTitle } as const;
    stage.act(owner, 'fieldPatched', payload, place);
  }
  for (const visitor of visitors) {
    const visitedAtMs = enteredAtMs + DAY_MS;
    stage.act(visitor, 'visitNoteRecorded', note({ visitedAtMs }), { ...place, atMs: visitedAtMs });
  }
  if (isStuck) return;
  const moved = { opportunity: `o${at}`, stage: NEXT, from: STUCK_IN, basis: null };
  stage.act(owner, 'stageEntered', moved, { ...place, atMs: enteredAtMs + 3 * DAY_MS });
};

type Cell = Parameters<typeof cohortCase>[2];
type Looking = { readonly nowMs: number; readonly mayName?: (person: MemberId | null) => boolean };
/** A cell's cohort as the product reads it off a fold, by default seen by somebody who may name everybody. */
export const cohortCases = (
  fold: Pick<Fold, 'org' | 'customer' | 'customerIds'>,
  cell: Cell,
  { nowMs, mayName = () => true }: Looking,
): readonly CohortCase[] => {
  const org = fold.org();
  const index = new HeatmapIndex();
  for (const id of fold.customerIds()) {
    const customer = fold.customer(id);
    if (customer !== null) index.set(id, heatmapContribution(customer, org));
  }
  const stages = new Map(org.process.stages.map((one) => [one.id, one]));
  const view = { axes: { x: 'stage', y: 'week' } as const, scope: {}, weeks: [cell.week], stages, nowMs };
  const cohort = boardCohort(index, view, { column: cell.stage, row: cell.week });
  return cohort.flatMap((member) => {
    const customer = fold.customer(member.customer);
    const one = customer && cohortCase(member, customer, cell, { org, nowMs, mayName });
    return one === null ? [] : [one];
  });
};

/** The cohort of the cell everybody of the history enters. */
export const casesOf = (
  stage: RulesStage,
  mayName: (person: MemberId | null) => boolean = () => true,
  nowMs = stage.nowMs + LOOKED_AFTER_MS,
): readonly CohortCase[] =>
  cohortCases(stage.fold(), { stage: STUCK_IN, week: weekOf(stage.nowMs).week }, { nowMs, mayName });

const CHOICES = {
  decisionMakerTitle: ['部门总监', '总经理', '采购经理', '设备主管', '信息科长'],
  product: ['岩板', '砂浆', '涂料', '胶'],
  source: ['展会', '转介绍', '官网', '电话'],
  industry: ['医院', '学校', '酒店', '工厂'],
} as const;
const FIELDS = Object.keys(CHOICES) as readonly (keyof typeof CHOICES)[];
const REPS = ['rae', 'rob', 'ray', 'ron'] as const;

/** What is planted: a trait by itself, or a title whose holders nobody of rank has visited. */
export type Plant = 'none' | 'field' | 'person' | 'titleUnmet';
export interface Planted {
  readonly traits: readonly Trait[];
  readonly size: number;
  readonly finding: CauseFinding;
}

/** Half of the customers have what is planted; the others are spread evenly. */
const mostly = <Item>(prng: Prng, items: readonly Item[], planted: Item | null): Item =>
  planted !== null && prng.chance(0.5) ? planted : prng.pick(items);

/** A generated history with the given cause in it, and what the finder says of it. */
export const plantedHistory = (prng: Prng, plant: Plant, size: number): Planted => {
  const field = plant === 'titleUnmet' ? 'decisionMakerTitle' : prng.pick(FIELDS);
  const value: string = plant === 'titleUnmet' ? '部门总监' : prng.pick(CHOICES[field]);
  const rep = prng.pick(REPS);
  const stage = makeStuckCompany();
  for (let at = 0; at < size; at++) {
    const owner = mostly(prng, REPS, plant === 'person' ? rep : null);
    const isHeld = plant === 'field' || plant === 'titleUnmet';
    const fields = Object.fromEntries(
      FIELDS.map((one) => [one, mostly<string>(prng, CHOICES[one], isHeld && one === field ? value : null)]),
    );
    // whoever is to be unmet is visited by a director as often as not; the others are as it comes
    const isMet = prng.chance(plant === 'titleUnmet' && fields[field] === value ? 0.25 : 0.4);
    const hasCause = plant === 'person' ? owner === rep : fields[field] === value && (plant === 'field' || !isMet);
    const isStuck = prng.chance(plant === 'none' ? 0.6 : hasCause ? 0.95 : 0.08);
    const visitors = [...(prng.chance(0.7) ? [owner] : []), ...(isMet ? ['dora'] : [])];
    writeCustomer(stage, at, { territory: prng.pick(['east', 'west']), owner, fields, visitors, isStuck });
  }
  const traits: readonly Trait[] =
    plant === 'person' ? [{ kind: 'person', value: rep }] : [{ kind: 'field', field, value }];
  const unmet: readonly Trait[] = plant === 'titleUnmet' ? [{ kind: 'noMatchingVisit' }] : [];
  return { traits: [...traits, ...unmet], size, finding: findCauses(casesOf(stage)) };
};

/** 2026-03-09 09:00 in Shanghai: the Monday of 3月第2周. */
const ARTICLE_MS = Date.UTC(2026, 2, 9, 1);
const DIRECTOR = '部门总监';
const OTHER_TITLES = ['采购经理', '设备主管', '总经理', '信息科长'] as const;

/**
 * The article's case: 25 customers of 华东区 entered 内部立项 in 3月第2周 and 18 of them stay; 16 of those are decided on by a
 * 部门总监 whom nobody of that rank has visited.
 */
export const articleHistory = (): RulesStage => {
  const stage = makeStuckCompany(ARTICLE_MS);
  for (let at = 0; at < 25; at++) {
    const isStuck = at < 18;
    const isDirector = at < 16 || at === 24;
    const owner = REPS[at % REPS.length] ?? 'rae';
    writeCustomer(stage, at, {
      territory: 'east',
      owner,
      fields: {
        decisionMakerTitle: isDirector ? DIRECTOR : (OTHER_TITLES[at % OTHER_TITLES.length] ?? ''),
        product: CHOICES.product[at % 4] ?? '',
        source: CHOICES.source[(at >> 1) % 4] ?? '',
        industry: CHOICES.industry[(at >> 2) % 4] ?? '',
      },
      visitors: at === 24 ? [owner, 'dora'] : at % 3 === 0 ? [] : [owner],
      isStuck,
    });
  }
  return stage;
};
