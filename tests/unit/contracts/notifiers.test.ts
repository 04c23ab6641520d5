import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Address, Notifier, OutsideMessage } from '../../../sync-relay/notifiers/contract.ts';
import { dingtalkSign, makeDingtalkRobot } from '../../../sync-relay/notifiers/dingtalk-robot.ts';
import { makeDingtalkWork } from '../../../sync-relay/notifiers/dingtalk-work.ts';
import { feishuSign, makeFeishuRobot } from '../../../sync-relay/notifiers/feishu-robot.ts';
import { makeLogNotifier } from '../../../sync-relay/notifiers/log-notifier.ts';
import { encryptPush, vapidKeysFrom } from '../../../sync-relay/notifiers/push-encryption.ts';
import { isPushEndpoint, makeWebPush } from '../../../sync-relay/notifiers/web-push.ts';
import { makeWecomRobot } from '../../../sync-relay/notifiers/wecom-robot.ts';
import {
  type DingtalkWorkVendor,
  makeDingtalkRobotVendor,
  makeDingtalkWorkVendor,
} from '../../support/vendors/dingtalk.ts';
import { makePushBrowser, makePushService, type PushService } from '../../support/vendors/push-service.ts';
import { makeFeishuVendor, makeWecomVendor } from '../../support/vendors/robots.ts';
import type { Vendor } from '../../support/vendors/vendor.ts';

const SECRETS = { token: 'tok-1234', secret: 'SECabc', appSecret: 'app-secret-1' };
let clock = 0;
/** What the vendor's clock is ahead of ours. */
let skew = 0;
const now = (): number => clock;
const vendorNow = (): number => clock + skew;

const browser = makePushBrowser('one');
const vapid = vapidKeysFrom(randomBytes(32));
const PERSON: Address = {
  name: '小任',
  mobile: '13800000001',
  dingtalkUser: 'ren-1',
  subscription: browser.subscription,
};
const message = (changes: Partial<OutsideMessage> = {}): OutsideMessage => ({
  key: 'k-1',
  tag: 'effect-1',
  title: '触点预警：丙客户',
  lines: ['约定 10月3日 14:00', '议程：看样'],
  link: { text: '处理', url: 'https://jieli.example/m/abc' },
  to: [PERSON],
  ...changes,
});

interface World {
  readonly notifier: Notifier;
  readonly vendor: Vendor;
  /** The same driver with a wrong secret. */
  readonly stranger: Notifier;
  readonly strangerReason: string;
  /** How many the vendor takes in a minute; null = no such limit. */
  readonly perMinute: number | null;
}
interface Driver {
  readonly name: string;
  open(): World;
}

const dingtalkRobot: Driver = {
  name: 'DingTalk robot',
  open() {
    const vendor = makeDingtalkRobotVendor({
      token: SECRETS.token,
      secret: SECRETS.secret,
      keywords: [],
      now: vendorNow,
    });
    const make = (signingSecret: string): Notifier =>
      makeDingtalkRobot({ token: SECRETS.token, signingSecret, keyword: null }, { http: vendor.http, now });
    return {
      notifier: make(SECRETS.secret),
      stranger: make('SECwrong'),
      strangerReason: 'signature',
      vendor,
      perMinute: 20,
    };
  },
};
const openWork = (): World & { vendor: DingtalkWorkVendor } => {
  const { appSecret } = SECRETS;
  const vendor = makeDingtalkWorkVendor({ appKey: 'key', appSecret, agentId: '77', users: ['ren-1'], now: vendorNow });
  const make = (secret: string): Notifier =>
    makeDingtalkWork({ appKey: 'key', appSecret: secret, agentId: '77' }, { http: vendor.http, now });
  return { notifier: make(appSecret), stranger: make('wrong'), strangerReason: 'badToken', vendor, perMinute: null };
};
const wecom: Driver = {
  name: 'WeCom robot',
  open() {
    const vendor = makeWecomVendor({ key: SECRETS.token, now: vendorNow });
    const make = (key: string): Notifier => makeWecomRobot({ key }, { http: vendor.http });
    return {
      notifier: make(SECRETS.token),
      stranger: make('wrong'),
      strangerReason: 'badToken',
      vendor,
      perMinute: 20,
    };
  },
};
const feishu: Driver = {
  name: 'Feishu robot',
  open() {
    const vendor = makeFeishuVendor({ hook: SECRETS.token, secret: SECRETS.secret, now: vendorNow });
    const make = (signingSecret: string): Notifier =>
      makeFeishuRobot({ hook: SECRETS.token, signingSecret, keyword: null }, { http: vendor.http, now });
    return {
      notifier: make(SECRETS.secret),
      stranger: make('wrong'),
      strangerReason: 'signature',
      vendor,
      perMinute: 100,
    };
  },
};
const openPush = (): World & { vendor: PushService } => {
  const vendor = makePushService({ browsers: [browser], vapid: vapid.publicKey, now: vendorNow });
  const make = (keys: typeof vapid): Notifier =>
    makeWebPush({ keys, subject: 'https://jieli.example' }, { http: vendor.http, now, randomBytes });
  const other = vapidKeysFrom(randomBytes(32));
  return { notifier: make(vapid), stranger: make(other), strangerReason: 'signature', vendor, perMinute: 100 };
};

