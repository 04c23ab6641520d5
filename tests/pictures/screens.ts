import type { Page } from '@playwright/test';
import { DAY_MS, weekOf } from '#rules';

/** Who has the screen: a manager of one region, or a salesperson of the demo company. */
export type Who = 'manager' | 'rep';

/** A screen worth a picture: where it is, and what has to be pressed to see it. */
export interface Screen {
  readonly name: string;
  readonly who: Who;
  readonly path: string;
  readonly open?: (page: Page) => Promise<void>;
}

/** Of the week before last: what the demo's trade fair brought stands there, beyond the limit. */
const openCell = async (page: Page): Promise<void> =>
  await page
    .getByRole('grid')
    .getByRole('button', { name: new RegExp(`内部立项.*${weekOf(Date.now() - 14 * DAY_MS).label}.*家进入`) })
    .click();
const openFirst = async (page: Page): Promise<void> => {
  const link = page.getByRole('region', { name: '客户列表' }).getByRole('link').first();
  await page.goto((await link.getAttribute('href')) ?? '/pool');
};

export const SCREENS: readonly Screen[] = [
  { name: 'today', who: 'rep', path: '/today' },
  { name: 'pool', who: 'rep', path: '/pool' },
  { name: 'customer', who: 'rep', path: '/pool', open: openFirst },
  {
    name: 'note',
    who: 'rep',
    path: '/pool',
    open: async (page) => {
      await openFirst(page);
      await page.getByRole('link', { name: '写纪要' }).first().click();
    },
  },
  { name: 'mirror', who: 'rep', path: '/mirror' },
  { name: 'heatmap', who: 'manager', path: '/funnel' },
  { name: 'cell', who: 'manager', path: '/funnel', open: openCell },
  {
    name: 'cause',
    who: 'manager',
    path: '/funnel',
    open: async (page) => {
      await openCell(page);
      // Asked once; from then on it is remembered.
      const skip = page.getByRole('button', { name: '先不写，直接看' });
      await skip
        .or(page.getByRole('button', { name: '看依据' }))
        .first()
        .waitFor();
      if (await skip.isVisible()) await skip.click();
    },
  },
  {
    name: 'moved',
    who: 'manager',
    path: '/funnel',
    open: async (page) => await page.getByRole('button', { name: /^(全部 \d+ 项|异动)/ }).click(),
  },
  { name: 'leads', who: 'manager', path: '/leads' },
  { name: 'numbers', who: 'manager', path: '/numbers' },
  {
    name: 'number',
    who: 'manager',
    path: '/numbers',
    // The share of long stays: somebody's customers always stand there.
    open: async (page) => {
      await page.getByRole('button', { name: /停留超 14 天占比，/ }).click();
      const behind = page.getByRole('region', { name: '要看的客户' });
      await behind.getByText('要看的客户').click();
      await behind.getByRole('group').nth(1).locator('summary').click();
    },
  },
  { name: 'playbooks', who: 'manager', path: '/process/playbooks' },
  { name: 'review', who: 'manager', path: '/review' },
  { name: 'thresholds', who: 'manager', path: '/process/thresholds' },
  { name: 'board', who: 'manager', path: '/process/board' },
  { name: 'tasks', who: 'manager', path: '/tasks' },
];
