import { expect, type Page, test } from '@playwright/test';
import { chooseStage, expectSaid, openCustomer } from './support/customer.ts';
import { DAY_MS } from './support/dates.ts';
import { DESKTOP } from './support/device.ts';
import { act, newCustomer, openTeam, settled, type Team } from './support/team.ts';

const WEEKS_BACK = 4;
/** Thursday noon in Shanghai, some weeks back: two days before and one after are in the same natural week. */
const thursday = (): number => {
  const now = Date.now() - WEEKS_BACK * 7 * DAY_MS;
  const day = Math.floor((now + 8 * 3_600_000) / DAY_MS);
  const sinceMonday = (day + 3) % 7;
  return (day - sinceMonday + 3) * DAY_MS + 4 * 3_600_000;
};
const OLD: Readonly<Record<string, number>> = { 南京宏达泵业: -2, 合肥新力电机: 1, 无锡嘉信轴承: -1 };

let team: Team;
test.beforeAll(async ({ browser }) => {
  team = await openTeam(browser);
  for (const [index, [name, days]] of Object.entries(OLD).entries()) {
    await act(team.owner, newCustomer(`old-${index}`, name, 'rep', thursday() + days * DAY_MS));
  }
  for (const id of ['live-1', 'live-2']) await act(team.owner, newCustomer(id, `苏州远成包装${id.slice(-1)}厂`));
  await settled(team.owner);
});
test.afterAll(() => team.close());

const thisWeek = (page: Page, stage: string) =>
  page
    .getByRole('grid')
    .getByRole('button', { name: new RegExp(`^${stage}，`) })
    .first();

test('[EE-16][R41][R42] the manager’s heatmap changes by itself while a rep moves stages', async () => {
  const manager = await team.device('manager');
  const rep = await team.device('rep');
  const { page } = manager;
  await manager.go('/funnel');
  await expect(thisWeek(page, '需求确认')).toHaveAccessibleName(/没有客户进入/);
  await expect(thisWeek(page, '初步接触')).toHaveAccessibleName(/，2 家进入/);
  await page.evaluate(() => Object.assign(window, { notReloaded: true }));
  for (const [index, id] of ['live-1', 'live-2'].entries()) {
    await openCustomer(rep, id, `苏州远成包装${id.slice(-1)}厂`);
    const sheet = await chooseStage(rep.page, '需求确认');
    await sheet.getByLabel('需求', { exact: true }).fill('两台封箱机');
    await sheet.getByRole('button', { name: '进「需求确认」', exact: true }).click();
    await expectSaid(rep.page, '已到「需求确认」');
    await expect(thisWeek(page, '需求确认')).toHaveAccessibleName(new RegExp(`，${index + 1} 家进入`));
  }
  expect(await page.evaluate(() => 'notReloaded' in window)).toBe(true);
});

test('[EE-17][R43][R44][R45] a cell opens exactly the customers it counts, most overdue first; by tap and by keyboard', async () => {
  const manager = await team.device('manager');
  const { page } = manager;
  await manager.go('/funnel');
  const cell = page.getByRole('grid').getByRole('button', { name: /^初步接触，.*3 家进入，.*超期 3 家$/ });
  await cell.tap();
  const sheet = page.getByRole('dialog');
  const names = async (): Promise<string[]> => {
    const rows = await sheet.getByRole('link').allInnerTexts();
    return rows.map((text) => Object.keys(OLD).find((name) => text.includes(name)) ?? text);
  };
  await expect(sheet.getByRole('link')).toHaveCount(3);
  expect(await names()).toEqual(['南京宏达泵业', '无锡嘉信轴承', '合肥新力电机']);
  const days = (await sheet.getByText(/^超 \d+ 天$/).allInnerTexts()).map((text) => Number(/\d+/.exec(text)?.[0]));
  expect(days).toEqual([...days].sort((a, b) => b - a));
  await sheet.getByRole('button', { name: '关上' }).click();
  await expect(sheet).toBeHidden();

  const grid = page.getByRole('grid');
  await grid.getByRole('button').first().focus();
  await page.keyboard.press('Control+Home');
  for (let week = 0; week < WEEKS_BACK; week += 1) await page.keyboard.press('ArrowDown');
  await expect(cell).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(sheet.getByRole('link')).toHaveCount(3);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
});

test('[EE-18][R44] beside the grid on a wide screen, and the address opens the same cell again', async () => {
  const manager = await team.device('manager', DESKTOP);
  const { page } = manager;
  await manager.go('/funnel');
  await page
    .getByRole('grid')
    .getByRole('button', { name: /^初步接触，.*3 家进入/ })
    .click();
  const panel = page.getByRole('complementary', { name: /^初步接触，/ });
  await expect(panel.getByRole('link')).toHaveCount(3);
  await page.reload();
  await expect(panel.getByRole('link')).toHaveCount(3);
  await panel.getByRole('link').first().click();
  await expect(page.getByRole('heading', { name: '南京宏达泵业', level: 1 })).toBeVisible();
});
