import { expect, test } from '@playwright/test';
import { foundCompany, invite } from './support/company.ts';
import { expectSynced, openDevice } from './support/device.ts';

const STAGES = ['初步接触', '需求确认', '内部立项', '方案报价', '商务谈判', '合同签署'];

test('[EE-1][R9] the owner opens the link, names the company and has the default process at once', async ({
  browser,
}) => {
  const company = await foundCompany(browser);
  const { page } = company.owner;
  const stages = page.getByRole('list', { name: '阶段' }).getByRole('listitem');
  await expect(stages).toHaveCount(STAGES.length);
  for (const [index, name] of STAGES.entries()) await expect(stages.nth(index)).toContainText(name);
  await page.getByRole('link', { name: '先进去看看' }).click();
  await expectSynced(company.owner);
  await company.close();
});

test('[EE-3] rep, manager and presales are invited by link and QR code and join with sessions of their own', async ({
  browser,
}) => {
  const company = await foundCompany(browser);
  const { page } = company.owner;
  const manager = await company.hire({ name: '李经理', role: '主管' });
  const link = await invite(page, { name: '张小凡', role: '销售', managedBy: '李经理' });
  await expect(page.getByRole('img', { name: '张小凡的邀请二维码' })).toBeVisible();
  const rep = await company.join(link);
  const presales = await company.hire({ name: '陈工', role: '售前' });
  for (const { page: own } of [manager, rep, presales]) await expect(own).not.toHaveURL(/join/);
  const cookies = await Promise.all([company.owner, manager, rep, presales].map(({ context }) => context.cookies()));
  expect(new Set(cookies.map((jar) => jar.find(({ httpOnly }) => httpOnly)?.value)).size).toBe(4);
  await page.goto('/team');
  await expect(page.getByText('4 人')).toBeVisible();
  await expect(page.getByText('还没加入')).toHaveCount(0);
  await company.close();
});

test('[EE-4] a link works once: the second device is told so in words', async ({ browser }) => {
  const company = await foundCompany(browser);
  const link = await invite(company.owner.page, { name: '张小凡', role: '销售' });
  await company.join(link);
  const second = await openDevice(browser, company.relay);
  await second.go(second.network.through(link));
  await expect(second.page.getByText('这个链接用不了了')).toBeVisible();
  await second.close();
  const wrong = await openDevice(browser, company.relay);
  await wrong.go('/join#cut-off');
  await expect(wrong.page.getByText('没有这个邀请')).toBeVisible();
  await wrong.close();
  await company.close();
});

test('[EE-5] without SharedWorker the same company works in a dedicated worker', async ({ browser }) => {
  const company = await foundCompany(browser, { dedicatedWorker: true });
  expect(await company.owner.page.evaluate(() => sessionStorage.getItem('jieli.worker'))).toBe('dedicated');
  const rep = await company.hire({ name: '张小凡', role: '销售' });
  await expectSynced(rep);
  await company.close();
});
