import { describe, expect, it } from 'vitest';
import { DEFAULT_PROCESS, findHeadingRow, guessMapping, liftPhones, readAmountFen, readDate, stageWord } from '#rules';
import { day, NOW } from './import-support.ts';

const date = (text: string): number | string => {
  const reading = readDate(text, NOW);
  return reading.kind === 'value' ? reading.value : reading.kind;
};
const fen = (text: string): number | string => {
  const reading = readAmountFen(text);
  return reading.kind === 'value' ? reading.value : reading.kind;
};
const guess = (headings: readonly string[], rows: readonly (readonly string[])[] = []) =>
  guessMapping(headings, rows, DEFAULT_PROCESS);

describe('import: columns', () => {
  it('[IM-1] headings are found below titles and blank rows', () => {
    const rows = [
      ['华东迈康 上海 客户名单', '', ''],
      ['', '', ''],
      ['城市', '客户名称', '电话'],
      ['嘉定区', '甲公司', '1'],
    ];
    expect(findHeadingRow(rows)).toBe(2);
    expect(findHeadingRow([['客户名单'], ['客户'], ['甲']])).toBe(1);
    expect(
      findHeadingRow([
        ['account', 'deal_stage'],
        ['Cancity', 'Won'],
      ]),
    ).toBe(0);
  });

  it('[IM-2] no headings in figures, a row of unknown words stands in', () => {
    expect(findHeadingRow([])).toBeNull();
    expect(
      findHeadingRow([
        ['1', '2'],
        ['3', '4'],
      ]),
    ).toBeNull();
    expect(
      findHeadingRow([
        ['12', '3'],
        ['mql_id', 'origin'],
        ['a', 'b'],
      ]),
    ).toBe(1);
  });

  it('[IM-3] columns are guessed in both languages, each field once', () => {
    expect(guess(['客户名称', '负责人', '联系电话', '金额（万元）', '进入阶段日期', '备 注'])).toEqual([
      'name',
      'owner',
      'phone',
      'amount',
      'enteredOn',
      'remark',
    ]);
    expect(guess(['Account', 'sales_agent', 'Deal Stage', 'close-date', 'whatever'])).toEqual([
      'name',
      'owner',
      'stage',
      'closedOn',
      null,
    ]);
    expect(guess(['电话', '手机'])).toEqual(['phone', null]);
    expect(guess(['职位', '决策人职位', '联系人'])).toEqual(['contactTitle', 'decisionMakerTitle', 'contactName']);
    expect(guess(['客户编号', '客户电话', 'estate'])).toEqual([null, 'phone', null]);
  });

  it('[IM-4] 状态 is the stage only where it holds stages', () => {
    const headings = ['客户名称', '状态'];
    expect(
      guess(headings, [
        ['甲', '方案报价'],
        ['乙', '丢单'],
        ['丙', ''],
      ]),
    ).toEqual(['name', 'stage']);
    expect(
      guess(headings, [
        ['甲', '合作中'],
        ['乙', '正常'],
      ]),
    ).toEqual(['name', 'formerStatus']);
    expect(guess([...headings, '阶段'], [['甲', '成交', '成交']])).toEqual(['name', 'formerStatus', 'stage']);
  });
});

describe('import: values', () => {
  it('[IM-5] reads days as they are written', () => {
    const march = day('2026-03-05');
    for (const text of [
      '2026-03-05',
      '2026/3/5',
      '2026.3.5',
      '2026年3月5日',
      '20260305',
      '46086',
      '3月5日',
      '3/5/2026',
    ]) {
      expect([text, date(text)]).toEqual([text, march]);
    }
    expect(date('２０２６－０３－０５')).toBe(march);
    expect(date('2026\u200b-03-05')).toBe(march);
    for (const text of ['1969-12-31', '1900-01-01', '2100-01-01', '9999-12-31', '0000-00-00', '19999', '60001']) {
      expect([text, date(text)]).toEqual([text, 'bad']);
    }
    expect(date('2026-03-05 14:30')).toBe(march);
    // Later in the year than today: last year's.
    expect(date('12月1日')).toBe(day('2025-12-01'));
    expect(date('10/20/2016')).toBe(day('2016-10-20'));
    for (const text of ['2026-02-30', '2026-13-01', '20/10/2016', '下周三', '2月30日', '19', '123456']) {
      expect([text, date(text)]).toEqual([text, 'bad']);
    }
    expect(date(' ')).toBe('blank');
  });

  it('[IM-6] reads money into whole 分', () => {
    expect(fen('1054')).toBe(105_400);
    expect(fen('¥1,054.50')).toBe(105_450);
    expect(fen('12.35万元')).toBe(12_350_000);
    expect(fen('1.2亿')).toBe(12_000_000_000);
    expect(fen('８８８元')).toBe(88_800);
    expect(fen('0.29')).toBe(29);
    expect(fen('0.295')).toBe(30);
    expect(fen('1.005')).toBe(101);
    expect(fen('0')).toBe(0);
    for (const text of ['-5', '−5', '(5)', '约五万', '1.2.3', '99999999999999999', '9999999999亿', '1e9'])
      expect([text, fen(text)]).toEqual([text, 'bad']);
  });

  it('[IM-7] stage words go to the stages of the process, endings end', () => {
    const stage = (text: string) => stageWord(text, DEFAULT_PROCESS);
    expect(stage('内部立项')).toEqual({ kind: 'stage', stage: 'internalApproval' });
    expect(stage('方案报价中')).toEqual({ kind: 'stage', stage: 'proposalQuote' });
    expect(stage('Prospecting')).toEqual({ kind: 'stage', stage: 'initialContact' });
    expect(stage('Engaging')).toEqual({ kind: 'stage', stage: 'needConfirmed' });
    expect(stage('Won')).toEqual({ kind: 'ended', outcome: 'won' });
    expect(stage('closed-lost')).toEqual({ kind: 'ended', outcome: 'lost' });
    expect(stage('搁置')).toEqual({ kind: 'ended', outcome: 'shelved' });
    expect(stage('火星')).toBeNull();
    const [first, second] = DEFAULT_PROCESS.stages;
    if (!first || !second) throw new Error('template');
    const own = {
      ...DEFAULT_PROCESS,
      stages: [
        { ...first, id: 's1', name: '成交' },
        { ...second, id: 's2' },
      ],
    };
    expect(stageWord('成交', own)).toEqual({ kind: 'stage', stage: 's1' });
    expect(stageWord('Negotiation', own)).toEqual({ kind: 'stage', stage: 's2' });
  });

  it('[IM-8] full width is half width and signs for nothing are nothing', () => {
    for (const nothing of ['-', '—', '无', 'N/A', '　']) {
      expect([date(nothing), fen(nothing)]).toEqual(['blank', 'blank']);
    }
  });

  it('[IM-18] numbers are taken out of a text and leave it readable', () => {
    expect(liftPhones('王总 138 1234 5678，下午打')).toEqual({ text: '王总 ，下午打', phones: ['138 1234 5678'] });
    expect(liftPhones('电话：021-55667788')).toEqual({ text: '', phones: ['021-55667788'] });
    expect(liftPhones('订单 2026112400001')).toEqual({ text: '订单 2026112400001', phones: [] });
  });
});