const DRIVERS: readonly Driver[] = [
  dingtalkRobot,
  { name: 'DingTalk work notification', open: openWork },
  wecom,
  feishu,
  { name: 'Web Push', open: openPush },
];

beforeEach(() => {
  clock = 1_790_000_000_000;
  skew = 0;
});

/** One suite every driver passes. */
for (const driver of DRIVERS) {
  describe(driver.name, () => {
    let world: World;
    const send = (changes: Partial<OutsideMessage> = {}) => world.notifier.send(message(changes));
    const numbered = (index: number) => send({ lines: [`第${index}条`], tag: `e-${index}` });
    beforeEach(() => {
      world = driver.open();
    });

    it('[NT-1][R36] an accepted message arrives once with title, lines and link', async () => {
      expect(await send()).toMatchObject({ kind: 'accepted' });
      expect(world.vendor.taken).toHaveLength(1);
      const text = world.vendor.taken[0]?.text ?? '';
      for (const part of ['触点预警：丙客户', '约定 10月3日 14:00', '议程：看样', 'https://jieli.example/m/abc']) {
        expect(text).toContain(part);
      }
    });
    it('[NT-2] a verdict against us is a refusal with its reason, whatever the HTTP status', async () => {
      expect(await world.stranger.send(message())).toMatchObject({ kind: 'refused', reason: world.strangerReason });
      expect(world.vendor.taken).toEqual([]);
    });
    it('[NT-3][R91] what may have been taken is unknown', async () => {
      await send({ lines: ['先取令牌'] });
      world.vendor.trouble('silentAfterAcceptance');
      expect(await numbered(1)).toMatchObject({ kind: 'unknown' });
      world.vendor.trouble('gatewayTimeout');
      expect(await numbered(2)).toMatchObject({ kind: 'unknown' });
      expect(world.vendor.taken).toHaveLength(3);
    });
    it('[NT-4] what was certainly not taken may be tried again', async () => {
      world.vendor.trouble('unreachable');
      expect(await send()).toMatchObject({ kind: 'retryLater', reason: 'unreachable', afterMs: 60_000 });
      world.vendor.trouble('html');
      expect(await send()).toMatchObject({ kind: 'retryLater', reason: 'notVendor', afterMs: 600_000 });
      expect(world.vendor.taken).toEqual([]);
      expect(await send()).toMatchObject({ kind: 'accepted' });
    });
    it('[NT-5] above the limit it is blocked, still at 61 s, free after 11 min', async () => {
      const { perMinute } = world;
      if (perMinute === null) {
        expect((await numbered(1)).kind).toBe('accepted');
        (world.vendor as DingtalkWorkVendor).refuseWith(143103);
        expect(await numbered(2)).toMatchObject({ kind: 'retryLater', reason: 'rateLimited' });
        return;
      }
      for (let index = 0; index < perMinute; index += 1) expect((await numbered(index)).kind).toBe('accepted');
      expect(await numbered(perMinute)).toMatchObject({ kind: 'retryLater', reason: 'rateLimited', afterMs: 600_000 });
      clock += 61_000;
      expect(await numbered(perMinute)).toMatchObject({ reason: 'rateLimited' });
      clock += 600_000;
      expect((await numbered(perMinute)).kind).toBe('accepted');
      expect(world.vendor.taken).toHaveLength(perMinute + 1);
    });
    it('[NT-6] names do nothing in a message', async () => {
      const name =
        '![x](https://evil.example/p.png)**甲**\n# 标题\n@all <at id=all></at> <@ren> `rm` [点](http://evil) www.evil.cn';
      const lines = [name, `- ${name}`, `1. ${name}`];
      expect((await send({ title: name, lines, link: null })).kind).toBe('accepted');
      const text = JSON.stringify(world.vendor.taken[0]?.body);
      if (driver.name === 'Web Push') return expect(text).toContain('evil');
      for (const markup of [
        '](http',
        '**甲',
        '\\n#',
        '@all',
        '<at',
        '<@',
        '`rm',
        'www.evil',
        'https://evil',
        '\\n- ',
      ]) {
        expect(text).not.toContain(markup);
      }
      expect(text).toContain('甲');
    });
    it('[NT-11] a text too long is cut at a line and says so', async () => {
      const lines = Array.from({ length: 900 }, (_, index) => `第${index}条：客户跟进情况说明`);
      expect((await send({ lines })).kind).toBe('accepted');
      const text = world.vendor.taken[0]?.text ?? '';
      expect(text).toContain('第0条：客户跟进情况说明');
      expect(text).not.toContain('第899条');
      expect(text).toContain('https://jieli.example/m/abc');
      expect(text).toMatch(driver.name === 'Web Push' ? /…/ : /…另有 \d+ 行，请在接力中查看/);
    });
    it('[NT-13] no outcome repeats a secret', async () => {
      const said = [await world.stranger.send(message()), await send()];
      world.vendor.trouble('html');
      said.push(await send({ tag: 'x' }));
      world.vendor.trouble('silentAfterAcceptance');
      said.push(await send({ tag: 'y', lines: ['再来'] }));
      for (const secret of [...Object.values(SECRETS), PERSON.subscription?.auth ?? '', vapid.privateKey]) {
        expect(JSON.stringify(said)).not.toContain(secret);
      }
    });
  });
}

