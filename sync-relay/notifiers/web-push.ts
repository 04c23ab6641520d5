import { createHash } from 'node:crypto';
import type { PushNotice } from '#protocol';
import { rateLimited, refused, retryLater, transportOutcome } from './answers.ts';
import { BACK_OFF_MS, type Notifier, type OutsideMessage, type SendOutcome } from './contract.ts';
import type { RobotDeps } from './dingtalk-robot.ts';
import type { OutsideAnswer } from './http-client.ts';
import { encryptPush, type VapidKeys, vapidHeader } from './push-encryption.ts';

export interface WebPushConfig {
  readonly keys: VapidKeys;
  /** Whom a push service may ask about this relay: its address, or `mailto:`. */
  readonly subject: string;
}
export interface WebPushDeps extends RobotDeps {
  readonly randomBytes: (count: number) => Uint8Array;
}

/** Push services of the browsers. A subscription is a person's word: without this list it would be a way into any network. */
const SERVICES = [
  'fcm.googleapis.com',
  'updates.push.services.mozilla.com',
  'web.push.apple.com',
  '.notify.windows.com',
  '.push.services.mozilla.com',
  '.push.apple.com',
];

/** Whether a browser's push service is meant, over HTTPS on its usual port. */
export const isPushEndpoint = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, port, username } = new URL(text);
  if (protocol !== 'https:' || port !== '' || username !== '') return false;
  return SERVICES.some((service) => (service.startsWith('.') ? hostname.endsWith(service) : hostname === service));
};

const TTL_SECONDS = 24 * 3600;
const TOKEN_LIFE_MS = 12 * 3_600_000;
/** Plain bytes that every service takes. */
const MAX_BYTES = 3000;

/** A later message with the same tag replaces one the service still holds. */
const topicOf = (tag: string): string => createHash('sha256').update(tag).digest('base64url').slice(0, 32);

const noticeOf = ({ tag, title, lines, link }: OutsideMessage): Uint8Array => {
  const notice = (body: string): Buffer =>
    Buffer.from(JSON.stringify({ tag, title, body, url: link?.url ?? '/' } satisfies PushNotice));
  let body = lines.join('\n');
  while (notice(body).length > MAX_BYTES) body = `${[...body].slice(0, -50).join('')}…`;
  return notice(body);
};

const secondsIn = (answer: Extract<OutsideAnswer, { kind: 'answered' }>): number | null => {
  const text = answer.headers['retry-after'] ?? '';
  return /^\d{1,6}$/.test(text) ? Number(text) : null;
};

const outcomeOf = (answer: OutsideAnswer): SendOutcome => {
  if (answer.kind !== 'answered') return transportOutcome(answer);
  const { status, text } = answer;
  const detail = `HTTP ${status} ${text.slice(0, 80)}`.trim();
  if (status === 504) return { kind: 'unknown', detail };
  if (status === 201 || status === 202) return { kind: 'accepted', receipt: null };
  if (status === 429) {
    const seconds = secondsIn(answer);
    return seconds === null ? rateLimited(detail) : retryLater('rateLimited', seconds * 1000, detail);
  }
  if (status === 404 || status === 410) return refused('gone', detail);
  if (status === 413) return refused('tooLong', detail);
  if (status === 401 || status === 403) return refused('signature', detail);
  if (status === 400) return refused('badRequest', detail);
  // a page behind 200 or a redirect is no push service's answer
  return retryLater(status >= 500 ? 'busy' : 'notVendor', status >= 500 ? 60_000 : BACK_OFF_MS, detail);
};

/** One message to one browser. */
export const makeWebPush = (config: WebPushConfig, { http, now, randomBytes }: WebPushDeps): Notifier => ({
  channel: 'webPush',
  async send(message) {
    const subscription = message.to[0]?.subscription ?? null;
    if (subscription === null || !isPushEndpoint(subscription.endpoint))
      return refused('noReceiver', 'no subscription');
    let body: Uint8Array;
    try {
      const encryption = { ...subscription, salt: randomBytes(16), privateKey: randomBytes(32) };
      body = encryptPush(noticeOf(message), encryption);
    } catch {
      return refused('noReceiver', 'subscription keys');
    }
    const { origin } = new URL(subscription.endpoint);
    const answer = await http({
      method: 'POST',
      url: subscription.endpoint,
      headers: {
        'content-type': 'application/octet-stream',
        'content-encoding': 'aes128gcm',
        ttl: String(TTL_SECONDS),
        urgency: 'high',
        topic: topicOf(message.tag),
        authorization: vapidHeader(config.keys, origin, config.subject, now() + TOKEN_LIFE_MS),
      },
      body,
    });
    return outcomeOf(answer);
  },
});
