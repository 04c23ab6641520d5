// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { type BoardComponent, DEFAULT_PROCESS, type MemberState, type OrgState, UNSET } from '#rules';
import type { BoardHead, HeatmapAnswer } from '../../../client/data/board-contract.ts';
import { boardSvg } from '../../../client/features/funnel/board-picture.ts';
import { choiceName, filterChoices } from '../../../client/features/funnel/filter-choices.ts';
import {
  cellName,
  cornerWords,
  headLine,
  headName,
  headShort,
  headShortLine,
  smallFigures,
} from '../../../client/features/funnel/head-words.ts';
import { cellNumbers, stepBounds } from '../../../client/features/funnel/heat-steps.ts';
import { funnel } from '../../../client/locales/zh-CN/funnel.ts';
import { orgOf, person } from './stub-client.ts';

const COMPONENT = DEFAULT_PROCESS.board.components[0] as BoardComponent;
/** One stage that is gone, one week and one name of two cells; 3 customers with 4 contacts, then nobody. */
const answerOf = (change: Partial<BoardComponent> = {}): HeatmapAnswer => ({
  component: { ...COMPONENT, ...change },
  columns: [
    { kind: 'stage', id: 'trial', name: '试用 <b>&"', limitDays: 3, isGone: true },
    { kind: 'stage', id: 'sign', name: '签约', limitDays: 7, isGone: false },
  ],
  rows: [
    {
      kind: 'week',
      id: '2026-W47',
      label: '11月第3周',
      fromMs: 1_794_758_400_000,
      toMs: 1_795_363_200_000,
      current: false,
    },
  ],
  cells: Float64Array.of(change.value === 'touchpoints' ? 4 : 3, 105, 2, 3, 0, 0, 0, 0),
  fullest: 4,
  unlikely: 0,
  beyond: 0,
  hasEarlier: false,
  unread: [],
});
const named = (answer: HeatmapAnswer, column = 0): string =>
  cellName(answer, 0, column, cellNumbers(answer, 0, column));

const member = (id: string, name: string, change: Partial<MemberState> = {}): MemberState => ({
  ...person(id, name, 'rep'),
  ...change,
});
const company = (): OrgState => {
  const members = [
    member('m1', '郑岚', { role: 'manager' }),
    member('m2', '周子昂', { manager: 'm1' as MemberState['id'] }),
    member('m3', '林晓雯', { active: false }),
    member('m4', '陈工', { role: 'presales' }),
  ];
  return {
    ...orgOf('瑞康', 'manager', ['华东', '华北']),
    members: Object.fromEntries(members.map((one) => [one.id, one])),
  };
};
const FACETS = { product: [{ id: '岩板', count: 7 }], source: [], tag: [] };

