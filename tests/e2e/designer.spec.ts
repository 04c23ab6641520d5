import { expect, type Page, test } from '@playwright/test';
import { DESKTOP, type Device, expectSynced } from './support/device.ts';
import { inEveryLook, LOOKS, violations } from './support/looks.ts';
import { act, newCustomer, openTeam, settled, type Team } from './support/team.ts';

const CUSTOMER = '温州宏力阀业集团有限公司';

let team: Team;
test.beforeEach(async ({ browser }) => {
  team = await openTeam(browser);
  await act(team.owner, newCustomer('d1', CUSTOMER));
  await settled(team.owner);
});
test.afterEach(() => team.close());

const open = async ({ page }: Device, path: string, title: string): Promise<void> => {
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1, name: title }).first()).toBeVisible();
};
/** Through the last look, with its difference, into force. */
const publish = async (page: Page, version: number): Promise<void> => {
  await page.getByRole('button', { name: `发布 v${version}，马上生效` }).click();
  const sheet = page.getByRole('dialog', { name: '发布生效' });
  await expect(sheet.getByText('这次改了')).toBeVisible();
  await sheet.getByRole('button', { name: '发布生效' }).click();
  await expect(sheet).toHaveCount(0);
};

test('[PD-20][R9][R28] a stage is renamed, one is added, and every device goes by it at once', async () => {
  const admin = await team.device('admin');
  const rep = await team.device('rep');
  await open(admin, '/process/stages', '阶段');
  const { page } = admin;
  await page.getByRole('button', { name: '改「方案报价」' }).click();
  await page.getByRole('dialog').getByLabel('名称').fill('方案与报价');
  await page.getByRole('button', { name: '好了' }).click();
  await page.getByRole('button', { name: '加一步' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('名称').fill('交付验收');
  await sheet.getByLabel('期限').fill('30');
  await sheet.getByRole('button', { name: '备注' }).click();
  await page.getByRole('button', { name: '好了' }).click();
  // What is changed is there after a restart, and nobody else sees it yet.
  await expect(page.getByText('草稿已存到本机')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: '改「交付验收」' })).toBeVisible();
  await publish(page, 2);
  await rep.page.goto('/funnel');
  await expect(rep.page.getByText('交付验收').first()).toBeVisible();
  await expect(rep.page.getByText('方案与报价').first()).toBeVisible();
  await page.getByRole('button', { name: '改动记录' }).click();
  await expect(page.getByRole('dialog').getByText('周总监')).toBeVisible();
});

