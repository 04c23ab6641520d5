import { expect, type Page, test } from '@playwright/test';
import { type Command, type CustomerId, DAY_MS, DEFAULT_PROCESS, HOUR_MS, TEMPLATE_VERSION } from '#rules';
import type { Peer } from '../support/peer.ts';
import { changeField, expectSaid, openCustomer, openTab } from './support/customer.ts';
import { type Device, expectSynced } from './support/device.ts';
import { realPdf } from './support/files.ts';
import { act, newCustomer, openTeam, type Person, settled, stateOf, type Team } from './support/team.ts';

const NAMES: Readonly<Record<string, string>> = {
  l7: '绍兴越城纺机',
  l5: '湖州南浔电梯',
  l3: '台州椒江缝纫',
  p1: '金华双溪医药',
  p2: '衢州开化硅材',
  c1: '丽水青田鞋机',
  x1: '徐州铜山铸锻',
  x2: '盐城亭湖环保',
  x3: '连云港赣榆水产',
  x4: '宿迁沭阳木业',
  x5: '淮安清江石化',
};
const nameOf = (id: string): string => NAMES[id] ?? '';
const POOLED = ['x1', 'x2', 'x3', 'x4', 'x5'];
/** In these stages, with limits that end 8, 6 and 4 days ago. */
const STANDING: Readonly<Record<string, readonly [stage: string, limitDays: number]>> = {
  l7: ['initialContact', 14],
  l5: ['needConfirmed', 16],
  l3: ['internalApproval', 18],
};
let team: Team;

/** Waits until a rule, or a rung of it, has acted. */
const acted = (id: string, rule: string, rung: string | null = null): Promise<void> =>
  expect
    .poll(async () => (await stateOf(team.owner, id)).effects.some((one) => one.rule === rule && one.rung === rung))
    .toBe(true);

const created = (id: string): Command => {
  const command = newCustomer(id, nameOf(id));
  const [stage] = STANDING[id] ?? [];
  if (stage === undefined || command.type !== 'customerCreated') return command;
  const { opportunity, ...rest } = command.payload;
  return { ...command, payload: { ...rest, opportunity: { ...opportunity, stage } } };
};
const talked = (id: string, atMs: number): Command => ({
  type: 'interactionRecorded',
  subject: id,
  payload: { channel: 'call', answered: true, summary: '问清了需求', atMs },
});
const marked = (id: string, colour: 'yellow' | 'red'): Command => ({
  type: 'statusMarked',
  subject: id,
  payload:
    colour === 'red' ? { colour, redGround: 'sourceDoubtful' } : { colour, need: '换两条旧线', openItems: ['budget'] },
});
const turnGreen = async (rep: Peer, id: string): Promise<void> => {
  const { name, buffer } = realPdf(id);
  const file = await rep.core.attach(new Blob([new Uint8Array(buffer)]), name, 'requirementConfirmation');
  if (file.kind !== 'queued') throw new Error(file.kind);
  const checks = { needVerified: true, budgetDefinite: true, keyPersonAgrees: true };
  await act(rep, {
    type: 'statusMarked',
    subject: id,
    payload: { colour: 'green', checks, evidence: [file.evidence] },
  });
};
const patched = (field: 'decisionChain' | 'expectedCloseMs', value: string | number | null): Command => ({
  type: 'fieldPatched',
  subject: 'c1',
  payload: { opportunity: 'c1-1', field, value },
});