it('[NT-1] the log driver writes one line of harmless text', async () => {
  const written: string[] = [];
  const driver = makeLogNotifier((line) => written.push(line));
  expect((await driver.send(message({ lines: ['一\n二'] }))).kind).toBe('accepted');
  expect(written).toEqual(['[message k-1] 小任: 触点预警：丙客户 / 一 二']);
});

describe('signatures', () => {
  it('[NT-7] the known vectors, which are not interchangeable', () => {
    expect(dingtalkSign(1_600_000_000_000, 'SECabc')).toBe('ABcUcMOwyGGKmiNbHqEbhvKpuIGkMXqT1gAGfAAmnk8=');
    expect(feishuSign(1_600_000_000, 'abc')).toBe('6L6POH2rt4SuqaKjbCNoZ7H6Z3R3OevLdHc4Q+A+cEY=');
    expect(dingtalkSign(1_600_000_000, 'abc')).not.toBe(feishuSign(1_600_000_000, 'abc'));
  });
  it('[NT-7] a clock more than an hour off is refused as signature, one less is not', async () => {
    for (const { open } of [dingtalkRobot, feishu]) {
      const { notifier } = open();
      skew = 3_599_000;
      expect((await notifier.send(message())).kind).toBe('accepted');
      skew = 3_601_000;
      expect(await notifier.send(message())).toMatchObject({ kind: 'refused', reason: 'signature' });
      skew = 0;
    }
  });
  it('[NT-12] a keyword is put in where the text lacks it', async () => {
    const vendor = makeDingtalkRobotVendor({ token: 't', secret: null, keywords: ['接力提醒'], now });
    const make = (keyword: string | null): Notifier =>
      makeDingtalkRobot({ token: 't', signingSecret: null, keyword }, { http: vendor.http, now });
    expect(await make(null).send(message())).toMatchObject({ kind: 'refused', reason: 'keyword' });
    expect((await make('接力提醒').send(message())).kind).toBe('accepted');
  });
});

