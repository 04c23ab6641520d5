import { expect, type Page, test } from '@playwright/test';
import { changeField, chooseStage, openCustomer, openTab, record } from './support/customer.ts';
import { type Device, expectSynced } from './support/device.ts';
import { act, newCustomer, openTeam, settled, type Team } from './support/team.ts';

let team: Team;
test.beforeAll(async ({ browser }) => {
  team = await openTeam(browser);
  await act(team.owner, newCustomer('a1', '宁波金源阀门'));
  await act(team.owner, newCustomer('a2', '昆山澄湖骨科医院'));
  await settled(team.owner);
});
test.afterAll(() => team.close());

/** Every line of the timeline, without who is called 你. */
const lines = async (page: Page): Promise<readonly string[]> => {
  const panel = await openTab(page, '时间线');
  return (await panel.getByRole('listitem').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '));
};
const times = (all: readonly string[], words: string): number => all.filter((line) => line.includes(words)).length;

test('[EE-14][R12] two people change one customer offline: both come to the same, both values stand side by side, one tap settles each, nothing is lost or doubled', async () => {
  const rep = await team.device('rep');
  const manager = await team.device('manager');
  const both: readonly [Device, string, string][] = [
    [rep, '医疗器械', '张小凡打的电话'],
    [manager, '流体控制', '李经理打的电话'],
  ];
  for (const [device] of both) {
    await openCustomer(device, 'a1', '宁波金源阀门');
    await expectSynced(device);
    device.network.cut();
  }
  for (const [device, industry, call] of both) {
    await changeField(device.page, '行业', industry);
    await record(device.page, '打了电话', '说了什么', call);
    await expect(device.page.getByRole('button', { name: '离线，2 条待同步' }).first()).toBeVisible();
  }
  for (const { page } of [rep, manager]) {
    const sheet = await chooseStage(page, '需求确认');
    await sheet.getByLabel('需求', { exact: true }).fill('换掉两条旧管线');
    await sheet.getByRole('button', { name: '进「需求确认」', exact: true }).click();
    await expect(sheet).toBeHidden();
  }
  for (const device of [rep, manager]) device.network.restore();
  for (const device of [rep, manager]) await expectSynced(device);

  for (const { page } of [rep, manager]) {
    await expect(page.getByText('两人都改过，请选定：行业')).toBeVisible();
    await page.getByRole('button', { name: '去选' }).click();
    const choice = page.getByRole('group', { name: '行业：两人都改过，请选定' });
    for (const words of ['医疗器械', '流体控制', '张小凡', '李经理']) await expect(choice).toContainText(words);
  }
  await rep.page.getByRole('button', { name: '用这个：流体控制' }).click();
  for (const { page } of [rep, manager]) {
    await expect(page.getByText(/两人都改过，请选定/)).toHaveCount(0);
    await expect(page.getByRole('tabpanel')).toContainText('流体控制');
    await expect(page.getByRole('tabpanel')).not.toContainText('医疗器械');
  }
  await expectSynced(rep);
  const seen = await Promise.all([lines(rep.page), lines(manager.page)]);
  for (const all of seen) {
    for (const call of ['张小凡打的电话', '李经理打的电话']) expect(times(all, call)).toBe(1);
    expect(times(all, '把行业改为「医疗器械」')).toBe(1);
    expect(times(all, '把行业改为「流体控制」')).toBe(2);
  }
  expect(seen[0]?.length).toBe(seen[1]?.length);
});

test('[EE-15] who looks at a customer right now is shown to the other, and goes when he goes', async () => {
  const rep = await team.device('rep');
  const colleague = await team.device('colleague');
  for (const device of [rep, colleague]) await openCustomer(device, 'a2', '昆山澄湖骨科医院');
  await expect(rep.page.getByText('赵雪在看')).toBeVisible();
  await expect(colleague.page.getByText('张小凡在看')).toBeVisible();
  await colleague.page.getByRole('link', { name: '写纪要' }).first().click();
  await expect(rep.page.getByText('赵雪在写')).toBeVisible();
  await colleague.go('/tasks');
  await expect(rep.page.getByText(/^赵雪在/)).toHaveCount(0);
});
