import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { DEFAULT_PROCESS, type MemberId, type ProcessPart } from '#rules';
import { expectSaid } from './support/customer.ts';
import { DAY_MS } from './support/dates.ts';
import { DESKTOP, type Device, expectKept } from './support/device.ts';
import { violations } from './support/looks.ts';
import { sheetsOf, wordsBelowTable } from './support/sheets.ts';
import { act, newCustomer, openTeam, settled, type Team } from './support/team.ts';

const WEEK_MS = 7 * DAY_MS;
/** Thursday noon in Shanghai of the week so many weeks back. */
const thursday = (weeksBack: number): number => {
  const now = Date.now() - weeksBack * WEEK_MS;
  const day = Math.floor((now + 8 * 3_600_000) / DAY_MS);
  return (day - ((day + 3) % 7) + 3) * DAY_MS + 4 * 3_600_000;
};
/** Owner and entry of each: three weeks back for the list, the others for the filters and the way back in time. */
const PAST = {
  old1: { name: '苏州平江脊柱医院', owner: 'rep', at: thursday(3) },
  old2: { name: '无锡梁溪第三医院', owner: 'rep', at: thursday(3) + DAY_MS },
  old3: { name: '南京钟山眼科医院', owner: 'colleague', at: thursday(3) - DAY_MS },
  far: { name: '常州天宁妇产医院', owner: 'rep', at: thursday(30) },
  zero: { name: '扬州瘦西湖医院', owner: 'rep', at: 0 },
} as const;

let team: Team;
test.beforeAll(async ({ browser }) => {
  team = await openTeam(browser);
  for (const [id, { name, owner, at }] of Object.entries(PAST)) {
    await act(team.owner, newCustomer(id, name, owner, at));
  }
  for (const id of ['live1', 'live2']) {
    await act(team.owner, newCustomer(id, `镇江金山口腔${id.slice(-1)}部`, id === 'live1' ? 'rep' : 'colleague'));
  }
  await act(team.owner, {
    type: 'interactionRecorded',
    subject: 'old1',
    payload: { channel: 'call', answered: true, summary: '立项材料压在设备科', atMs: Date.now() - DAY_MS },
  });
  await settled(team.owner);
});
test.afterAll(() => team.close());

const cellOf = (page: Page, name: RegExp) => page.getByRole('grid').first().getByRole('button', { name });
const pastCell = (page: Page) => cellOf(page, /^初步接触，.*，3 家进入，平均停留 \d+\.\d 天，超期 3 家$/);
const panelOf = (page: Page) => page.getByRole('complementary', { name: /^初步接触，/ });
const openFunnel = async (device: Device): Promise<Page> => {
  await device.go('/funnel');
  await expect(pastCell(device.page)).toBeVisible();
  return device.page;
};
const enter = (id: string) => ({
  type: 'stageEntered' as const,
  subject: id,
  payload: { opportunity: `${id}-1`, stage: 'needConfirmed', from: 'initialContact', basis: null },
});
const need = (id: string) => ({
  type: 'fieldPatched' as const,
  subject: id,
  payload: { field: 'need' as const, value: '两台口腔 CT' },
});

test('[EE-70][R42][R100] two write apart, and the grid of a third counts both, in the cell they changed and in no other', async () => {
  const [manager, rep, colleague] = [
    await team.device('manager', DESKTOP),
    await team.peer('rep'),
    await team.peer('colleague'),
  ];
  const page = await openFunnel(manager);
  const before = await cellOf(page, /./).evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label')));
  await page.evaluate(() => Object.assign(window, { cell: document.querySelector('[data-at="0-1"]') }));
  await expect(cellOf(page, /^需求确认，/).first()).toHaveAccessibleName(/没有客户进入$/);
  for (const [peer, id] of [
    [rep, 'live1'],
    [colleague, 'live2'],
  ] as const) {
    await act(peer, need(id));
    await act(peer, enter(id));
  }
  const changed = cellOf(page, /^需求确认，/).first();
  await expect(changed).toHaveAccessibleName(/，2 家进入，/);
  await expect(changed.getByText('2', { exact: true })).toBeVisible();
  const after = await cellOf(page, /./).evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label')));
  expect(after.filter((name, at) => name !== before[at] && !/^(初步接触|需求确认)，/.test(name ?? ''))).toEqual([]);
  // The cell is the same element: nothing was drawn anew.
  expect(await page.evaluate(() => document.querySelector('[data-at="0-1"]') === Reflect.get(window, 'cell'))).toBe(
    true,
  );
});

