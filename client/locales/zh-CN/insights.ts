import type { TitleRank } from '#rules';
import { ownPart } from './own-part.ts';
import { titleRanks } from './title-ranks.ts';

/** Words of 异动 (what moved) and 卡在哪 (why customers stay). */
const percent = (share: number): string => `${Math.round(share * 100)}%`;
const change = (difference: number): string =>
  `${difference > 0 ? '+' : difference < 0 ? '−' : ''}${Math.abs(difference)}`;
const between = (from: string, to: string): string => (from === to ? from : `${from}–${to}`);

export const moveWords = {
  title: '异动',
  week: (label: string) => `上周，${label}`,
  chip: (count: number) => (count > 0 ? `异动 ${count}` : '异动'),
  all: (count: number) => `全部 ${count} 项`,
  usual: '变化不大，或样本小，说不准',
  count: (count: number) => `${count} 项`,
  close: '关上',
  anomalous: '超出平常',
  better: '比平常好',
  open: (head: string) => `${head}，看是哪些客户`,
  panel: {
    inflow: (count: number) => `上周新来 ${count} 家`,
    stay: (count: number, days: number) => `截至上周日，在这一步超过 ${days} 天的 ${count} 家`,
    conversion: (count: number, days: number) => `上周满 ${days} 天的 ${count} 家，还没往后走的在前`,
    white: (count: number) => `上周一家没有，前 4 周进过的 ${count} 家`,
    narrow: '看板只看这些',
    give: (count: number) => `给超期的 ${count} 家派任务…`,
    empty: '现在没有这样的客户了。',
  },
  inflow: (territory: string) => `${territory}，新客流入`,
  stay: (person: string, stage: string, days: number) => `${person}，${stage}超 ${days} 天`,
  conversion: (stage: string) => `${stage}，往后走`,
  white: (territory: string, stage: string) => `${territory}，${stage}突然变白`,
  ring: (count: number, before: number) =>
    before === 0
      ? '前一周没有'
      : count === before
        ? '和前一周一样'
        : `环比 ${change(Math.round((count / before - 1) * 100))}%`,
  /** Said beside a change that is marked, which may be none against the week before. */
  beyond: (said: string, isAbove: boolean) => `${said}，${isAbove ? '高于' : '低于'}平常`,
  points: (share: number, before: number | null) => {
    if (before === null) return '前一周没有可比的';
    const points = Math.round(share * 100) - Math.round(before * 100);
    return points === 0 ? '和前一周一样' : `环比 ${change(points)} 个百分点`;
  },
  of: (some: number, all: number) => `${some}/${all} 家`,
  percent,
  usualCount: (from: number, to: number) =>
    `平常 ${between(String(Math.max(0, Math.round(from))), String(Math.max(0, Math.round(to))))} 家`,
  usualShare: (from: number, to: number) => `平常 ${between(percent(Math.max(0, from)), percent(Math.min(1, to)))}`,
  noUsual: '样本小，看不出平常',
  inflowLine: (before: number, usual: string) => `前一周 ${before} 家，${usual}`,
  conversionLine: (of: string, usual: string) => `转化率 ${of}，${usual}`,
  whiteMean: (mean: number) => `前 4 周均 ${mean.toFixed(1)}`,
  whiteLine: '先查渠道政策有没有变',
  shortWeek: (days: number) =>
    days === 0 ? '上周没有工作日，不跟平常比。' : `上周只有 ${days} 个工作日，不跟平常比。`,
  tooEarly: '记满 4 周才知道平常是多少，到时这里标出异动。',
  tooEarlyHere: '这个筛选下的记录不到 4 周，看不出平常是多少。',
  nothing: '上周的样本都太少，先不判断。',
  thatIs: (line: string) => `：${line}`,
  calm: (count: number) => `比了 ${count} 项，变化都不大，可能只是波动，所以没有标出。`,
  tooFew: (count: number) => `另有 ${count} 项样本太少，没有参与比较。`,
  method:
    '平常是前 8 周的中间值上下的通常范围，不足 3 个工作日的周不算。超出通常范围两倍，而且把一起比的都算上也不像是巧合，才标出来。往后走：在期限内走到后面任一阶段或成单的，占同周到期的多少。',
} as const;

