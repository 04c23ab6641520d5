import type { Condition } from '../automation/condition.ts';
import type { Duration } from '../automation/duration.ts';
import type { Action, Brake, Rule, Rung } from '../automation/rule.ts';

const ALWAYS: Condition = { kind: 'always' };
const hours = (amount: number): Duration => ({ amount, unit: 'hour' });
const days = (amount: number): Duration => ({ amount, unit: 'day' });
const workingDays = (amount: number): Duration => ({ amount, unit: 'workingDay' });
const AT_ONCE = days(0);

/** A manager ends the alert with the article's own words (R79). */
const CLOSE: Brake = { who: ['manager'], within: null, reason: true, exit: 'close', note: '已线下协调，暂缓跟进' };
const CLOSE_BY_OWNER: Brake = { ...CLOSE, who: ['owner', 'manager'], note: '已处理' };
/** 24 hours to say why the customer is green all the same (R78). */
const OVERRIDE: Brake = { who: ['owner', 'manager'], within: hours(24), reason: true, exit: 'override' };

const rung = (id: string, after: Duration, to: Rung['to'], act: Rung['act']): Rung => ({ id, after, to, act });
const alert = (to: readonly Rung['to'][], message = false): Action => ({ kind: 'alert', to: [...to], message });

const isNotColour = (...colours: readonly string[]): Condition => ({
  kind: 'test',
  field: 'colour',
  op: 'isNoneOf',
  value: [...colours],
});
const RUNNING: Condition = { kind: 'test', field: 'isRunning', op: 'is', value: true };
const all = (...of: readonly Condition[]): Condition => ({ kind: 'all', of });

interface Sketch extends Pick<Rule, 'id' | 'name' | 'group' | 'on' | 'brake'> {
  readonly where?: Condition;
  readonly do: readonly Action[];
  readonly escalate?: readonly Rung[];
}
const rule = ({ where = ALWAYS, do: actions, escalate = [], ...rest }: Sketch): Rule => ({
  ...rest,
  isOn: true,
  where,
  branches: [{ when: ALWAYS, do: [...actions] }],
  escalate: [...escalate],
});

/** Rule id of the presales task (R22), without version. */
export const PRESALES_RULE = 'statusCard.greenCallsPresales';

