import { expect, type Page, test } from '@playwright/test';
import { HOUR_MS } from '#rules';
import { expectSaid, openCustomer, openTab, pick } from './support/customer.ts';
import { type Device, expectKept, expectSynced } from './support/device.ts';
import { act, newCustomer, openTeam, settled, stateOf, type Team } from './support/team.ts';

const NAMES: Readonly<Record<string, string>> = { a1: '常州恒泰泵业', a2: '苏州明德电机', a3: '嘉兴海宁染整' };
const FOUNDED_MS = 45 * 24 * HOUR_MS;
const BEGUN_MS = 16 * 24 * HOUR_MS;
let team: Team;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  team = await openTeam(browser, FOUNDED_MS);
  await team.timePasses(BEGUN_MS);
  const rep = await team.peer('rep');
  for (const [id, name] of Object.entries(NAMES)) await act(rep, newCustomer(id, name));
  await settled(rep);
  const atMs = Date.now() - BEGUN_MS;
  for (const id of Object.keys(NAMES)) {
    const call = { channel: 'call' as const, answered: true, summary: '聊了需求', atMs: atMs - HOUR_MS };
    await act(rep, { type: 'interactionRecorded', subject: id, payload: call });
  }
  for (const id of ['a1', 'a2']) {
    const quote = { opportunity: `${id}-1`, summary: '两台循环泵', amountFen: 8_600_000, atMs };
    await act(rep, { type: 'quoteSent', subject: id, payload: quote });
  }
  const red = { colour: 'red' as const, redGround: 'sourceDoubtful' as const };
  await act(rep, { type: 'statusMarked', subject: 'a3', payload: red });
  await settled(rep);
  await team.timePasses(0);
});
test.afterAll(() => team.close());

const open = (device: Device, id: string) => openCustomer(device, id, NAMES[id] ?? '');
const card = (page: Page) => page.getByRole('region', { name: '状态卡' });
const override = async (page: Page, reason: string): Promise<void> => {
  await card(page).getByRole('button', { name: '改为绿，写理由' }).click();
  const sheet = page.getByRole('dialog', { name: '改为绿，写理由' });
  await sheet.getByLabel('为什么还是绿').fill(reason);
  await sheet.getByRole('button', { name: '改为绿' }).click();
  await expect(sheet).toHaveCount(0);
};
const markRed = async (page: Page): Promise<void> => {
  await pick(card(page), '红');
  await pick(card(page).locator('form'), '线索来源存疑');
  await card(page).getByRole('button', { name: '标红' }).click();
  await expectSaid(page, '已标红');
};
const redAgain = async (page: Page): Promise<void> => {
  await card(page).getByRole('button', { name: '再标一次' }).click();
  await pick(card(page).locator('form'), '线索来源存疑');
  await card(page).getByRole('button', { name: '标红' }).click();
  await expectSaid(page, '已标红');
};
/** History of the card and timeline, whoever reads: without 你, and without what only some may press. */
const story = async (page: Page, reader: string): Promise<readonly string[]> => {
  const marks = await card(page).getByRole('list', { name: '近 90 天的状态卡' }).getByRole('listitem').all();
  const strip = await Promise.all(marks.map((mark) => mark.innerText()));
  const lines = await (await openTab(page, '时间线')).getByRole('listitem').allInnerTexts();
  const plain = (text: string): string =>
    text
      .replace(/撤回|\s+/g, ' ')
      .replaceAll('你', reader)
      .trim();
  return [...strip, ...lines].map(plain);
};

