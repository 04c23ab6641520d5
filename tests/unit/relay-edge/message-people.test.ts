import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveriesAnswer, MessageSettingsAnswer } from '#protocol';
import type { CustomerId, EffectId, MemberId } from '#rules';
import { BadKey, openKeyFile, parseKey } from '../../../sync-relay/messages/key-file.ts';
import { masked } from '../../../sync-relay/messages/masked.ts';
import { type Colleague, customer, QUARTER_ROOM } from './company.ts';
import {
  HOUR_MS,
  type MessageWorld,
  MINUTE_MS,
  openMessageWorld,
  TEN_OCLOCK,
  VENDOR_SECRETS,
} from './message-world.ts';

let world: MessageWorld;
beforeEach(async () => {
  world = await openMessageWorld();
});
afterEach(() => world.stop());

const YESTERDAY = TEN_OCLOCK - 24 * HOUR_MS;
const DUE = TEN_OCLOCK - 2 * HOUR_MS;
const everythingSent = (): string => {
  const { work, robot, wecom, feishu, push } = world.vendors;
  return JSON.stringify([work, robot, wecom, feishu, push].map((vendor) => vendor?.taken));
};
const reasons = (): readonly unknown[] =>
  world.deliveries().map(({ recipient, state, reason }) => [recipient, state, reason]);

describe('what a message says', () => {
  it('[MS-9][R67] no contact detail leaves, whoever typed it where', async () => {
    for (const channel of ['dingtalkWork', 'wecomRobot', 'feishuRobot', 'webPush'] as const)
      await world.turnOn(channel);
    const { ren, company } = world;
    await world.messages().push.subscribe(ren.member as MemberId, ren.device as never, world.browser.subscription);
    const details = [
      '13912345678',
      '139 1234 5678',
      '021-65432109',
      'wang@corp.cn',
      '微信：wang_123',
      'QQ 12345678',
      '＋86 139-1234-5679',
    ];
    const profile = { name: `丙客户 ${details[0]}` };
    await company.write(ren, 'pool:east@1', 'customerCreated', 'c-2', { ...customer('ren'), profile });
    await company.write(ren, 'contact:c-2@1', 'contactSaved', 'c-2', {
      person: 'p',
      name: '张三',
      phone: '13700001111',
    });
    for (const [index, detail] of details.entries()) {
      await company.write(ren, QUARTER_ROOM(company, 'east'), 'visitNoteRecorded', 'c-2', {
        visitedAtMs: YESTERDAY,
        concern: { kind: 'other', text: `找 ${detail}` },
        commitment: { kind: 'none', reason: `等 ${detail} 回话` },
        next: {
          kind: 'touchpoint',
          touchpoint: { atMs: DUE, attendees: [`张三 ${detail}`], agenda: `打 ${detail}`, agreed: 'proposedByUs' },
        },
      });
      const params = { what: detail, reason: detail };
      await world.tell({
        effect: `e-${index}` as EffectId,
        customer: 'c-2' as CustomerId,
        params,
        recipients: ['ren' as MemberId],
      });
    }
    await world.advance(HOUR_MS);
    const sent = everythingSent();
    expect(sent).toContain('联系方式已隐去');
    for (const part of [
      '13912345678',
      '1234 5678',
      '65432109',
      'wang@',
      'wang＠',
      'wang_123',
      'wang＿123',
      '12345678',
      '1234-5679',
      '13700001111',
      '张三',
    ]) {
      expect(sent).not.toContain(part);
    }
  });
  it('[MS-9] dates, amounts and measures stay', () => {
    for (const text of ['2026-10-03 交付', '报价 1250000元', '3 号楼 12 层', '10月3日 14:00'])
      expect(masked(text)).toBe(text);
  });
  it('[MS-11] a kind nobody wrote words for still makes a message', async () => {
    await world.turnOn('dingtalkWork');
    await world.tell({
      kind: 'brandNew',
      rule: '新规则',
      params: { unknown: 1, text: '这是经理自己写的话' },
      recipients: ['ren' as MemberId],
    });
    for (const kind of [
      'statusChanged',
      'escalation',
      'task',
      'takeover',
      'poolWarning',
      'appeal',
      'alert',
      'pool',
      'toString',
      '__proto__',
    ]) {
      await world.advance(MINUTE_MS);
      await world.tell({
        effect: `e-${kind}` as EffectId,
        kind,
        params: { colour: 'yellow', dueAtMs: DUE },
        recipients: ['ren' as MemberId],
      });
    }
    const texts = world.vendors.work.taken.map(({ text }) => text);
    expect(texts).toHaveLength(11);
    expect(texts[0]).toContain('规则「新规则」有一条提醒');
    expect(texts[0]).toContain('这是经理自己写的话');
    expect(texts[1]).toContain('已自动标为黄色');
    for (const text of texts) expect(text).toMatch(/丙客户/);
  });
});

