import { expect, type Page, test } from '@playwright/test';
import { DAY_MS, HOUR_MS } from '#rules';
import { expectSaid, openCustomer, pick, tryGreen } from './support/customer.ts';
import { DESKTOP, type Device, expectSynced } from './support/device.ts';
import { realPdf, realRecording, realScreenshot } from './support/files.ts';
import { inEveryLook, LOOKS, NARROW, scrollersSideways, violations } from './support/looks.ts';
import { act, newCustomer, openTeam, type Person, settled, stateOf, type Team } from './support/team.ts';

const NAMES: Readonly<Record<string, string>> = {
  q1: '无锡明远泵业',
  r1: '南通海辰染整',
  t1: '扬州瑞丰包装',
  t2: '镇江恒基铸造',
  g4: '泰州康健器械',
};
/** Founded long enough ago that reds are pooled (A1); its customers are over their grace and under the takeover. */
const FOUNDED_MS = 45 * DAY_MS;
const BEGUN_MS = 16 * DAY_MS;
let team: Team;

const talked = (id: string, atMs: number) => ({
  type: 'interactionRecorded' as const,
  subject: id,
  payload: { channel: 'call' as const, answered: true, summary: '聊了需求', atMs },
});
/** A note that agreed to meet a day later. */
const agreed = (id: string, atMs: number) => ({
  type: 'visitNoteRecorded' as const,
  subject: id,
  payload: {
    visitedAtMs: atMs,
    concern: { kind: 'technicalFit' as const },
    commitment: { kind: 'none' as const, reason: '先看现场' },
    next: {
      kind: 'touchpoint' as const,
      touchpoint: { atMs: atMs + DAY_MS, attendees: ['王工'], agenda: '看现场', agreed: 'proposedByUs' as const },
    },
    verifiedNeed: { kind: 'none' as const },
  },
});

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  team = await openTeam(browser, FOUNDED_MS);
  await team.timePasses(BEGUN_MS);
  const rep = await team.peer('rep');
  for (const [id, name] of Object.entries(NAMES)) await act(rep, newCustomer(id, name));
  await settled(rep);
  const then = Date.now() - BEGUN_MS;
  for (const id of Object.keys(NAMES)) await act(rep, talked(id, then - HOUR_MS));
  const red = { colour: 'red' as const, redGround: 'sourceDoubtful' as const };
  await act(rep, { type: 'statusMarked', subject: 'r1', payload: red });
  const quote = { opportunity: 'q1-1', summary: '两台循环泵', amountFen: 8_600_000, atMs: then };
  await act(rep, { type: 'quoteSent', subject: 'q1', payload: quote });
  for (const id of ['t1', 't2']) await act(rep, agreed(id, then));
  await settled(rep);
  await team.timePasses(0);
});
test.afterAll(() => team.close());

const open = (device: Device, id: string) => openCustomer(device, id, NAMES[id] ?? '');
const card = (page: Page) => page.getByRole('region', { name: '状态卡' });
const device = (person: Person) => team.device(person);