test('[BR-7][R23][R78][R91][I4][I17][I28] two without a network brake one customer: nothing is lost, one task, one entry into the pool, and both see the same', async () => {
  // Three customers on two devices: long where the machine is busy.
  test.setTimeout(240_000);
  const rep = await team.device('rep');
  const manager = await team.device('manager');
  for (const device of [rep, manager]) {
    await expect(card(await open(device, 'a1')).getByText(/^系统把它标成了黄/)).toBeVisible();
    await expectKept(device);
    await expectSynced(device);
    device.network.cut();
  }
  // One customer, the same brake twice: and its manager ends the task of the yellow besides.
  await override(rep.page, '昨天电话里说预算批了');
  await manager.go('/tasks');
  await manager.page.getByRole('button', { name: '团队', exact: true }).click();
  await manager.page.getByRole('button', { name: /补齐预算和决策链.*常州恒泰泵业/ }).click();
  await manager.page.getByRole('dialog').getByRole('button', { name: '不做了，写理由' }).click();
  const closing = manager.page.getByRole('dialog', { name: '关掉提醒' });
  await closing.getByLabel('为什么').fill('预算我来问');
  await closing.getByRole('button', { name: '关掉提醒' }).click();
  await expectSaid(manager.page, '已关掉提醒');
  await override(await open(manager, 'a1'), '我和对方老板通过话');
  // Another one: green says the one, red the other.
  await override(await open(rep, 'a2'), '对方要我们下周去签');
  await markRed(await open(manager, 'a2'));
  // And both mark the second red.
  await redAgain(await open(rep, 'a3'));
  await redAgain(await open(manager, 'a3'));
  for (const device of [rep, manager]) device.network.restore();
  for (const device of [rep, manager]) await expectSynced(device);

  for (const { page } of [rep, manager]) {
    await expect(card(page).getByText('在待清洗池里，跟进先停')).toBeVisible();
    await expect(card(page).getByRole('list', { name: '两次标红' }).getByRole('listitem')).toHaveCount(2);
  }
  const pooled = await stateOf(team.owner, 'a3');
  expect(pooled.marks.filter(({ effective }) => effective)).toHaveLength(3);
  expect(pooled.effects.filter(({ rule, rung }) => rule === 'statusCard.redTwice' && rung === null)).toHaveLength(1);

  for (const device of [rep, manager]) {
    const page = await open(device, 'a1');
    for (const words of ['昨天电话里说预算批了', '我和对方老板通过话']) {
      await expect(card(page).getByText(words).first()).toBeVisible();
    }
  }
  await card(manager.page).getByRole('button', { name: '用张小凡标的绿（待补件）' }).click();
  await expectSaid(manager.page, '已选定绿（待补件）');
  for (const { page } of [rep, manager]) {
    await expect(card(page).getByText(/都标过。都在/)).toHaveCount(0);
    await expect(card(page).getByText(/^理由：昨天电话里说预算批了/)).toBeVisible();
    await expect(card(page).getByText(/陈工在做/)).toHaveCount(1);
  }
  await expectSynced(manager);
  const seen = [await story(rep.page, '张小凡'), await story(manager.page, '李经理')];
  expect(seen[0]).toEqual(seen[1]);
  // Chosen once more, the first reason stands twice; everything else once.
  const times = { 昨天电话里说预算批了: 2, 我和对方老板通过话: 1, 预算我来问: 1, 给陈工派了技术方案初稿: 1 };
  for (const [words, count] of Object.entries(times)) {
    expect(seen[0]?.filter((line) => line.includes(words))).toHaveLength(count);
  }

  // Red and green stand side by side; one tap settles, and the task is still one.
  const [mine, theirs] = [await open(rep, 'a2'), await open(manager, 'a2')];
  for (const page of [mine, theirs]) {
    await expect(card(page).getByRole('button', { name: /^用.*标的/ })).toHaveCount(2);
  }
  await card(mine).getByRole('button', { name: '用你标的绿（待补件）' }).click();
  for (const page of [mine, theirs]) {
    await expect(card(page).getByText(/都标过。都在/)).toHaveCount(0);
    await expect(card(page).getByText(/^理由：对方要我们下周去签/)).toBeVisible();
    await expect(card(page).getByText(/陈工在做/)).toHaveCount(1);
  }
  await expectSynced(rep);
  for (const id of ['a1', 'a2']) {
    await expect
      .poll(async () =>
        (await stateOf(team.owner, id)).tasks
          .filter(({ kind }) => kind === 'draftProposal')
          .map(({ status }) => status),
      )
      .toEqual(['open']);
  }
});
