import { expect, test } from '@playwright/test';
import { foundCompany } from './support/company.ts';
import { type Device, expectSynced } from './support/device.ts';

/** Texts that run when a screen takes them for markup, in the places where markup hides. */
const MARKUP = [
  '<img src=x onerror=window.__ran=1>',
  '"><svg/onload=window.__ran=1>',
  '<a href="javascript:window.__ran=1">点</a>',
];
const SCREENS = [
  '/today',
  '/pool',
  '/note',
  '/funnel',
  '/tasks',
  '/import',
  '/team',
  '/quarantine',
  '/settings',
  '/welcome',
];

/** Hears of everything a page's policy refused, from the first line of each page on. */
const listen = async ({ context }: Device): Promise<readonly string[]> => {
  const refused: string[] = [];
  await context.exposeBinding('__refused', (_source, what: string) => void refused.push(what));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { __refused } = globalThis as unknown as { __refused: (what: string) => void };
      __refused(`${event.violatedDirective} ${event.blockedURI} at ${location.pathname}`);
    });
  });
  return refused;
};

test('[SH-26] [R90] names full of markup are text on every screen, and no screen needs what the policy refuses', async ({
  browser,
}) => {
  const company = await foundCompany(browser);
  const { owner } = company;
  const { page } = owner;
  const refused = await listen(owner);
  const [person = '', customer = '', source = ''] = MARKUP;
  await company.hire({ name: person, role: '销售' });
  await page.goto('/pool');
  await page.getByRole('button', { name: '新建客户' }).first().click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('客户名称').fill(customer);
  await sheet.getByLabel('来源').fill(source);
  await sheet.getByLabel('联系人').fill(person);
  await sheet.getByLabel('电话').fill('13900001111');
  await sheet.getByRole('button', { name: '建好' }).click();
  await expect(sheet).toBeHidden();
  await page.goto('/pool');
  await page.getByText(customer).first().click();
  await expect(page).toHaveURL(/\/pool\/.+/);
  await expect(page.getByText(customer).locator('visible=true').first()).toBeVisible();
  const customerPage = page.url();
  for (const address of [...SCREENS, customerPage]) {
    await page.goto(address);
    await expect(page.locator('main').first()).toBeVisible();
    await expect(page.getByRole('heading').locator('visible=true').first()).toBeVisible();
    expect(
      await page.evaluate(() => document.querySelectorAll('[onerror],[onload],[href^="javascript:"]').length),
    ).toBe(0);
    expect(await page.evaluate(() => '__ran' in window)).toBe(false);
  }
  await page.goto('/team');
  await expect(page.getByText(person).locator('visible=true').first()).toBeVisible();
  await page.goto('/funnel');
  await expectSynced(owner);
  expect(refused).toEqual([]);
  await company.close();
});
