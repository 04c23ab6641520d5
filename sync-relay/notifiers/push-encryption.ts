import { createCipheriv, createECDH, createPrivateKey, hkdfSync, sign } from 'node:crypto';

/** What one push message is encrypted for, and with: fresh randomness each time. */
export interface PushEncryption {
  /** The browser's public key (65 bytes) and its authentication secret (16 bytes), both base64url. */
  readonly p256dh: string;
  readonly auth: string;
  /** 16 fresh random bytes. */
  readonly salt: Uint8Array;
  /** Fresh private key on P-256, 32 random bytes. */
  readonly privateKey: Uint8Array;
}

const RECORD_BYTES = 4096;
/** A record is closed by this sign when it is the last. */
const LAST_RECORD = 2;

const derive = (secret: Uint8Array, salt: Uint8Array, info: Uint8Array | string, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, length));

/**
 * Encrypts for one browser: `aes128gcm` of RFC 8188 with keys as RFC 8291 derives them, in one record. The service
 * between reads none of it. @throws Error for keys that are no point on the curve
 */
export const encryptPush = (plain: Uint8Array, { p256dh, auth, salt, privateKey }: PushEncryption): Uint8Array => {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(privateKey);
  const theirs = Buffer.from(p256dh, 'base64url');
  const ours = ecdh.getPublicKey();
  const keyInfo = Buffer.concat([Buffer.from('WebPush: info\0'), theirs, ours]);
  const secret = derive(ecdh.computeSecret(theirs), Buffer.from(auth, 'base64url'), keyInfo, 32);
  const key = derive(secret, salt, 'Content-Encoding: aes128gcm\0', 16);
  const nonce = derive(secret, salt, 'Content-Encoding: nonce\0', 12);
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  const record = Buffer.concat([cipher.update(plain), cipher.update(Uint8Array.of(LAST_RECORD)), cipher.final()]);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(RECORD_BYTES, 0);
  head[4] = ours.length;
  return Buffer.concat([salt, head, ours, record, cipher.getAuthTag()]);
};

/** The relay's own pair, by which push services know it (RFC 8292); both base64url. */
export interface VapidKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

export const vapidKeysFrom = (privateKey: Uint8Array): VapidKeys => {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(privateKey);
  return {
    publicKey: ecdh.getPublicKey().toString('base64url'),
    privateKey: Buffer.from(privateKey).toString('base64url'),
  };
};

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** `Authorization` of a push: says who sends, for one service and the time until `expiresAtMs`. */
export const vapidHeader = (keys: VapidKeys, audience: string, subject: string, expiresAtMs: number): string => {
  const point = Buffer.from(keys.publicKey, 'base64url');
  const key = createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      d: keys.privateKey,
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  });
  const claims = { aud: audience, exp: Math.floor(expiresAtMs / 1000), sub: subject };
  const signed = `${part({ typ: 'JWT', alg: 'ES256' })}.${part(claims)}`;
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  return `vapid t=${signed}.${signature}, k=${keys.publicKey}`;
};
