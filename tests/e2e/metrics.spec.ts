import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { type Command, DAY_MS, DEFAULT_PROCESS } from '#rules';
import { expectSaid } from './support/customer.ts';
import { DESKTOP, type Device, expectKept, expectSynced } from './support/device.ts';
import { inEveryLook, LOOKS, NARROW, scrollersSideways } from './support/looks.ts';
import { act, newCustomer, openTeam, type Person, settled, type Team } from './support/team.ts';

const REP = '张小凡';
const COLLEAGUE = '赵雪';
const NEEDS = '有效需求挖掘率';

/** Visits at target, and too few of them found a need. */
const items = [
  { metric: 'visits', target: 2000 },
  { metric: 'validatedNeedRate', benchmark: 500, source: '行业报告', date: '2026-01-01', owner: 'manager' },
];

const visit = (subject: string, visitedAtMs: number, need: string | null): Command => ({
  type: 'visitNoteRecorded',
  subject,
  payload: {
    visitedAtMs,
    concern: { kind: 'other', text: '排期' },
    commitment: { kind: 'none', reason: '只是走访' },
    next: { kind: 'checkDate', atMs: Date.now() + 300 * DAY_MS, reason: '等招标' },
    verifiedNeed: need === null ? { kind: 'none' } : { kind: 'verified', need },
  },
});

let team: Team;
let manager: Device;
test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  team = await openTeam(browser);
  await act(team.owner, newCustomer('m1', '无锡恒通泵业'));
  await act(team.owner, newCustomer('m2', '常州立信电机', 'colleague'));
  const part = { kind: 'metrics' as const, metrics: { ...DEFAULT_PROCESS.metrics, items } };
  await act(team.owner, { type: 'processPublished', subject: 'org', payload: { part } });
  await settled(team.owner);
  const notes: Readonly<Record<string, { readonly on: string; readonly needs: number }>> = {
    rep: { on: 'm1', needs: 1 },
    colleague: { on: 'm2', needs: 4 },
  };
  for (const [person, { on, needs }] of Object.entries(notes)) {
    const peer = await team.peer(person as Person);
    await settled(peer);
    const week = [0, 1, 2, 3, 4, 5].map((at) => visit(on, Date.now() - 7 * DAY_MS - at * 1000, at < 1 ? '压力' : null));
    const now = [0, 1, 2, 3, 4, 5].map((at) => visit(on, Date.now() - at * 1000, at < needs ? '换泵' : null));
    for (const one of [...week, ...now]) await act(peer, one);
    await settled(peer);
  }
  manager = await team.device('manager', DESKTOP);
});
test.afterAll(() => team.close());

const panel = (page: Page) => page.getByRole('complementary', { name: NEEDS });
const openPanel = async (page: Page): Promise<void> => {
  await page.goto('/numbers?metric=validatedNeedRate');
  await expect(panel(page).getByText('有效需求挖掘SOP').first()).toBeVisible();
};

test('[PB-20][R6][R63] numbers stand worst first with their definitions, and leave as they are shown', async () => {
  const { page } = manager;
  await page.getByRole('link', { name: '指标与干预' }).click();
  await expect(page.getByText(/项差于基准/)).toBeVisible();
  const first = page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: NEEDS }) });
  for (const words of ['41.7%', '5/12', '口径归李经理', '验证出需求的纪要 ÷ 纪要'])
    await expect(first).toContainText(words);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '导出' }).click(),
  ]);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
  const names = await page
    .getByRole('main')
    .getByRole('list')
    .first()
    .getByRole('heading', { level: 2 })
    .allInnerTexts();
  expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(names.map((name) => name.split('\n')[0]));
});

test('[PB-21][R62] 拜访质量失控 of last week stands on the page and in 待办, and leads to the playbook against it', async () => {
  const { page } = manager;
  await page.goto('/tasks');
  await page.getByRole('link', { name: /拜访质量失控/ }).click();
  await expect(panel(page).getByText('有效需求挖掘SOP').first()).toBeVisible();
  await expect(page.getByText(/拜访质量失控/).first()).toBeVisible();
});

