import { expect, test } from '@playwright/test';
import { expectSaid, markYellow, openCustomer, pick, tryGreen } from './support/customer.ts';
import { type Device, expectKept, expectSynced } from './support/device.ts';
import { fakePdf, realPdf } from './support/files.ts';
import { act, newCustomer, openTeam, settled, type Team } from './support/team.ts';

const NAMES: Readonly<Record<string, string>> = { g1: '苏州正捷仪表', g2: '常州博通线缆', g3: '嘉兴天润印染' };
let team: Team;
test.beforeAll(async ({ browser }) => {
  team = await openTeam(browser);
  for (const [id, name] of Object.entries(NAMES)) await act(team.owner, newCustomer(id, name));
  await settled(team.owner);
});
test.afterAll(() => team.close());

const open = (device: Device, id: string) => openCustomer(device, id, NAMES[id] ?? '');
/** The customer's sign in the list of customers. */
const sign = async (device: Device, id: string) => {
  await device.go('/pool');
  return device.page.getByRole('link', { name: new RegExp(NAMES[id] ?? '') }).getByRole('img');
};

test('[EE-19][R15][R16][R17][R18][R20] each colour asks for what it means: green for three checks and a file that truly is a PDF', async () => {
  const rep = await team.device('rep');
  const page = await open(rep, 'g1');
  const card = page.getByRole('region', { name: '状态卡' });
  await pick(card, '黄');
  await card.getByRole('button', { name: '标黄' }).click();
  await expect(card.getByText('写一句客户的需求。')).toBeVisible();
  await expect(card.getByText('预算、决策链，至少选一样还没弄清的。')).toBeVisible();
  await markYellow(page, '一条检测线');
  await pick(card, '绿');
  await card.getByRole('button', { name: '标绿' }).click();
  await expect(card.getByText('标绿要三样都齐，还差：需求已验证、预算明确、关键人已认同。')).toBeVisible();
  await expect(card.getByText(/^还差一份客户需求确认书（PDF）/)).toBeVisible();
  await tryGreen(page, fakePdf);
  await expect(card.getByText('这个文件名字是 PDF，内容不是。换一份再传。')).toBeVisible();
  await tryGreen(page, realPdf('g1'));
  await expectSaid(page, '已标绿');
  await expectSynced(rep);
  await expect(await sign(rep, 'g1')).toHaveAccessibleName('绿');
});

test('[EE-20][R20][R97] without a network green waits for its file: 绿（待上传） here, and 绿 for everybody once the file is up', async () => {
  const rep = await team.device('rep');
  const manager = await team.device('manager');
  const page = await open(rep, 'g2');
  await expectSynced(rep);
  await expectKept(rep);
  rep.network.cut();
  await markYellow(page, '换两公里电缆');
  await tryGreen(page, realPdf('g2'));
  await expectSaid(page, '已标绿（待上传）');
  await expect(await sign(rep, 'g2')).toHaveAccessibleName('绿（待上传）');
  await expect(await sign(manager, 'g2')).toHaveAccessibleName('还没标');
  rep.network.restore();
  await expectSynced(rep);
  await expect(await sign(rep, 'g2')).toHaveAccessibleName('绿');
  await expect(await sign(manager, 'g2')).toHaveAccessibleName('绿');
});

test('[EE-21][R22][R91] two devices turn one customer green offline: exactly one task, which the presales engineer finds and completes', async () => {
  const rep = await team.device('rep');
  const manager = await team.device('manager');
  const presales = await team.device('presales');
  await markYellow(await open(rep, 'g3'), '一台烘干机');
  await open(manager, 'g3');
  await expectSynced(rep);
  await expect(manager.page.getByText('一台烘干机').first()).toBeVisible();
  for (const device of [rep, manager]) device.network.cut();
  for (const [device, label] of [
    [rep, 'g3-rep'],
    [manager, 'g3-manager'],
  ] as const) {
    await tryGreen(device.page, realPdf(label));
    await expectSaid(device.page, '已标绿（待上传）');
  }
  for (const device of [rep, manager]) device.network.restore();
  for (const device of [rep, manager]) await expectSynced(device);
  await presales.go('/tasks');
  const tasks = presales.page.getByRole('main');
  const mine = tasks.getByRole('button', { name: new RegExp(`技术方案初稿.*${NAMES['g3']}`) });
  await expect(mine).toHaveCount(1);
  await expect(mine).toContainText(/还剩 23 小时|还剩 24 小时/);
  await mine.tap();
  const sheet = presales.page.getByRole('dialog');
  await expect(sheet.getByRole('link', { name: /^下载 客户需求确认书/ }).first()).toBeVisible();
  await sheet.getByLabel('说一句').fill('初稿在附件里');
  await sheet.getByRole('button', { name: '完成', exact: true }).click();
  await expectSaid(presales.page, '已完成');
  await expect(mine).toHaveCount(0);
  for (const { page } of [rep, manager]) {
    const timeline = page.getByRole('tabpanel');
    await expect(timeline.getByText(/完成了技术方案初稿/)).toHaveCount(1);
    await expect(timeline.getByText(/给陈工派了技术方案初稿/)).toHaveCount(1);
  }
});
