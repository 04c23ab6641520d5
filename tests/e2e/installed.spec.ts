import { expect, test } from '@playwright/test';
import { markYellow, openCustomer } from './support/customer.ts';
import { expectSynced } from './support/device.ts';
import { act, newCustomer, openTeam, settled } from './support/team.ts';

const NAME = '绍兴华成纺机';

test('[EE-22][R60][R98] installed, it opens with the relay dead and no network, a mark is saved, and is synced when both are back', async ({
  browser,
}) => {
  const team = await openTeam(browser);
  await act(team.owner, newCustomer('p1', NAME));
  await settled(team.owner);
  const rep = await team.device('rep');
  const manager = await team.device('manager');
  await openCustomer(rep, 'p1', NAME);
  await openCustomer(manager, 'p1', NAME);
  await expectSynced(rep);
  expect(await rep.page.evaluate(async () => (await navigator.serviceWorker.ready).active !== null)).toBe(true);
  const cdp = await rep.context.newCDPSession(rep.page);
  const { errors, data } = await cdp.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data ?? '{}') as { name: string; display: string; icons: { src: string }[] };
  expect(manifest).toMatchObject({ name: expect.stringContaining('接力'), display: 'standalone' });
  for (const { src } of manifest.icons) expect((await rep.page.request.get(src)).status()).toBe(200);

  await team.relay.kill();
  rep.network.cut();
  const opened = await rep.context.newPage();
  await rep.page.close();
  await opened.goto('/pool/p1');
  await expect(opened.getByRole('heading', { name: NAME, level: 1 })).toBeVisible();
  expect(await opened.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await markYellow(opened, '四台喷气织机');
  const badge = opened.getByRole('button', { name: '离线，1 条待同步' }).first();
  await badge.click();
  const sheet = opened.getByRole('dialog');
  await expect(sheet).toContainText('1 条已保存到本机，联网后自动同步。');
  await expect(sheet).toContainText('没有网络');
  await opened.keyboard.press('Escape');

  await team.relay.restart();
  rep.network.restore();
  await expect(opened.getByRole('button', { name: '已同步' }).first()).toBeVisible({ timeout: 30_000 });
  await expect(manager.page.getByText('四台喷气织机').first()).toBeVisible({ timeout: 30_000 });
  await team.close();
});
