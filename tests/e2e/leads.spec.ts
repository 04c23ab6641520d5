import { expect, type Locator, type Page, test } from '@playwright/test';
import { type Command, DAY_MS, type LeadId } from '#rules';
import { type Device, expectSynced } from './support/device.ts';
import { act, nameOf, newCustomer, openTeam, settled, type Team } from './support/team.ts';

const CSV = [
  '公司名称,来源,活动,留资日期,所属行业,城市,备注',
  '苏州精密仪器,展会,工博会,2026-10-20,制造,苏州,王总 13800138000 要样本',
  '无锡光学,官网,,2026-10-21,制造,无锡,',
  ',官网,,2026-10-22,,,',
].join('\n');
const FILE = { name: '线索.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV) };

const importLeads = async (page: Page): Promise<Locator> => {
  await page.goto('/leads');
  await page.getByRole('button', { name: '导入', exact: true }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('选文件').setInputFiles(FILE);
  await expect(sheet.getByText('2 行能导入，1 行不能')).toBeVisible();
  await expect(sheet.getByText('有 1 个电话没有放进来')).toBeVisible();
  await expect(sheet.getByText('第 4 行：没有公司名称')).toBeVisible();
  await sheet.getByRole('button', { name: '导入 2 条' }).click();
  return sheet;
};
const rowOf = (page: Page, name: string): Locator => page.getByRole('button').filter({ hasText: name });
const give = async ({ page }: Device, lead: string, to: string): Promise<void> => {
  await rowOf(page, lead).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: `派给${to}` })
    .click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(rowOf(page, lead)).toContainText(`已派发，${to}`);
};

test('[LD-20] [R50] [R51] leads come from a file once; two managers without a network give one of them away, and one person has it; he accepts', async ({
  browser,
}) => {
  const team = await openTeam(browser);
  const admin = await team.device('admin');
  const sheet = await importLeads(admin.page);
  await expect(sheet.getByText('新记 2 条，原来就有 0 条')).toBeVisible();
  await expect(sheet.getByText('第 4 行：没有公司名称')).toBeVisible();
  const again = await importLeads(admin.page);
  await expect(again.getByText('新记 0 条，原来就有 2 条')).toBeVisible();
  await admin.go('/leads');
  await expectSynced(admin);

  const manager = await team.device('manager');
  await manager.go('/leads');
  for (const device of [admin, manager]) {
    await expect(rowOf(device.page, '苏州精密仪器')).toContainText('未派发');
    device.network.cut();
  }
  await give(manager, '苏州精密仪器', nameOf('rep'));
  await give(admin, '苏州精密仪器', nameOf('colleague'));
  manager.network.restore();
  await expectSynced(manager);
  admin.network.restore();
  await expectSynced(admin);
  for (const { page } of [manager, admin]) {
    await expect(rowOf(page, '苏州精密仪器')).toContainText(`已派发，${nameOf('rep')}`);
    await rowOf(page, '苏州精密仪器').click();
    await expect(page.getByRole('dialog')).toContainText(`另有人同时派给${nameOf('colleague')}`);
    await page.keyboard.press('Escape');
  }

  const rep = await team.device('rep');
  await rep.go('/tasks');
  await rowOf(rep.page, '派来的线索，等你接收').click();
  await rep.page.getByRole('dialog').getByRole('button', { name: '接收' }).click();
  await expect(rep.page.getByRole('dialog')).toBeHidden();
  await expect(rowOf(manager.page, '苏州精密仪器')).toContainText(`已接收，${nameOf('rep')}`);

  await give(manager, '无锡光学', nameOf('rep'));
  await rowOf(rep.page, '派来的线索，等你接收').click();
  const offer = rep.page.getByRole('dialog');
  await offer.getByRole('button', { name: '退回' }).click();
  await offer.getByRole('button', { name: '退回' }).click();
  await expect(offer.getByText('写一句为什么退回。')).toBeVisible();
  await offer.getByLabel('为什么退回').fill('不在我的片区');
  await offer.getByRole('button', { name: '退回' }).click();
  await expect(rowOf(manager.page, '无锡光学')).toContainText('退回');
  await give(manager, '无锡光学', nameOf('colleague'));
  await team.close();
});