describe('funnel page', () => {
  it('[BD-20][R41] offers people at work and those who left apart, teams of leaders, and only territories that are read', () => {
    const choices = filterChoices(company(), FACETS, { unread: ['t1'], isTold: () => true });
    const labels = (facet: keyof typeof choices) =>
      choices[facet].map(({ label, options }) => [label, options.map((one) => one.label)]);
    expect(labels('territory')).toEqual([[null, ['华东']]]);
    expect(labels('team')).toEqual([[null, ['郑岚的团队']]]);
    expect(labels('person')).toEqual([
      ['在职', ['周子昂', '郑岚']],
      ['已离职', ['林晓雯']],
      [null, ['无人负责']],
    ]);
    expect(labels('product')).toEqual([[null, ['岩板（7）', '没填产品']]]);
    expect([labels('source'), labels('tag'), labels('store')]).toEqual([[], [], []]);
  });

  it('[BD-29][R88] a person is offered to whom his figures are told', () => {
    const { person } = filterChoices(company(), FACETS, { unread: [], isTold: (id) => id === 'm2' });
    expect(person.map(({ options }) => options.map((one) => one.label))).toEqual([['周子昂'], ['无人负责']]);
    expect(filterChoices(company(), FACETS, { unread: [], isTold: () => false }).team).toEqual([]);
  });

  it('[BD-20][R41] offers nobody and no store of territories that are not read', () => {
    const org = company();
    const [t0, t1] = org.territories.map(({ id }) => id);
    const at = (id: string, territory: typeof t0, change: Partial<MemberState> = {}): MemberState =>
      member(id, id, { territories: territory === undefined ? [] : [territory], ...change });
    const people = [
      at('here', t0),
      at('gone', t0, { active: false }),
      at('far', t1, { manager: 'far-lead' as MemberState['id'] }),
      at('far-gone', t1, { active: false }),
      at('far-lead', t1, { role: 'manager' }),
      at('anywhere', undefined, { role: 'owner' }),
    ];
    const known = { ...org, members: Object.fromEntries(people.map((one) => [one.id, one])) };
    const labels = (unread: readonly string[], facet: 'person' | 'team') =>
      filterChoices(known, FACETS, { unread, isTold: () => true })[facet].flatMap(({ options }) =>
        options.map((one) => one.label),
      );
    expect(labels(['t1'], 'person')).toEqual(['anywhere', 'here', 'gone', '无人负责']);
    expect(labels(['t1'], 'team')).toEqual([]);
    expect(labels([], 'person')).toEqual(['anywhere', 'far', 'far-lead', 'here', 'far-gone', 'gone', '无人负责']);
    expect(labels([], 'team')).toEqual(['far-lead的团队']);
  });

  it('[BD-20][R41] says what a link asks for in words, also where it is not offered', () => {
    const org = company();
    const choices = filterChoices(org, FACETS, { unread: ['t1'], isTold: () => true });
    expect(choiceName('territory', 't1', choices.territory, org)).toBe('华北');
    expect(choiceName('territory', 't9', choices.territory, org)).toBe('片区：本机没有的一项');
    expect(choiceName('person', UNSET, choices.person, org)).toBe('无人负责');
    expect(choiceName('person', 'm9', choices.person, org)).toBe('人员：本机没有的一项');
    expect(choiceName('product', '瓷砖', choices.product, org)).toBe('瓷砖');
  });

  it('[BD-21][R43][R104] a cell is one sentence by what is counted and laid over it', () => {
    expect(named(answerOf())).toBe('试用 <b>&"，11月第3周，3 家进入，平均停留 10.5 天，超期 2 家');
    expect(named(answerOf({ overlay: 'stay' }))).toBe('试用 <b>&"，11月第3周，3 家进入，平均停留 10.5 天');
    expect(named(answerOf({ value: 'touchpoints', overlay: 'overdue' }))).toBe(
      '试用 <b>&"，11月第3周，3 家 4 次有效触点，超期 2 家',
    );
    expect(named(answerOf(), 1)).toBe('签约，11月第3周，没有客户进入');
    expect(named(answerOf({ x: 'stage', y: 'person' }), 1)).toBe('签约，11月第3周，没有客户');
    const small = (change: Partial<BoardComponent>, isWide: boolean, column = 0) => {
      const answer = answerOf(change);
      return smallFigures(answer, cellNumbers(answer, 0, column), isWide);
    };
    expect(small({}, true)).toEqual({ corner: '10.5 天', chip: '超 2' });
    expect(small({}, false)).toEqual({ corner: '11天', chip: '2' });
    expect(small({ overlay: 'none' }, true)).toEqual({ corner: null, chip: null });
    expect(small({}, true, 1)).toEqual({ corner: null, chip: null });
  });

  it('[BD-21][R41] heads name weeks with their dates, gone stages and people who left', () => {
    const answer = answerOf();
    expect(answer.columns.map(headLine)).toEqual(['已删阶段', '限 7 天']);
    expect(answer.rows.map((head) => [headName(head), headLine(head)])).toEqual([['11月第3周', '11/16–22']]);
    expect(answer.rows.map((head) => [headShort(head), headShortLine(head)])).toEqual([['第3周', '11/16 起']]);
    expect(headName({ kind: 'member', id: UNSET, name: null, hasLeft: false })).toBe('无人负责');
    expect(headLine({ kind: 'member', id: 'm3', name: '林晓雯', hasLeft: true })).toBe('已离职');
    expect(headName({ kind: 'named', id: UNSET, name: null })).toBe('没填');
  });

  it('[BD-22][R41] the picture says title, filter and time, all heads and figures, and typed text stays text', () => {
    const look = { colour: (token: string) => `of(${token})`, font: 'Noto Sans SC' };
    const { svg, width } = boardSvg(
      answerOf(),
      { title: '漏斗 <script>', line: '张小凡，今天 14:20 的数', remark: null },
      look,
    );
    expect(width).toBeGreaterThan(400);
    const document = new DOMParser().parseFromString(svg, 'image/svg+xml');
    const texts = [...document.querySelectorAll('text')].map(({ textContent }) => textContent);
    expect(texts).toEqual([
      '漏斗 <script>',
      '张小凡，今天 14:20 的数',
      '试用 <b>&"',
      '已删阶段',
      '签约',
      '限 7 天',
      '11月第3周',
      '11/16–22',
      '3',
      '10.5 天 · 超 2',
      '0',
      '右上角：平均停留，超期客户数',
      funnel.legend.entered,
      ...stepBounds(answerOf().fullest).map(String),
      funnel.legendMore.entered,
    ]);
    expect(document.querySelector('script, b')).toBeNull();
  });

  it('[BD-22][R41] what is not in the figures stands in the picture too, whole, above the grid', () => {
    const look = { colour: (token: string) => `of(${token})`, font: 'Noto Sans SC' };
    const words = { title: '漏斗', line: '你能看到的客户' };
    const remark = funnel.unread(Array.from({ length: 12 }, (_, at) => `第${at}片区`).join('、'));
    const told = boardSvg(answerOf(), { ...words, remark }, look);
    const bare = boardSvg(answerOf(), { ...words, remark: null }, look);
    const texts = [...new DOMParser().parseFromString(told.svg, 'image/svg+xml').querySelectorAll('text')];
    const said = texts.map(({ textContent }) => textContent ?? '');
    const lines = said.slice(2, said.indexOf('试用 <b>&"'));
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join('')).toBe(remark);
    for (const line of lines) expect(line.length * 12).toBeLessThan(told.width);
    expect(told.height - bare.height).toBe(lines.length * 18);
    const yOf = (text: string) => Number(texts.find(({ textContent }) => textContent === text)?.getAttribute('y'));
    expect(yOf('试用 <b>&"') - yOf(lines.at(-1) ?? '')).toBeGreaterThanOrEqual(18);
  });

  it('[BD-21][R43] on a phone the late stand apart from the corner, and the words say so', () => {
    expect(cornerWords(answerOf(), true)).toBe('右上角：平均停留，超期客户数');
    expect(cornerWords(answerOf(), false)).toBe('右上角：平均停留；红色数字：超期客户数');
    expect(cornerWords(answerOf({ overlay: 'overdue' }), false)).toBe(funnel.redNumber);
    expect(cornerWords(answerOf({ overlay: 'stay', corner: 'topLeft' }), false)).toBe('左上角：平均停留');
    expect(cornerWords(answerOf({ overlay: 'none' }), false)).toBe('');
  });

  it.each([1, 4, 5])(
    '[BD-22][R41] of %i columns the legend stands beside the corner’s words or below them, never on them',
    (columns) => {
      const look = { colour: (token: string) => `of(${token})`, font: 'Noto Sans SC' };
      const wide = {
        ...answerOf(),
        columns: Array.from({ length: columns }, () => answerOf().columns[1] as BoardHead),
      };
      const { svg, width, height } = boardSvg(wide, { title: '漏斗', line: '', remark: null }, look);
      const texts = [...new DOMParser().parseFromString(svg, 'image/svg+xml').querySelectorAll('text')];
      const placed = (said: string) => {
        const found = texts.find(({ textContent }) => textContent === said);
        return { x: Number(found?.getAttribute('x')), y: Number(found?.getAttribute('y')) };
      };
      const [corner, legend, end] = [cornerWords(wide, true), funnel.legend.entered, funnel.legendMore.entered].map(
        placed,
      );
      if (corner === undefined || legend === undefined || end === undefined) throw new Error('not said');
      // text of twelve px: as wide as its characters at most, and the legend is told to its left
      const cornerRight = corner.x + cornerWords(wide, true).length * 12;
      const legendLeft = legend.x - funnel.legend.entered.length * 12;
      expect(legendLeft).toBeGreaterThan(0);
      expect(end.x).toBeLessThan(width);
      expect(corner.y).toBeLessThan(height);
      expect(legend.y === corner.y ? legendLeft > cornerRight : corner.y - legend.y >= 18).toBe(true);
    },
  );
});
