import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { makeLinkTokens } from '../../sync-relay/links/link-tokens.ts';
import { openKeyFile } from '../../sync-relay/messages/key-file.ts';
import { keyFor } from '../../sync-relay/messages/secret-box.ts';
import { expectSaid, openCustomer } from './support/customer.ts';
import { act, newCustomer, openTeam, settled, type Team } from './support/team.ts';

const NAME = '温州宏力阀业集团有限公司';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let team: Team;
test.beforeAll(async ({ browser }) => {
  team = await openTeam(browser);
});
test.afterAll(() => team.close());

const violations = async (page: Page): Promise<string[]> => {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations: seen } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    found.push(
      ...seen.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${colorScheme} ${id}: ${target.join(' ')}`)),
    );
  }
  return found;
};
const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

test('[EE-60][R36] who is in charge sets channels, tries one, and sees no secret again', async () => {
  const admin = await team.device('admin');
  const { page } = admin;
  await admin.go('/messages');
  await page.getByRole('button', { name: /^企业微信群机器人/ }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('开启这个通道').check();
  await sheet.getByRole('button', { name: '保存' }).click();
  await expect(sheet.getByText('这一项要填')).toBeVisible();
  await sheet
    .getByLabel('机器人地址（Webhook）')
    .fill('https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=canary-key');
  expect(await violations(page)).toEqual([]);
  await sheet.getByRole('button', { name: '保存' }).click();
  await expectSaid(page, '已保存');
  await page.reload();
  await expect(page.getByRole('button', { name: /^企业微信群机器人.*已开启/ })).toBeVisible();
  await page.getByRole('button', { name: /^企业微信群机器人/ }).click();
  await expect(page.getByLabel('机器人地址（Webhook）')).toHaveValue('');
  await expect(page.getByText(/已保存，不再显示/)).toBeVisible();
  expect(await page.content()).not.toContain('canary-key');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^只写服务器日志/ }).click();
  await page.getByLabel('开启这个通道').check();
  await page.getByRole('button', { name: '给我发一条测试' }).click();
  await expect(page.getByText('对方已收下')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByLabel('从').selectOption('22:00');
  await page.reload();
  await expect(page.getByLabel('从')).toHaveValue('1320');
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await scrollsSideways(page)).toBe(false);
});

/** A token as the relay of this folder signs it: the page is tested before anything fires by itself. */
const linkFor = (note: string, appointmentMs: number): string => {
  const key = openKeyFile(join(team.relay.dataDir, 'message.key'), randomBytes);
  const token = makeLinkTokens(keyFor(key, 'links')).make({
    purpose: 'touchpoint',
    member: 'rep',
    effect: 'effect-1',
    customer: 'm1',
    note,
    appointmentMs,
    expiresAtMs: Date.now() + DAY_MS,
  });
  return `${team.relay.url}/m/${token}`;
};

test('[EE-61][R36] the link of an alert moves the appointment once, without session and without script', async ({
  browser,
}) => {
  const rep = await team.peer('rep');
  await act(team.owner, newCustomer('m1', NAME));
  await settled(team.owner);
  await expect.poll(async () => (await rep.core.ask({ kind: 'customer', id: 'm1' as never }))?.state.id).toBe('m1');
  const appointmentMs = Date.now() + HOUR_MS;
  await act(rep, {
    type: 'visitNoteRecorded',
    subject: 'm1',
    payload: {
      visitedAtMs: Date.now() - HOUR_MS,
      concern: { kind: 'decisionChain' },
      commitment: { kind: 'none', reason: '先看样品' },
      next: {
        kind: 'touchpoint',
        touchpoint: { atMs: appointmentMs, attendees: ['王工'], agenda: '看样品', agreed: 'confirmedByCustomer' },
      },
      verifiedNeed: { kind: 'none' },
    },
  });
  await settled(rep);
  const note = (await rep.core.ask({ kind: 'customer', id: 'm1' as never }))?.state.notes[0]?.id ?? '';
  const link = linkFor(note, appointmentMs);

  const looking: BrowserContext = await browser.newContext({ bypassCSP: true });
  const looked = await looking.newPage();
  await looked.goto(link);
  expect(await violations(looked)).toEqual([]);
  await looked.setViewportSize({ width: 320, height: 640 });
  expect(await scrollsSideways(looked)).toBe(false);
  await looking.close();

  const inApp: BrowserContext = await browser.newContext({ javaScriptEnabled: false });
  const page = await inApp.newPage();
  await page.goto(link);
  await expect(page.getByRole('heading', { name: NAME })).toBeVisible();
  await expect(page.getByText('议题：看样品')).toBeVisible();
  await page.getByLabel('新的日期和时间').fill('2031-05-06T15:30');
  await page.getByRole('button', { name: '确认改约' }).click();
  await expect(page.getByRole('heading', { name: '已提交' })).toBeVisible();
  await page.goto(link);
  await expect(page.getByText('这条链接已经用过')).toBeVisible();
  await expect(page.getByText(NAME)).toHaveCount(0);
  await inApp.close();

  const phone = await team.device('rep');
  const customer = await openCustomer(phone, 'm1', NAME);
  await expect(customer.getByText(/2031年5月6日/).first()).toBeVisible();
});

test('[EE-62][R36] a push takes the place of what the device showed on its own', async () => {
  const device = await team.device('colleague');
  const { page, context } = device;
  await context.grantPermissions(['notifications'], { origin: new URL(page.url()).origin });
  const registered = page.evaluate(() => navigator.serviceWorker.ready.then(({ scope }) => scope));
  expect(await registered).toContain('http');
  const tags = (): Promise<string[]> =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      return (await registration.getNotifications()).map(({ tag, title }) => `${tag}: ${title}`);
    });
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.showNotification('触点预警：丙客户', { tag: 'effect-1', body: '本机', data: { url: '/tasks' } });
  });
  await expect.poll(tags).toEqual(['effect-1: 触点预警：丙客户']);
  const session = await context.newCDPSession(page);
  const ids: string[] = [];
  session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    for (const { registrationId } of registrations) ids.push(registrationId);
  });
  await session.send('ServiceWorker.enable');
  await expect.poll(() => ids.length).toBeGreaterThan(0);
  const push = (data: object) =>
    session.send('ServiceWorker.deliverPushMessage', {
      origin: new URL(page.url()).origin,
      registrationId: ids[0] ?? '',
      data: JSON.stringify(data),
    });
  await push({ tag: 'effect-1', title: '已撤回：触点预警：丙客户', body: '按时的进展已经同步', url: '/tasks' });
  await expect.poll(tags).toEqual(['effect-1: 已撤回：触点预警：丙客户']);
  await push({ nonsense: true });
  await expect
    .poll(async () => (await tags()).sort())
    .toEqual(['effect-1: 已撤回：触点预警：丙客户', 'news: 接力有新提醒']);
});