test('[EE-71][R44][R45] the list behind a cell: exact, most overdue first, the latest follow-up, and acts on the row', async () => {
  const manager = await team.device('manager', DESKTOP);
  const page = await openFunnel(manager);
  await pastCell(page).click();
  const panel = panelOf(page);
  await expect(panel.getByText(/^进来 3 家，3 家还在这一步/)).toBeVisible();
  const rows = panel.getByRole('listitem');
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(0)).toContainText('南京钟山眼科医院');
  await expect(rows.nth(1)).toContainText('苏州平江脊柱医院');
  await expect(rows.nth(1)).toContainText('立项材料压在设备科');
  await expect(rows.nth(2)).toContainText('还没有跟进记录');
  await rows.nth(2).getByRole('link').first().focus();
  const acts = panel.getByRole('group', { name: '「无锡梁溪第三医院」可以做的' });
  await expect(acts.getByRole('link', { name: '写纪要' })).toHaveAttribute('href', '/note/old2');
  await acts.getByRole('button', { name: '打电话' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '看电话' }).click();
  await expect(page.getByRole('dialog').getByText('还没有人留过电话')).toBeVisible();
  await page.keyboard.press('Escape');
  await rows.nth(2).getByRole('link').first().focus();
  await acts.getByRole('button', { name: '交给…' }).click();
  const sheet = page.getByRole('dialog', { name: '交给谁' });
  await sheet.getByLabel('新的负责人').selectOption({ label: '赵雪（销售）' });
  await sheet.getByRole('button', { name: '交出去' }).click();
  await expectSaid(page, '已交给赵雪');
  await expect(rows.nth(2)).toContainText('赵雪');
  await expect(rows).toHaveCount(3);
});

test('[EE-72][R41][R42] a filter keeps the shades and goes into the link; whoever sees less is told so', async () => {
  const manager = await team.device('manager', DESKTOP);
  await manager.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await openFunnel(manager);
  const legend = await page.getByText(/格子深浅/).innerText();
  await page.getByLabel('人员').selectOption({ label: '张小凡' });
  const narrowed = cellOf(page, /^初步接触，.*，[12] 家进入，.*超期 [12] 家$/);
  await expect(narrowed).toHaveCount(1);
  expect(await page.getByText(/格子深浅/).innerText()).toBe(legend);
  await narrowed.click();
  await expect(panelOf(page)).toBeVisible();
  await page.getByRole('button', { name: '复制链接' }).click();
  await expectSaid(page, '链接已复制');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const stranger = await team.device('stranger', DESKTOP);
  await stranger.go(new URL(link).pathname + new URL(link).search);
  await expect(stranger.page.getByText(/只数你能看到的片区。华东的记录不在你这里/)).toBeVisible();
  await expect(stranger.page.getByText('这一格没有客户。')).toBeVisible();
  await page.getByRole('button', { name: '清掉筛选' }).click();
  await expect(pastCell(page)).toBeVisible();
});

