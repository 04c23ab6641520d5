import { expect, type Locator, type Page } from '@playwright/test';
import type { Device } from './device.ts';

/** Taps a card of a radio group, where a finger would. */
export const pick = async (scope: Locator, label: string): Promise<void> => {
  await scope.getByRole('radiogroup').getByText(label, { exact: true }).click();
  await expect(scope.getByRole('radio', { name: label, exact: true })).toBeChecked();
};

/** Opens the page of a customer; resolves when it is drawn. */
export const openCustomer = async (device: Device, id: string, name: string): Promise<Page> => {
  await device.go(`/pool/${id}`);
  await expect(device.page.getByRole('heading', { name, level: 1 })).toBeVisible();
  return device.page;
};

/** Chooses one of the parts of the customer's page and gives its panel. */
export const openTab = async (page: Page, name: string): Promise<Locator> => {
  await page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  return page.getByRole('tabpanel');
};

/** What was just done is said so on the screen. */
export const expectSaid = async (page: Page, words: string): Promise<void> => {
  await expect(page.getByRole('region', { name: '刚才做的' }).getByText(words).first()).toBeVisible();
};

/** Changes one field in 资料. */
export const changeField = async (page: Page, field: string, value: string): Promise<void> => {
  const panel = await openTab(page, '资料');
  await panel
    .getByRole('button', { name: `改${field}` })
    .first()
    .click();
  await panel.getByLabel(field, { exact: true }).fill(value);
  await panel.getByRole('button', { name: '存好' }).click();
  await expectSaid(page, `${field}已改好`);
};

/** Opens 换阶段 with a stage chosen. */
export const chooseStage = async (page: Page, stage: string): Promise<Locator> => {
  await page.getByRole('button', { name: '换阶段' }).click();
  const sheet = page.getByRole('dialog');
  await pick(sheet, stage);
  return sheet;
};

/** 记一笔 of a kind, with what was said. */
export const record = async (page: Page, kind: string, label: string, summary: string): Promise<void> => {
  await page.getByRole('button', { name: '记一笔' }).click();
  const sheet = page.getByRole('dialog');
  await pick(sheet, kind);
  await sheet.getByLabel(label).fill(summary);
  await sheet.getByRole('button', { name: '存好' }).click();
  await expect(sheet).toBeHidden();
};

/** Marks the status card yellow: a need, and the budget still open. */
export const markYellow = async (page: Page, need: string): Promise<void> => {
  const card = page.getByRole('region', { name: '状态卡' });
  await pick(card, '黄');
  await card.getByLabel('客户的需求').fill(need);
  await card.getByRole('checkbox', { name: /^预算/ }).check();
  await card.getByRole('button', { name: '标黄' }).click();
  await expectSaid(page, '已标黄');
};

export interface ChosenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Fills what green asks for, with the file where one is given, and presses 标绿. */
export const tryGreen = async (page: Page, file: ChosenFile | null): Promise<void> => {
  const card = page.getByRole('region', { name: '状态卡' });
  await pick(card, '绿');
  for (const check of ['需求已验证', '预算明确', '关键人已认同']) {
    await card.getByRole('checkbox', { name: new RegExp(`^${check}`) }).check();
  }
  if (file !== null) {
    await card.getByLabel('选文件').setInputFiles(file);
    await expect(card.getByText(file.name).or(card.getByRole('alert')).first()).toBeVisible();
  }
  await card.getByRole('button', { name: '标绿' }).click();
};