describe('whom it reaches', () => {
  it('[MS-14][A14] a work notification if there is one, else the group robot names both in one text', async () => {
    await world.turnOn('dingtalkRobot');
    await world.messages().settings.setHandles('ren' as MemberId, { mobile: '13800000001' });
    await world.messages().settings.setHandles('mia' as MemberId, { mobile: '13800000002' });
    await world.note(YESTERDAY, '工期计划', DUE);
    await world.tell();
    expect(world.vendors.robot.taken).toHaveLength(1);
    expect(world.vendors.robot.taken[0]?.body).toMatchObject({
      at: { atMobiles: ['13800000001', '13800000002'], isAtAll: false },
    });
    expect(world.vendors.robot.taken[0]?.text).toContain('@13800000001 @13800000002');
    await world.turnOn('dingtalkWork');
    await world.tell({ effect: 'effect-2' as EffectId });
    expect(world.vendors.robot.taken).toHaveLength(1);
    expect(world.vendors.work.taken).toHaveLength(2);
  });
  it('[MS-14][MS-17] several robots each say it once, and no group ever sees a link that acts', async () => {
    for (const channel of ['dingtalkRobot', 'wecomRobot', 'feishuRobot'] as const) await world.turnOn(channel);
    await world.note(YESTERDAY, '工期计划', DUE);
    await world.tell();
    for (const { taken } of [world.vendors.robot, world.vendors.wecom, world.vendors.feishu]) {
      expect(taken).toHaveLength(1);
      expect(taken[0]?.text).toContain('/customers/c-1');
      expect(taken[0]?.text).not.toContain('/m/');
    }
  });
  it('[MS-14] whom nothing reaches is shown as failed', async () => {
    await world.tell();
    expect(reasons()).toEqual([
      ['ren', 'failed', 'noChannel'],
      ['mia', 'failed', 'noChannel'],
    ]);
    await world.advance(25 * HOUR_MS);
    await world.turnOn('log');
    await world.tell({ at: TEN_OCLOCK });
    await world.tell({ effect: 'effect-2' as EffectId, at: TEN_OCLOCK + 2 * HOUR_MS });
    expect(world.logged).toHaveLength(2);
    expect(world.logged[0]).toContain('触点预警');
  });
  it('[MS-14] a channel set up within a day still reaches whom nothing reached', async () => {
    await world.tell();
    await world.turnOn('log');
    await world.advance(HOUR_MS);
    await world.tell({ at: TEN_OCLOCK });
    await world.tell({ at: TEN_OCLOCK });
    expect(world.logged).toHaveLength(2);
  });
  it('[MS-10] whoever holds the customer no more is told nothing', async () => {
    await world.turnOn('dingtalkWork');
    const { company } = world;
    await company.write(company.owner, QUARTER_ROOM(company, 'east'), 'customerHandedOver', 'c-1', { to: 'wei' });
    await company.write(company.owner, 'org@1', 'memberChanged', 'org', { member: 'mia', active: false });
    await company.write(company.owner, 'org@1', 'memberChanged', 'org', { member: 'ren', territories: ['west'] });
    await world.tell();
    await world.tell({ effect: 'effect-2' as EffectId, customer: 'c-unknown' as CustomerId });
    expect(world.vendors.work.taken).toEqual([]);
    expect(reasons()).toEqual([
      ['ren', 'failed', 'notEntitled'],
      ['mia', 'failed', 'notEntitled'],
      ['ren', 'failed', 'notEntitled'],
      ['mia', 'failed', 'notEntitled'],
    ]);
  });
  it('[MS-10][R72] in a group a private customer is not named; by work notification he is', async () => {
    await world.turnOn('dingtalkRobot');
    const hidden = { ...customer('ren'), profile: { name: '只有小任知道' } };
    await world.company.write(world.ren, 'private:ren@1', 'customerCreated', 'c-9', hidden);
    await world.tell({ customer: 'c-9' as CustomerId });
    expect(world.vendors.robot.taken).toHaveLength(1);
    expect(everythingSent()).not.toContain('只有小任知道');
    await world.turnOn('dingtalkWork');
    await world.tell({ effect: 'effect-2' as EffectId, customer: 'c-9' as CustomerId });
    expect(world.vendors.work.taken[0]?.text).toContain('只有小任知道');
  });
  it('[MS-15] a push goes to the device that wants it, ends with it, and forgets a browser that has gone', async () => {
    await world.turnOn('webPush');
    const { ren, browser } = world;
    const key = await ren.get('/api/messages/push');
    expect(await key.json()).toEqual({ key: (await world.messages().push.keys())?.publicKey });
    const { endpoint } = browser.subscription;
    expect(
      (await ren.post('/api/messages/push', { ...browser.subscription, endpoint: 'https://10.0.0.1/x' })).status,
    ).toBe(400);
    expect((await ren.post('/api/messages/push', browser.subscription)).status).toBe(200);
    await world.tell();
    expect(world.vendors.push?.taken).toHaveLength(1);
    expect(world.vendors.push?.taken[0]?.body).toMatchObject({ tag: 'effect-1', title: '触点预警：丙客户' });
    await world.messages().desk.withdraw('effect-1' as EffectId);
    await world.messages().desk.settled();
    expect(world.vendors.push?.taken[1]?.body).toMatchObject({ tag: 'effect-1', title: '已撤回：触点预警：丙客户' });
    world.vendors.push?.forget(endpoint);
    await world.tell({ effect: 'effect-2' as EffectId, recipients: ['ren' as MemberId] });
    await world.tell({ effect: 'effect-3' as EffectId, recipients: ['ren' as MemberId] });
    expect(reasons().slice(-2)).toEqual([
      ['ren', 'failed', 'gone'],
      ['ren', 'failed', 'noChannel'],
    ]);
    await ren.post('/api/messages/push', { ...browser.subscription, endpoint: `${endpoint}-before` });
    await ren.post('/api/messages/push', browser.subscription);
    expect(world.messages().push.targetsOf('ren' as MemberId)).toHaveLength(1);
    await world.company.owner.post('/api/devices/end', { device: 'dev-ren' });
    expect(world.messages().push.targetsOf('ren' as MemberId)).toEqual([]);
  });
});

