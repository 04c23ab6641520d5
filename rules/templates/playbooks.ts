import type { MetricSettings } from '../metrics/metric-settings.ts';
import type { Playbook } from '../playbook.ts';

/** Defaults of the article: effect after 14 days (R65), verdict after four weeks (A21). */
export const DEFAULT_METRIC_SETTINGS: MetricSettings = {
  items: [],
  effectAfterDays: 14,
  judgeAfterDays: 28,
  withdrawMinutes: 15,
};

/** The packs a new company has at once; each is a draft of its own work, to be rewritten in the library. */
export const DEFAULT_PLAYBOOKS: readonly Playbook[] = [
  {
    id: 'activateHighIntent',
    name: '高意向客户快速激活SOP',
    metric: 'leadConversion',
    script:
      '先问预算节点：今年这笔钱什么时候定、谁签字。\n再给三年成本：设备价只占一半，耗材和停机各占多少，按对方的量算一遍。\n最后约时间：把算好的表当面过一遍，定下参加的人。\n对方说再看看，就问还差哪一条才能定，记成顾虑。',
    materials: [
      {
        name: '三年成本测算表',
        body: '设备、耗材、维护、停机四栏，按客户的月用量填。算完当天发给客户，记为交付物。',
      },
      { name: '同类客户案例', body: '挑同一行业、半年内成交的两家：当时卡在哪、怎么过的、用后省了多少。' },
    ],
    roles: [
      { role: '售前工程师', part: '核对测算表里的用量和停机时间' },
      { role: '市场', part: '给两家同类客户的案例' },
    ],
    tasks: [
      { title: '联系一次，问清预算节点和签字人', dueDays: 2 },
      { title: '交一份成本测算', dueDays: 5 },
      { title: '当面过一遍测算，约好下次触点', dueDays: 7 },
    ],
    isRetired: false,
  },
  {
    id: 'digRealNeeds',
    name: '有效需求挖掘SOP',
    metric: 'validatedNeedRate',
    script:
      '少讲产品，先问三件事：现在怎么做、哪一步最费时费钱、不改会怎样。\n听到数字就追问来源：谁统计的、多久一次。\n走之前复述一遍，让对方点头：您最急的是这一条，对吗。点头了才算验证。',
    materials: [{ name: '提问单', body: '现状、代价、后果、谁在意、什么时候要结果，每条写客户的原话。' }],
    roles: [{ role: '直属主管', part: '陪访一次，只听不讲，回来对一遍原话' }],
    tasks: [
      { title: '下两次拜访各写清一条已验证的需求', dueDays: 7 },
      { title: '和主管对一遍原话', dueDays: 7 },
    ],
    isRetired: false,
  },
  {
    id: 'keepPromises',
    name: '承诺交付兜底SOP',
    metric: 'fulfilmentRate',
    script: '到期前一天先跟客户说一声进度。交不了就提前说，给出新的日期和原因，别等客户来问。',
    materials: [{ name: '改期怎么说', body: '先说结果：原定周三，改到周五。再说原因，最后确认新的时间。' }],
    roles: [{ role: '售前工程师', part: '手上的方案排出先后' }],
    tasks: [
      { title: '把到期未交的逐条给出新日期', dueDays: 1 },
      { title: '今后七天要交的先跟客户确认一遍', dueDays: 2 },
    ],
    isRetired: false,
  },
  {
    id: 'firstVisit',
    name: '新线索首访SOP',
    metric: 'leadToFirstVisitDays',
    script: '接到线索当天打电话，约两天内上门或视频。电话里只问一件事：是什么让您来找我们。',
    materials: [{ name: '首访准备单', body: '公司做什么、谁来找的、看过我们什么、同行用什么，查完再去。' }],
    roles: [{ role: '市场', part: '说明线索来源和对方看过的内容' }],
    tasks: [
      { title: '未首访的线索逐条约好时间', dueDays: 1 },
      { title: '首访后当天写纪要', dueDays: 3 },
    ],
    isRetired: false,
  },
];
