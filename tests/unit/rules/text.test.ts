import { describe, expect, it } from 'vitest';
import { companyKey, containsAny, containsPhone, graphemeCount, hasText, shortened, visibleText } from '#rules';

describe('text', () => {
  it('[TX-1][A20] counts what a person sees', () => {
    expect(graphemeCount(' 比价表 ')).toBe(3);
    expect(graphemeCount('👩‍👩‍👧‍👦👍🏽e\u0301')).toBe(3);
    expect(graphemeCount('')).toBe(0);
    expect(graphemeCount('字'.repeat(301))).toBe(301);
  });

  it('[TX-2][R30] markup is not counted', () => {
    const text = visibleText([
      { kind: 'paragraph', runs: [{ text: '三家', bold: true }, { text: '比价表' }] },
      { kind: 'bulletList', items: [[{ text: '成本分析' }]] },
    ]);
    expect(text).toBe('三家比价表\n成本分析');
  });

  it('[TX-3][R33] finds keywords in any width, case and spacing', () => {
    expect(containsAny('附 ｒｏｉ 测算 一份', ['ROI测算'])).toBe(true);
    expect(containsAny('三家供应商比价表', ['ROI测算', '成本分析'])).toBe(false);
    expect(containsAny('任何文字', [])).toBe(false);
  });

  it('[TX-4] spellings of one company share a key', () => {
    expect(companyKey('上海瑞康医疗器械有限公司')).toBe(companyKey('1、上海瑞康 医疗器械（老客户）'));
    expect(companyKey('杭州云栖口腔医院')).not.toBe(companyKey('杭州云栖口腔医院分院'));
    expect(companyKey('苏州平江医院')).not.toBe(companyKey('常州平江医院'));
    expect(companyKey('公司')).toBe('公司');
  });

  it('[TX-6][A20] what nobody sees is neither counted, nor text, nor a difference between names', () => {
    expect(graphemeCount(`好\u200b\u2060\u3164${'\u200b'.repeat(300)}`)).toBe(1);
    expect(graphemeCount('👩‍👩‍👧‍👦❤️')).toBe(2);
    for (const text of ['', ' ', '\u200b', '\u3164 \u2800', '\ufeff\u202e']) expect(hasText(text)).toBe(false);
    expect(hasText('\u200b甲')).toBe(true);
    for (const twin of ['云\u200b栖医疗', '\u202e云栖医疗', '云栖\u00ad医疗', '云栖医疗\u2066']) {
      expect(companyKey(twin)).toBe(companyKey('云栖医疗'));
    }
    expect(containsAny('R\u200bOI测算', ['ROI测算'])).toBe(true);
  });

  it('[TX-9] cuts no sign in half', () => {
    expect(shortened('中𠮷', 2)).toBe('中');
    expect(shortened('中𠮷', 3)).toBe('中𠮷');
    for (let most = 0; most < 9; most++) {
      const cut = shortened('𠮷a👍🏽中', most);
      expect(cut.length).toBeLessThanOrEqual(most);
      expect(/\p{Surrogate}/u.test(cut)).toBe(false);
    }
  });

  it('[TX-5][R67] finds phone numbers with hidden signs, dots and wide spaces between', () => {
    for (const text of [
      '138\u200b12345678',
      '138.1234.5678',
      '138 - 1234 - 5678',
      '1381234\u20605678',
      '021 - 65432100',
    ]) {
      expect([text, containsPhone(text)]).toEqual([text, true]);
    }
  });

  it('[TX-5][R67] finds phone numbers in text', () => {
    for (const text of ['打 138 1234 5678', '电话：１３８１２３４５６７８', '+86-13812345678', '021-65432100']) {
      expect(containsPhone(text)).toBe(true);
    }
    for (const text of ['合同 20260105123', '预算 60 万', '编号 91310000123456789X']) {
      expect(containsPhone(text)).toBe(false);
    }
  });
});
