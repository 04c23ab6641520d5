import type { Channel } from '#protocol';
import type { MemberId } from '#rules';
import type { Company } from '../company/company.ts';
import type { Address, Notifier } from '../notifiers/contract.ts';
import { makeDingtalkRobot } from '../notifiers/dingtalk-robot.ts';
import { makeDingtalkWork } from '../notifiers/dingtalk-work.ts';
import { makeFeishuRobot } from '../notifiers/feishu-robot.ts';
import type { HttpClient } from '../notifiers/http-client.ts';
import { makeLogNotifier } from '../notifiers/log-notifier.ts';
import { makeWebPush } from '../notifiers/web-push.ts';
import { makeWecomRobot } from '../notifiers/wecom-robot.ts';
import type { PushDevices } from './push-devices.ts';
import type { MessageSettings } from './settings.ts';

/** One way to one person. */
export interface Route {
  readonly channel: Channel;
  /** A device among several, for pushes; else empty. */
  readonly target: string;
}

/** Which ways lead to whom, and the drivers that go them. */
export interface Reach {
  /** Ways for a new message; empty when nothing reaches the member. */
  routesTo(member: MemberId): readonly Route[];
  /** Null when the way has gone meanwhile. */
  addressOf(member: MemberId, route: Route): Address | null;
  /** Null while the channel is off or lacks something. */
  notifier(channel: Channel): Promise<Notifier | null>;
}

export interface ReachDeps {
  readonly settings: MessageSettings;
  readonly push: PushDevices;
  readonly company: Pick<Company, 'org'>;
  readonly http: HttpClient;
  readonly now: () => number;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly publicUrl: () => string;
  readonly writeLog: (line: string) => void;
}

const ROBOTS = ['dingtalkRobot', 'wecomRobot', 'feishuRobot'] as const;

/** What a robot's address ends in: people paste the whole of it. */
const tokenIn = (webhook: string, parameter: string | null): string => {
  if (!URL.canParse(webhook)) return webhook;
  const url = new URL(webhook);
  const found = parameter === null ? url.pathname.split('/').at(-1) : url.searchParams.get(parameter);
  return found ?? '';
};

const makeDriver = async (channel: Channel, deps: ReachDeps): Promise<Notifier | null> => {
  const config = deps.settings.config(channel);
  if (config === null) return null;
  const webhook = config['webhook'] ?? '';
  const guards = { signingSecret: config['signingSecret'] ?? null, keyword: config['keyword'] ?? null };
  switch (channel) {
    case 'dingtalkWork': {
      const { appKey = '', appSecret = '', agentId = '' } = config;
      return makeDingtalkWork({ appKey, appSecret, agentId }, deps);
    }
    case 'dingtalkRobot':
      return makeDingtalkRobot({ token: tokenIn(webhook, 'access_token'), ...guards }, deps);
    case 'wecomRobot':
      return makeWecomRobot({ key: tokenIn(webhook, 'key') }, deps);
    case 'feishuRobot':
      return makeFeishuRobot({ hook: tokenIn(webhook, null), ...guards }, deps);
    case 'webPush': {
      const keys = await deps.push.keys();
      const url = deps.publicUrl();
      const subject = url.startsWith('https:') ? url : 'mailto:relay@jieli.invalid';
      return keys === null ? null : makeWebPush({ keys, subject }, deps);
    }
    case 'log':
      return makeLogNotifier(deps.writeLog);
  }
};

export const makeReach = (deps: ReachDeps): Reach => {
  const { settings, push, company } = deps;
  /** Kept while the settings stand, for a driver may hold a token. */
  const drivers = new Map<Channel, { readonly version: number; readonly driver: Notifier | null }>();
  const isUsable = (channel: Channel): boolean => settings.config(channel) !== null;

  const vendorRoutes = (member: MemberId): readonly Route[] => {
    if (isUsable('dingtalkWork') && settings.handle(member, 'dingtalkUser') !== null) {
      return [{ channel: 'dingtalkWork', target: '' }];
    }
    return ROBOTS.filter(isUsable).map((channel) => ({ channel, target: '' }));
  };

  return {
    routesTo(member) {
      const pushes = isUsable('webPush')
        ? push.targetsOf(member).map((target): Route => ({ channel: 'webPush', target }))
        : [];
      const routes = [...vendorRoutes(member), ...pushes];
      return routes.length === 0 && isUsable('log') ? [{ channel: 'log', target: '' }] : routes;
    },
    addressOf(member, { channel, target }) {
      const subscription = channel === 'webPush' ? push.find(member, target) : null;
      const dingtalkUser = settings.handle(member, 'dingtalkUser');
      if (channel === 'webPush' && subscription === null) return null;
      if (channel === 'dingtalkWork' && dingtalkUser === null) return null;
      const name = company.org().members[member]?.name ?? '';
      return { name, mobile: settings.handle(member, 'mobile'), dingtalkUser, subscription };
    },
    async notifier(channel) {
      const version = settings.version();
      const known = drivers.get(channel);
      if (known?.version === version) return known.driver;
      const driver = await makeDriver(channel, deps);
      drivers.set(channel, { version, driver });
      return driver;
    },
  };
};
