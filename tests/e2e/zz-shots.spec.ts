import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { type Command, DAY_MS, DEFAULT_PROCESS } from '#rules';
import { expectSaid } from './support/customer.ts';
import { DESKTOP, type Device, expectKept, expectSynced } from './support/device.ts';
import { inEveryLook, NARROW, scrollersSideways } from './support/looks.ts';
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


test('SHOTS', async () => {
  test.setTimeout(300_000);
  const rep = await team.device('rep');
  await rep.go('/tasks');
  const admin = await team.device('admin', DESKTOP);
  await admin.page.goto('/process/metrics');
  await admin.page.getByText(NEEDS).first().click();
  await admin.page.screenshot({ path: '/tmp/shots-g1/settings-desktop.png' });
  const { page } = manager;
  const shot = async (name: string) => {
    for (const [look, { colorScheme, ...size }] of Object.entries({ phone: { width: 390, height: 844, colorScheme: 'light' as const }, desktop: { width: 1389, height: 868, colorScheme: 'light' as const }, dark: { width: 1389, height: 868, colorScheme: 'dark' as const } })) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: `/tmp/shots-g1/${name}-${look}.png` });
    }
  };
  await page.goto('/tasks');
  await expect(page.getByText(/拜访质量失控/).first()).toBeVisible();
  await shot('tasks');
  await page.goto('/numbers');
  await expect(page.getByText(/项低于基准/)).toBeVisible();
  await shot('page');
  await page.setViewportSize({ width: 1389, height: 868 });
  await openPanel(page);
  await shot('panel');
  await page.setViewportSize({ width: 1389, height: 868 });
  await panel(page).getByRole('button', { name: '发给 1 人' }).click();
  await expect(panel(page).getByRole('button', { name: REP })).toContainText('已收');
  await shot('sent');
  await page.setViewportSize({ width: 1389, height: 2200 });
  await page.goto('/numbers');
  await expect(page.getByRole('table')).toBeVisible();
  await page.screenshot({ path: '/tmp/shots-g1/tall.png' });
  await page.setViewportSize({ width: 390, height: 3400 });
  await page.screenshot({ path: '/tmp/shots-g1/tall-phone.png' });
});
