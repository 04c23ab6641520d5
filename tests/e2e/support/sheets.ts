import { inflateSync } from 'node:zlib';
import type { Page } from '@playwright/test';

const MARGIN = { top: '38px', bottom: '38px', left: '38px', right: '38px' } as const;

/** Streams of drawing commands as Chromium writes them, one for each sheet; fonts and pictures hold no text commands. */
const drawn = (pdf: Buffer): readonly string[] => {
  const text = pdf.toString('latin1');
  const start = (object: string): number => text.search(new RegExp(`(?:^|\\n)${object} 0 obj\\b`));
  const sheets = [...text.matchAll(/\/Type\s*\/Page\b[\s\S]*?endobj/g)].map(
    ([page]) => /\/Contents (\d+) 0 R/.exec(page)?.[1],
  );
  return sheets.map((object = '') => {
    const from = text.indexOf('stream', start(object));
    const data = text.slice(from).match(/^stream\r?\n/)?.[0].length ?? 0;
    const end = text.indexOf('endstream', from);
    return inflateSync(pdf.subarray(from + data, end)).toString('latin1');
  });
};

/** The page on paper that is so high, px: how many pieces of text each of its sheets has. */
export const sheetsOf = async (page: Page, height: number): Promise<readonly number[]> => {
  const pdf = await page.pdf({ width: '794px', height: `${height}px`, margin: MARGIN });
  return drawn(pdf).map((commands) => commands.match(/\bT[jJ]\b/g)?.length ?? 0);
};

/** What is written below the last row of the table when the page is printed. */
export const wordsBelowTable = async (page: Page): Promise<readonly string[]> => {
  await page.emulateMedia({ media: 'print' });
  const words = await page.evaluate(() => {
    window.dispatchEvent(new Event('beforeprint'));
    const end = [...document.querySelectorAll('main tr')].at(-1)?.getBoundingClientRect().bottom;
    if (end === undefined) throw new Error('no table is drawn');
    const below = [...document.querySelectorAll('main *')]
      .filter((one) => one.childElementCount === 0 && one.checkVisibility() && one.clientHeight !== 1)
      .filter((one) => one.getBoundingClientRect().top > end - 1)
      .map((one) => one.textContent.trim())
      .filter((words) => words !== '');
    window.dispatchEvent(new Event('afterprint'));
    return below;
  });
  await page.emulateMedia({ media: 'screen' });
  return words;
};
