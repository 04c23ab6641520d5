import {
  type BoardComponent,
  DEFAULT_PROCESS,
  findCauses,
  leadSpans,
  type MemberId,
  MovesIndex,
  makeFold,
  TEMPLATE_VERSION,
} from '#rules';
import type { HeatmapAnswer } from '../board-contract.ts';
import type { AnswerOf, PoolChip } from '../contract.ts';
import type { ModelQuery } from './read-models.ts';

const NO_COUNTS: Readonly<Record<PoolChip, number>> = {
  mine: 0,
  all: 0,
  nearlyOverdue: 0,
  green: 0,
  yellow: 0,
  red: 0,
  unowned: 0,
};

const [FIRST] = DEFAULT_PROCESS.board.components;
const NO_BOARD: HeatmapAnswer = {
  component: FIRST as BoardComponent,
  columns: [],
  rows: [],
  cells: new Float64Array(0),
  fullest: 0,
  unlikely: 0,
  beyond: 0,
  hasEarlier: false,
  unread: [],
};
const NO_LEADS = { unassigned: 0, assigned: 0, accepted: 0, visited: 0, returned: 0, discarded: 0 } as const;
const NO_SPANS = leadSpans([]);

/** What there is to see on a device nobody is signed in on: nothing. */
export const signedOutAnswer = (query: ModelQuery): AnswerOf<ModelQuery> => {
  switch (query.kind) {
    case 'org':
      return makeFold().org();
    case 'process':
      return {
        process: DEFAULT_PROCESS,
        version: TEMPLATE_VERSION,
        changes: [],
        standing: {},
        effects: {},
        mayEdit: false,
      };
    case 'pool':
      return { rows: [], total: 0, counts: NO_COUNTS };
    case 'customer':
    case 'why':
    case 'metric':
    case 'mirror':
      return null;
    case 'today':
      return { appointments: [], promises: [], suggestions: [] };
    case 'inbox':
      return { items: [], counts: { todo: 0, decide: 0, notice: 0 }, later: 0, done: [], leads: false };
    case 'gaps':
      return { rows: [], total: 0, open: 0, resolved: 0, byRule: [], byTeam: [], weeks: [] };
    case 'review':
      return {
        fromMs: 0,
        toMs: 0,
        label: '',
        byRule: [],
        byTeam: [],
        oldest: [],
        closed: [],
        overrides: [],
        signs: [],
      };
    case 'packs':
      return { mine: [], open: 0, given: [] };
    case 'coaching':
      return { own: null, team: [] };
    case 'verdicts':
      return { rows: [], due: 0, right: 0, wrong: 0, undecided: 0 };
    case 'selfCheck':
      return { unfilled: [], customers: 0, fields: 0, signs: [] };
    case 'ownCustomers':
      return [];
    case 'ownDesk':
      return makeFold().desk('' as MemberId);
    case 'metrics':
      return {
        week: '',
        label: '',
        fromMs: 0,
        toMs: 0,
        isRunning: false,
        rows: [],
        below: 0,
        visitQuality: 'unknown',
        lastChange: null,
      };
    case 'metricCases':
      return { sort: null, total: 0, people: [] };
    case 'validation':
      return { wentLiveAt: null, day: null, rows: [] };
    case 'leads':
      return {
        ...{ rows: [], total: 0, all: 0, sources: [], campaigns: [], counts: NO_LEADS, spans: NO_SPANS },
        ...{ unseenVisits: false, mayRecord: false, mayAssign: false },
      };
    case 'takers':
      return { lead: null, takers: [] };
    case 'suggestions':
      return { open: [], people: [] };
    case 'interventions':
      return { list: [], visitQuality: null };
    case 'cleansing':
      return { rows: [] };
    case 'heatmap':
      return NO_BOARD;
    case 'cell':
    case 'moved':
      return { rows: [], entered: 0, times: 0, stillThere: 0, averageDwellDays: 0 };
    case 'unlikely':
      return { rows: [] };
    case 'facets':
      return { product: [], source: [], tag: [] };
    case 'moves':
      return { ...new MovesIndex().moves({}, { process: DEFAULT_PROCESS }, 0, () => false), marked: 0 };
    case 'causes':
      return {
        finding: findCauses([]),
        stage: '',
        limitDays: 0,
        week: null,
        territory: null,
        ...{ unexplained: [], reached: [], busy: [] },
        customers: {},
        given: [],
      };
  }
};
