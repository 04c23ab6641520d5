import { expect, test } from '@playwright/test';
import { addCrowd } from './support/crowd.ts';
import { openCustomer, openTab } from './support/customer.ts';
import { type Device, expectSynced } from './support/device.ts';
import { act, newCustomer, openTeam, type Person, settled, type Team } from './support/team.ts';

/** Numbers that occur nowhere else: 500 of the rep's customers, 500 of his colleague's. */
const EACH = 500;
const OWNERS = ['rep', 'colleague'] as const;
type Owner = (typeof OWNERS)[number];
const numbersOf = (owner: Owner): string[] =>
  Array.from({ length: EACH }, (_, index) => `1${owner === 'rep' ? 37 : 58}${String(73_000_019 + index * 7919)}`);

let team: Team;
/** A contact is a document, so a message of its own; above 200 the relay lets through 20 a second from one device. */
const AT_ONCE = 170;
/** The owner saves his customers' numbers, on as many devices as it takes to be let through at once. */
const saveNumbers = async (owner: Owner): Promise<void> => {
  const numbers = [...numbersOf(owner).entries()];
  for (let from = 0; from < EACH; from += AT_ONCE) {
    const peer = await team.peer(owner);
    await settled(peer);
    for (const [index, phone] of numbers.slice(from, from + AT_ONCE)) {
      const subject = `${owner}-${index}`;
      const payload = { person: `p-${subject}`, name: '周主任', phone };
      await act(peer, { type: 'contactSaved', subject, payload });
    }
    await settled(peer);
    await peer.stop();
  }
};
test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  team = await openTeam(browser);
  for (const owner of OWNERS) {
    for (let index = 0; index < EACH; index += 1) {
      const name = `湖州${owner === 'rep' ? '金' : '银'}港 ${index} 号仓`;
      await act(team.owner, newCustomer(`${owner}-${index}`, name, owner));
    }
  }
  await addCrowd(team, 50, 'rep');
  await Promise.all(OWNERS.map(saveNumbers));
});
test.afterAll(() => team.close());

/** Whatever has the form of one of the numbers, wherever it begins: all are looked for in one pass. */
const ANY_NUMBER = /(?=(1(?:37|58)\d{8}))/g;
/** How many of the numbers stand anywhere in what the relay sent to the device. */
const received = ({ network }: Device, numbers: readonly string[]): number => {
  const text = network.received().toString('latin1');
  const standing = new Set(Array.from(text.matchAll(ANY_NUMBER), ([, number]) => number));
  return numbers.filter((number) => standing.has(number)).length;
};
const look = async (device: Device, customer: string, name: string) => {
  const page = await openCustomer(device, customer, name);
  return openTab(page, '联系人');
};

test('[EE-24][R67][R90] every byte that each role’s device received in a journey: its own customers’ numbers, and nobody else’s', async () => {
  const [his, hers] = [numbersOf('rep'), numbersOf('colleague')] as const;
  const rep = await team.device('rep');
  await expect(await look(rep, 'rep-7', '湖州金港 7 号仓')).toContainText(his[7] ?? '');
  await expect(await look(rep, 'colleague-7', '湖州银港 7 号仓')).toContainText('联系方式不公开');
  await rep.go('/pool');
  await expectSynced(rep);
  await expect.poll(() => received(rep, his), { timeout: 60_000 }).toBe(EACH);
  expect(received(rep, hers)).toBe(0);

  const others: readonly Person[] = ['presales', 'stranger'];
  for (const person of others) {
    const device = await team.device(person);
    if (person === 'stranger') {
      // of another territory: no more than who the customer is
      await openCustomer(device, 'rep-7', '湖州金港 7 号仓');
      await expect(device.page.getByText('你能看到基本资料')).toBeVisible();
    } else await expect(await look(device, 'rep-7', '湖州金港 7 号仓')).toContainText('联系方式不公开');
    for (const path of ['/pool', '/tasks']) {
      await device.go(path);
      await expectSynced(device);
    }
    expect(received(device, [...his, ...hers])).toBe(0);
  }

  const manager = await team.device('manager');
  const panel = await look(manager, 'colleague-9', '湖州银港 9 号仓');
  expect(received(manager, [...his, ...hers])).toBe(0);
  await panel.getByRole('button', { name: '查看联系方式' }).click();
  await expect(panel).toContainText(hers[9] ?? '');
  expect(received(manager, [...his, ...hers])).toBe(1);
});

test('[EE-30][R67] a contact that may not be seen is asked for, granted, and then seen', async () => {
  const colleague = await team.device('colleague');
  const rep = await team.device('rep');
  const panel = await look(colleague, 'rep-3', '湖州金港 3 号仓');
  await panel.getByRole('button', { name: '申请查看' }).click();
  const sheet = colleague.page.getByRole('dialog');
  await sheet.getByLabel('为什么要看').fill('周四我也去这个园区');
  await sheet.getByRole('button', { name: '发出申请' }).click();
  await expect(panel).toContainText('已申请');
  const asked = await look(rep, 'rep-3', '湖州金港 3 号仓');
  await asked.getByRole('button', { name: '同意赵雪查看' }).click();
  await panel.getByRole('button', { name: '查看联系方式' }).click();
  await expect(panel).toContainText(numbersOf('rep')[3] ?? '');
});
