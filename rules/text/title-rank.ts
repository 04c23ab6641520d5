import { withoutInvisible } from './invisible.ts';

/** Ranks of job titles, lowest first: who decides at the customer is to be met by somebody of his rank (R53). */
export const TITLE_RANKS = ['staff', 'supervisor', 'manager', 'director', 'vicePresident', 'president'] as const;
export type TitleRank = (typeof TITLE_RANKS)[number];

const levelOf = (rank: TitleRank): number => TITLE_RANKS.indexOf(rank);
export const isRankAtLeast = (rank: TitleRank, least: TitleRank): boolean => levelOf(rank) >= levelOf(least);
/** The higher of two; null is below every rank. */
export const higherRank = (a: TitleRank | null, b: TitleRank | null): TitleRank | null =>
  a === null || (b !== null && isRankAtLeast(b, a)) ? b : a;

/**
 * Titles by rank, Chinese ones apart by spaces, others by bars. Whoever heads a body of his own (院长, 局长, 厂长) ranks
 * as the head of a company does; 首席…官 and 总工 as its deputies; 部长 and 处长 as directors.
 */
const TITLES: Readonly<Record<TitleRank, { readonly han: string; readonly latin: string }>> = {
  president: {
    han: '董事长 主席 总经理 总裁 首席执行官 执行董事 老板 老总 创始人 法定代表人 法人代表 法人 院长 校长 局长 厅长 市长 县长 区长 镇长 厂长 行长 社长 台长 会长 理事长 馆长 所长 书记',
    latin: 'ceo|chief executive officer|chairman|chairwoman|president|general manager|gm|managing director|founder',
  },
  vicePresident: {
    han: '副总 总工程师 总工 总会计师 总经济师 首席(?!执行).{1,4}官 董事会秘书 董秘 董事 合伙人 秘书长',
    latin: 'vp|svp|evp|avp|chief (?!executive)[a-z]+ officer|coo|cfo|cto|cio|cmo|cho|chro|cpo',
  },
  director: { han: '总监 处长 部长 总负责人', latin: 'director|head' },
  manager: {
    han: '经理 主任 科长 课长 店长 站长 负责人 总助 总经理助理 总裁助理 董事长助理 总护士长 主任医师',
    latin: 'manager',
  },
  supervisor: {
    han: '主管 组长 班长 段长 队长 领班 系长 护士长 副主任医师',
    latin: 'supervisor|team leader|team lead|leader|foreman',
  },
  staff: {
    han: '专员 专干 助理 秘书 文员 工程师 技术员 采购员 业务员 销售员 代表 顾问 会计 出纳 医师 医生 护士 教师 教授 科员 主任科员 客户经理 干事 员工 职员',
    latin:
      'assistant|secretary|specialist|engineer|representative|buyer|clerk|account manager|product owner|officer|consultant',
  },
};

interface Title {
  readonly rank: TitleRank;
  readonly length: number;
  readonly pattern: RegExp;
}

/** May follow a title and says no other one: 经理级, 主任岗. */
const TAIL = '(?:级别|级|岗位|岗|职务|职位|先生|女士)?$';
/** Before a title: one rank lower. 代理, 执行, 常务 and 高级 change nothing. */
const LOWERED = /(?:副|助理|(?<![a-z])(?:vice|deputy|associate|assistant)[\s-]*)$/u;

const namesOf = ({ han, latin }: { readonly han: string; readonly latin: string }): readonly string[] => [
  ...han.split(' '),
  ...latin.split('|').map((title) => `(?<![a-z])${title.replaceAll(' ', '[\\s-]*')}`),
];

/** The head of a title stands at its end: of all that end there the longest is meant (总经理助理 is no 总经理). */
const KNOWN: readonly Title[] = TITLE_RANKS.flatMap((rank) =>
  namesOf(TITLES[rank]).map((name) => ({ rank, length: name.length, pattern: new RegExp(`${name}${TAIL}`, 'u') })),
).toSorted((a, b) => b.length - a.length);

const lower = (rank: TitleRank): TitleRank => TITLE_RANKS[Math.max(0, levelOf(rank) - 1)] ?? 'staff';

const rankOfOne = (title: string): TitleRank | null => {
  for (const { rank, pattern } of KNOWN) {
    const found = pattern.exec(title);
    if (found !== null) return LOWERED.test(title.slice(0, found.index)) ? lower(rank) : rank;
  }
  return null;
};

const highest = (titles: readonly string[]): TitleRank | null =>
  titles.map((title) => rankOfOne(title.trim())).reduce(higherRank, null);

/**
 * Rank of a job title as people write it, width, case and spaces aside; of several (总经理兼采购总监) the highest.
 * What stands in brackets does not count. Null when no known title is in it: nothing is guessed.
 */
export const titleRank = (text: string): TitleRank | null => {
  const plain = withoutInvisible(text)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[(【[].*?[)】\]]/gu, ' ')
    .replace(/\sof\s.*$/u, '');
  const titles = plain.split(/[/、,;&+|兼\n]|\sand\s/u);
  const joined = titles.map((title) => title.replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, ''));
  // apart at its spaces only where that is needed: 采购总监 张伟 names a person, 总 经 理 does not
  return highest(joined) ?? highest(plain.split(/\s+/u));
};
