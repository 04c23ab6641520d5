import type { TitleRank } from '#rules';

/** Ranks of job titles, ours and the customer's. */
export const titleRanks = {
  staff: '专员级',
  supervisor: '主管级',
  manager: '经理级',
  director: '总监级',
  vicePresident: '副总级',
  president: '总经理级',
} as const satisfies Record<TitleRank, string>;