test('[BR-1][R13][R77][R78][R92] a quote without an answer turns yellow by itself, says why, and is taken back within its time by a device without a network', async () => {
  const rep = await device('rep');
  const page = await open(rep, 'q1');
  await expect(card(page).getByText(/^系统把它标成了黄：.*报了价，客户没有回复/)).toBeVisible();
  await expect(card(page).getByText(/^还能改 2[34] 小时/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await card(page).getByRole('button', { name: '为什么' }).click();
  const why = page.getByRole('dialog', { name: '为什么' });
  await expect(why.getByText('规则「询价未回复标黄」')).toBeVisible();
  await expect(why.getByText(/发出报价，你/)).toBeVisible();
  await expect(why.getByText(/状态卡不是黄、红/)).toBeVisible();
  await expect(why.getByText(/服务器 .+ 确认，不看手机时钟/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expectSynced(rep);
  rep.network.cut();
  await card(page).getByRole('button', { name: '改为绿，写理由' }).click();
  const sheet = page.getByRole('dialog', { name: '改为绿，写理由' });
  await sheet.getByRole('button', { name: '改为绿' }).click();
  await expect(sheet.getByText('写一句为什么')).toBeVisible();
  await sheet.getByLabel('为什么还是绿').fill('昨天电话里说预算批了');
  await sheet.getByRole('button', { name: '改为绿' }).click();
  await expectSaid(page, '已改为绿（待补件）');
  await expect(card(page).getByText('理由：昨天电话里说预算批了')).toBeVisible();
  await expect(card(page).getByText('待服务器核对是不是在时限内')).toBeVisible();
  rep.network.restore();
  await expectSynced(rep);
  const manager = await device('manager');
  const theirs = await open(manager, 'q1');
  await expect(card(theirs).getByText(/^张小凡 .+ 按人工出口改为绿/)).toBeVisible();
  await expect(card(theirs).getByText(/待补件，剩 6 天/)).toBeVisible();
});

test('[BR-2][R23][R24][R94][I3] a second red on another day pools the customer; recording and screenshot together give it back, and the manager may still reject', async () => {
  const rep = await device('rep');
  const page = await open(rep, 'r1');
  await expect(card(page).getByText('再标一次红就进待清洗池')).toBeVisible();
  await card(page).getByRole('button', { name: '再标一次' }).click();
  await pick(card(page), '线索来源存疑');
  await card(page).getByRole('button', { name: '标红' }).click();
  await expect(card(page).getByText('在待清洗池里，跟进先停')).toBeVisible();
  await expect(card(page).getByText(/^不是公海：先清理，再分配/)).toBeVisible();
  await expect(page.getByRole('link', { name: '写纪要' })).toHaveCount(0);

  rep.network.cut();
  await card(page).getByRole('button', { name: '交申诉表' }).click();
  const form = page.getByRole('dialog', { name: '无效线索申诉表' });
  await form.getByLabel('选录音').setInputFiles(realScreenshot);
  await expect(form.getByText('这不是录音。换一段 mp3、m4a、wav、amr 这样的录音再传。')).toBeVisible();
  await form.getByLabel('选录音').setInputFiles(realRecording('r1'));
  await form.getByLabel('为什么它是有效线索').fill('通过电话，下周去量尺寸');
  await form.getByRole('button', { name: '交申诉表（还差 1 样）' }).click();
  await expect(form.getByText('还差一张聊天截图')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await form.getByLabel('选截图').setInputFiles(realScreenshot);
  await form.getByRole('button', { name: '交申诉表', exact: true }).click();
  await expectSaid(page, '申诉已交，录音和截图传到服务器后主管就能看');
  await expect(card(page).getByText('申诉已交，录音和截图传到服务器就恢复')).toBeVisible();
  rep.network.restore();
  await expectSynced(rep);
  await expect(card(page).getByText(/^跟进已恢复，主管可在 2[34] 小时/)).toBeVisible();

  const manager = await device('manager');
  await manager.go('/tasks');
  await manager.page.getByRole('button', { name: /^要我定/ }).click();
  await manager.page.getByRole('link', { name: /张小凡申诉：通过电话/ }).click();
  const theirs = manager.page;
  await expect(card(theirs).getByLabel('听录音 通话录音.wav')).toBeVisible();
  await expect(card(theirs).getByRole('img', { name: '截图 聊天截图.png' })).toBeVisible();
  const recording = await card(theirs).getByLabel('听录音 通话录音.wav').getAttribute('src');
  const statusFor = (one: Device) => one.page.evaluate(async (path) => (await fetch(path ?? '')).status, recording);
  expect(await statusFor(manager)).toBe(200);
  const colleague = await device('colleague');
  expect(await statusFor(colleague)).toBe(404);
  expect(await violations(theirs)).toEqual([]);
  await card(theirs).getByRole('button', { name: '驳回' }).click();
  const reject = theirs.getByRole('dialog', { name: '驳回申诉' });
  await reject.getByLabel('为什么驳回').fill('录音里不是这个客户');
  await reject.getByRole('button', { name: '驳回' }).click();
  await expect(card(page).getByText('李经理驳回了申诉：录音里不是这个客户')).toBeVisible();
  await expect(card(page).getByText('在待清洗池里，跟进先停')).toBeVisible();

  await colleague.go('/cleansing');
  await expect(colleague.page.getByRole('link', { name: /南通海辰染整/ })).toContainText('申诉被驳回');
  await manager.go('/cleansing');
  await manager.page.getByRole('checkbox', { name: '选「南通海辰染整」' }).check();
  await manager.page.getByRole('button', { name: '改派…' }).click();
  const hand = manager.page.getByRole('dialog', { name: '改派给谁' });
  await hand.getByLabel('新的负责人').selectOption('赵雪');
  await hand.getByLabel('为什么').fill('换个人从头核实');
  await hand.getByRole('button', { name: '改派' }).click();
  await expectSaid(manager.page, '已改派给赵雪');
  await expect.poll(async () => (await stateOf(team.owner, 'r1')).owner as string | null).toBe('colleague');
});

test('[BR-3][R79] alerts that only a manager may end are ended by him in one go, offline, with the words that are there already', async () => {
  const rep = await device('rep');
  await rep.go('/tasks');
  const mine = rep.page.getByRole('button', { name: /的约定过了，还没更新进展/ });
  await expect(mine).toHaveCount(2);
  await mine.first().click();
  const sheet = rep.page.getByRole('dialog');
  await expect(sheet.getByText('这条提醒只有主管能关。处理好了它会自己消失。')).toBeVisible();
  await expect(sheet.getByRole('button', { name: '关掉提醒' })).toHaveCount(0);

  const manager = await team.device('manager', DESKTOP);
  await manager.go('/tasks');
  const { page } = manager;
  await page.getByRole('button', { name: /^要我定/ }).click();
  await expect(page.getByRole('button', { name: /的约定过了，还没更新进展/ })).toHaveCount(2);
  await expectSynced(manager);
  manager.network.cut();
  await page.getByRole('button', { name: '选多件' }).click();
  for (const name of ['扬州瑞丰包装', '镇江恒基铸造']) {
    await page.getByRole('button', { name: new RegExp(`的约定过了.*${name}`) }).click();
  }
  await page.getByRole('button', { name: '关掉提醒' }).click();
  const closing = page.getByRole('dialog', { name: '关掉提醒' });
  await expect(closing.getByLabel('为什么')).toHaveValue('已线下协调，暂缓跟进');
  await closing.getByRole('button', { name: '关掉提醒' }).click();
  await expectSaid(page, '已关掉 2 条提醒');
  manager.network.restore();
  await expectSynced(manager);
  await expect(mine).toHaveCount(0);
});

test('[BR-4][R22] presales sends its task back, the clock stands and names the owner, who supplies what was missing', async () => {
  const rep = await device('rep');
  const presales = await device('presales');
  const page = await open(rep, 'g4');
  await tryGreen(page, realPdf('g4'));
  await expectSaid(page, '已标绿');
  await expectSynced(rep);
  await presales.go('/tasks');
  await presales.page.getByRole('button', { name: /技术方案初稿.*泰州康健器械/ }).click();
  const sheet = presales.page.getByRole('dialog', { name: '技术方案初稿' });
  await sheet.getByRole('button', { name: '退回补充' }).click();
  await sheet.getByLabel('还缺什么').fill('现场电源图');
  await sheet.getByRole('button', { name: '退回', exact: true }).click();
  await expectSaid(presales.page, '已退回，等负责人补');
  await rep.go('/tasks');
  await rep.page.getByRole('button', { name: /售前退回，要补：现场电源图/ }).click();
  await rep.page.getByRole('dialog').getByRole('button', { name: '补齐了，继续' }).click();
  await expectSaid(rep.page, '继续计时');
  await expect(presales.page.getByRole('button', { name: /技术方案初稿.*泰州康健器械/ })).toContainText('还剩');
  const task = (await stateOf(team.owner, 'g4')).tasks.find(({ kind }) => kind === 'draftProposal');
  expect(task).toMatchObject({ status: 'open', returned: null });
  expect(task?.pausedMs).toBeGreaterThan(0);
});

test('[BR-5][R8][R14] what is stuck stands in the register and in the weekly review', async () => {
  const manager = await team.device('manager', DESKTOP);
  await manager.go('/tasks');
  await manager.page.getByRole('link', { name: '过程断点' }).click();
  const open = manager.page.getByRole('region', { name: '没解决' });
  await expect(open.getByRole('link', { name: /待得超过期限了.*在张小凡手里/ }).first()).toBeVisible();
  await manager.page.getByRole('link', { name: '每周复盘' }).click();
  await expect(
    manager.page.getByRole('table', { name: '哪儿在漏' }).getByRole('row', { name: /阶段超期逐级提醒/ }),
  ).toBeVisible();
  await expect(manager.page.getByRole('region', { name: '哪条规则常被改判' })).toContainText('询价未回复标黄');
  const rep = await device('rep');
  await rep.go('/gaps');
  await expect(rep.page.getByRole('heading', { name: '我的卡点' })).toBeVisible();
});

test('[BR-6][R100] the lists of work have no accessibility violation and scroll nowhere sideways, full as well as empty', async () => {
  const manager = await device('manager');
  const { page } = manager;
  const found: string[] = [];
  const wide: string[] = [];
  for (const path of ['/tasks', '/gaps', '/review', '/cleansing', '/pool/t1']) {
    await page.setViewportSize(LOOKS['phone, light']);
    await manager.go(path);
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
    await expect(page.getByText(/张小凡|扬州瑞丰包装|池里没有客户|没有等你做的/).first()).toBeVisible();
    found.push(...(await inEveryLook(page, path)));
    await page.setViewportSize(NARROW);
    wide.push(...(await scrollersSideways(page)).map((what) => `${path}: ${what}`));
  }
  expect(found).toEqual([]);
  expect(wide).toEqual([]);
});
