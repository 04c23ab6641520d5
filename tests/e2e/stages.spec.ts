import { expect, test } from '@playwright/test';
import { chooseStage, expectSaid, openCustomer, openTab, pick, record } from './support/customer.ts';
import { expectSynced } from './support/device.ts';
import { act, newCustomer, openTeam, settled, type Team } from './support/team.ts';

let team: Team;
test.beforeAll(async ({ browser }) => {
  team = await openTeam(browser);
  for (const [id, name] of Object.entries({ s1: '苏州恒达机械', s2: '无锡瑞泰电子', s3: '杭州联信制药' })) {
    await act(team.owner, newCustomer(id, name));
  }
  await settled(team.owner);
});
test.afterAll(() => team.close());

test('[EE-9][R9] a stage names what it still needs, and filling it in and moving is one act', async () => {
  const rep = await team.device('rep');
  const page = await openCustomer(rep, 's1', '苏州恒达机械');
  const sheet = await chooseStage(page, '需求确认');
  await expect(sheet.getByText('进「需求确认」前填好这些，一起保存：')).toBeVisible();
  await sheet.getByRole('button', { name: '进「需求确认」（还差 1 处）' }).click();
  await expect(sheet.getByRole('alert')).toContainText('还没填需求');
  await sheet.getByLabel('需求', { exact: true }).fill('一条包装产线，年底前投产');
  await pick(sheet, '内部立项');
  await expect(sheet.getByLabel('需求', { exact: true })).toHaveCount(0);
  await pick(sheet, '需求确认');
  await expect(sheet.getByLabel('需求', { exact: true })).toHaveValue('一条包装产线，年底前投产');
  await sheet.getByRole('button', { name: '进「需求确认」', exact: true }).click();
  await expectSaid(page, '已到「需求确认」');
  await expect(page.getByText('今天刚到，限 14 天')).toBeVisible();
  await expectSynced(rep);
});

test('[EE-10][R11] a skipped stage asks why, and the manager is told with the reason', async () => {
  const rep = await team.device('rep');
  const manager = await team.device('manager');
  const page = await openCustomer(rep, 's2', '无锡瑞泰电子');
  const sheet = await chooseStage(page, '方案报价');
  await sheet.getByLabel('产品', { exact: true }).fill('智能仓储产线');
  await sheet.getByRole('button', { name: '进「方案报价」（还差 1 处）' }).click();
  await expect(sheet.getByRole('alert')).toContainText('跳过了「需求确认、内部立项」');
  await sheet.getByLabel('为什么跳过').fill('老客户，需求和立项去年都做过');
  await sheet.getByRole('button', { name: '进「方案报价」', exact: true }).click();
  await expectSaid(page, '已到「方案报价」');
  await manager.go('/tasks');
  // The manager, who may end it, has the alert; the salesperson, who may not, is told of it (R79).
  const alert = manager.page.getByRole('button', {
    name: /跳过了「需求确认、内部立项」：老客户，需求和立项去年都做过.*无锡瑞泰电子/,
  });
  await manager.page.getByRole('button', { name: /^要我定/ }).click();
  await alert.click();
  const opened = manager.page.getByRole('dialog');
  await opened.getByRole('button', { name: '关掉提醒' }).click();
  const closing = manager.page.getByRole('dialog', { name: '关掉提醒' });
  await closing.getByLabel('为什么').fill('知道，老客户');
  await closing.getByRole('button', { name: '关掉提醒' }).click();
  await expect(alert).toHaveCount(0);
  await rep.go('/tasks');
  await rep.page.getByRole('button', { name: /^知会/ }).click();
  const notice = rep.page.getByRole('region', { name: '知会' });
  await expect(notice).toContainText('你把无锡瑞泰电子的「需求确认、内部立项」跳过了：老客户，需求和立项去年都做过');
  await notice.getByRole('button', { name: '知道了' }).click();
  await expect(notice.getByRole('button', { name: '知道了' })).toHaveCount(0);
});

test('[EE-11][R101] an inquiry, a quote, and an end: won, lost with its reason, shelved, and taken up again', async () => {
  const rep = await team.device('rep');
  const page = await openCustomer(rep, 's3', '杭州联信制药');
  await record(page, '收到询价', '客户问什么', '两台灌装机什么价');
  await record(page, '发出报价', '报了什么', '灌装机两台，含安装');
  const timeline = await openTab(page, '时间线');
  await expect(timeline).toContainText('记了一次询价');
  await expect(timeline).toContainText('发出报价');

  const end = async (outcome: string, label: string): Promise<void> => {
    await page.getByRole('button', { name: '结束商机' }).click();
    const sheet = page.getByRole('dialog');
    await pick(sheet, outcome);
    await sheet.getByRole('button', { name: label }).click();
  };
  const sheet = page.getByRole('dialog');
  await end('丢单', '记为丢单');
  await expect(sheet.getByRole('alert').first()).toContainText('丢单要写原因');
  await sheet.getByLabel('原因').fill('预算砍到 40 万，对方选了进口品牌');
  await sheet.getByRole('button', { name: '记为丢单' }).click();
  await expect(page.getByText(/^已丢单 ·/)).toBeVisible();
  await page.getByRole('button', { name: '恢复商机' }).click();
  await sheet.getByLabel('为什么恢复').fill('对方重新来问');
  await sheet.getByRole('button', { name: '恢复', exact: true }).click();
  await end('搁置', '先搁置');
  await expect(page.getByText(/^已搁置 ·/)).toBeVisible();
  await page.getByRole('button', { name: '恢复商机' }).click();
  await sheet.getByLabel('为什么恢复').fill('预算批下来了');
  await sheet.getByRole('button', { name: '恢复', exact: true }).click();
  await end('成单', '记为成单');
  await expect(sheet.getByRole('alert').first()).toBeVisible();
  await sheet.getByLabel('成交金额').fill('60万');
  await sheet.getByRole('button', { name: '记为成单' }).click();
  await expect(page.getByText(/^已成单 ·/)).toBeVisible();
  await expect(page.getByText('金额 60 万元')).toBeVisible();
  await expectSynced(rep);
});
