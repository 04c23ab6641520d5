import { expect, type Page, test } from '@playwright/test';
import { markYellow, openCustomer, openTab } from './support/customer.ts';
import { type Device, openDevice } from './support/device.ts';
import { inEveryLook, LOOKS, NARROW, scrollersSideways } from './support/looks.ts';
import { act, newCustomer, openTeam, settled, type Team } from './support/team.ts';

const NAME = '温州宏力阀业集团有限公司';
let team: Team;
let manager: Device;
test.beforeAll(async ({ browser }) => {
  team = await openTeam(browser);
  await act(team.owner, newCustomer('l1', NAME));
  for (let index = 2; index < 30; index += 1) await act(team.owner, newCustomer(`l${index}`, `温州宏力 ${index} 厂`));
  await settled(team.owner);
  manager = await team.device('manager');
  await markYellow(await openCustomer(manager, 'l1', NAME), '三百只高压阀');
});
test.afterAll(() => team.close());

type Step = (page: Page) => Promise<unknown>;
/** Every screen, with what has to be pressed to see it. */
const SCREENS: Readonly<Record<string, { readonly path: string; readonly step?: Step }>> = {
  今日: { path: '/today' },
  客户池: { path: '/pool' },
  新建客户: { path: '/pool', step: (page) => page.getByRole('button', { name: '新建客户' }).first().click() },
  时间线: { path: '/pool/l1' },
  纪要: { path: '/pool/l1', step: (page) => openTab(page, '纪要') },
  资料: { path: '/pool/l1', step: (page) => openTab(page, '资料') },
  答应过的: { path: '/pool/l1', step: (page) => openTab(page, '答应过的') },
  联系人: { path: '/pool/l1', step: (page) => openTab(page, '联系人') },
  换阶段: { path: '/pool/l1', step: (page) => page.getByRole('button', { name: '换阶段' }).click() },
  记一笔: { path: '/pool/l1', step: (page) => page.getByRole('button', { name: '记一笔' }).click() },
  结束商机: { path: '/pool/l1', step: (page) => page.getByRole('button', { name: '结束商机' }).click() },
  写纪要: { path: '/note/l1' },
  选客户: { path: '/note' },
  漏斗: { path: '/funnel' },
  格子: {
    path: '/funnel',
    step: (page) =>
      page
        .getByRole('grid')
        .getByRole('button', { name: /家进入/ })
        .first()
        .click(),
  },
  待办: { path: '/tasks' },
  线索: { path: '/leads' },
  记线索: { path: '/leads', step: (page) => page.getByRole('button', { name: '记一条' }).click() },
  过程断点: { path: '/gaps' },
  每周复盘: { path: '/review' },
  待清洗池: { path: '/cleansing' },
  为什么没动: {
    path: '/pool/l1',
    step: (page) => page.getByRole('button', { name: '别的规则为什么没动' }).click(),
  },
  我的复盘: { path: '/mirror' },
  投屏: { path: '/review?view=meeting' },
  导入: { path: '/import' },
  团队: { path: '/team' },
  邀请: { path: '/team', step: (page) => page.getByRole('button', { name: '邀请同事' }).click() },
  退回: { path: '/quarantine' },
  消息通知: { path: '/messages' },
  设置: { path: '/settings' },
  没有: { path: '/nowhere' },
};

const show = async (page: Page, { path, step }: { readonly path: string; readonly step?: Step }): Promise<void> => {
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  await step?.(page);
};

test('[EE-25][R100] no screen has an accessibility violation, in light and dark, on a phone and a desktop', async () => {
  test.setTimeout(300_000);
  const found: string[] = [];
  for (const [screen, how] of Object.entries(SCREENS)) {
    await manager.page.setViewportSize(LOOKS['phone, light']);
    await show(manager.page, how);
    found.push(...(await inEveryLook(manager.page, screen)));
  }
  expect(found).toEqual([]);
});

test('[EE-26][R100] what a device without a company sees has no violation either', async ({ browser }) => {
  const device = await openDevice(browser, team.relay);
  const found: string[] = [];
  for (const path of ['/', '/join#cut-off', device.network.through(await team.link('colleague'))]) {
    await device.page.goto('about:blank');
    await device.page.goto(path);
    await expect(device.page.getByRole('heading', { level: 1 })).toBeVisible();
    found.push(...(await inEveryLook(device.page, path)));
  }
  await device.close();
  expect(found).toEqual([]);
});

test('[EE-31][R100] at 320 px no screen scrolls sideways', async () => {
  const { page } = manager;
  await page.emulateMedia({ colorScheme: 'light' });
  const wide: string[] = [];
  for (const [screen, how] of Object.entries(SCREENS)) {
    await page.setViewportSize(NARROW);
    await show(page, how);
    const overflow = await scrollersSideways(page);
    wide.push(...overflow.map((what) => `${screen}: ${what}`));
  }
  expect(wide).toEqual([]);
});