describe('work notification', () => {
  it('[NT-8] one token serves 7,200 s, a new one follows when it ends', async () => {
    const { notifier, vendor } = openWork();
    await notifier.send(message({ lines: ['1'] }));
    clock += 6_000_000;
    await notifier.send(message({ lines: ['2'] }));
    expect(vendor.tokensGiven()).toBe(1);
    clock += 1_000_000;
    await notifier.send(message({ lines: ['3'] }));
    expect(vendor.tokensGiven()).toBe(2);
    vendor.endTokens();
    expect((await notifier.send(message({ lines: ['4'] }))).kind).toBe('accepted');
    expect(vendor.tokensGiven()).toBe(3);
    expect(vendor.taken).toHaveLength(4);
  });
  it('[NT-8][NT-3] no answer about the token: nothing was sent, so it is tried again', async () => {
    const { notifier, vendor } = openWork();
    vendor.trouble('silentAfterAcceptance');
    expect(await notifier.send(message())).toMatchObject({ kind: 'retryLater', reason: 'unreachable' });
    expect(vendor.taken).toEqual([]);
  });
  it('[NT-9] what became of it is asked for', async () => {
    const { notifier } = openWork();
    const stranger = { ...PERSON, dingtalkUser: 'nobody' };
    const sent = await notifier.send(message());
    const lost = await notifier.send(message({ to: [stranger] }));
    if (sent.kind !== 'accepted' || lost.kind !== 'accepted') throw new Error('not accepted');
    expect(await notifier.confirm?.(sent.receipt ?? '', PERSON)).toEqual({ kind: 'delivered' });
    expect(await notifier.confirm?.(lost.receipt ?? '', stranger)).toMatchObject({
      kind: 'failed',
      reason: 'noReceiver',
    });
  });
  it('[NT-2] each code has its reason', async () => {
    const { notifier, vendor } = openWork();
    for (const [code, reason] of [
      [143105, 'dailyLimit'],
      [143106, 'duplicate'],
      [1430000, 'noReceiver'],
      [1430002, 'forbiddenWords'],
      [88, 'noPermission'],
    ] as const) {
      vendor.refuseWith(code);
      expect(await notifier.send(message())).toMatchObject({ kind: 'refused', reason });
    }
  });
});

describe('Web Push', () => {
  it('[NT-10] encrypts as the example of RFC 8291 says', () => {
    const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
    const body = encryptPush(Buffer.from('When I grow up, I want to be a watermelon'), {
      p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
      auth: 'BTBZMqHH6r4Tts7J_aSIgg',
      salt: bytes('DGv6ra1nlYgDCS1FRnbzlw'),
      privateKey: bytes('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'),
    });
    expect(Buffer.from(body).toString('base64url')).toBe(
      'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
    );
  });
  it('[NT-10] only its browser reads it; the service sees the tag of the effect under another name', async () => {
    const { notifier, vendor } = openPush();
    await notifier.send(message());
    const body = vendor.requests[0]?.body as Uint8Array;
    expect(JSON.parse(browser.read(body))).toMatchObject({ tag: 'effect-1', title: '触点预警：丙客户' });
    expect(() => makePushBrowser('two').read(body)).toThrow();
    expect(Buffer.from(body).toString('utf8')).not.toContain('丙客户');
    expect(vendor.requests[0]?.headers['topic']).not.toContain('effect-1');
  });
  it('[NT-10][NT-2] a browser that has gone is `gone`; only push services are asked', async () => {
    const { notifier, vendor } = openPush();
    vendor.forget(browser.subscription.endpoint);
    expect(await notifier.send(message())).toMatchObject({ kind: 'refused', reason: 'gone' });
    const asked = vendor.requests.length;
    for (const endpoint of [
      'http://fcm.googleapis.com/x',
      'https://127.0.0.1/x',
      'https://fcm.googleapis.com.evil.example/x',
      'https://evil@fcm.googleapis.com/x',
      'https://fcm.googleapis.com:8443/x',
      'https://metadata.internal/',
      'nonsense',
    ]) {
      expect(isPushEndpoint(endpoint)).toBe(false);
      const to = [{ ...PERSON, subscription: { ...browser.subscription, endpoint } }];
      expect(await notifier.send(message({ to }))).toMatchObject({ kind: 'refused', reason: 'noReceiver' });
    }
    expect(vendor.requests).toHaveLength(asked);
    expect(isPushEndpoint('https://wns2-par02p.notify.windows.com/w/?token=x')).toBe(true);
  });
});
