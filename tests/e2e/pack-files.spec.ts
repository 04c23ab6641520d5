import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { expectSaid } from './support/customer.ts';
import { DESKTOP, type Device, expectKept, expectSynced } from './support/device.ts';
import { fakePdf, realPdf } from './support/files.ts';
import { inEveryLook } from './support/looks.ts';
import { openTeam, type Team } from './support/team.ts';

const REP = '张小凡';
const NEEDS = '有效需求挖掘率';
const SOP = '有效需求挖掘SOP';
const file = { ...realPdf('三家比价'), name: '三家比价.pdf' };

let team: Team;
let admin: Device;
test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  team = await openTeam(browser);
  admin = await team.device('admin', DESKTOP);
});
test.afterAll(() => team.close());

const materials = (page: Page) => page.getByRole('region', { name: '资料包' });
const publish = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: /^发布 v2/ }).click();
  const sheet = page.getByRole('dialog', { name: '发布生效' });
  await sheet.getByRole('button', { name: '发布生效' }).click();
  await expect(sheet).toHaveCount(0);
};

test('[PB-25][R64] a file is put into a playbook without a network, published while it waits, and a wrong one is refused in words', async () => {
  const { page } = admin;
  await admin.go('/process/playbooks/digRealNeeds');
  await expectSynced(admin);
  await expect(materials(page)).toBeVisible();
  await materials(page).getByLabel('加文件').setInputFiles(fakePdf);
  await expect(page.getByRole('alert').filter({ hasText: '这种文件收不了' })).toBeVisible();
  admin.network.cut();
  await materials(page).getByLabel('加文件').setInputFiles(file);
  await expect(materials(page).getByText(file.name)).toBeVisible();
  await expect(materials(page).getByText(/等联网上传|上传中/)).toBeVisible();
  await publish(page);
  expect(await inEveryLook(page, 'playbook')).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 800 });
  admin.network.restore();
  await expect(materials(page).getByText('已上传')).toBeVisible({ timeout: 60_000 });
  await expectSynced(admin);
});

test('[PB-26][R64][R65] sent, its file comes to the receiver’s device by itself, and opens there without a network with the very bytes', async () => {
  const rep = await team.device('rep');
  await rep.go('/tasks');
  await expectSynced(rep);
  await expectKept(rep);
  const manager = await team.device('manager', DESKTOP);
  const { page } = manager;
  await page.goto('/numbers?metric=validatedNeedRate');
  const panel = page.getByRole('complementary', { name: NEEDS });
  await panel.getByText(/^资料包/).click();
  await expect(panel.getByText(file.name)).toBeVisible();
  await expect(panel.getByText('联网能看')).toBeVisible();
  await panel.getByRole('checkbox', { name: REP }).check();
  await panel.getByRole('button', { name: '发给 1 人' }).click();
  await expectSaid(page, '已发给 1 人');
  await rep.page.getByRole('button', { name: new RegExp(SOP) }).click();
  await expect(rep.page.getByRole('dialog').getByText('离线也能看')).toBeVisible({ timeout: 30_000 });
  rep.network.cut();
  // It stands in the address: whoever comes back to it finds it open.
  await rep.page.reload();
  const sheet = rep.page.getByRole('dialog');
  await expect(sheet.getByText('离线也能看')).toBeVisible();
  const [download] = await Promise.all([
    rep.page.waitForEvent('download'),
    sheet.getByRole('link', { name: `打开 ${file.name}` }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(file.name);
  expect(await readFile(await download.path())).toEqual(file.buffer);
  expect(await inEveryLook(rep.page, 'pack')).toEqual([]);
  rep.network.restore();
});