describe('secrets', () => {
  it('[MS-12] encrypted at rest, never given back; with another key to be entered again', async () => {
    for (const channel of ['dingtalkWork', 'dingtalkRobot', 'wecomRobot', 'feishuRobot', 'webPush'] as const)
      await world.turnOn(channel);
    const { owner } = world.company;
    await owner.put('/api/messages/handles', { member: 'mia', mobile: '13800000002', dingtalkUser: 'ding-mia-7' });
    await owner.post('/api/messages/push', world.browser.subscription);
    const stored = JSON.stringify([...world.disk.meta]);
    const shown = await (await owner.get('/api/messages/settings')).text();
    const { auth, endpoint } = world.browser.subscription;
    for (const secret of [...VENDOR_SECRETS, '13800000002', 'ding-mia-7', auth, endpoint]) {
      expect(stored).not.toContain(secret);
      expect(shown).not.toContain(secret);
    }
    const { channels, handles } = JSON.parse(shown) as MessageSettingsAnswer;
    expect(channels.find(({ channel }) => channel === 'dingtalkWork')).toMatchObject({
      isOn: true,
      values: { appKey: 'key', agentId: '77' },
      secrets: { appSecret: { setAt: expect.any(Number), isUnreadable: false } },
    });
    expect(handles.find(({ member }) => member === 'mia')?.mobile.setAt).toEqual(expect.any(Number));
    await world.restart({ masterKey: randomBytes(32) });
    const after = world.messages().settings.shown(['mia' as MemberId], () => 0);
    expect(after.channels[0]?.secrets['appSecret']).toMatchObject({ isUnreadable: true });
    expect(after.handles[0]?.mobile.isUnreadable).toBe(true);
    await world.tell();
    expect(everythingSent()).not.toContain('触点预警');
    await world.turnOn('dingtalkWork');
    await world.tell({ effect: 'effect-2' as EffectId });
    expect(world.vendors.work.taken).toHaveLength(2);
  });
  it('[MS-12] the key file is its owner’s alone; a broken one is said so', () => {
    const folder = mkdtempSync(join(tmpdir(), 'jieli-key-'));
    const path = join(folder, 'message.key');
    try {
      const key = openKeyFile(path, randomBytes);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(openKeyFile(path, randomBytes)).toEqual(key);
      writeFileSync(path, 'short');
      expect(() => openKeyFile(path, randomBytes)).toThrow(BadKey);
      expect(parseKey(Buffer.from(key).toString('base64'))).toEqual(key);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('over HTTP', () => {
  const settingsOf = async (who: Colleague): Promise<Response> => who.get('/api/messages/settings');

  it('[MS-13][HT-1] settings and test message are for owner and admin, with session and CSRF token', async () => {
    const { owner } = world.company;
    const writes = [
      ['/api/messages/channel', { channel: 'log', isOn: true, values: {} }],
      ['/api/messages/quiet', { isOn: false, fromMinute: 0, toMinute: 0, sendAtMinute: 0 }],
      ['/api/messages/handles', { member: 'ren', mobile: '13800000001' }],
    ] as const;
    expect((await settingsOf(world.ren)).status).toBe(403);
    for (const [path, body] of writes) {
      expect((await world.ren.put(path, body)).body).toEqual({ error: 'notEntitled' });
      expect((await owner.put(path, body, { 'x-jieli-csrf': 'guess' })).body).toEqual({ error: 'csrf' });
      expect((await owner.put(path, { ...body, extra: 1 })).body).toEqual({ error: 'badRequest' });
      expect((await owner.put(path, body)).status).toBe(200);
    }
    const unknownField = { channel: 'log', isOn: true, values: { webhook: 'x' } };
    expect((await owner.put('/api/messages/channel', unknownField)).body).toEqual({ error: 'badRequest' });
    expect((await owner.put('/api/messages/handles', { member: 'nobody', mobile: '' })).body).toEqual({
      error: 'notFound',
    });
    expect((await world.ren.post('/api/messages/test', { channel: 'log' })).body).toEqual({ error: 'notEntitled' });
    expect((await owner.post('/api/messages/test', { channel: 'log' })).body).toEqual({ kind: 'accepted' });
    expect(world.logged[0]).toContain('收到这条消息，说明「甲公司」的这个通道可以用了');
  });
  it('[MS-13] a test says what the vendor said', async () => {
    const { owner } = world.company;
    const test = async (channel: string) => (await owner.post('/api/messages/test', { channel })).body;
    expect(await test('dingtalkRobot')).toMatchObject({ kind: 'refused', reason: 'channelOff' });
    await world.turnOn('dingtalkRobot', { webhook: 'wrong', signingSecret: 'SECx' });
    expect(await test('dingtalkRobot')).toMatchObject({
      kind: 'refused',
      reason: 'badToken',
      detail: 'token is not exist',
    });
    await world.turnOn('dingtalkRobot', { webhook: 'tok-1234567' });
    expect(await test('dingtalkRobot')).toMatchObject({ kind: 'refused', reason: 'signature' });
    await world.turnOn('dingtalkRobot');
    expect(await test('dingtalkRobot')).toEqual({ kind: 'accepted' });
    world.vendors.robot.trouble('html');
    expect(await test('dingtalkRobot')).toMatchObject({ kind: 'retryLater', reason: 'notVendor' });
    await world.turnOn('dingtalkWork');
    expect(await test('dingtalkWork')).toMatchObject({ kind: 'refused', reason: 'noAddress' });
  });
  it('[MS-13] deliveries: all for the owner, those he leads for a manager, his own for a salesperson', async () => {
    await world.turnOn('log');
    const mia = await world.company.joinAs('mia', 'dev-mia');
    const wei = await world.company.joinAs('wei', 'dev-wei');
    const hidden = { ...customer('wei', 'west'), profile: { name: '小魏的' } };
    await world.company.write(wei, 'private:wei@1', 'customerCreated', 'c-8', hidden);
    await world.tell();
    await world.tell({
      effect: 'effect-2' as EffectId,
      customer: 'c-8' as CustomerId,
      recipients: ['wei' as MemberId],
    });
    const seen = async (who: Colleague) => {
      const { deliveries } = (await (await who.get('/api/messages/deliveries')).json()) as DeliveriesAnswer;
      return deliveries.map(({ recipient, customer: about }) => `${recipient} ${about}`).sort();
    };
    expect(await seen(world.company.owner)).toEqual(['mia c-1', 'ren c-1', 'wei c-8']);
    expect(await seen(mia)).toEqual(['mia c-1', 'ren c-1']);
    expect(await seen(world.ren)).toEqual(['ren c-1']);
    expect(await seen(wei)).toEqual(['wei c-8']);
    await world.company.write(world.company.owner, 'org@1', 'memberInvited', 'org', {
      member: 'ada',
      name: '艾达',
      role: 'admin',
      territories: [],
    });
    expect(await seen(await world.company.joinAs('ada', 'dev-ada'))).toEqual(['mia c-1', 'ren c-1', 'wei null']);
    expect((await fetch(`${world.company.url}/api/messages/deliveries`)).status).toBe(401);
  });
});
