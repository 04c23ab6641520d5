import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import type { PushSubscription } from '../../../sync-relay/notifiers/contract.ts';
import { makeWindow, type Serve, type Taken, type Vendor, withTroubles } from './vendor.ts';

/** A browser's side of a subscription: keys of its own, and how it reads what it is sent. */
export interface PushBrowser {
  readonly subscription: PushSubscription;
  /** @throws Error when it was not encrypted for this browser */
  read(body: Uint8Array): string;
}

export const makePushBrowser = (name: string): PushBrowser => {
  const ecdh = createECDH('prime256v1');
  ecdh.generateKeys();
  const auth = randomBytes(16);
  const derive = (secret: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, salt, info, length));
  return {
    subscription: {
      endpoint: `https://fcm.googleapis.com/fcm/send/${name}`,
      p256dh: ecdh.getPublicKey().toString('base64url'),
      auth: auth.toString('base64url'),
    },
    read(bytes) {
      const body = Buffer.from(bytes);
      const salt = body.subarray(0, 16);
      const sender = body.subarray(21, 21 + (body[20] ?? 0));
      const record = body.subarray(21 + sender.length);
      const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), sender]);
      const secret = derive(ecdh.computeSecret(sender), auth, info, 32);
      const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
      const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
      const decipher = createDecipheriv('aes-128-gcm', key, nonce);
      decipher.setAuthTag(record.subarray(record.length - 16));
      const plain = Buffer.concat([decipher.update(record.subarray(0, record.length - 16)), decipher.final()]);
      if (plain.at(-1) !== 2) throw new Error('no last record');
      return plain.subarray(0, -1).toString('utf8');
    },
  };
};

export interface PushServiceSetup {
  readonly browsers: readonly PushBrowser[];
  /** The relay's public key its subscriptions are bound to, base64url. */
  readonly vapid: string;
  readonly now: () => number;
}
export interface PushService extends Vendor {
  /** The browser of this endpoint has gone. */
  forget(endpoint: string): void;
}

const claimsOf = (header: string, vapid: string): Readonly<Record<string, unknown>> | null => {
  const [, jwt = '', key] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(header) ?? [];
  if (key !== vapid) return null;
  const [head = '', claims = '', signature = ''] = jwt.split('.');
  const point = Buffer.from(vapid, 'base64url');
  const x = point.subarray(1, 33).toString('base64url');
  const y = point.subarray(33).toString('base64url');
  const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } });
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  return isSigned ? JSON.parse(Buffer.from(claims, 'base64url').toString()) : null;
};

/** A browser vendor's push service: knows endpoints, checks who signs, reads nothing. */
export const makePushService = ({ browsers, vapid, now }: PushServiceSetup): PushService => {
  const taken: Taken[] = [];
  const gone = new Set<string>();
  const window = makeWindow(100, 60_000, 10 * 60_000, now);
  const serve: Serve = ({ url, headers, body }) => {
    const browser = browsers.find(({ subscription }) => subscription.endpoint === url);
    if (browser === undefined || gone.has(url)) return { status: 410, body: '' };
    const claims = claimsOf(headers['authorization'] ?? '', vapid);
    const expiresAt = Number(claims?.['exp']) * 1000;
    const isTimely = expiresAt > now() && expiresAt <= now() + 24 * 3_600_000;
    if (claims?.['aud'] !== new URL(url).origin || !claims['sub'] || !isTimely)
      return { status: 403, body: 'bad token' };
    if (headers['content-encoding'] !== 'aes128gcm' || !headers['ttl'] || !(body instanceof Uint8Array)) {
      return { status: 400, body: 'bad request' };
    }
    if ((headers['topic'] ?? '').length > 32) return { status: 400, body: 'bad topic' };
    if (body.length > 4096) return { status: 413, body: '' };
    if (!window.take()) return { status: 429, body: '', headers: { 'retry-after': '600' } };
    const notice = JSON.parse(browser.read(body)) as Readonly<Record<string, string>>;
    taken.push({ atMs: now(), text: Object.values(notice).join('\n'), body: { ...notice, topic: headers['topic'] } });
    return { status: 201, body: '' };
  };
  return { ...withTroubles(serve, taken), forget: (endpoint) => gone.add(endpoint) };
};
