import { describe, expect, it } from 'vitest';
import { type Condition, DEFAULT_PROCESS, type Rule, type Trigger } from '#rules';
import {
  type BlockId,
  conditionWords,
  lineText,
  ruleNames,
  ruleSentence,
  triggerWords,
} from '../../../client/views/rule-words.ts';

const names = ruleNames({
  ...DEFAULT_PROCESS,
  fields: [
    {
      id: 'x_grade',
      name: '客户等级',
      of: 'customer',
      type: 'choice',
      options: [
        { id: 'a', name: 'A 级', requires: [] },
        { id: 'b', name: 'B 级', requires: [] },
      ],
      isRetired: false,
    },
  ],
});
const say = (rule: Rule): readonly string[] => ruleSentence(rule, names).map(lineText);

/** What the rules of the template say, word for word. */
const SENTENCES: Readonly<Record<string, readonly string[]>> = {
  'statusCard.quoteUnanswered': [
    '当报价后 3 个工作日客户没有回复，且还在跟进，且状态卡不是黄、红，就把状态卡标为黄色，并提醒负责人。',
    '人工出口：负责人或主管可在 24 小时内改为绿（确认书后补），必须写理由。',
  ],
  'statusCard.inquiryUnanswered': [
    '当客户询价后 1 个工作日我方没有答复，且还在跟进，就记过程断点「缺记录」，由负责人处理，并提醒负责人。',
    '人工出口：负责人或主管可关闭，必须写理由，默认写「已处理」。',
    '再不动：满 2 个工作日提醒直属主管。',
  ],
  'statusCard.silentWarning': [
    '当连续 53 天没有有效互动，且还在跟进，且状态卡不是红，就提醒负责人。',
    '人工出口：负责人或主管可关闭，必须写理由，默认写「已处理」。',
  ],
  'statusCard.silent': [
    '当连续 60 天没有有效互动，且还在跟进，且状态卡不是红，就把状态卡标为红色（无有效互动），并提醒负责人。',
    '人工出口：负责人或主管可在 24 小时内改为绿（确认书后补），必须写理由。',
  ],
  'statusCard.noHistory': [
    '当建档 14 天从没跟进过，且还在跟进，且状态卡不是红，就把状态卡标为红色（历史跟进记录缺失），并记过程断点「缺记录」，由负责人处理，并提醒负责人。',
    '人工出口：负责人或主管可在 24 小时内改为绿（确认书后补），必须写理由。',
  ],
  'statusCard.sourceDoubtful': [
    '当客户资料里出现这种情况：还在跟进，且状态卡不是红，且来源包含「存疑」或「来源不明」或「未知来源」，就把状态卡标为红色（线索来源存疑），并提醒负责人。',
    '人工出口：负责人或主管可在 24 小时内改为绿（确认书后补），必须写理由。',
  ],
  'statusCard.redAgain': [
    '当状态卡被系统标为红色 7 天没有变化，且还在跟进，就把状态卡标为红色。',
    '人工出口：负责人或主管可在 24 小时内改为绿（确认书后补），必须写理由。',
  ],
  'statusCard.redWarning': [
    '当状态卡标为红色，且还在跟进，就提醒负责人。',
    '人工出口：负责人或主管可关闭，必须写理由，默认写「已处理」。',
  ],
  'statusCard.redTwice': [
    '当同一轮里有两天标了红，就移入待清洗池并暂停跟进，并提醒负责人、直属主管。',
    '人工出口：负责人或主管可提交申诉（录音和截图），必须写理由。',
  ],
  'statusCard.yellowAction': [
    '当状态卡标为黄色，且还在跟进，就派任务「补齐预算和决策链」给负责人，7 天内完成。',
    '人工出口：主管可关闭，必须写理由，默认写「已线下协调，暂缓跟进」。',
  ],
  'statusCard.greenAwaitsDocument': [
    '当人工改绿 7 天后确认书还没补上，就把状态卡标为黄色，并提醒负责人。',
    '人工出口：负责人或主管可在 24 小时内改为绿（确认书后补），必须写理由。',
  ],
  'statusCard.greenCallsPresales': [
    '当状态卡转为绿，确认书已上传，就派任务「技术方案初稿」给售前工程师，24 小时内完成。',
    '人工出口：主管可关闭，必须写理由。',
    '再不动：满 24 小时超时转交给直属主管。',
  ],
  'touchpoint.passed': [
    '当约定时间过了 2 小时没有更新，就提醒负责人、直属主管，同时发到钉钉等外部消息。',
    '人工出口：主管可关闭，必须写理由，默认写「已线下协调，暂缓跟进」。',
  ],
  'note.promiseOverdue': [
    '当承诺的交付物到期没有交付，且还在跟进，就记过程断点「超期」，由负责人处理，并提醒负责人。',
    '人工出口：主管可关闭，必须写理由，默认写「已线下协调，暂缓跟进」。',
    '再不动：满 3 天提醒直属主管。',
  ],
  'stage.overdue': [
    '当在任一阶段停留超过该阶段的期限，就记过程断点「超期」，由负责人处理。',
    '人工出口：主管可关闭，必须写理由，默认写「已线下协调，暂缓跟进」。',
    '再不动：满 3 天提醒负责人，满 5 天提醒直属主管，满 7 天超时转交给直属主管。',
  ],
  'stage.skipped': [
    '当跳过了中间的阶段，就记过程断点「跳过阶段」，由负责人处理，并提醒负责人、直属主管。',
    '人工出口：主管可关闭，必须写理由，默认写「已线下协调，暂缓跟进」。',
  ],
  'stage.closeWithoutChain': [
    '当客户资料里出现这种情况：还在跟进，且预计成交日期在 14 天内，且决策链还没填，就记过程断点「前后矛盾」，由负责人处理，并提醒填写这些字段的人、负责人、直属主管。',
    '人工出口：主管可关闭，必须写理由，默认写「已线下协调，暂缓跟进」。',
  ],
  'company.leadWaiting': [
    '当线索派发 48 小时没有接收，或接收 48 小时没有首访，且还在跟进，就提醒负责人、直属主管，同时发到钉钉等外部消息。',
    '人工出口：负责人或主管可关闭，必须写理由，默认写「已处理」。',
  ],
  'company.unowned': [
    '当客户 1 天没有负责人，且还在跟进，就记过程断点「无人负责」，由直属主管处理，并提醒直属主管。',
    '人工出口：主管可关闭，必须写理由，默认写「已线下协调，暂缓跟进」。',
  ],
};