const MEDICAL = { industry: '医疗', city: '上海', source: '展会', product: '影像', level: '三甲' } as const;
const lead = (id: string, name: string, more: Readonly<Record<string, string>> = {}): Command => {
  const { source, ...attributes } = MEDICAL;
  return {
    type: 'leadRecorded',
    subject: id as LeadId,
    payload: { name, source, receivedAtMs: Date.now() - 40 * DAY_MS, attributes: { ...attributes, ...more } },
  };
};

/** Five hospitals that the rep has won, and leads that do and do not look like them. */
const prepare = async ({ owner }: Team): Promise<void> => {
  for (let at = 1; at <= 5; at++) {
    const command = newCustomer(`w${at}`, `上海第${at}医院`) as Extract<Command, { type: 'customerCreated' }>;
    const { payload } = command;
    await act(owner, { ...command, payload: { ...payload, profile: { ...payload.profile, ...MEDICAL } } });
    const won = { opportunity: `w${at}-1`, outcome: 'won', amountFen: 100, dateMs: Date.now() - 32 * DAY_MS } as const;
    await act(owner, { type: 'opportunityEnded', subject: `w${at}`, payload: won });
  }
  await act(owner, lead('m1', '上海胸科医院'));
  await act(owner, lead('m2', '上海口腔医院'));
  await act(owner, lead('m3', '苏州机床厂', { industry: '制造', city: '苏州' }));
  await settled(owner);
};

test('[SG-20] [R49] [R50] after weeks without anybody new in 合同签署 the direct manager is suggested leads that fit, explained factor by factor, and gives them with one press or says why not', async ({
  browser,
}) => {
  const team = await openTeam(browser, 31 * DAY_MS);
  await prepare(team);
  await team.timePasses(0);
  const manager = await team.device('manager');
  await manager.go('/tasks');
  await manager.page.getByRole('button', { name: /要我定/ }).click();
  const suggestion = rowOf(manager.page, `${nameOf('rep')}连续`);
  await expect(suggestion).toContainText('没有客户进「合同签署」');
  await expect(suggestion).toContainText('有 2 条匹配的线索可派');
  await suggestion.click();
  const sheet = manager.page.getByRole('dialog');
  await expect(sheet.getByText('按本人 5 家成单客户')).toBeVisible();
  await expect(sheet.getByText('高于门槛的只有 2 条，没有凑数。')).toBeVisible();
  await expect(sheet.getByText('匹配度 100')).toHaveCount(2);
  await expect(sheet.getByText('医疗，成单客户里 5/5')).toHaveCount(2);
  await expect(sheet.getByText('苏州机床厂')).toHaveCount(0);
  await sheet.getByRole('checkbox', { name: '派「上海口腔医院」' }).uncheck();
  await sheet.getByRole('button', { name: '派 1 条' }).click();
  await expect(sheet).toBeHidden();
  await expect(suggestion).toHaveCount(0);

  // The colleague has won nobody: his team's customers say what fits, and the manager declines with a reason.
  const other = rowOf(manager.page, `${nameOf('colleague')}连续`);
  await other.click();
  await expect(sheet.getByText('本人成单还太少，改按团队 5 家成单客户来比')).toBeVisible();
  await sheet.getByRole('button', { name: '不采纳' }).click();
  await sheet.getByRole('button', { name: '不采纳' }).click();
  await expect(sheet.getByText('写一句为什么不采纳。')).toBeVisible();
  await sheet.getByLabel('为什么不采纳').fill('他在休假');
  await sheet.getByRole('button', { name: '不采纳' }).click();
  await expect(other).toHaveCount(0);
  await manager.go('/leads');
  await expect(rowOf(manager.page, '上海胸科医院')).toContainText(`已派发，${nameOf('rep')}`);
  await expectSynced(manager);
  await team.close();
});
