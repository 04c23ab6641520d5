import { expect, type Page, test } from '@playwright/test';
import { foundCompany } from './support/company.ts';
import { expectSynced } from './support/device.ts';

const publish = async (page: Page, version: number): Promise<void> => {
  await page.getByRole('button', { name: `发布 v${version}，马上生效` }).click();
  const sheet = page.getByRole('dialog', { name: '发布生效' });
  await expect(sheet.getByText('这次改了')).toBeVisible();
  await sheet.getByRole('button', { name: '发布生效' }).click();
  await expect(sheet).toHaveCount(0);
};
const open = async (page: Page, path: string, title: string): Promise<void> => {
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1, name: title }).first()).toBeVisible();
};

test('[PD-30][R28][R89] docs/guide/first-process.md, step by step: from the link to a rule of one’s own that runs', async ({
  browser,
}, info) => {
  test.setTimeout(180_000);
  const took: string[] = [];
  /** Runs a step of the guide and notes how long it took; nothing is judged by the time. */
  const step = async <Result>(title: string, act: () => Promise<Result>): Promise<Result> => {
    const from = performance.now();
    const result = await test.step(title, act);
    took.push(`${title}: ${((performance.now() - from) / 1000).toFixed(1)} s`);
    return result;
  };

  const company = await step('1 建公司', () => foundCompany(browser));
  const { page } = company.owner;
  await page.getByRole('link', { name: '先进去看看' }).click();
  const rep = await step('2 请同事', async () => {
    await company.hire({ name: '李经理', role: '主管' });
    return company.hire({ name: '张小凡', role: '销售', managedBy: '李经理' });
  });
  await step('3 看一遍标准流程', async () => {
    await open(page, '/process', '流程');
    for (const part of ['阶段', '表单与字段', '状态卡', '拜访纪要', '规则', '工作日历', '待清洗池设置']) {
      await expect(page.getByRole('link', { name: new RegExp(`^${part}`) })).toBeVisible();
    }
  });
  await step('4 改阶段', async () => {
    await open(page, '/process/stages', '阶段');
    await page.getByRole('button', { name: '改「内部立项」' }).click();
    await page.getByRole('dialog').getByLabel('名称').fill('科室立项');
    await page.getByRole('button', { name: '好了' }).click();
    await publish(page, 2);
  });
  await step('5 加字段', async () => {
    await open(page, '/process/fields', '表单与字段');
    await page.getByRole('button', { name: '加字段' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('名称').fill('科室');
    await sheet.getByLabel('类型').selectOption('单选');
    await sheet.getByRole('button', { name: '加选项' }).click();
    await sheet.getByLabel('选项 1').fill('急诊');
    await sheet.getByRole('button', { name: '加选项' }).click();
    await sheet.getByLabel('选项 2').fill('重症');
    await page.getByRole('button', { name: '好了' }).click();
    await publish(page, 2);
  });
  await step('6 改规则，先试运行', async () => {
    await open(page, '/process/rules/statusCard.quoteUnanswered', '规则');
    await page.getByRole('button', { name: /^当：报价后 3 个工作日/ }).click();
    await page.getByRole('dialog').getByLabel('多久', { exact: true }).fill('2');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '试运行' }).click();
    await expect(page.getByRole('dialog').getByRole('region', { name: '试运行' })).toContainText('过去 90 天');
    await page.keyboard.press('Escape');
    await publish(page, 2);
  });
  await step('7 跑起来', async () => {
    await expectSynced(company.owner);
    await open(rep.page, '/pool', '客户池');
    await rep.page.getByRole('button', { name: '新建客户' }).first().click();
    const form = rep.page.getByRole('dialog');
    await form.getByLabel('客户名称').fill('宁波永固机械');
    await form.getByLabel('科室').selectOption('急诊');
    await form.getByRole('button', { name: '建好' }).click();
    await expect(rep.page.getByText('科室立项').first()).toBeVisible();
    await rep.page.getByRole('tab', { name: '资料' }).click();
    await expect(rep.page.getByText('急诊')).toBeVisible();
    await expectSynced(rep);
  });
  await info.attach('每一步用的时间', { body: took.join('\n'), contentType: 'text/plain' });
  await company.close();
});