test('[PB-22][R63][R64][R65] one press sends it to those concerned, who read it and work offline; the sender sees how far they are', async () => {
  const rep = await team.device('rep');
  await rep.go('/tasks');
  await expectSynced(rep);
  await expectKept(rep);
  const { page } = manager;
  await openPanel(page);
  await expect(panel(page).getByRole('checkbox', { name: REP })).toBeChecked();
  await expect(panel(page).getByText('16.7%，差于基准 50%')).toBeVisible();
  await expect(panel(page).getByRole('checkbox', { name: COLLEAGUE })).not.toBeChecked();
  await panel(page).getByLabel('留言').fill('先听再讲');
  await panel(page).getByRole('button', { name: '发给 1 人' }).click();
  await expectSaid(page, '已发给 1 人');
  const row = panel(page).getByRole('button', { name: REP });
  await expect(row).toContainText('已收');
  rep.network.cut();
  await rep.page.getByRole('button', { name: /有效需求挖掘SOP/ }).click();
  const sheet = rep.page.getByRole('dialog');
  await expect(sheet.getByText('留言：先听再讲')).toBeVisible();
  await expect(sheet.getByText(/少讲产品，先问三件事/)).toBeVisible();
  await sheet.getByRole('button', { name: '「和主管对一遍原话」做完了' }).click();
  await sheet.getByRole('button', { name: '关上' }).first().click();
  await expect(rep.page.getByRole('button', { name: /离线，\d 条待同步/ }).first()).toBeVisible();
  await expect(row).toContainText('已收');
  rep.network.restore();
  await expect(row).toContainText('已完成 1/2');
  await expect(panel(page).getByText(/定了 14 天后看效果/)).toBeVisible();
  await expect(page.getByRole('button', { name: `干预：${NEEDS}，已发 1 人` })).toBeVisible();
  await expect(page.getByText(/拜访质量失控/)).toHaveCount(0);
});

test('[PB-23][R65] what was sent is taken back within its minutes, offline too, and is gone from the desk', async () => {
  const colleague = await team.device('colleague');
  const { page } = manager;
  const panel = page.getByRole('complementary', { name: '交付物履约率' });
  await page.goto('/numbers?metric=fulfilmentRate');
  await panel.getByRole('checkbox', { name: COLLEAGUE }).check();
  await panel.getByRole('button', { name: '发给 1 人' }).click();
  await colleague.go('/tasks');
  await expect(colleague.page.getByRole('button', { name: /承诺交付兜底SOP/ })).toBeVisible();
  manager.network.cut();
  await panel.getByRole('button', { name: '撤回' }).first().click();
  await expectSaid(page, '已撤回');
  await expect(panel.getByRole('button', { name: COLLEAGUE })).toContainText('已撤回');
  await expect(colleague.page.getByRole('button', { name: /承诺交付兜底SOP/ })).toBeVisible();
  manager.network.restore();
  await expect(colleague.page.getByRole('button', { name: /承诺交付兜底SOP/ })).toHaveCount(0);
});

test('[VT-20][R82][R86] a baseline is entered once after confirming, and opens to its source', async () => {
  const admin = await team.device('admin', DESKTOP);
  const { page } = admin;
  await page.goto('/numbers');
  await page.getByRole('button', { name: '人均有效客户触点/周：填实施前' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('实施前的数值').fill('8.2');
  await sheet.getByLabel('取自哪里').fill('8–9 月周报');
  await sheet.getByRole('button', { name: '定格' }).click();
  await expect(sheet.getByRole('alert')).toBeVisible();
  await sheet.getByRole('checkbox', { name: /定格后不再改/ }).check();
  await sheet.getByRole('button', { name: '定格' }).click();
  await expectSaid(page, '已定格');
  const row = page.getByRole('row', { name: /人均有效客户触点/ });
  await expect(row).toContainText('第 42 天才有');
  await expect(row.getByRole('button', { name: /填实施前/ })).toHaveCount(0);
  await row.getByRole('button', { name: /8\.2 次/ }).click();
  await expect(page.getByRole('dialog')).toContainText('8–9 月周报');
  await expect(page.getByRole('dialog')).toContainText('不可改');
});

test('[PB-24][R6][R100] benchmarks are typed in their unit; no page of it has a violation or scrolls sideways', async () => {
  const { page } = await team.device('admin', DESKTOP);
  await page.goto('/process/metrics');
  await page.getByText(NEEDS).first().click();
  const benchmark = page.getByLabel('基准', { exact: true }).locator('visible=true');
  await expect(benchmark).toHaveValue('50');
  await benchmark.fill('35');
  await expect(page.getByText('基准 35%')).toBeVisible();
  const found: string[] = [];
  for (const path of ['/numbers', '/numbers?metric=validatedNeedRate', '/process/metrics']) {
    await page.setViewportSize(LOOKS['desktop, dark']);
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    found.push(...(await inEveryLook(page, path)));
    await page.setViewportSize(NARROW);
    found.push(...(await scrollersSideways(page)).map((one) => `${path}: ${one}`));
  }
  expect(found).toEqual([]);
});
