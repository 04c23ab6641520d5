import { type Browser, expect, type Page } from '@playwright/test';
import { type Device, type DeviceOptions, openDevice } from './device.ts';
import { type RelayProcess, startRelay } from './relay-process.ts';

export interface Company {
  readonly relay: RelayProcess;
  readonly owner: Device;
  /** Opens one more device for somebody who has a link. */
  join(link: string, options?: DeviceOptions): Promise<Device>;
  /** Invites in the owner's browser and lets the invited join on a device of their own. */
  hire(person: Hire, options?: DeviceOptions): Promise<Device>;
  /** Closes every device and the relay, and fails when a page had a fault. */
  close(): Promise<void>;
}

export interface Hire {
  readonly name: string;
  readonly role: '销售' | '主管' | '售前';
  readonly managedBy?: string;
}

const OWNER = '王总';
const COMPANY = '瑞康医疗';

/** Invites through the team page; resolves with the link shown. */
export const invite = async (page: Page, { name, role, managedBy }: Hire): Promise<string> => {
  await page.goto('/team');
  await page.getByRole('button', { name: '邀请同事' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('名字').fill(name);
  await sheet.getByLabel('角色').selectOption(role);
  for (const territory of await sheet.getByRole('checkbox').all()) await territory.check();
  if (managedBy !== undefined) await sheet.getByLabel('谁带他').selectOption(managedBy);
  await sheet.getByRole('button', { name: '生成邀请链接' }).click();
  const link = page.getByRole('dialog').getByText(/\/join#/);
  await expect(link).toBeVisible();
  return ((await link.textContent()) ?? '').trim();
};

/** Opens the link and joins; resolves when the first page of the app stands. */
export const joinWith = async (device: Device, link: string): Promise<void> => {
  await device.go(device.network.through(link));
  await device.page.getByRole('button', { name: '加入' }).click();
  await expect(device.page.getByRole('navigation').first()).toBeVisible();
};

/** A company as its owner founds it in the browser: relay, owner, one territory. */
export const foundCompany = async (browser: Browser, options: DeviceOptions = {}): Promise<Company> => {
  const relay = await startRelay();
  const devices: Device[] = [];
  const open = async (more: DeviceOptions): Promise<Device> => {
    const device = await openDevice(browser, relay, { ...options, ...more });
    devices.push(device);
    return device;
  };
  const owner = await open({});
  const { page } = owner;
  await owner.go(owner.network.through(relay.ownerLink));
  await page.getByLabel('你的名字').fill(OWNER);
  await page.getByLabel('公司名称').fill(COMPANY);
  await page.getByRole('button', { name: '开始用' }).click();
  await page.getByLabel('片区 1').fill('华东');
  await page.getByRole('button', { name: '下一步' }).click();
  await expect(page.getByText('可以用了')).toBeVisible();
  const join: Company['join'] = async (link, more = {}) => {
    const device = await open(more);
    await joinWith(device, link);
    return device;
  };
  return {
    relay,
    owner,
    join,
    hire: async (person, more) => join(await invite(page, person), more),
    close: async () => {
      const faults = devices.flatMap((device) => device.faults);
      for (const device of devices) await device.close();
      await relay.dispose();
      expect(faults).toEqual([]);
    },
  };
};