test('[PD-21][R15] a field with options is in the form, the profile and the filter of every device at once', async () => {
  const admin = await team.device('admin');
  const rep = await team.device('rep');
  await open(admin, '/process/fields', '表单与字段');
  const { page } = admin;
  await page.getByRole('button', { name: '加字段' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('名称').fill('客户等级');
  await sheet.getByLabel('类型').selectOption('单选');
  for (const [at, name] of ['A 级', 'B 级'].entries()) {
    await sheet.getByRole('button', { name: '加选项' }).click();
    await sheet.getByLabel(`选项 ${at + 1}`).fill(name);
  }
  await page.getByRole('button', { name: '好了' }).click();
  await publish(page, 2);
  await expectSynced(admin);
  await open(rep, '/pool', '客户池');
  await rep.page.getByRole('button', { name: '新建客户' }).first().click();
  const form = rep.page.getByRole('dialog');
  await form.getByLabel('客户名称').fill('宁波永固机械');
  await form.getByLabel('客户等级').selectOption('A 级');
  await form.getByRole('button', { name: '建好' }).click();
  await rep.page.getByRole('tab', { name: '资料' }).click();
  await expect(rep.page.getByText('A 级')).toBeVisible();
  await open(rep, '/pool', '客户池');
  await rep.page.getByRole('button', { name: '筛选' }).click();
  await rep.page.getByRole('dialog').getByLabel('客户等级').selectOption('B 级');
  await rep.page.getByRole('button', { name: '看结果' }).click();
  await expect(rep.page.getByText('宁波永固机械')).toHaveCount(0);
  await rep.page.getByRole('button', { name: /^筛选/ }).click();
  await rep.page.getByRole('dialog').getByLabel('客户等级').selectOption('A 级');
  await rep.page.getByRole('button', { name: '看结果' }).click();
  await expect(rep.page.getByText('宁波永固机械')).toBeVisible();
});

test('[PD-22][R10][R80][R89] a rule is built by keyboard, refused without an exit, run dry, published, and in force elsewhere', async () => {
  const admin = await team.device('admin', DESKTOP);
  const manager = await team.device('manager', DESKTOP);
  const { page } = admin;
  const { keyboard } = page;
  await open(admin, '/process/rules', '规则');
  await page.getByRole('button', { name: '新规则' }).focus();
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: '新规则' })).toBeVisible();

  await page.getByRole('button', { name: '名称与状态' }).focus();
  await keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByLabel('规则名称')).toBeVisible();
  await page.getByRole('dialog').getByLabel('规则名称').focus();
  await keyboard.press('ControlOrMeta+A');
  await keyboard.type('初步接触满一天要跟');
  await keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  // Tab walks the blocks, Enter opens one; Escape leads back to it.
  const block = (name: RegExp) => page.getByRole('region', { name: '规则图' }).getByRole('button', { name });
  await block(/^当：/).focus();
  await keyboard.press('Tab');
  await expect(block(/^就：/)).toBeFocused();
  await keyboard.press('Shift+Tab');
  await keyboard.press('Enter');
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('阶段', { exact: true }).selectOption('初步接触');
  await sheet.getByLabel('用阶段自己的期限').uncheck();
  await sheet.getByLabel('多久').fill('0');
  await keyboard.press('Escape');
  await expect(block(/^当：在「初步接触」停留 0 天/)).toBeFocused();

  // A condition from the registry, taken out again by Delete and brought back.
  await page.getByRole('button', { name: '加条件' }).focus();
  await keyboard.press('Enter');
  await sheet.getByRole('button', { name: '加条件' }).click();
  await sheet.getByLabel('字段').selectOption('跟进状态');
  await keyboard.press('Escape');
  await block(/^如果：还在跟进/).focus();
  await keyboard.press('Delete');
  await expect(block(/^如果：/)).toHaveCount(0);
  await keyboard.press('ControlOrMeta+Z');
  await expect(block(/^如果：还在跟进/)).toBeVisible();

  // Nobody may stop it yet: refused at the block that says who.
  await page.getByRole('button', { name: '发布 v1，马上生效' }).click();
  await expect(page.getByRole('alert')).toContainText('还没写谁能叫停');
  await block(/^人工出口：/).focus();
  await keyboard.press('Enter');
  await sheet.getByRole('button', { name: '写人工出口' }).press('Enter');
  await keyboard.press('Escape');
  await expect(page.getByRole('alert')).toHaveCount(0);

  // Beside the picture stands what it would have done.
  const dry = page.getByRole('region', { name: '试运行' });
  await expect(dry.getByText(CUSTOMER)).toBeVisible();
  await expect(dry.getByText('家客户', { exact: true })).toBeVisible();

  await publish(page, 1);
  await open(manager, '/process/rules', '规则');
  await manager.page.getByRole('link', { name: /初步接触满一天要跟/ }).click();
  const exit = manager.page.getByText('负责人或主管可在 24 小时内关闭，必须写理由。').first();
  await expect(exit).toBeVisible();
  await expect(manager.page.getByText('你能看，改由老板或管理员来。')).toBeVisible();
  await expect(manager.page.getByRole('button', { name: /^发布/ })).toHaveCount(0);
});

test('[PD-23][S19] two who change the same part apart: the later seal holds, and both versions are there', async () => {
  const admin = await team.device('admin');
  await open(admin, '/process/calendar', '工作日历');
  const { page } = admin;
  await page.getByLabel('下班').fill('17:30');
  await act(team.owner, {
    type: 'processPublished',
    subject: 'org',
    payload: {
      part: { kind: 'calendar', calendar: { fromMinute: 510, toMinute: 1080, years: [] } },
    },
  });
  await settled(team.owner);
  const notice = page.getByRole('alert').filter({ hasText: '也发布了一版' });
  await expect(notice.getByRole('list', { name: '对方改了' })).toContainText('08:30–18:00');
  await expect(notice.getByRole('list', { name: '你改了' })).toContainText('09:00–17:30');
  await notice.getByRole('button', { name: '按我的继续' }).click();
  await publish(page, 3);
  await page.getByRole('button', { name: '改动记录' }).click();
  await expect(page.getByRole('dialog').getByText('v2')).toBeVisible();
  await expect(page.getByRole('dialog').getByText('v3')).toBeVisible();
});

const PAGES = [
  '',
  '/stages',
  '/fields',
  '/fields?tab=forms',
  '/statusCard',
  '/visitNote',
  '/calendar',
  '/breaker',
  '/board',
  '/heatmap',
  '/suggestion',
  '/metrics',
  '/playbooks',
  '/playbooks/digRealNeeds',
  '/thresholds',
  '/rules',
];
test('[PD-24][R100] no page of the designer has an accessibility violation, on a phone and a desktop', async () => {
  test.setTimeout(300_000);
  const { page } = await team.device('admin');
  const found: string[] = [];
  for (const path of [...PAGES, '/rules/stage~overdue']) {
    await page.setViewportSize(LOOKS['phone, light']);
    await page.goto(`/process${path}`);
    await expect(page.getByRole('heading', { level: 1 }).last()).toBeVisible();
    found.push(...(await inEveryLook(page, path)));
  }
  await page
    .getByRole('region', { name: '规则图' })
    .getByRole('button', { name: /^再不动：/ })
    .click();
  found.push(...(await violations(page)).map((line) => `block: ${line}`));
  expect(found).toEqual([]);
});