/** The article's rules with its figures: what runs in a new company before anybody has configured anything. */
export const DEFAULT_RULES: Rule[] = [
  rule({
    id: 'statusCard.quoteUnanswered',
    name: '询价未回复标黄',
    group: 'statusCard',
    on: { kind: 'quoteUnanswered', for: workingDays(3) },
    where: all(RUNNING, isNotColour('yellow', 'red')),
    do: [{ kind: 'mark', colour: 'yellow' }, alert(['owner'])],
    brake: OVERRIDE,
  }),
  rule({
    id: 'statusCard.inquiryUnanswered',
    name: '客户询价我方未答复',
    group: 'statusCard',
    on: { kind: 'inquiryUnanswered', for: workingDays(1) },
    where: RUNNING,
    do: [{ kind: 'gap', gap: 'missingRecord', holder: 'owner' }, alert(['owner'])],
    brake: CLOSE_BY_OWNER,
    escalate: [rung('manager', workingDays(2), 'directManager', 'tell')],
  }),
  rule({
    id: 'statusCard.silentWarning',
    name: '53 天无有效互动提醒',
    group: 'statusCard',
    on: { kind: 'silent', for: days(53) },
    where: all(RUNNING, isNotColour('red')),
    do: [alert(['owner'])],
    brake: CLOSE_BY_OWNER,
  }),
  rule({
    id: 'statusCard.silent',
    name: '60 天无有效互动标红',
    group: 'statusCard',
    on: { kind: 'silent', for: days(60) },
    where: all(RUNNING, isNotColour('red')),
    do: [{ kind: 'mark', colour: 'red', ground: 'noInteraction' }, alert(['owner'])],
    brake: OVERRIDE,
  }),
  rule({
    id: 'statusCard.noHistory',
    name: '历史跟进记录缺失标红',
    group: 'statusCard',
    on: { kind: 'neverFollowedUp', for: days(14) },
    where: all(RUNNING, isNotColour('red')),
    do: [
      { kind: 'mark', colour: 'red', ground: 'noHistory' },
      { kind: 'gap', gap: 'missingRecord', holder: 'owner' },
      alert(['owner']),
    ],
    brake: OVERRIDE,
  }),
  rule({
    id: 'statusCard.sourceDoubtful',
    name: '线索来源存疑标红',
    group: 'statusCard',
    on: { kind: 'holds' },
    where: all(RUNNING, isNotColour('red'), {
      kind: 'test',
      field: 'source',
      op: 'contains',
      value: ['存疑', '来源不明', '未知来源'],
    }),
    do: [{ kind: 'mark', colour: 'red', ground: 'sourceDoubtful' }, alert(['owner'])],
    brake: OVERRIDE,
  }),
  rule({
    id: 'statusCard.redAgain',
    name: '自动标红 7 天无变化再记一次',
    group: 'statusCard',
    on: { kind: 'markStands', colour: 'red', automatic: true, for: days(7) },
    where: RUNNING,
    do: [{ kind: 'mark', colour: 'red' }],
    brake: OVERRIDE,
  }),
  rule({
    id: 'statusCard.redWarning',
    name: '再标一次红就进待清洗池',
    group: 'statusCard',
    on: { kind: 'markStands', colour: 'red', for: AT_ONCE },
    where: RUNNING,
    // A warning, for whoever can still act on it; who leads him hears of it when the customer goes.
    do: [alert(['owner'])],
    brake: CLOSE_BY_OWNER,
  }),
  rule({
    id: 'statusCard.redTwice',
    name: '两次标红进待清洗池',
    group: 'statusCard',
    on: { kind: 'redTwice' },
    do: [{ kind: 'pool' }, alert(['owner', 'directManager'])],
    brake: { who: ['owner', 'manager'], within: null, reason: true, exit: 'appeal' },
  }),
  rule({
    id: 'statusCard.yellowAction',
    name: '黄色补齐预算和决策链',
    group: 'statusCard',
    on: { kind: 'markStands', colour: 'yellow', for: AT_ONCE },
    where: RUNNING,
    do: [{ kind: 'task', title: '补齐预算和决策链', to: 'owner', due: days(7) }],
    brake: CLOSE,
  }),
  rule({
    id: 'statusCard.greenAwaitsDocument',
    name: '绿色 7 天内补确认书',
    group: 'statusCard',
    on: { kind: 'greenAwaitsDocument', for: days(7) },
    do: [{ kind: 'mark', colour: 'yellow' }, alert(['owner'])],
    brake: OVERRIDE,
  }),
  rule({
    id: PRESALES_RULE,
    name: '黄转绿派售前 24 小时出初稿',
    group: 'statusCard',
    on: { kind: 'greenEntered' },
    do: [{ kind: 'task', title: '技术方案初稿', to: 'presales', due: hours(24) }],
    brake: { who: ['manager'], within: null, reason: true, exit: 'close' },
    escalate: [rung('takeOver', hours(24), 'directManager', 'takeOver')],
  }),
  rule({
    id: 'touchpoint.passed',
    name: '触点过 2 小时没动静',
    group: 'touchpoint',
    on: { kind: 'touchpointPassed', after: hours(2) },
    do: [alert(['owner', 'directManager'], true)],
    brake: CLOSE,
  }),
  rule({
    id: 'note.promiseOverdue',
    name: '承诺交付物到期未交',
    group: 'note',
    on: { kind: 'promiseOverdue', after: AT_ONCE },
    where: RUNNING,
    do: [{ kind: 'gap', gap: 'overdue', holder: 'owner' }, alert(['owner'])],
    brake: CLOSE,
    escalate: [rung('manager', days(3), 'directManager', 'tell')],
  }),
  rule({
    id: 'stage.overdue',
    name: '阶段超期逐级提醒',
    group: 'stage',
    on: { kind: 'stageStay' },
    do: [{ kind: 'gap', gap: 'overdue', holder: 'owner' }],
    brake: CLOSE,
    escalate: [
      rung('owner', days(3), 'owner', 'tell'),
      rung('manager', days(5), 'directManager', 'tell'),
      rung('takeOver', days(7), 'directManager', 'takeOver'),
    ],
  }),
  rule({
    id: 'stage.skipped',
    name: '跳过阶段要写原因',
    group: 'stage',
    on: { kind: 'stageSkipped' },
    do: [{ kind: 'gap', gap: 'skippedStage', holder: 'owner' }, alert(['owner', 'directManager'])],
    brake: CLOSE,
  }),
  rule({
    id: 'stage.closeWithoutChain',
    name: '快成交却没摸清决策链',
    group: 'stage',
    on: { kind: 'holds' },
    where: all(
      RUNNING,
      { kind: 'test', field: 'expectedCloseMs', op: 'withinDays', value: 14 },
      { kind: 'test', field: 'decisionChain', op: 'isEmpty' },
    ),
    do: [{ kind: 'gap', gap: 'contradiction', holder: 'owner' }, alert(['fieldAuthors', 'owner', 'directManager'])],
    brake: CLOSE,
  }),
  rule({
    id: 'company.leadWaiting',
    name: '派发的线索 48 小时没有接收或首访',
    group: 'company',
    on: { kind: 'leadWaiting', for: hours(48) },
    where: RUNNING,
    do: [alert(['owner', 'directManager'], true)],
    brake: CLOSE_BY_OWNER,
  }),
  rule({
    id: 'company.unowned',
    name: '客户没有负责人',
    group: 'company',
    on: { kind: 'unowned', for: days(1) },
    where: RUNNING,
    do: [{ kind: 'gap', gap: 'unowned', holder: 'directManager' }, alert(['directManager'])],
    brake: CLOSE,
  }),
];