/** Three weeks ago: customers in stages with limits of their own, one long out of touch, five red once. */
const threeWeeksAgo = async (rep: Peer, now: number): Promise<void> => {
  for (const id of [...Object.keys(STANDING), ...POOLED]) await act(rep, created(id));
  await settled(rep);
  for (const id of ['l7', 'l5', ...POOLED]) await act(rep, talked(id, now));
  await act(rep, talked('l3', now - 32 * DAY_MS));
  await act(rep, marked('l7', 'yellow'));
  for (const id of POOLED) await act(rep, marked(id, 'red'));
  await settled(rep);
};
/** Yesterday: two customers turn green, of which presales sends one back; dates against a chain nobody knows. */
const yesterday = async (rep: Peer, now: number): Promise<void> => {
  for (const id of ['p1', 'p2', 'c1']) await act(rep, created(id));
  await settled(rep);
  for (const id of ['p1', 'p2']) await turnGreen(rep, id);
  await act(rep, patched('decisionChain', '采购部'));
  await act(rep, patched('expectedCloseMs', now + 9 * DAY_MS));
  await settled(rep);
  for (const id of ['p1', 'p2']) await acted(id, 'statusCard.greenCallsPresales');
};

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  team = await openTeam(browser, 60 * DAY_MS);
  const limits = new Map(Object.values(STANDING));
  const stages = DEFAULT_PROCESS.stages.map((stage) => ({ ...stage, limitDays: limits.get(stage.id) ?? 14 }));
  await act(team.owner, { type: 'processPublished', subject: 'org', payload: { part: { kind: 'stages', stages } } });
  // Time must not pass before the limits are in force, which they are from their seal on, a second after the relay has
  // them: until then the template's own hold, and timers of weeks run by them.
  const inForce = async (): Promise<string> => (await team.owner.core.ask({ kind: 'org' })).processVersion;
  await expect.poll(inForce).not.toBe(TEMPLATE_VERSION);
  const rep = await team.peer('rep');
  const at = async (behindMs: number): Promise<number> => {
    await team.timePasses(behindMs);
    return Date.now() - behindMs;
  };
  await threeWeeksAgo(rep, await at(22 * DAY_MS));
  await at(8 * DAY_MS);
  await acted('l7', 'stage.overdue');
  await at(6 * DAY_MS);
  await acted('l5', 'stage.overdue');
  for (const id of POOLED) await act(rep, marked(id, 'red'));
  await settled(rep);
  for (const id of POOLED) await acted(id, 'statusCard.redTwice');
  await at(4 * DAY_MS);
  await acted('l3', 'stage.overdue');
  await acted('l7', 'stage.overdue', 'owner');
  const nowMs = await at(26 * HOUR_MS);
  await acted('l7', 'stage.overdue', 'manager');
  expect((await stateOf(team.owner, 'l7')).owner).toBe('rep');
  await yesterday(rep, nowMs);
  const presales = await team.peer('presales');
  const colleague = await team.peer('colleague');
  await expect
    .poll(async () => (await presales.core.ask({ kind: 'customer', id: 'p2' as CustomerId })) === null)
    .toBe(false);
  const task = (await stateOf(team.owner, 'p2')).tasks.find(({ kind }) => kind === 'draftProposal')?.id ?? '';
  await act(presales, { type: 'taskReturned', subject: 'p2', payload: { task, missing: '现场电源图' } });
  await act(colleague, patched('decisionChain', null));
  for (const peer of [presales, colleague]) await settled(peer);
  await at(0);
  await acted('l7', 'stage.overdue', 'takeOver');
});
test.afterAll(() => team.close());

const devices = new Map<Person, Promise<Device>>();
/** One device a person for all journeys here. */
const device = (person: Person): Promise<Device> => {
  const known = devices.get(person) ?? team.device(person);
  devices.set(person, known);
  return known;
};

const open = (one: Device, id: string) => openCustomer(one, id, nameOf(id));
const row = (page: Page, what: string, id: string) =>
  page.getByRole('button', { name: new RegExp(`${what}.*${nameOf(id)}`) });
const turnTo = async ({ page }: Device, scope: '我的' | '团队', segment: '要我做' | '要我定'): Promise<void> => {
  await page.getByRole('button', { name: scope, exact: true }).click();
  await page.getByRole('button', { name: new RegExp(`^${segment}`) }).click();
};

