import { expect, test } from '@playwright/test';
import { DAY_MS } from './support/dates.ts';
import { DESKTOP } from './support/device.ts';
import { act, newCustomer, openTeam, settled, type Team } from './support/team.ts';

const MANY = 90;

let team: Team;
test.beforeAll(async ({ browser }) => {
  team = await openTeam(browser);
  for (let at = 0; at < MANY; at += 1) {
    await act(team.owner, newCustomer(`many-${at}`, `客户${at}`, 'rep', Date.now() - 40 * DAY_MS));
  }
  await settled(team.owner);
});
test.afterAll(() => team.close());

test('[EE-98][UI-48][R44] of the many customers behind a cell those in sight are drawn, each says which it is, and the focus stays', async () => {
  const manager = await team.device('manager', DESKTOP);
  const { page } = manager;
  await manager.go('/funnel');
  const cell = page.getByRole('grid').getByRole('button', { name: new RegExp(`^初步接触，.*，${MANY} 家进入`) });
  await cell.click();
  const panel = page.getByRole('complementary', { name: /^初步接触，/ });
  const rows = panel.getByRole('listitem');
  const first = rows.first();
  await expect(first).toHaveAttribute('aria-posinset', '1');
  await expect(first).toHaveAttribute('aria-setsize', String(MANY));
  const drawn = await rows.count();
  expect(drawn).toBeGreaterThan(3);
  expect(drawn).toBeLessThan(MANY / 2);

  const link = panel.locator('[aria-posinset="1"]').getByRole('link').first();
  await link.focus();
  const last = panel.locator(`[aria-posinset="${MANY}"]`);
  await expect(async () => {
    await panel.evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
    await expect(last).toBeInViewport({ timeout: 1000 });
  }).toPass();
  await expect(link).toBeFocused();
  await expect(panel.locator('[aria-posinset="20"]')).toHaveCount(0);
});
