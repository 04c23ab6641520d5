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
  {
    id: 'presalesInTime',
    name: '售前需求提清SOP',
    metric: 'presalesOnTime',
    script:
      '提需求前先自己答三句：客户现场是什么样、要解决哪一条、哪天要用。\n三句答不上来，先给客户打电话，再来找售前。\n急的当面说，别只在群里留言。',
    materials: [
      { name: '提需求三句话', body: '现场：产线、节拍、来料。要解决的：一条，写客户原话。要用的日子：哪天给谁看。' },
    ],
    roles: [{ role: '售前工程师', part: '收到半天内回一句：够不够、哪天给' }],
    tasks: [
      { title: '手上没交的逐条和售前对一遍日期', dueDays: 1 },
      { title: '缺信息的当天补齐', dueDays: 2 },
    ],
    isRetired: false,
  },
  {
    id: 'fewerRepeats',
    name: '减少空跑SOP',
    metric: 'repeatVisits',
    script:
      '再去之前先看上次纪要：答应的交付物给了没有、要见的人约到没有。\n两样都没有变化就先别去，打电话把事办了。\n非去不可的，先把议题发给客户，对方回了再出门。',
    materials: [
      { name: '出门前三问', body: '这次去定什么？谁拍板，他在不在？上次答应的带了没有？有一问答不上，改天再去。' },
    ],
    roles: [{ role: '直属主管', part: '一周内去过两次的，问一句这次定了什么' }],
    tasks: [
      { title: '下周的约定逐条写上要定的事', dueDays: 2 },
      { title: '没有议题的改成电话', dueDays: 3 },
    ],
    isRetired: false,
  },
  {
    id: 'closeBetter',
    name: '临门一脚SOP',
    metric: 'winRate',
    script:
      '报价前先问清三件事：还有谁家在谈、谁签字、价格之外最在意什么。\n报价当面讲，讲完问一句：照这个方案，还差什么就能定？\n说要比价的，约好比完当天再见，别等电话。',
    materials: [
      { name: '签约前清单', body: '预算批了、签字人见过、对手知道、交期对过、付款条件谈过。五条缺哪条先补哪条。' },
    ],
    roles: [
      { role: '直属主管', part: '三十万以上的陪谈一次' },
      { role: '售前工程师', part: '备好同行业两家的验收数据' },
    ],
    tasks: [
      { title: '商务谈判里的逐家过一遍签约前清单', dueDays: 3 },
      { title: '缺的那条约好哪天补', dueDays: 5 },
    ],
    isRetired: false,
  },
  {
    id: 'keepInTouch',
    name: '不断线SOP',
    metric: 'interactionSpacingDays',
    script:
      '十天没来往的先找个由头：行业消息、同类客户的新做法、上次他问过的那件事。\n一句话说清为什么找他，再问近况。\n没接的隔天换个时间再打，三次没通就发消息。',
    materials: [{ name: '由头清单', body: '新案例、新规、展会、样品到了、维修提醒。每家挑一条对得上的，别群发。' }],
    roles: [{ role: '市场', part: '每周给三条能转给客户的消息' }],
    tasks: [
      { title: '十天没来往的逐家联系一次', dueDays: 3 },
      { title: '每家约好下一次', dueDays: 5 },
    ],
    isRetired: false,
  },
  {
    id: 'makeGood',
    name: '投诉补救SOP',
    metric: 'complaints',
    script:
      '当天回电话，先听完，不解释。\n复述一遍：您是说……对吗？再给一个做得到的日子和一个名字。\n办完当面问一句：这样行不行？行了再记处理好。',
    materials: [
      { name: '回电话怎么说', body: '先认：这事是我们没做到。再给：哪天、谁来、做什么。最后留：有变化我先打给您。' },
    ],
    roles: [{ role: '直属主管', part: '两天没处理好的，亲自打一次' }],
    tasks: [
      { title: '没处理好的投诉逐条回电话', dueDays: 1 },
      { title: '给出日期，办完回访', dueDays: 5 },
    ],
    isRetired: false,
  },
];
