import { randomBytes } from 'node:crypto';
import type { Channel, Delivery } from '#protocol';
import type { CustomerId, EffectId, EventId, MemberId } from '#rules';
import { type ManualClock, makeManualClock } from '../../../sync-relay/clock.ts';
import type { Tell } from '../../../sync-relay/messages/desk.ts';
import type { Messages } from '../../../sync-relay/messages/messages.ts';
import type { HttpClient } from '../../../sync-relay/notifiers/http-client.ts';
import type { Relay } from '../../../sync-relay/relay.ts';
import type { Storage } from '../../../sync-relay/storage/contract.ts';
import { type MemoryDisk, makeMemoryDisk, makeMemoryStorage } from '../../../sync-relay/storage/memory.ts';
import { type ManualTimers, makeManualTimers } from '../../support/manual-timers.ts';
import { openRelay } from '../../support/relay.ts';
import {
  type DingtalkWorkVendor,
  makeDingtalkRobotVendor,
  makeDingtalkWorkVendor,
} from '../../support/vendors/dingtalk.ts';
import {
  makePushBrowser,
  makePushService,
  type PushBrowser,
  type PushService,
} from '../../support/vendors/push-service.ts';
import { makeFeishuVendor, makeWecomVendor } from '../../support/vendors/robots.ts';
import type { Vendor } from '../../support/vendors/vendor.ts';
import { type Colleague, customer, foundCompany, QUARTER_ROOM, type TestCompany, turnRules } from './company.ts';

/** Monday 12 October 2026, 10:00 in Shanghai. */
export const TEN_OCLOCK = Date.UTC(2026, 9, 12, 2, 0);
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const VENDOR_SECRETS = [
  'tok-1234567',
  'SECabcdef',
  'app-secret-1',
  'wecom-key-1',
  'hook-1',
  'feishu-secret',
] as const;
const [TOKEN, SECRET, APP_SECRET, WECOM_KEY, HOOK, FEISHU_SECRET] = VENDOR_SECRETS;

export interface Vendors {
  readonly work: DingtalkWorkVendor;
  readonly robot: Vendor;
  readonly wecom: Vendor;
  readonly feishu: Vendor;
  /** Once the relay's key is known. */
  push: PushService | null;
}

/** A company whose messages go to fakes of the vendors, at a time the test moves. */
export interface MessageWorld {
  readonly company: TestCompany;
  readonly ren: Colleague;
  readonly disk: MemoryDisk;
  readonly clock: ManualClock;
  readonly vendors: Vendors;
  readonly browser: PushBrowser;
  readonly logged: string[];
  relay(): Relay;
  messages(): Messages;
  /** Time goes on; everything that is due then has left. */
  advance(ms: number): Promise<void>;
  tell(what?: Partial<Tell>): Promise<void>;
  deliveries(): readonly Delivery[];
  turnOn(channel: Channel, values?: Record<string, string>): Promise<void>;
  /** Another relay on what is stored; the first is stopped, or left as it hangs after a crash. */
  restart(options?: {
    readonly crashed?: boolean;
    readonly restored?: boolean;
    readonly masterKey?: Uint8Array;
  }): Promise<void>;
  /** The vendors are behind this from now on. */
  wrap(wrapped: (http: HttpClient) => HttpClient): void;
  note(visitedAtMs: number, promise: string, nextAtMs: number): Promise<EventId>;
  stop(): Promise<void>;
}

const CHANNEL_VALUES: Readonly<Record<Channel, Record<string, string>>> = {
  dingtalkWork: { appKey: 'key', appSecret: APP_SECRET, agentId: '77' },
  dingtalkRobot: { webhook: `https://oapi.dingtalk.com/robot/send?access_token=${TOKEN}`, signingSecret: SECRET },
  wecomRobot: { webhook: `https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${WECOM_KEY}` },
  feishuRobot: { webhook: `https://open.feishu.cn/open-apis/bot/v2/hook/${HOOK}`, signingSecret: FEISHU_SECRET },
  webPush: {},
  log: {},
};

const makeVendors = (now: () => number): Vendors => ({
  work: makeDingtalkWorkVendor({
    appKey: 'key',
    appSecret: APP_SECRET,
    agentId: '77',
    users: ['ding-ren', 'ding-mia'],
    now,
  }),
  robot: makeDingtalkRobotVendor({ token: TOKEN, secret: SECRET, keywords: [], now }),
  wecom: makeWecomVendor({ key: WECOM_KEY, now }),
  feishu: makeFeishuVendor({ hook: HOOK, secret: FEISHU_SECRET, now }),
  push: null,
});

