import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EffectId, MemberId } from '#rules';
import { DEFAULT_QUIET, nextLoudMs } from '../../../sync-relay/messages/quiet-hours.ts';
import type { OutsideAnswer } from '../../../sync-relay/notifiers/http-client.ts';
import { StorageFailure } from '../../../sync-relay/storage/contract.ts';
import { QUARTER_ROOM } from './company.ts';
import { HOUR_MS, type MessageWorld, MINUTE_MS, openMessageWorld, TEN_OCLOCK } from './message-world.ts';

let world: MessageWorld;
beforeEach(async () => {
  world = await openMessageWorld();
});
afterEach(() => world.stop());

const DAY_MS = 24 * HOUR_MS;
const effect = (name: string): EffectId => name as EffectId;
const states = (): readonly string[] => world.deliveries().map(({ state }) => state);
const texts = (): readonly string[] => world.vendors.work.taken.map(({ text }) => text);
const many = async (count: number): Promise<void> => {
  const { desk } = world.messages();
  const told = Array.from({ length: count }, (_, index) =>
    desk.tell({
      effect: effect(`many-${index}`),
      epoch: 1,
      kind: 'escalation',
      rule: '逐级提醒',
      customer: null,
      recipients: ['ren' as MemberId],
      at: world.clock.now(),
      params: { what: `第${index}件` },
    }),
  );
  await Promise.all(told);
  await desk.settled();
};

describe('a touchpoint alert', () => {
  it('[MS-1][R36] reaches salesperson and direct manager with the last three notes', async () => {
    await world.turnOn('dingtalkWork');
    const appointment = TEN_OCLOCK - 2 * HOUR_MS;
    for (const [days, promise] of [
      [9, '第一次的报价单'],
      [7, '成本分析表'],
      [5, '样板照片'],
      [3, '工期计划'],
    ] as const) {
      await world.note(TEN_OCLOCK - days * DAY_MS, promise, appointment);
    }
    await world.tell();
    expect(world.vendors.work.taken.map(({ body }) => body['userid_list'])).toEqual(['ding-ren', 'ding-mia']);
    for (const text of texts()) {
      for (const part of [
        '触点预警：丙客户',
        '约定时间：10月12日（周一）08:00',
        '议题：看样板间',
        '截至 10:00 未收到进展，最后同步 10:00',
        '最近 3 次纪要',
        '10月5日 · 顾虑：预算不足（年底前没有预算） · 承诺：成本分析表（10月8日前）',
        '样板照片',
        '工期计划',
        '/m/',
      ]) {
        expect(text).toContain(part);
      }
      expect(text).not.toContain('第一次的报价单');
    }
    expect(texts()[0]).not.toContain('负责人');
    expect(texts()[1]).toContain('负责人：小任');
    expect(states()).toEqual(['sent', 'sent']);
  });
  it('[MS-1] whoever is not on the line was last heard of when his last row came, also after a restart', async () => {
    await world.turnOn('dingtalkWork');
    await world.note(TEN_OCLOCK - DAY_MS, '工期计划', TEN_OCLOCK - 2 * HOUR_MS);
    await world.restart();
    await world.advance(90 * MINUTE_MS);
    await world.tell();
    expect(texts()[0]).toContain('截至 11:30 未收到进展，最后同步 10:00');
  });
  it('[MS-1] says so when there are fewer notes', async () => {
    await world.turnOn('dingtalkWork');
    await world.tell();
    expect(texts()[0]).toContain('还没有纪要');
    await world.note(TEN_OCLOCK - DAY_MS, '工期计划', TEN_OCLOCK - 2 * HOUR_MS);
    await world.tell({ effect: effect('effect-2') });
    expect(texts()[2]).toContain('最近 1 次纪要');
  });
});

