import { expect, test } from '@playwright/test';
import { expectSynced } from './support/device.ts';
import { metric } from './support/relay-process.ts';
import { act, openTeam, settled } from './support/team.ts';

/** Each territory has two documents, its customers and what happens to them. */
const TERRITORIES = 50;
const IDLE_MS = 120_000;
/** Pings of the one socket for two minutes; a document that is fetched anew costs more than this. */
const PING_BYTES = 4_096;

test('[EE-29][R60] 100 documents idle for two minutes: not one reconnects, and the line carries nothing but pings', async ({
  browser,
}) => {
  test.setTimeout(IDLE_MS + 120_000);
  const team = await openTeam(browser);
  for (let index = 1; index <= TERRITORIES; index += 1) {
    const payload = { territory: `t${index}`, name: `第 ${index} 片区` };
    await act(team.owner, { type: 'territoryDefined', subject: 'org', payload });
  }
  await settled(team.owner);
  const device = await team.device('admin');
  await device.go('/pool');
  await expectSynced(device);
  await expect.poll(() => metric(team.relay, 'jieli_rooms')).toBeGreaterThanOrEqual(2 * TERRITORIES);
  const rooms = () =>
    device.page.evaluate(
      async () => (await indexedDB.databases()).filter(({ name }) => /@\d+$/.test(name ?? '')).length,
    );
  await expect.poll(rooms, { timeout: 60_000 }).toBeGreaterThanOrEqual(2 * TERRITORIES);
  const clock = () => device.page.evaluate(() => performance.now());
  const from = await clock();
  const bytes = device.network.socketBytes();
  const sockets = await metric(team.relay, 'jieli_sockets_opened_total');
  await expect
    .poll(async () => (await clock()) - from, { timeout: IDLE_MS + 30_000, intervals: [5_000] })
    .toBeGreaterThan(IDLE_MS);
  expect(await metric(team.relay, 'jieli_sockets_opened_total')).toBe(sockets);
  expect(device.network.socketBytes() - bytes).toBeLessThan(PING_BYTES);
  await expectSynced(device);
  await team.close();
});
