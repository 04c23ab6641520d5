import { expect, type Page, test } from '@playwright/test';
import { expectSaid, openCustomer, openTab } from './support/customer.ts';
import { localTime } from './support/dates.ts';
import { expectSynced } from './support/device.ts';
import { act, newCustomer, openTeam, settled, type Team } from './support/team.ts';

const NAME = '宁波德昌注塑';
let team: Team;
test.beforeAll(async ({ browser }) => {
  team = await openTeam(browser);
  for (const id of ['n1', 'n2']) await act(team.owner, newCustomer(id, NAME));
  await settled(team.owner);
});
test.afterAll(() => team.close());

const promise = (page: Page) => page.getByRole('textbox', { name: '我们答应交付什么' });
const appointment = async (page: Page): Promise<void> => {
  await page.getByLabel('日期和时间').fill(localTime(3));
  await page.getByLabel('参与人').fill('王院长、李科长');
  await page.getByLabel('议题').fill('看比价表，定机型');
  await page.getByRole('button', { name: '客户已确认' }).click();
  await page.getByRole('button', { name: '本次已验证客户需求：没有' }).click();
};

test('[EE-12][R29][R30][R33] a refused note names every gap and keeps every letter, over a reload too', async () => {
  const rep = await team.device('rep');
  const { page } = rep;
  await rep.go('/note/n1');
  await page.getByLabel('备注', { exact: false }).last().fill('已拜访，沟通顺利');
  await page.getByRole('button', { name: /^提交/ }).click();
  await expect(
    page.getByRole('main').getByRole('alert').filter({ hasText: '只有备注，下次没人知道怎么接。' }),
  ).toBeVisible();
  await page.getByRole('button', { name: '预算不足' }).click();
  const long = `${'比'.repeat(300)}👨‍👩‍👧`;
  await promise(page).fill(long);
  await expect(page.getByText('301/300')).toBeVisible();
  await appointment(page);
  await page.getByLabel('什么时候交').fill(localTime(2));
  await page.getByRole('button', { name: /^提交/ }).click();
  await expect(page.getByText('写了 301 字，最多 300 字。一个字也没删，你来定留哪些。').first()).toBeVisible();
  await expect(page.getByText('草稿已存到本机')).toBeVisible();
  await page.reload();
  await expect(promise(page)).toHaveText(long);
  await expect(page.getByLabel('参与人').first()).toHaveValue('王院长、李科长');
  await expect(page.getByLabel('备注', { exact: false }).last()).toHaveValue('已拜访，沟通顺利');

  await promise(page).fill('三台注塑机的比价表');
  await page.getByRole('button', { name: /^提交/ }).click();
  await expect(page.getByText(/^选了「预算不足」，要写明其中一样：成本分析、/).first()).toBeVisible();
  await page.getByRole('button', { name: '补上「成本分析」' }).click();
  await expect(promise(page)).toContainText('三台注塑机的比价表');
  await expect(promise(page)).toContainText('成本分析');
  await page.getByRole('button', { name: '提交', exact: true }).click();
  await expectSaid(page, '纪要已保存');
  const notes = await openTab(page, '纪要');
  await expect(notes).toContainText('预算不足');
  await expect(notes).toContainText('看比价表，定机型');
  await expectSynced(rep);
});

test('[EE-13][R30][R31] a note with the other concern asks for words; its promise is ticked 已交付 in two taps', async () => {
  const rep = await team.device('rep');
  const { page } = rep;
  await rep.go('/note/n2');
  await page.getByRole('button', { name: '其他' }).click();
  await promise(page).fill('含三年使用成本的比价表');
  await page.getByLabel('什么时候交').fill(localTime(0.01));
  await appointment(page);
  await page.getByRole('button', { name: /^提交/ }).click();
  await expect(page.getByText('选了「其他」，写一句是什么。').first()).toBeVisible();
  await page.getByLabel('是什么顾虑').fill('怕交期赶不上年底');
  await page.getByRole('button', { name: '提交', exact: true }).click();
  await expectSaid(page, '纪要已保存');
  await rep.go('/today');
  const tick = page.getByRole('button', { name: '已交付：含三年使用成本的比价表' });
  await tick.tap();
  await expectSaid(page, '已交付');
  await expect(tick).toHaveCount(0);
  await openCustomer(rep, 'n2', NAME);
  const timeline = await openTab(page, '时间线');
  await expect(timeline).toContainText('把答应的交付了');
  await expectSynced(rep);
});
