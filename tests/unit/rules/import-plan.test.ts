import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IMPORT_FIELDS, type MemberId, payloadSchemas } from '#rules';
import { customer, day, fates, inputOf, member, payloads, planOf, stepsOf } from './import-support.ts';

const LIST = ['客户名称', '负责人', '电话', '状态', '级别', '备注'];
const DEALS = ['客户名称', '商机编号', '商机名称', '负责人', '阶段', '进入阶段日期', '成交日期', '金额', '丢单原因'];

describe('import: every row has a fate', () => {
  it('[IM-9] rows come in the order of the file, blank ones are none', () => {
    const plan = planOf([
      ['客户名称', '备注'],
      ['甲公司', ''],
      ['', ''],
      ['', '无主'],
      ['甲', ''],
      ['乙', ''],
    ]);
    expect(plan.rows.map(({ row }) => row)).toEqual([2, 4, 5, 6]);
    expect(fates(plan)).toEqual(['taken', 'noName', 'merged', 'taken']);
  });

  it('[IM-10] totals, footnotes and headings that come again are no customers', () => {
    const plan = planOf([
      ['城市', '客户名称'],
      ['嘉定', '甲公司'],
      ['城市', '客户名称'],
      ['合计', '67家'],
      ['', '小计：12'],
      ['注：红色为新增', ''],
      ['嘉定', '合计科技有限公司'],
    ]);
    expect(fates(plan)).toEqual(['taken', 'repeatedHeading', 'notACustomer', 'notACustomer', 'notACustomer', 'taken']);
  });

  it('[IM-11] what cannot be read is refused with its cell', () => {
    const plan = planOf(
      [
        [...DEALS, '片区'],
        ['甲', '', '', '', '需求确认', '下周三', '', '', '', ''],
        ['乙', '', '', '', '需求确认', '', '', '约五万', '', ''],
        ['丙', '', '', '', '需求确认', '2027-01-01', '', '', '', ''],
        ['丁', '', '', '', '丢单', '2026-03-05', '2026-03-04', '', '', ''],
        ['戊', '', '', '', '火星', '', '', '', '', ''],
        ['己', '', '', '', '', '', '', '', '', '火星'],
        ['长'.repeat(121), '', '', '', '', '', '', '', '', ''],
        ['庚', '', '', '', '丢单', '2026-03-05', '2027-01-01', '', '', ''],
        ['辛', '', '', '', '', '', '', '', '', '华北'],
      ],
      {},
    );
    expect(fates(plan)).toEqual([
      'badDate',
      'badAmount',
      'dateInFuture',
      'datesReversed',
      'unknownStage',
      'unknownTerritory',
      'tooLong',
      'dateInFuture',
      'taken',
    ]);
    expect(plan.rows[0]).toMatchObject({ row: 2, name: '甲', field: 'enteredOn', cell: '下周三' });
    expect(payloads(plan, 'customerCreated')).toMatchObject([{ territory: 'north' }]);
  });

  it('[IM-12] won needs amount and day', () => {
    const row = (closed: string, amount: string) => ['甲', '', '', '', '成交', '2026-01-05', closed, amount, ''];
    const plan = planOf([DEALS, row('2026-03-05', ''), row('', '100'), row('2026-03-05', '100')]);
    expect(fates(plan)).toEqual(['wonNeedsAmountAndDate', 'wonNeedsAmountAndDate', 'taken']);
  });

  it('[IM-13] spellings of one company meet, and meet the customer known already', () => {
    const rows = [
      ['客户名称'],
      ['★上海 明远医疗有限公司(老客户)'],
      ['上海明远医疗'],
      ['【重点】上海明远医疗 有限公司'],
      ['上海明远医疗上海分公司'],
    ];
    expect(fates(planOf(rows))).toEqual(['taken', 'merged', 'merged', 'taken']);
    const known = [customer('k2', '上海明远医疗有限公司'), customer('k1', '上海明远医疗')];
    const plan = planOf(rows, { known });
    expect(fates(plan)).toEqual(['merged', 'merged', 'merged', 'taken']);
    expect(plan.rows[0]).toMatchObject({ customer: 'k1', into: '上海明远医疗' });
    expect(planOf(rows, { known: known.toReversed() })).toEqual(plan);
  });

  it('[IM-14] equal rows count once, a number with two contents is refused', () => {
    const deal = ['甲', 'D1', '首单', '', '需求确认', '', '', '', ''];
    const plan = planOf([DEALS, deal, deal, deal.with(2, '次单'), deal.with(1, 'D2')]);
    expect(fates(plan)).toEqual(['taken', 'merged', 'dealTwice', 'merged']);
    expect(plan.rows[2]).toMatchObject({ row: 4, cell: 'D1', other: 2 });
    expect(stepsOf(plan).map(({ command }) => command.type)).toEqual(['customerCreated', 'opportunityAdded']);
  });

  it('[IM-15] the full name wins', () => {
    const plan = planOf([['客户名称'], ['康慈健康'], ['康慈健康有限公司（王总介绍）'], ['康慈健康有限公司']]);
    expect(payloads(plan, 'customerCreated')).toMatchObject([{ profile: { name: '康慈健康有限公司' } }]);
  });
});

