import { expect, type Page, test } from '@playwright/test';
import { act, newCustomer, openTeam, settled, type Team } from './support/team.ts';

const NAME = '苏州恒信阀门';
let team: Team;
test.beforeAll(async ({ browser }) => {
  team = await openTeam(browser);
  await act(team.owner, newCustomer('b1', NAME));
  await settled(team.owner);
});
test.afterAll(() => team.close());

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 });
const expectAt = (page: Page, path: string): Promise<void> =>
  expect(page).toHaveURL(({ pathname, search }) => pathname + search === path);
/** Nothing of a sheet is left in the entry where the page stands. */
const expectNoStep = (page: Page): Promise<void> =>
  expect.poll(() => page.evaluate(() => Number(history.state?.layers ?? 0))).toBe(0);

test('[EE-99] back closes the sheet, then leaves the page, however the sheet was closed before', async () => {
  const { page, go } = await team.device('rep');
  await go('/pool');
  await page.getByRole('link', { name: new RegExp(NAME) }).click();
  await expect(heading(page, NAME)).toBeVisible();
  const write = page.getByRole('button', { name: '记一笔' });
  const sheet = page.getByRole('dialog');

  await write.click();
  await sheet.getByRole('radiogroup').getByText('打了电话', { exact: true }).click();
  await sheet.getByLabel('说了什么').fill('约好周五看样品');
  await page.goBack();
  await expect(sheet).toBeHidden();
  await expectAt(page, '/pool/b1');
  await expect(heading(page, NAME)).toBeVisible();
  await expect(write).toBeFocused();

  await write.click();
  await sheet.getByRole('button', { name: '关上' }).click();
  await expect(sheet).toBeHidden();
  await expectNoStep(page);
  await write.click();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expectNoStep(page);

  await write.click();
  await expect(sheet).toBeVisible();
  await expect.poll(() => page.evaluate(() => history.state?.layers)).toBe(1);
  await page.reload();
  await expect(heading(page, NAME)).toBeVisible();
  await expect(sheet).toBeHidden();
  await expectNoStep(page);

  await page.goBack();
  await expectAt(page, '/pool');
  await expect(heading(page, NAME)).toBeHidden();
});

test('[EE-99][SH-37] a sheet that the address opens closes with back, and stays closed', async () => {
  const { page, go } = await team.device('manager');
  await go('/pool');
  await page.getByRole('navigation').getByRole('link', { name: '漏斗' }).click();
  const cell = page.getByRole('grid').getByRole('button', { name: /^初步接触，.*1 家进入/ });
  const sheet = page.getByRole('dialog');
  await cell.click();
  await expect(sheet.getByRole('link')).toHaveCount(1);
  await page.goBack();
  await expect(sheet).toBeHidden();
  await expectAt(page, '/funnel');
  await cell.click();
  await sheet.getByRole('button', { name: '关上' }).click();
  await expect(sheet).toBeHidden();
  await expectAt(page, '/funnel');

  await cell.click();
  await sheet.getByRole('link').first().click();
  await expect(heading(page, NAME)).toBeVisible();
  await page.goBack();
  await expect(sheet).toBeVisible();
  await page.goBack();
  await expect(sheet).toBeHidden();
  await page.goBack();
  await expectAt(page, '/pool');
});

test('[EE-99] a page opened from a sheet has the page below it one step back', async () => {
  const { page, go } = await team.device('colleague');
  await go('/tasks');
  await page.getByRole('navigation').getByRole('link', { name: '客户' }).click();
  await page.getByRole('button', { name: '新建客户' }).first().click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('客户名称').fill('无锡锐驰轴承');
  await sheet.getByRole('button', { name: '建好' }).click();
  await expect(heading(page, '无锡锐驰轴承')).toBeVisible();
  await page.goBack();
  await expectAt(page, '/pool');
  await expect(sheet).toBeHidden();
  await page.goForward();
  await expect(heading(page, '无锡锐驰轴承')).toBeVisible();
  await page.goBack();
  await expectAt(page, '/pool');
  await page.goBack();
  await expectAt(page, '/tasks');
});
