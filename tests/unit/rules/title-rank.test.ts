import { describe, expect, it } from 'vitest';
import {
  higherRank,
  isRankAtLeast,
  type MemberState,
  rankOfMember,
  TITLE_RANKS,
  type TitleRank,
  titleRank,
} from '#rules';

const REAL: Readonly<Record<TitleRank, string>> = {
  president:
    '董事长|总经理|总裁|CEO|首席执行官|董事长兼总经理|分公司总经理|代理总经理|总经理（代理）|院长|校长|局长|厂长|执行董事|党委书记|General Manager|Chairman & CEO|Managing Director|法定代表人|公司老板|总 经 理|ＣＥＯ',
  vicePresident:
    '副总|副总经理|常务副总经理|副总裁|高级副总裁|副董事长|分管副院长|副院长|副局长|副校长|总工程师|首席技术官|CTO|CFO|VP of Sales|Vice President|助理总经理|董事会秘书|Chief Information Officer|副总经理兼财务总监|党委副书记|Deputy General Manager',
  director:
    '部门总监|采购总监|信息总监|总监|技术部长|设备处处长|Director of IT|Head of Procurement|运营总监（华东）|总监级|副总工程师|采购总监 张伟|IT Director',
  manager:
    '采购经理|采购部经理|高级经理|科室主任|办公室主任|总经理办公室主任|设备科科长|信息科长|副总监|副部长|Sales Manager|项目负责人|总经理助理|主任医师|课长|大区经理',
  supervisor: '主管|设备主管|采购主管|副经理|副主任|副科长|班组长|护士长|Supervisor|副主任医师|Assistant Manager',
  staff:
    '采购专员|采购员|工程师|总监助理|院长秘书|客户经理|会计|主任科员|销售代表|Sales Representative|文员|副主管|Account Manager|经理助理',
};

describe('rank of a job title', () => {
  it.each(TITLE_RANKS)('[TX-7] [R53] titles of the rank %s', (rank) => {
    for (const title of REAL[rank].split('|')) expect([title, titleRank(title)]).toEqual([title, rank]);
  });

  it('[TX-7] more than sixty real titles stand in the table', () => {
    expect(Object.values(REAL).join('|').split('|').length).toBeGreaterThan(60);
  });

  it('[TX-7] nothing is guessed of what holds no title', () => {
    for (const text of [
      '',
      ' ',
      '张伟',
      '采购部',
      '总经理办公室',
      '技术',
      '监理公司',
      'gmp',
      '（总监）',
      '𠀀',
      'x'.repeat(5000),
    ]) {
      expect([text.slice(0, 9), titleRank(text)]).toEqual([text.slice(0, 9), null]);
    }
  });

  it('[TX-7] ranks are in order, and no rank is below all of them', () => {
    expect(isRankAtLeast('director', 'manager')).toBe(true);
    expect(isRankAtLeast('manager', 'director')).toBe(false);
    expect(higherRank(null, 'staff')).toBe('staff');
    expect(higherRank('director', null)).toBe('director');
    expect(higherRank('director', 'president')).toBe('president');
    expect(higherRank(null, null)).toBe(null);
  });

  it('[TX-8] [R53] one of ours ranks by his title, and by his role where that says nothing', () => {
    const member = (role: MemberState['role'], title?: string) =>
      rankOfMember({ role, ...(title === undefined ? {} : { title }) });
    expect(member('owner')).toBe('president');
    expect(member('regionalManager')).toBe('director');
    expect(member('manager')).toBe('manager');
    expect(member('rep')).toBe('staff');
    expect(member('rep', '销售总监')).toBe('director');
    expect(member('manager', '王')).toBe('manager');
  });
});