describe('import: what is made', () => {
  it('[IM-16] stages, days, outcomes and amounts as stated', () => {
    const plan = planOf([
      DEALS,
      ['甲', 'D1', '首单', '', '方案报价', '2026-03-05', '2027-02-01', '5万', ''],
      ['甲', 'D2', '次单', '', '成交', '2026-01-05', '2026-02-01', '1,054', ''],
      ['甲', 'D3', '三单', '', '丢单', '', '2026-02-02', '0', '价格'],
      ['甲', 'D4', '四单', '', '丢单', '', '', '', ''],
    ]);
    expect(payloads(plan, 'customerCreated')).toMatchObject([
      {
        knownSinceMs: day('2026-01-05'),
        opportunity: { name: '首单', stage: 'proposalQuote', enteredAtMs: day('2026-03-05') },
        imported: { file: '名单.xlsx', sheet: '表一', row: 2 },
      },
    ]);
    expect(payloads(plan, 'fieldPatched')).toMatchObject([
      { field: 'budgetFen', value: 5_000_000 },
      { field: 'expectedCloseMs', value: day('2027-02-01') },
    ]);
    expect(payloads(plan, 'opportunityAdded')).toMatchObject([
      { name: '次单', stage: 'needConfirmed', enteredAtMs: day('2026-01-05'), imported: { row: 3 } },
      { name: '三单', stage: 'initialContact' },
      { name: '四单' },
    ]);
    const ends = payloads(plan, 'opportunityEnded');
    expect(ends).toMatchObject([
      { outcome: 'won', dateMs: day('2026-02-01'), amountFen: 105_400 },
      { outcome: 'lost', dateMs: day('2026-02-02'), reason: '价格' },
      { outcome: 'lost', reason: '没写原因' },
    ]);
    expect(ends[1]).not.toHaveProperty('amountFen');
    expect(ends[2]).not.toHaveProperty('dateMs');
  });

  it('[IM-17] owners by name or by choice; nobody stays in the remark', () => {
    const rows = [
      LIST,
      ['甲', '张 三', '', '', '', ''],
      ['乙', '李四', '', '', '', ''],
      ['丙', '李四', '', '', '', ''],
      ['丁', '王五', '', '', '', '急'],
    ];
    const members = [member('m1', '张三'), member('m5', '王五'), member('m6', '王五')];
    const plan = planOf(rows, { members });
    // Two of one name: the file cannot mean both.
    expect(plan.missingOwners).toEqual([
      { name: '李四', rows: 2 },
      { name: '王五', rows: 1 },
    ]);
    const [first, second, , fourth] = payloads(plan, 'customerCreated');
    expect(first).toMatchObject({ owner: 'm1' });
    expect(second).not.toHaveProperty('owner');
    expect(second).toMatchObject({ profile: { remark: '原负责人：李四' } });
    expect(fourth).toMatchObject({ profile: { remark: '原负责人：王五；急' } });
    const chosen = payloads(planOf(rows, { members, chosenOwners: { 李四: 'm1' as MemberId } }), 'customerCreated');
    expect(chosen[1]).toMatchObject({ owner: 'm1' });
    expect((chosen[1]?.['profile'] as object) ?? {}).not.toHaveProperty('remark');
  });

  it('[IM-17] a customer goes to whoever has most of its rows, and other names stay with their 商机', () => {
    const row = (number: string, owner: string, stage: string) => [
      '甲',
      number,
      `单${number}`,
      owner,
      stage,
      '',
      '2026-02-01',
      '',
      '',
    ];
    const plan = planOf([DEALS, row('1', '张三', '丢单'), row('2', '张三', '丢单'), row('3', '李四', '需求确认')], {
      members: [member('m3', '张三'), member('m4', '李四')],
    });
    expect(payloads(plan, 'customerCreated')).toMatchObject([{ owner: 'm4', opportunity: { name: '单1（张三）' } }]);
    expect(payloads(plan, 'opportunityAdded').map(({ name }) => name)).toEqual(['单2（张三）', '单3']);
  });

  it('[IM-18] numbers go into contacts and nowhere else', () => {
    const plan = planOf([
      ['客户名称', '联系人', '职务', '电话', '微信', '邮箱', '备注', '需求', '来源'],
      [
        '甲 13912345678',
        '王总',
        '院长',
        '１３８１２３４５６７８、021-55667788',
        'wx1',
        'a@b.cn',
        '找他 137 1111 2222',
        '要13633334444回电',
        '电话13500001111',
      ],
      ['乙', '', '', '13812345678', '', '', '', '', ''],
      ['丙', '', '', '无', '', '', '', '', ''],
      ['丁', '赵工', '', '', '', '', '', '', ''],
    ]);
    const contacts = payloads(plan, 'contactSaved');
    expect(contacts.map(({ phone }) => phone)).toEqual([
      '13812345678',
      '021-55667788',
      '13912345678',
      '137 1111 2222',
      '13633334444',
      '13500001111',
      '13812345678',
    ]);
    expect(contacts[0]).toMatchObject({ name: '王总', title: '院长', wechat: 'wx1', email: 'a@b.cn' });
    expect(contacts.at(-1)).toMatchObject({ name: '乙' });
    const others = stepsOf(plan).filter(({ command }) => command.type !== 'contactSaved');
    expect(JSON.stringify(others)).not.toMatch(/1[3-9]\d[ -]?\d{4}[ -]?\d{4}|55667788|wx1|a@b\.cn/);
    expect(payloads(plan, 'fieldPatched')).toContainEqual({ field: 'keyContact', value: '赵工' });
  });

  it('[IM-20][R53] the title of who decides is a fact of the customer, not of its contact', () => {
    const plan = planOf([
      ['客户名称', '职位', '决策人职位', '电话'],
      ['甲', '采购员', '部门总监', '13812345678'],
    ]);
    expect(payloads(plan, 'fieldPatched')).toContainEqual({ field: 'decisionMakerTitle', value: '部门总监' });
    expect(payloads(plan, 'contactSaved')).toMatchObject([{ title: '采购员' }]);
  });

  it('[IM-19][R21] a former grade is history, a former status a remark, and nobody is marked', () => {
    const plan = planOf([LIST, ['甲', '', '', '合作中', 'A类', '']]);
    expect(payloads(plan, 'customerCreated')).toMatchObject([
      { profile: { name: '甲', formerGrade: 'A类', remark: '原状态：合作中' } },
    ]);
    expect(payloads(plan, 'statusMarked')).toEqual([]);
  });

  it('[IM-20] a known customer gets what it lacks', () => {
    const rows = [
      ['客户名称', '城市', '来源', '需求', '级别'],
      ['甲公司', '上海', '展会', '一条产线', 'A'],
    ];
    const lacking = planOf(rows, { known: [customer('k', '甲', ['name', 'city'])] });
    expect(stepsOf(lacking).map(({ command }) => [command.subject, command.payload])).toEqual([
      ['k', { field: 'need', value: '一条产线' }],
      ['k', { field: 'source', value: '展会' }],
    ]);
    expect(stepsOf(planOf(rows, { known: [customer('k', '甲', null)] }))).toEqual([]);
  });

  it('[IM-21] a second plan after the first one ran makes the same things under the same ids', () => {
    const rows = [
      DEALS,
      ['甲', '', '首单', '张三', '成交', '2026-01-05', '2026-02-01', '9', ''],
      ['甲', 'D2', '次单', '', '', '', '', '', ''],
    ];
    const plan = planOf(rows);
    expect(planOf(rows)).toEqual(plan);
    const [made] = plan.customers;
    if (!made) throw new Error('no customer');
    const again = planOf(rows, { known: [{ id: made.customer, name: made.name, filled: [] }] });
    expect(again.customers).toEqual(plan.customers);
    const ids = stepsOf(plan).map(({ commandId }) => commandId);
    expect(new Set(ids).size).toBe(ids.length);
    const other = stepsOf(planOf(rows, { fileHash: 'e'.repeat(64) })).map(({ commandId }) => commandId);
    expect(other.filter((id) => ids.includes(id))).toEqual([]);
  });

  it('[IM-28] the rows of a file that was imported before are told as merged, each into its own', () => {
    const rows = [DEALS, ['甲', '', '首单', '', '', '', '', '', ''], ['甲', 'D2', '', '', '', '', '', '', '']];
    const [made] = planOf(rows).customers;
    expect(fates(planOf(rows))).toEqual(['taken', 'merged']);
    const again = planOf(rows, { known: [{ id: made?.customer ?? ('' as never), name: '甲', filled: [] }] });
    expect(fates(again)).toEqual(['merged', 'merged']);
  });

  it('[IM-23] a 商机 number has one id for a customer, from whatever file', () => {
    const known = [customer('k', '甲')];
    const rows = [DEALS, ['甲', 'D2', '次单', '', '', '', '', '', ''], ['甲', '', '无号', '', '', '', '', '', '']];
    const ids = (fileHash: string) =>
      payloads(planOf(rows, { known, fileHash }), 'opportunityAdded').map((one) => one['opportunity']);
    const [one, two] = [ids('1'), ids('2')];
    expect(one[0]).toBe(two[0]);
    expect(one[1]).not.toBe(two[1]);
  });

  it('[IM-22][IM-9] any table and mapping gives every row one fate and payloads that fit their schemas', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '甲公司',
        '甲',
        '成交',
        '丢单',
        '2026-03-05',
        '5万',
        '13812345678',
        '合计',
        'D1',
        '需求确认',
        '99999999',
        '',
      ),
    );
    const rowsOf = fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 12 });
    const mapping = fc.array(fc.option(fc.constantFrom(...IMPORT_FIELDS)), { maxLength: 8 });
    fc.assert(
      fc.property(rowsOf, mapping, fc.integer({ min: -1, max: 12 }), (rows, fields, headingRow) => {
        const plan = planOf(rows, { mapping: fields, headingRow });
        const below = rows.flatMap((row, index) =>
          index > headingRow && row.some((text) => text.trim() !== '') ? [index + 1] : [],
        );
        expect(plan.rows.map(({ row }) => row)).toEqual(below);
        for (const { command } of stepsOf(plan)) {
          const schema = payloadSchemas[command.type as keyof typeof payloadSchemas];
          expect(schema.safeParse(command.payload).error).toBeUndefined();
        }
      }),
      { numRuns: 500, seed: 11 },
    );
    expect(inputOf([]).headingRow).toBe(0);
  });
});