test('[EE-73][R41][R44] by keyboard: the list follows the cells until it is pinned; T gives a table; without violations', async () => {
  const manager = await team.device('manager', DESKTOP);
  const page = await openFunnel(manager);
  await pastCell(page).focus();
  await page.keyboard.press('Enter');
  await expect(panelOf(page).getByRole('listitem')).toHaveCount(3);
  await page.keyboard.press('ArrowRight');
  const panel = page.getByRole('complementary', { name: /^需求确认，/ });
  await expect(panel.getByText('这一格没有客户。')).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Shift+Enter');
  await expect(page.getByRole('button', { name: '不再钉住' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(panelOf(page).getByRole('listitem')).toHaveCount(3);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(panelOf(page)).toHaveCount(0);
  await page.keyboard.press('t');
  const table = page.getByRole('table', { name: '漏斗热力图' });
  await expect(table.getByRole('columnheader')).toHaveCount(DEFAULT_PROCESS.stages.length + 1);
  await expect(table.getByRole('button', { name: /，3 家/ })).toHaveCount(1);
  expect(await violations(page)).toEqual([]);
});

test('[EE-74][R41] weeks reach back as far as there is anything; what is dated in 1970 is named and in no cell', async () => {
  const manager = await team.device('manager');
  const page = await openFunnel(manager);
  await expect(page.getByText(/另有 1 条日期不可信/)).toBeVisible();
  await page.getByRole('button', { name: '看是哪些' }).click();
  await expect(page.getByRole('dialog').getByRole('link', { name: /扬州瘦西湖医院/ })).toBeVisible();
  await page.keyboard.press('Escape');
  const earlier = page.getByRole('button', { name: '看更早的周' });
  for (let step = 1; step <= 3; step += 1) {
    await earlier.click();
    await expect(page.getByRole('rowheader')).toHaveCount(8 * (step + 1));
  }
  await expect(earlier).toHaveCount(0);
  await expect(page.getByText('已经到最早的一周')).toBeVisible();
  await expect(cellOf(page, /^初步接触，.*1 家进入，.*超期 1 家/).last()).toBeVisible();
});

test('[EE-75][R44][R98] without the network a cell opens, its acts work, and the link of the view opens again', async () => {
  const manager = await team.device('manager', DESKTOP);
  const page = await openFunnel(manager);
  await expectKept(manager);
  manager.network.cut();
  await pastCell(page).click();
  await expect(panelOf(page).getByRole('listitem')).toHaveCount(3);
  const row = panelOf(page).getByRole('listitem').filter({ hasText: '无锡梁溪第三医院' });
  await row.getByRole('link').first().focus();
  await row.getByRole('button', { name: '交给…' }).click();
  const sheet = page.getByRole('dialog', { name: '交给谁' });
  await sheet.getByLabel('新的负责人').selectOption({ label: '王总（老板）' });
  await sheet.getByRole('button', { name: '交出去' }).click();
  await expect(row).toContainText('王总');
  await page.reload();
  await expect(panelOf(page).getByRole('listitem')).toHaveCount(3);
});

test('[EE-76][R104] a manager’s board in force on every device at once: several grids, other axes, other figures', async () => {
  const admin = await team.device('admin', DESKTOP);
  const manager = await team.device('manager', DESKTOP);
  await openFunnel(manager);
  const { page } = admin;
  await admin.go('/process/board');
  await page.getByRole('button', { name: '加一张图' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('名称').fill('行为强度');
  await sheet.getByLabel('横轴').selectOption({ label: '自然周' });
  await sheet.getByRole('button', { name: '好了' }).click();
  await page.getByRole('button', { name: /^发布 v2/ }).click();
  await expect(page.getByText('横轴和纵轴不能一样，换一个').first()).toBeVisible();
  await page.getByRole('button', { name: '改「行为强度」' }).click();
  await sheet.getByLabel('横轴').selectOption({ label: '人员' });
  await sheet.getByRole('button', { name: '好了' }).click();
  await page.getByRole('button', { name: /^发布 v2/ }).click();
  await page.getByRole('dialog', { name: '发布生效' }).getByRole('button', { name: '发布生效' }).click();
  const second = manager.page.getByRole('grid', { name: '行为强度' });
  const touched = second.getByRole('button', { name: /^张小凡，.*，1 家 1 次有效触点$/ });
  await expect(touched).toBeVisible();
  // Only the page of the frame scrolls: what is hidden in a grid far down makes the document no longer.
  expect(await manager.page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)).toBe(0);
  await touched.click();
  const panel = manager.page.getByRole('complementary', { name: /^张小凡，/ });
  await expect(panel.getByText('1 家，共 1 次有效触点')).toBeVisible();
  await expect(panel.getByRole('listitem')).toHaveCount(1);
});

test('[EE-77][R41][R43] a deleted stage keeps its column, and the view is printed and kept as a picture', async () => {
  const manager = await team.device('manager', DESKTOP);
  const page = await openFunnel(manager);
  const { stages } = DEFAULT_PROCESS;
  const part: ProcessPart = {
    kind: 'stages',
    stages: stages.filter(({ id }) => id !== 'initialContact').map((one) => ({ ...one, transitions: [] })),
  };
  await act(team.owner, { type: 'processPublished', subject: 'org', payload: { part } });
  await expect(page.getByRole('columnheader', { name: /初步接触.*已删阶段/ })).toBeVisible();
  await expect(pastCell(page)).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '存成图片' }).click(),
  ]);
  const bytes = await readFile(await download.path());
  expect(download.suggestedFilename()).toMatch(/^漏斗热力图 \d{4}-\d\d-\d\d\.png$/);
  expect([bytes.subarray(1, 4).toString(), bytes.readUInt32BE(16) > 1_600]).toEqual(['PNG', true]);
  await page.keyboard.press('t');
  await expect(page.getByRole('table', { name: '漏斗热力图' })).toBeVisible();
  // Wherever the last row comes to stand on the paper: no sheet is empty, and no words stand below the row.
  for (let height = 480; height <= 960; height += 16) {
    expect(Math.min(...(await sheetsOf(page, height))), `paper ${height} px high`).toBeGreaterThan(0);
  }
  expect(await wordsBelowTable(page)).toEqual([]);
  await page.keyboard.press('t');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation').first()).toBeHidden();
  await expect(page.getByText(/^你能看到的客户，.* 的数$/)).toBeVisible();
  await expect(pastCell(page)).toBeVisible();
});

test('[EE-78][R41] somebody who left is offered apart from those at work', async () => {
  await act(team.owner, {
    type: 'memberChanged',
    subject: 'org',
    payload: { member: 'colleague' as MemberId, active: false },
  });
  await settled(team.owner);
  const manager = await team.device('manager', DESKTOP);
  const page = await openFunnel(manager);
  await expect(page.locator('optgroup[label="已离职"] option')).toHaveText(['赵雪']);
});
