import type { Playbook } from '#rules';

/** Packs the demo's company wrote itself, for the numbers the template has none for. */
export const COMPANY_PLAYBOOKS: readonly Playbook[] = [
  {
    id: 'moveOn',
    name: '卡住商机推进SOP',
    metric: 'stageConversion',
    script:
      '先回看上次纪要：客户说还差哪一条才能往下走。\n打电话只谈这一条：差数据就约时间送数据，差人就请对方引荐，差钱就问预算什么时候定。\n两次都没有新进展，就跟主管对一遍：换个人谈，还是先搁置。',
    materials: [
      { name: '卡点清单', body: '一家一行：卡在哪一步、多少天、客户原话、还差什么、谁能拍板、下一步哪天做。' },
    ],
    roles: [
      { role: '直属主管', part: '逐家对一遍，定下哪几家陪访' },
      { role: '售前工程师', part: '缺方案和数据的，三天内补上' },
    ],
    tasks: [
      { title: '超期的商机逐家写清还差什么', dueDays: 2 },
      { title: '每家约好下一步的日期和人', dueDays: 5 },
    ],
    isRetired: false,
  },
  {
    id: 'winBack',
    name: '老客户回访SOP',
    metric: 'churnRate',
    script:
      '先问用得怎么样：上次那批设备现在产量多少、停过几次机。\n再问变化：今年产线有没有调整、谁在管采购。\n有抱怨先记下来，当天给处理人和时间，别急着报价。',
    materials: [{ name: '回访提问单', body: '使用情况、停机和维修、耗材用量、人事变动、下半年计划，每条写客户原话。' }],
    roles: [{ role: '售前工程师', part: '看一遍维修记录，列出能免费处理的' }],
    tasks: [
      { title: '半年没下单的老客户逐家打一次电话', dueDays: 3 },
      { title: '有新需求的约一次上门', dueDays: 10 },
    ],
    isRetired: false,
  },
  {
    id: 'fillReports',
    name: '拜访纪要补全SOP',
    metric: 'reportCompleteness',
    script: '出门就写：客户最大的顾虑、我们答应什么、下次什么时候碰，三样写完不到两分钟。想不起来的，当面再问一句。',
    materials: [
      { name: '一条好纪要的样子', body: '顾虑写原话，交付物写清是什么、哪天交、谁来交，下次约定写日期、人和议题。' },
    ],
    roles: [{ role: '直属主管', part: '每天抽两条看，写得好的在晨会念' }],
    tasks: [
      { title: '补齐上周缺的顾虑、交付物和下次约定', dueDays: 1 },
      { title: '今后七天当天写完纪要', dueDays: 7 },
    ],
    isRetired: false,
  },
];