export const causeWords = {
  title: '卡在哪',
  sample: (count: number) => `样本 ${count}，够用`,
  tooFew: (count: number, least: number) => `样本 ${count}，先不判断。满 ${least} 家有了结果再比。`,
  noneStuck: (days: number) => `没有客户在这一步超过 ${days} 天。`,
  allStuck: (count: number) => `有结果的 ${count} 家全都超期还在这一步，没有离开这一步的，比不出差别。`,
  undecided: (count: number) => `另有 ${count} 家还在期限内，没算进来。`,
  guess: '先写下你的判断',
  guessHint: '写完再看数据怎么说，四周后回来对。',
  guessMissing: '写一句，哪怕只是猜的',
  guessTooLong: (limit: number) => `最多 ${limit} 字，删掉一些`,
  guessDone: '写好了，看依据',
  guessSkip: '先不写，直接看',
  notGuessed: '没先写判断就看了，这次不算进归因准确率。',
  guessSaved: '记下了，四周后请你下结论',
  myGuess: (text: string) => `你的判断：${text}`,
  none: (count: number) => `比较了 ${count} 个共同点，没有一个说得清，就不硬给原因。`,
  evidence: '看依据',
  lessEvidence: '收起依据',
  actVisit: '派高层拜访…',
  act: '派任务…',
  actRest: (count: number) => `还有 ${count} 家没派，派给他们…`,
  actStuck: (count: number) => `给卡住的 ${count} 家派任务…`,
  actAgain: (count: number) => `${count} 家做完了，再派一次…`,
  pooled: (count: number) => `${count} 家在待清洗池，跟进停着，不派任务。`,
  given: (when: string, count: number, people: string, done: string) => `${when}派了 ${count} 件（${people}），${done}`,
  givenDone: (done: number, all: number) => {
    if (done === all) return '都做完了';
    return done === 0 ? '都还没做完' : `做完 ${done} 件`;
  },
  personTasks: (name: string, count: number) => `${name} ${count} 件`,
  morePeople: (count: number) => `另 ${count} 人`,
  separator: '、',
  taskVisit: (rank: string | null) => (rank === null ? '约上级一起拜访决策人' : `请${rank}以上的同事拜访决策人`),
  task: '弄清卡在哪，约下一步',
  /** What to say, then why, which goes to nobody outside (`ownPart`). */
  script: (say: string, sentence: string) => `${say}\n\n${ownPart}联系前先看上一条纪要。找这家的原因：${sentence}。`,
  sayVisit: '您好，我们领导想当面听听您的考虑，也说说我们能配合什么，这周哪天方便？',
  sayAsk: '您好，想问问项目现在走到哪一步了，还在等谁点头？需要我们准备什么，我马上办。',
  /** Where and when, how many of how many are stuck, and what they share. */
  where: (territory: string | null, week: string | null) =>
    territory === null && week === null ? '' : `${[territory, week].filter((part) => part !== null).join(' ')}：`,
  share: (some: number, all: number) => ({ strong: percent(some / all), rest: `（${some}/${all}）` }),
  stuckIn: (stage: string) => `卡在${stage}，其中 `,
  title_: (title: string) => ['决策人为', title] as const,
  rank: (rank: TitleRank) => ['决策人为', titleRanks[rank]] as const,
  rankName: (rank: TitleRank) => titleRanks[rank],
  field: (field: string, value: string) => [`${field}为`, value] as const,
  territory: (name: string) => ['在', name] as const,
  person: (name: string) => ['由', `${name}负责`] as const,
  team: (name: string) => ['在', `${name}的团队`] as const,
  visitor: (rank: TitleRank | 'none') =>
    rank === 'none' ? (['同期', '没有拜访'] as const) : (['同期我方到访的最高级别是', titleRanks[rank]] as const),
  noVisit: (rank: TitleRank | null) => {
    if (rank === null) return '同期无与决策人同级以上的拜访';
    return rank === 'president' ? '同期无总经理级拜访' : `同期无${titleRanks[rank]}以上拜访`;
  },
  gone: '已不在的选项',
  table: { caption: '依据', trait: '共同点', stuck: '卡住的', left: '离开了的', chance: '巧合的可能性' },
  chance: (chance: number) => (chance < 0.001 ? '不到 0.1%' : `${(chance * 100).toFixed(1)}%`),
  alike: '上面原因的另一种说法，客户几乎相同',
  weaker: '还不能算原因',
  compared: (count: number, stuck: number, left: number) =>
    `拿卡住的 ${stuck} 家和离开这一步的 ${left} 家，比较了 ${count} 个共同点，只有不像巧合的才算原因。`,
  customers: (count: number) => `${count} 家`,
} as const;
