import { createHmac } from 'node:crypto';
import { busy, numberIn, rateLimited, readVendor, refused, textIn } from './answers.ts';
import type { Notifier, OutsideMessage, SendOutcome } from './contract.ts';
import type { HttpClient } from './http-client.ts';
import { markdownOf, neutral } from './plain-text.ts';

/**
 * A robot posts into one group. Facts of the vendor (reference connectors §1): HTTP 200 whatever happens, 20 messages a
 * minute and then ten minutes blocked, at most 1 h of clock difference, a person is highlighted only when named in the text.
 */
export interface DingtalkRobotConfig {
  readonly token: string;
  /** Null when the robot is guarded by keyword or address. */
  readonly signingSecret: string | null;
  readonly keyword: string | null;
}
export interface RobotDeps {
  readonly http: HttpClient;
  /** Relay time, ms. */
  readonly now: () => number;
}

const URL_BASE = 'https://oapi.dingtalk.com/robot/send';
const MAX_BYTES = 18_000;

/** Base64 of HMAC-SHA256, key the secret, over time and secret; not yet encoded for an address. */
export const dingtalkSign = (timestampMs: number, secret: string): string =>
  createHmac('sha256', secret).update(`${timestampMs}\n${secret}`).digest('base64');

const guardRefusal = (text: string): SendOutcome => {
  if (/keyword/i.test(text)) return refused('keyword', text);
  if (/whitelist|ip\s/i.test(text)) return refused('ipNotAllowed', text);
  return refused('signature', text);
};

/** What a code means; codes of the same kind are shared by robots and work notifications. */
const outcomeOf = (code: number | null, text: string): SendOutcome => {
  switch (code) {
    case 0:
      return { kind: 'accepted', receipt: null };
    case -1:
      return busy(text);
    case 130101:
    case 1111:
      return rateLimited(text);
    case 310000:
      return guardRefusal(text);
    case 300001:
    case 300005:
      return refused('badToken', text);
    case 40035:
      return refused('badRequest', text);
    default:
      return refused('other', `${code ?? ''} ${text}`);
  }
};

const bodyOf = (message: OutsideMessage, keyword: string | null): object => {
  const users = message.to.flatMap(({ dingtalkUser }) => dingtalkUser ?? []);
  const mobiles = message.to.flatMap(({ dingtalkUser, mobile }) => (dingtalkUser === null && mobile ? [mobile] : []));
  const mentions = [...users, ...mobiles].map((handle) => `@${handle}`);
  const written = markdownOf(message, { between: '\n\n', maxBytes: MAX_BYTES, mentions, withTitle: true });
  const text = keyword === null || written.includes(keyword) ? written : `${keyword}\n\n${written}`;
  return {
    msgtype: 'markdown',
    markdown: { title: neutral(message.title), text },
    at: { atMobiles: mobiles, atUserIds: users, isAtAll: false },
  };
};

export const makeDingtalkRobot = (config: DingtalkRobotConfig, { http, now }: RobotDeps): Notifier => ({
  channel: 'dingtalkRobot',
  async send(message) {
    const query = new URLSearchParams({ access_token: config.token });
    if (config.signingSecret !== null) {
      const timestamp = now();
      query.set('timestamp', String(timestamp));
      query.set('sign', dingtalkSign(timestamp, config.signingSecret));
    }
    const answer = readVendor(
      await http({
        method: 'POST',
        url: `${URL_BASE}?${query}`,
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(bodyOf(message, config.keyword)),
      }),
    );
    if (answer.kind === 'outcome') return answer.outcome;
    return outcomeOf(numberIn(answer.body, 'errcode'), textIn(answer.body, 'errmsg'));
  },
});
