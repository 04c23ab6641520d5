import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { expectSaid, openCustomer, openTab, record } from './support/customer.ts';
import { expectSynced } from './support/device.ts';
import { act, newCustomer, openTeam, settled } from './support/team.ts';

const NAME = '台州丰元泵阀';

/**
 * Empties the text of the one record that waits in the outbox, as a build with laxer rules would have let it through:
 * with our own rules in the browser nothing that the relay refuses can be written.
 */
const spoilPending = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('jieli');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const store = opening.result.transaction('pending', 'readwrite').objectStore('pending');
          const all = store.getAll();
          all.onsuccess = () => {
            for (const row of all.result) {
              row.event.payload.summary = '';
              store.put(row, row.event.id);
            }
            store.transaction.oncomplete = () => {
              opening.result.close();
              resolve(all.result.length);
            };
          };
        };
      }),
  );

test('[EE-23] what the relay refuses waits with its reason, can be taken away as a file, mended and sent again', async ({
  browser,
}) => {
  const team = await openTeam(browser);
  await act(team.owner, newCustomer('q1', NAME));
  await settled(team.owner);
  const rep = await team.device('rep', { serviceWorkers: 'block' });
  await openCustomer(rep, 'q1', NAME);
  await expectSynced(rep);
  rep.network.cut();
  await record(rep.page, '打了电话', '说了什么', '约好周五看样品');
  await expect(rep.page.getByRole('button', { name: '离线，1 条待同步' }).first()).toBeVisible();

  await rep.context.route('**/workshop', (route) => route.fulfill({ contentType: 'text/html', body: '<p>' }));
  const workshop = await rep.context.newPage();
  await workshop.goto('/workshop');
  await rep.page.close();
  expect(await spoilPending(workshop)).toBe(1);
  rep.network.restore();
  const page = workshop;
  await page.goto('/today');
  await page.getByRole('button', { name: '1 条被退回' }).first().click();
  await page.getByRole('link', { name: '去看没收下的' }).click();
  const item = page.getByRole('listitem').filter({ hasText: NAME });
  await expect(item).toContainText('联系记录');
  await expect(item).toContainText('没有收下：内容格式不对，服务器读不懂。');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '全部导出' }).click(),
  ]);
  expect(JSON.parse(readFileSync(await file.path(), 'utf8').trim())).toMatchObject({
    reason: 'schema',
    row: expect.stringContaining('interactionRecorded'),
  });
  await item.getByRole('button', { name: '修改' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('内容').fill('约好周五看样品，补记');
  await sheet.getByRole('button', { name: '再交一次' }).click();
  await expectSaid(page, '改好了，已保存');
  await expect(page.getByText('没有退回来的')).toBeVisible();

  const manager = await team.device('manager');
  await openCustomer(manager, 'q1', NAME);
  await expect(await openTab(manager.page, '时间线')).toContainText('约好周五看样品，补记');
  await team.close();
});