test('[BR-8][R9][R14][R18][R28] day 3 tells the owner, day 5 the manager, day 7 hands over with everything; the 53rd day without contact warns', async () => {
  const rep = await device('rep');
  const manager = await device('manager');
  // Day 3: the owner alone, and what comes next with the time that is left.
  const third = await open(rep, 'l3');
  await expect(third.getByText('超 4 天（限 18 天）')).toBeVisible();
  await expect(third.getByText(/^再不动，2\d 小时.*后提醒直属主管李经理$/)).toBeVisible();
  // Day 5: the manager too.
  const fifth = await open(rep, 'l5');
  await expect(fifth.getByText('超 6 天（限 16 天）')).toBeVisible();
  await expect(fifth.getByText(/^再不动，2\d 小时.*后转交给直属主管李经理$/)).toBeVisible();
  await rep.go('/tasks');
  await expect(row(rep.page, '待得超过期限了', 'l3')).toBeVisible();
  await expect(row(rep.page, '待得超过期限了', 'l5')).toBeVisible();
  await expect(row(rep.page, '以后没有见面、接通或回复', 'l3')).toBeVisible();
  await expect(row(rep.page, '', 'l7')).toHaveCount(0);
  await manager.go('/tasks');
  await turnTo(manager, '我的', '要我定');
  await expect(row(manager.page, '待得超过期限了', 'l5')).toBeVisible();
  await expect(row(manager.page, '待得超过期限了', 'l3')).toHaveCount(0);
  // Day 7: his, with history, open task and stage.
  await manager.page.getByRole('button', { name: /^要我做/ }).click();
  await expect(row(manager.page, '补齐预算和决策链', 'l7')).toBeVisible();
  const seventh = await open(manager, 'l7');
  await expect(seventh.getByText('现在是你在跟')).toBeVisible();
  await expect(seventh.getByText('超 8 天（限 14 天）')).toBeVisible();
  await expect(seventh.getByRole('region', { name: '状态卡' }).getByText(/^补齐预算和决策链.*你在做/)).toBeVisible();
  const timeline = await openTab(seventh, '时间线');
  for (const words of ['超时，转交给李经理', '问清了需求', '没人动，再提醒了张小凡', '没人动，再提醒了李经理']) {
    await expect(timeline.getByText(words).first()).toBeVisible();
  }
  await expect((await open(rep, 'l7')).getByText('现在是李经理在跟')).toBeVisible();
});

test('[BR-9][R12] dates against a chain nobody knows tell both authors and the manager; of two values one tap takes one', async () => {
  const rep = await device('rep');
  const colleague = await device('colleague');
  const manager = await device('manager');
  const alert = '快成交却没摸清决策链';
  for (const one of [rep, colleague]) {
    await one.go('/tasks');
    await expect(row(one.page, alert, 'c1')).toBeVisible();
  }
  await row(rep.page, alert, 'c1').click();
  const why = rep.page.getByRole('dialog');
  for (const who of ['你', '赵雪']) await expect(why.getByText(new RegExp(`^改了资料，${who}`)).first()).toBeVisible();
  await manager.go('/tasks');
  await turnTo(manager, '我的', '要我定');
  await expect(row(manager.page, alert, 'c1')).toBeVisible();

  const chains: readonly [Device, string][] = [
    [rep, '设备科提，院长签字'],
    [colleague, '采购委员会三人投票'],
  ];
  for (const [one] of chains) {
    await open(one, 'c1');
    await expectSynced(one);
    one.network.cut();
  }
  for (const [one, chain] of chains) await changeField(one.page, '决策链', chain);
  for (const [one] of chains) one.network.restore();
  for (const [one] of chains) await expectSynced(one);
  const choice = rep.page.getByRole('group', { name: '决策链：两人都改过，请选定' });
  for (const words of ['设备科提，院长签字', '采购委员会三人投票', '张小凡', '赵雪']) {
    await expect(choice.getByText(words).first()).toBeVisible();
  }
  await rep.page.getByRole('button', { name: '用这个：采购委员会三人投票' }).click();
  for (const [{ page }] of chains) {
    await expect(page.getByText(/两人都改过，请选定/)).toHaveCount(0);
    await expect(page.getByRole('tabpanel').getByText('采购委员会三人投票')).toBeVisible();
  }
  await expect(row(manager.page, alert, 'c1')).toHaveCount(0);
});