const [first] = DEFAULT_PROCESS.rules;
if (first === undefined) throw new Error('the template has rules');
const rule = (change: Partial<Rule>): Rule => ({ ...first, brake: undefined, escalate: [], ...change });
const test = (field: string, op: 'is' | 'isOneOf' | 'isNoneOf' | 'contains' | 'moreThan', value: never): Condition => ({
  kind: 'test',
  field,
  op,
  value,
});

describe('a rule as a sentence', () => {
  it.each(DEFAULT_PROCESS.rules.map((one) => [one.name, one] as const))(
    '[PD-1][R10] %s of the template reads back exactly',
    (_, one) => expect(say(one)).toEqual(SENTENCES[one.id]),
  );

  it('[PD-1][R80] branches read if, else if, else; each names its own exit and ladder', () => {
    const days = (amount: number) => ({ amount, unit: 'day' as const });
    const told = (to: 'owner' | 'directManager') => ({ kind: 'alert' as const, to: [to], message: false });
    const branched = rule({
      on: { kind: 'stageStay', stage: 'proposalQuote', for: { amount: 5, unit: 'workingDay' } },
      where: { kind: 'always' },
      branches: [
        {
          when: test('x_grade', 'isOneOf', ['a'] as never),
          do: [told('directManager')],
          brake: { who: ['manager'], within: null, reason: false, exit: 'close' },
          escalate: [{ id: 'r', after: days(1), to: 'regionalManager', act: 'tell' }],
        },
        { when: test('budgetFen', 'moreThan', 100_000_000 as never), do: [told('owner'), { kind: 'pool' }] },
        { when: { kind: 'always' }, do: [told('owner')] },
      ],
      brake: { who: ['owner'], within: { amount: 2, unit: 'workingHour' }, reason: true, exit: 'close' },
    });
    expect(say(branched)).toEqual([
      '当在「方案报价」停留 5 个工作日：',
      '如果客户等级是A 级，就提醒直属主管；',
      '否则如果预算大于 100 万元，就提醒负责人，并移入待清洗池并暂停跟进；',
      '否则，就提醒负责人。',
      '人工出口：负责人可在 2 个工作小时内关闭，必须写理由。',
      '第 1 种情况的人工出口：主管可关闭，不用写理由。',
      '第 1 种情况再不动：满 1 天提醒区域经理。',
    ]);
  });

  it('[PD-1][R80] a missing exit, a missing value and an empty list say so in their place', () => {
    expect(say(rule({})).at(-1)).toBe('人工出口：还没写谁能叫停、多久之内、要不要理由。');
    expect(conditionWords({ kind: 'all', of: [] }, names)).toBe('（还没选条件，什么都不匹配）');
    expect(conditionWords(test('x_grade', 'isOneOf', [] as never), names)).toBe('客户等级是选一个');
    expect(conditionWords(test('x_gone', 'is', 'b' as never), names)).toBe('已删除的字段（x_gone）是「b」');
    const noNumber: Trigger = { kind: 'silent', for: { amount: Number.NaN, unit: 'day' } };
    expect(triggerWords(noNumber, names)).toBe('连续 几 天没有有效互动');
  });

  it('[PD-1] nested conditions are bracketed so that 且 and 或 cannot be confused', () => {
    const city = test('city', 'contains', ['杭州'] as never);
    const red = test('colour', 'isNoneOf', ['red', 'yellow'] as never);
    const any: Condition = { kind: 'any', of: [city, red] };
    expect(conditionWords({ kind: 'all', of: [any, test('isRunning', 'is', false as never)] }, names)).toBe(
      '（城市包含「杭州」，或状态卡不是红、黄），且已经结束',
    );
    expect(conditionWords({ kind: 'not', of: city }, names)).toBe('并非（城市包含「杭州」）');
  });

  it('[PD-2] every token of a sentence belongs to the block it edits, and every block stands in it', () => {
    const presales = DEFAULT_PROCESS.rules.find(({ id }) => id === 'stage.closeWithoutChain');
    if (presales === undefined) throw new Error('a rule of the template is gone');
    const blocks = ruleSentence(presales, names).flatMap(({ pieces }) => pieces.flatMap(({ block }) => block ?? []));
    const expected: BlockId[] = ['trigger', 'where', 'where', 'where', 'do:0:0', 'do:0:1', 'brake'];
    expect(blocks).toEqual(expected);
  });
});