it('[MS-1] what leaves after the quiet hours does not deny progress that came meanwhile', async () => {
  await world.stop();
  world = await openMessageWorld(TEN_OCLOCK + 12 * HOUR_MS);
  await world.turnOn('dingtalkWork');
  const note = await world.note(TEN_OCLOCK - DAY_MS, '工期计划', TEN_OCLOCK + 9 * HOUR_MS);
  await world.tell({ cause: note });
  const touchpoint = {
    atMs: TEN_OCLOCK + 3 * DAY_MS,
    attendees: ['王院长'],
    agenda: '看样板间',
    agreed: 'proposedByUs',
  };
  await world.company.write(world.ren, QUARTER_ROOM(world.company, 'east'), 'touchpointRescheduled', 'c-1', {
    note,
    touchpoint,
  });
  await world.advance(12 * HOUR_MS);
  expect(texts()).toHaveLength(2);
  for (const text of texts()) {
    expect(text).toContain('约定时间：10月12日（周一）19:00');
    expect(text).toContain('提醒之后已有进展或改约');
    expect(text).not.toMatch(/未收到进展|\/m\//);
  }
});

describe('once', () => {
  it('[MS-2][R91][I20] told twice, at once and after a restart, it leaves once', async () => {
    await world.turnOn('dingtalkWork');
    await Promise.all([world.tell(), world.tell()]);
    await world.tell();
    await world.restart();
    await world.tell();
    await world.advance(DAY_MS);
    expect(texts()).toHaveLength(2);
    expect(states()).toEqual(['sent', 'sent']);
  });
  it('[MS-2][R91] what waited goes after a restart, once', async () => {
    await world.turnOn('dingtalkWork');
    world.vendors.work.trouble('unreachable');
    world.vendors.work.trouble('unreachable');
    await world.tell();
    expect(states()).toEqual(['waiting', 'waiting']);
    await world.restart();
    await world.advance(5 * MINUTE_MS);
    expect(texts()).toHaveLength(2);
  });
  it('[MS-3][I20] no answer in time is unknown and never sent again', async () => {
    await world.turnOn('dingtalkRobot');
    world.vendors.robot.trouble('silentAfterAcceptance');
    await world.tell();
    await world.tell();
    await world.restart();
    await world.advance(2 * DAY_MS);
    expect(world.vendors.robot.taken).toHaveLength(1);
    expect(world.deliveries()).toMatchObject([
      { state: 'unknown', detail: 'TimeoutError', attempts: 1 },
      { state: 'unknown', attempts: 1 },
    ]);
  });
  it('[MS-3][R91][I20] a crash while it is on its way: nobody sends it again', async () => {
    await world.turnOn('dingtalkRobot');
    let arrived = 0;
    let letGo: (answer: OutsideAnswer) => void = () => undefined;
    world.wrap(() => () => {
      arrived += 1;
      return new Promise((resolve) => {
        letGo = resolve;
      });
    });
    const { desk } = world.messages();
    await desk.tell({
      effect: effect('effect-1'),
      epoch: 1,
      kind: 'task',
      rule: '任务',
      customer: null,
      recipients: ['ren' as MemberId],
      at: world.clock.now(),
    });
    while (arrived === 0) await new Promise((resolve) => setImmediate(resolve));
    world.wrap((http) => http);
    await world.restart({ crashed: true });
    await world.tell({ kind: 'task', customer: null, recipients: ['ren' as MemberId] });
    await world.advance(HOUR_MS);
    expect(arrived).toBe(1);
    expect(world.vendors.robot.taken).toEqual([]);
    expect(world.deliveries()).toMatchObject([{ state: 'unknown', recipient: 'ren' }]);
    letGo({ kind: 'silent', detail: 'killed' });
  });
  it('[MS-4] while the disk refuses nothing leaves, and telling again works', async () => {
    await world.turnOn('dingtalkWork');
    const { storage } = world.relay();
    const commit = storage.commit;
    storage.commit = () => Promise.reject(new StorageFailure('disk is full'));
    await expect(world.tell()).rejects.toThrow(StorageFailure);
    storage.commit = commit;
    expect(texts()).toEqual([]);
    await world.tell();
    expect(texts()).toHaveLength(2);
  });
  it('[MS-16][I20] after a restore it has the same key, and what is known of is not told again', async () => {
    await world.turnOn('log');
    await world.tell({ kind: 'task', recipients: ['ren' as MemberId] });
    const before = new Map(world.disk.meta);
    await world.restart({ restored: true });
    await world.tell({ kind: 'task', recipients: ['ren' as MemberId], epoch: 2 });
    expect(world.logged).toHaveLength(1);
    for (const key of before.keys()) if (key.startsWith('message.out.')) world.disk.meta.delete(key);
    await world.restart({ restored: true });
    await world.tell({ kind: 'task', recipients: ['ren' as MemberId], epoch: 3 });
    expect(world.logged).toHaveLength(2);
    expect(world.logged[1]).toBe(world.logged[0]);
  });
});

describe('retries', () => {
  it('[MS-5] what was not taken is tried again, later each time, and given up after a day', async () => {
    await world.messages().settings.setQuiet({ ...DEFAULT_QUIET, isOn: false });
    await world.turnOn('wecomRobot');
    const tries: number[] = [];
    world.wrap(() => async () => {
      tries.push(world.clock.now());
      return { kind: 'unreachable', detail: 'ECONNREFUSED' };
    });
    await world.tell({ recipients: ['ren' as MemberId] });
    await world.advance(26 * HOUR_MS);
    const waits = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
    // relay time runs a few ms ahead of the test's minutes
    const shorter = waits.slice(1).filter((wait, index) => wait < (waits[index] ?? 0) - 2 * MINUTE_MS);
    expect(shorter).toEqual([]);
    expect(waits[0]).toBeLessThanOrEqual(2 * MINUTE_MS);
    expect(waits.at(-1)).toBeGreaterThanOrEqual(HOUR_MS - MINUTE_MS);
    expect(tries.length).toBeLessThan(40);
    expect(world.deliveries()).toMatchObject([{ state: 'failed', reason: 'gaveUp', detail: 'ECONNREFUSED' }]);
  });
  it('[MS-5][NT-4] behind a page instead of an answer the whole robot waits ten minutes', async () => {
    await world.turnOn('dingtalkRobot');
    world.vendors.robot.trouble('html');
    await world.tell({ recipients: ['ren' as MemberId] });
    await world.tell({ effect: effect('effect-2'), recipients: ['ren' as MemberId] });
    await world.advance(9 * MINUTE_MS);
    expect(world.vendors.robot.requests).toHaveLength(1);
    await world.advance(2 * MINUTE_MS);
    expect(states()).toEqual(['sent', 'sent']);
  });
  it('[MS-5] a refusal is final and shown with its reason', async () => {
    await world.turnOn('dingtalkRobot', { webhook: 'wrong-token' });
    await world.tell();
    await world.advance(HOUR_MS);
    expect(world.deliveries()).toMatchObject([
      { state: 'failed', reason: 'badToken', attempts: 1 },
      { state: 'failed', reason: 'badToken', attempts: 1 },
    ]);
  });
  it('[MS-5][NT-9] an accepted work notification that reached nobody is shown as failed', async () => {
    await world.turnOn('dingtalkWork');
    await world.messages().settings.setHandles('ren' as MemberId, { dingtalkUser: 'gone' });
    await world.tell();
    expect(states()).toEqual(['sent', 'sent']);
    await world.advance(2 * MINUTE_MS);
    await new Promise((resolve) => setImmediate(resolve));
    expect(world.deliveries()).toMatchObject([{ state: 'failed', reason: 'noReceiver' }, { state: 'sent' }]);
  });
});

describe('quiet hours and pace', () => {
  it('[MS-6] from 21:00 to 8:00 nothing rings; it goes at 8:30', async () => {
    const at = (hour: number, minute = 0, day = 12): number => Date.UTC(2026, 9, day, hour - 8, minute);
    for (const [asked, due] of [
      [at(20, 59), at(20, 59)],
      [at(21), at(8, 30, 13)],
      [at(23, 59), at(8, 30, 13)],
      [at(0), at(8, 30)],
      [at(7, 59), at(8, 30)],
      [at(8), at(8)],
    ] as const) {
      expect(nextLoudMs(asked, DEFAULT_QUIET)).toBe(due);
    }
    const midday = { isOn: true, fromMinute: 720, toMinute: 840, sendAtMinute: 0 };
    expect(nextLoudMs(at(13), midday)).toBe(at(14));
    expect(nextLoudMs(at(23), { ...DEFAULT_QUIET, isOn: false })).toBe(at(23));
    await world.turnOn('dingtalkWork');
    await world.advance(12 * HOUR_MS);
    await world.tell();
    await world.advance(10 * HOUR_MS + 29 * MINUTE_MS);
    expect(texts()).toEqual([]);
    await world.advance(2 * MINUTE_MS);
    expect(texts()).toHaveLength(2);
    expect(texts()[0]).toContain('截至 08:30 未收到进展');
  });
  it('[MS-7] above 20 a minute one digest; no vendor blocks us, nothing is lost', async () => {
    await world.turnOn('dingtalkRobot');
    const { taken, requests } = world.vendors.robot;
    for (let index = 0; index < 30; index += 1) {
      await world.tell({ effect: effect(`slow-${index}`), customer: null, recipients: ['ren' as MemberId] });
    }
    expect(taken).toHaveLength(20);
    await world.advance(5 * MINUTE_MS);
    expect(taken).toHaveLength(21);
    expect(taken.at(-1)?.text).toContain('接力：10 条提醒');
    await many(25);
    const burst = taken.slice(21).map(({ text }) => text);
    expect(burst.length).toBeLessThanOrEqual(20);
    expect(burst.join('\n')).toMatch(/接力：\d+ 条提醒/);
    for (let index = 0; index < 25; index += 1) expect(burst.join('\n')).toContain(`第${index}件`);
    await world.advance(5 * MINUTE_MS);
    expect(requests).toHaveLength(taken.length);
    expect(states().filter((state) => state !== 'sent')).toEqual([]);
    expect(world.deliveries()).toHaveLength(55);
  });
  it('[MS-7] a vendor that blocks us is left alone for ten minutes, also after a restart', async () => {
    await world.turnOn('dingtalkRobot');
    for (let index = 0; index < 21; index += 1) {
      await world.vendors.robot.http({
        method: 'POST',
        url: 'https://oapi.dingtalk.com/robot/send?access_token=tok-1234567',
        headers: {},
        body: '{}',
      });
    }
    world.wrap((http) => async (request) => {
      const answer = await http(request);
      return world.clock.now() < TEN_OCLOCK + 9 * MINUTE_MS
        ? { kind: 'answered', status: 200, headers: {}, text: '{"errcode":130101,"errmsg":"send too fast"}' }
        : answer;
    });
    await world.tell({ recipients: ['ren' as MemberId] });
    const asked = world.vendors.robot.requests.length;
    await world.restart();
    await world.tell({ effect: effect('effect-2'), recipients: ['ren' as MemberId] });
    await world.advance(8 * MINUTE_MS);
    expect(world.vendors.robot.requests).toHaveLength(asked);
    await world.advance(3 * MINUTE_MS);
    expect(states()).toEqual(['sent', 'sent']);
  });
});