test('[BR-10][R22] a presales task goes up after 24 hours; one sent back waits for whom it names', async () => {
  const presales = await device('presales');
  const manager = await device('manager');
  const rep = await device('rep');
  await manager.go('/tasks');
  await expect(row(manager.page, '技术方案初稿', 'p1')).toContainText('超 2 小时');
  await expect(row(manager.page, '技术方案初稿', 'p2')).toHaveCount(0);
  await presales.go('/tasks');
  await expect(row(presales.page, '技术方案初稿', 'p2')).toContainText('等张小凡补：现场电源图');
  await expect(row(presales.page, '技术方案初稿', 'p1')).toHaveCount(0);
  await row(presales.page, '技术方案初稿', 'p2').click();
  await expect(presales.page.getByRole('dialog').getByText('已退回，等张小凡补：现场电源图')).toBeVisible();
  await presales.page.keyboard.press('Escape');
  const card = (await open(manager, 'p1')).getByRole('region', { name: '状态卡' });
  await expect(card.getByText(/你在做/)).toBeVisible();
  await expect((await openTab(manager.page, '时间线')).getByText('任务超时，转交给李经理')).toBeVisible();
  await rep.go('/tasks');
  await row(rep.page, '售前退回，要补：现场电源图', 'p2').click();
  await rep.page.getByRole('dialog').getByRole('button', { name: '补齐了，继续' }).click();
  await expectSaid(rep.page, '继续计时');
  // A day and two hours stood still: nearly the whole time is left.
  await expect(row(presales.page, '技术方案初稿', 'p2')).toContainText(/还剩 2[34] 小时/);
});

test('[BR-11][R23] the cleansing pool is cleared several at once: 作废, 合并, 改派', async () => {
  const manager = await device('manager');
  await manager.go('/cleansing');
  const { page } = manager;
  const choose = async (what: string, ...ids: readonly string[]): Promise<void> => {
    for (const id of ids) await page.getByRole('checkbox', { name: `选「${nameOf(id)}」` }).check();
    await page.getByRole('button', { name: what, exact: true }).click();
  };
  await choose('作废', 'x1', 'x2');
  const voiding = page.getByRole('dialog', { name: '作废' });
  await voiding.getByRole('button', { name: '作废' }).click();
  await expect(voiding.getByText('写一句为什么')).toBeVisible();
  await voiding.getByLabel('为什么作废').fill('号码都是空号');
  await voiding.getByRole('button', { name: '作废' }).click();
  await expectSaid(page, '已作废 2 家');

  await choose('合并…', 'x3', 'x4');
  const merging = page.getByRole('dialog', { name: '并入哪个客户' });
  await merging.getByLabel('搜客户名称').fill('南浔');
  await merging.getByRole('button', { name: nameOf('l5') }).click();
  await merging.getByRole('button', { name: '合并', exact: true }).click();
  await expectSaid(page, `已并入「${nameOf('l5')}」`);

  await choose('改派…', 'x5');
  const handing = page.getByRole('dialog', { name: '改派给谁' });
  await handing.getByLabel('新的负责人').selectOption('赵雪');
  await handing.getByLabel('为什么').fill('换个人核实');
  await handing.getByRole('button', { name: '改派' }).click();
  await expect(page.getByText('池里没有客户')).toBeVisible();
  await expectSynced(manager);
  const status = async (id: string) => (await stateOf(team.owner, id)).pool?.status;
  const expected = { x1: 'voided', x2: 'voided', x3: 'merged', x4: 'merged', x5: 'handedOver' };
  for (const [id, want] of Object.entries(expected)) await expect.poll(() => status(id)).toBe(want);
  await expect((await open(manager, 'x1')).getByText(/^你 .+ 作废了这个客户：号码都是空号$/)).toBeVisible();
  await (await open(manager, 'x3')).getByRole('link', { name: '看并入的客户' }).click();
  await expect(page.getByRole('heading', { name: nameOf('l5'), level: 1 })).toBeVisible();
});
