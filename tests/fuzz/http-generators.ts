import type { Prng } from '../support/prng.ts';
import { mutate, ODD_TEXTS, oddValue } from './generators.ts';

/** One request of a signed-in hostile client. */
export interface HostileRequest {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

type Fields = Readonly<Record<string, readonly unknown[]>>;
const IDS = ['ren', 'wei', 'mia', 'dev-owner', 'dev-nobody', 'c1'] as const;
const SECRETS = ['x'.repeat(43), 'short', 'y'.repeat(200)] as const;
/** JSON routes with values a client might send; of those that end or move the session only what cannot. */
const ROUTES: Readonly<Record<string, Fields>> = {
  '/api/join': { secret: SECRETS, device: ['dev-9'], publicKey: [{ kty: 'EC' }], name: ['甲'] },
  '/api/invites/look': { secret: SECRETS },
  '/api/invites': { member: IDS },
  '/api/devices/replace': { device: ['dev-owner', 'dev-a', 'dev-b'] },
  '/api/devices/end': { device: ['dev-owner', 'dev-nobody'] },
  '/api/contacts/batch': { customers: [['c1'], [], Array.from({ length: 300 }, () => 'c1')] },
  '/api/contacts/reveal': { customer: IDS },
  '/api/admin/backup-made': { tick: [0, 1, 2 ** 53] },
  '/api/admin/end-recovery': {},
  '/api/admin/confirm-clock': {},
};
const text = (value: unknown): Uint8Array => new Uint8Array(Buffer.from(JSON.stringify(value) ?? ''));

const jsonBody = (prng: Prng, fields: Fields): Uint8Array => {
  const value = Object.fromEntries(
    Object.entries(fields)
      .filter(() => prng.chance(0.9))
      .map(([name, values]) => [name, prng.chance(0.7) ? prng.pick(values) : oddValue(prng)]),
  );
  if (prng.chance(0.1)) return text({ ...value, [prng.pick(ODD_TEXTS)]: oddValue(prng) });
  return prng.chance(0.2) ? mutate(prng, text(value)) : text(value);
};
const ODD_BODIES: readonly Uint8Array[] = [
  new Uint8Array(),
  new Uint8Array(Buffer.from('['.repeat(60_000))),
  new Uint8Array(Buffer.from(`{"secret":"${'z'.repeat(70_000)}"}`)),
  Uint8Array.of(0xff, 0xfe, 0x7b, 0x7d),
  new Uint8Array(Buffer.from('{"__proto__":{"member":"ren"}}')),
  new Uint8Array(Buffer.from('1e999')),
];

const header = (prng: Prng, right: string): string =>
  prng.chance(0.7)
    ? right
    : prng.pick(['', '-1', '1e9', '99999999999999999999', 'NaN', 'a=b', 'sha256', '%00', ',,,', ' ']);
const upload = (prng: Prng): HostileRequest => {
  const id = prng.pick(['', '/', `/${'0'.repeat(32)}`, `/${'f'.repeat(64)}`, '/..%2f..%2fetc', '/%00']);
  const metadata = `sha256 ${Buffer.from('a'.repeat(64)).toString('base64')},filename ${Buffer.from('确认书.pdf').toString('base64')}`;
  return {
    name: 'upload',
    method: prng.pick(['POST', 'PATCH', 'HEAD', 'DELETE', 'GET', 'OPTIONS']),
    path: `/api/blobs${id}`,
    headers: {
      'tus-resumable': header(prng, '1.0.0'),
      'upload-length': header(prng, '20'),
      'upload-offset': header(prng, '0'),
      'upload-metadata': header(prng, metadata),
      'content-type': header(prng, 'application/offset+octet-stream'),
    },
    body: Uint8Array.from({ length: prng.int(24) }, () => prng.int(256)),
  };
};

const PATHS = [
  '/',
  '/api/',
  '/api/session',
  '/api/devices',
  '/metrics',
  '/readyz',
  '/join',
  '/..%2f..%2fpackage.json',
  '/%',
  '/%ff',
  '//x',
  '/api/session/',
  '/assets/%2e%2e/x.js',
  `/${'a/'.repeat(2000)}`,
];

/** Any request: a JSON route, an upload, or a path. */
export const hostileRequest = (prng: Prng): HostileRequest => {
  const kind = prng.int(10);
  if (kind < 2) return upload(prng);
  if (kind < 4) {
    const method = prng.pick(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE']);
    return { name: 'path', method, path: prng.pick(PATHS), headers: {}, body: new Uint8Array() };
  }
  const [path, fields] = prng.pick(Object.entries(ROUTES));
  const body = prng.chance(0.15) ? prng.pick(ODD_BODIES) : jsonBody(prng, fields);
  return { name: path, method: 'POST', path, headers: { 'content-type': header(prng, 'application/json') }, body };
};
