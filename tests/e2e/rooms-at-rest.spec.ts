import { expect, test } from '@playwright/test';
import { type Command, type CustomerId, DAY_MS } from '#rules';
import { openCustomer } from './support/customer.ts';
import { DESKTOP, type Device, expectSynced } from './support/device.ts';
import { act, newCustomer, openTeam, settled } from './support/team.ts';

/** Longer than any quarter. */
const BEGUN_DAYS = 100;
const CUSTOMER = '昆山周庄精密';

const call = (summary: string): Command => ({
  type: 'interactionRecorded',
  subject: 'c1',
  payload: { channel: 'call', answered: true, summary, atMs: Date.now() - BEGUN_DAYS * DAY_MS },
});

interface Copy {
  /** Sizes of the pieces in which it lies on the device. */
  readonly sizes: readonly number[];
  /** That it was in sync is noted with it. */
  readonly isNoted: boolean;
}
/** The copies of 华东's logs, oldest first. */
const copiesOf = ({ page }: Device): Promise<readonly Copy[]> =>
  page.evaluate(async () => {
    const done = <Result>(request: IDBRequest<Result>): Promise<Result> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const names = (await indexedDB.databases()).map(({ name }) => name ?? '').filter((name) => /log:east:/.test(name));
    const copies: Copy[] = [];
    for (const name of names.toSorted()) {
      const database = await done(indexedDB.open(name));
      const pieces: Uint8Array[] = await done(database.transaction('updates').objectStore('updates').getAll());
      const notes = await done(database.transaction('custom').objectStore('custom').getAllKeys());
      database.close();
      copies.push({ sizes: pieces.map(({ length }) => length), isNoted: notes.length > 0 });
    }
    return copies;
  });

test('[RQ-9][RQ-12][RQ-14][I1] a room rests, stays in sync over a new socket, and shows what comes late at once', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const team = await openTeam(browser, BEGUN_DAYS * DAY_MS);
  const rep = await team.peer('rep');
  await act(rep, newCustomer('c1', CUSTOMER));
  for (const summary of ['第一次通话', '第二次通话', '第三次通话']) await act(rep, call(summary));
  await settled(rep);
  const late = await team.peer('colleague');
  await settled(late);
  await expect
    .poll(
      () =>
        late.core
          .workspace()
          ?.fold()
          .customer('c1' as CustomerId) ?? null,
    )
    .not.toBeNull();
  late.goOffline();
  await act(late, call('迟到的通话'));
  rep.goOffline();
  await act(rep, call('更晚的通话'));
  // The quarter ends for the relay; the clocks of these two stay behind.
  await team.relay.kill();
  await team.relay.restart();
  await settled(team.owner);

  const device = await team.device('manager', DESKTOP);
  const page = await openCustomer(device, 'c1', CUSTOMER);
  await expect(page.getByText('第三次通话').first()).toBeVisible();
  await expectSynced(device);
  const oldest = async (): Promise<readonly number[]> => (await copiesOf(device))[0]?.sizes ?? [];
  // in one piece: something came since it was opened, and all was written anew before it rests
  const inOnePiece = async (): Promise<boolean> => {
    const [size = 0, ...more] = await oldest();
    return size > 500 && more.length === 0;
  };
  late.goOnline();
  await expect(page.getByText('迟到的通话').first()).toBeVisible();
  await expect.poll(inOnePiece, { timeout: 60_000 }).toBe(true);
  const [before = 0] = await oldest();

  await team.relay.kill();
  await team.relay.restart();
  await expectSynced(device);
  rep.goOnline();
  await expect(page.getByText('更晚的通话').first()).toBeVisible();
  await expectSynced(device);
  // what comes at rest lies behind what is there
  await expect.poll(async () => (await oldest()).map((size) => size > 0)).toEqual([true, true]);
  expect((await oldest())[0]).toBe(before);
  const areNoted = async (): Promise<boolean> => (await copiesOf(device)).every(({ isNoted }) => isNoted);
  await expect.poll(areNoted, { timeout: 60_000 }).toBe(true);

  await page.reload();
  for (const summary of ['第一次通话', '迟到的通话', '更晚的通话'])
    await expect(page.getByText(summary).first()).toBeVisible();
  await team.close();
});