/** By host and path, like the network. */
const network =
  (vendors: Vendors): HttpClient =>
  (request) => {
    const { hostname, pathname } = new URL(request.url);
    if (hostname === 'qyapi.weixin.qq.com') return vendors.wecom.http(request);
    if (hostname === 'open.feishu.cn') return vendors.feishu.http(request);
    if (hostname === 'oapi.dingtalk.com') {
      return pathname === '/robot/send' ? vendors.robot.http(request) : vendors.work.http(request);
    }
    const { push } = vendors;
    return push === null ? Promise.resolve({ kind: 'unreachable', detail: hostname }) : push.http(request);
  };

export const openMessageWorld = async (atMs = TEN_OCLOCK, speaks = false): Promise<MessageWorld> => {
  const disk = makeMemoryDisk();
  const clock = makeManualClock(atMs);
  let timers: ManualTimers = makeManualTimers();
  const vendors = makeVendors(() => clock.now());
  const logged: string[] = [];
  const browser = makePushBrowser('ren-phone');
  let http = network(vendors);
  let key: Uint8Array = randomBytes(32);
  const optionsFor = (storage: Storage) => ({
    storage,
    clock,
    deps: {
      timers,
      outside: {
        masterKey: key,
        http: (request: Parameters<HttpClient>[0]) => http(request),
        randomBytes,
        writeLog: (line: string) => logged.push(line),
      },
    },
  });
  const company = await foundCompany(optionsFor(makeMemoryStorage(disk)));
  const ren = await company.joinAs('ren', 'dev-ren');
  await turnRules(company, speaks);
  await company.write(ren, 'pool:east@1', 'customerCreated', 'c-1', customer('ren'));
  const port = Number(new URL(company.url).port);
  let running: { relay: Relay; stop(): Promise<void> } = company;

  const messages = (): Messages => {
    const { messages: found } = running.relay;
    if (found === null) throw new Error('this relay sends no messages');
    return found;
  };
  const world: MessageWorld = {
    company,
    ren,
    disk,
    clock,
    vendors,
    browser,
    logged,
    relay: () => running.relay,
    messages,
    async advance(ms) {
      // minute by minute: what a timer starts is awaited before the next one runs
      for (let left = ms; left > 0; left -= MINUTE_MS) {
        const step = Math.min(left, MINUTE_MS);
        clock.set(clock.now() + step);
        timers.advance(step);
        await messages().desk.settled();
      }
    },
    async tell(what = {}) {
      await messages().desk.tell({
        effect: 'effect-1' as EffectId,
        epoch: 1,
        kind: 'touchpointAlert',
        rule: '触点预警',
        customer: 'c-1' as CustomerId,
        recipients: ['ren', 'mia'] as MemberId[],
        at: clock.now(),
        ...what,
      });
      await messages().desk.settled();
    },
    deliveries: () => messages().desk.deliveries(),
    async turnOn(channel, values = CHANNEL_VALUES[channel]) {
      const { settings, push } = messages();
      await settings.setChannel(channel, true, values);
      if (channel === 'dingtalkWork') {
        await settings.setHandles('ren' as MemberId, { dingtalkUser: 'ding-ren' });
        await settings.setHandles('mia' as MemberId, { dingtalkUser: 'ding-mia' });
      }
      if (channel !== 'webPush') return;
      const keys = await push.keys();
      vendors.push = makePushService({ browsers: [browser], vapid: keys?.publicKey ?? '', now: () => clock.now() });
    },
    async restart({ crashed = false, restored = false, masterKey = key } = {}) {
      if (!crashed) await running.stop();
      key = masterKey;
      timers = makeManualTimers();
      running = await openRelay({
        ...optionsFor(makeMemoryStorage(disk)),
        restored,
        ...(crashed ? {} : { port }),
      });
      await messages().desk.settled();
    },
    wrap(wrapped) {
      http = wrapped(network(vendors));
    },
    async note(visitedAtMs, promise, nextAtMs) {
      await company.write(ren, QUARTER_ROOM(company, 'east'), 'visitNoteRecorded', 'c-1', {
        visitedAtMs,
        concern: { kind: 'budget', text: '年底前没有预算' },
        commitment: {
          kind: 'promised',
          deliverable: [{ kind: 'paragraph', runs: [{ text: promise }] }],
          dueMs: visitedAtMs + 3 * 24 * HOUR_MS,
          by: 'ren',
        },
        next: {
          kind: 'touchpoint',
          touchpoint: { atMs: nextAtMs, attendees: ['王院长'], agenda: '看样板间', agreed: 'confirmedByCustomer' },
        },
      });
      const note = running.relay.company.fold.customer('c-1' as CustomerId)?.notes.at(-1)?.id;
      if (note === undefined) throw new Error('no note');
      return note;
    },
    async stop() {
      for (const one of new Set([company, running])) await one.stop();
    },
  };
  return world;
};
