import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jieli-start-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Env = Readonly<Record<string, string>>;
const spawnRelay = (env: Env, args: readonly string[]): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', 'sync-relay/main.ts', ...args], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: join(folder, 'data'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
const ended = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.once('exit', resolve));

/** Runs a relay until `use` is done; gives it what the one line said. */
const running = async <Result>(
  env: Env,
  args: readonly string[],
  use: (said: { readonly url: string; readonly ownerLink: string | null }) => Promise<Result>,
): Promise<Result> => {
  const child = spawnRelay(env, ['--json', ...args]);
  const end = ended(child);
  const lines: string[] = [];
  try {
    const first = new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
        lines.push(line);
        resolve(line);
      });
      void end.then((code) => reject(new Error(`ended with ${code}`)));
    });
    const result = await use(JSON.parse(await first));
    expect(lines).toHaveLength(1);
    return result;
  } finally {
    child.kill('SIGTERM');
    await end;
  }
};
/** Starts a relay that must not start; what it said to stderr. */
const failing = async (env: Env, args: readonly string[] = []): Promise<string> => {
  const child = spawnRelay(env, args);
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += String(chunk);
  });
  expect(await ended(child)).toBe(1);
  return said;
};
const redeem = (url: string, secret: string, name: string) =>
  fetch(`${url}/api/join`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ secret, device: 'dev-owner', publicKey: {}, name }),
  });
const secretOf = (link: string | null): string => new URL(link ?? '').hash.slice(1);

it('[SR-1][SR-2] one line says address and owner link; with an owner there is no link unless asked for', async () => {
  const data = { DATA_DIR: join(folder, 'new/data') };
  const port = await running(data, [], async ({ url, ownerLink }) => {
    expect(ownerLink?.startsWith(`${url}/join#`)).toBe(true);
    expect(statSync(data.DATA_DIR).mode & 0o077).toBe(0);
    expect((await redeem(url, secretOf(ownerLink), '老板')).status).toBe(200);
    return new URL(url).port;
  });
  await running({ ...data, PORT: port }, [], async ({ url, ownerLink }) => {
    expect([new URL(url).port, ownerLink]).toEqual([port, null]);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });
  await running(data, ['--owner-link'], async ({ url, ownerLink }) => {
    const look = await fetch(`${url}/api/invites/look`, {
      method: 'POST',
      headers: { origin: url, 'content-type': 'application/json' },
      body: JSON.stringify({ secret: secretOf(ownerLink) }),
    });
    expect(await look.json()).toEqual({ kind: 'owner', member: 'm-dev-owner', name: '老板', company: null });
  });
});

it('[SR-3] what stops a start is one sentence and exit code 1', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as { port: number };
  const damaged = join(folder, 'damaged');
  await running({ DATA_DIR: damaged }, [], async ({ url, ownerLink }) => redeem(url, secretOf(ownerLink), '老板'));
  const database = join(damaged, 'relay.db');
  const bytes = readFileSync(database);
  const at = bytes.lastIndexOf('e:relay:');
  expect(at).toBeGreaterThan(0);
  bytes[at + 20] = (bytes[at + 20] ?? 0) ^ 1;
  writeFileSync(database, bytes);
  const noPem = join(folder, 'no.pem');
  writeFileSync(noPem, 'no certificate');
  const said = await running({}, [], async () => ({
    'another relay has it open': await failing({}),
    'port [0-9]+ is in use': await failing({ PORT: String(port), DATA_DIR: join(folder, 'a') }),
    'HOST is no address of this machine': await failing({ HOST: '192.0.2.1', DATA_DIR: join(folder, 'a') }),
    'DATA_DIR cannot be written': await failing({ DATA_DIR: '/proc/jieli' }),
    'TLS_CERT: cannot read': await failing({ TLS_CERT: '/nowhere', TLS_KEY: '/nowhere' }),
    'no pair that can be used': await failing({ TLS_CERT: noPem, TLS_KEY: noPem }),
    'go together': await failing({ TLS_CERT: noPem }),
    'PORT is no port': await failing({ PORT: 'eighty' }),
    'is damaged': await failing({ DATA_DIR: damaged }),
  }));
  taken.close();
  for (const [words, text] of Object.entries(said)) {
    expect(text).toMatch(new RegExp(words));
    expect(text.trim().split('\n')).toHaveLength(1);
  }
});

it('[SR-4] with certificate and key it speaks HTTPS, and the session cookie stays on it', async () => {
  const cert = 'tests/fixtures/tls/localhost-cert.pem';
  const tls = { TLS_CERT: cert, TLS_KEY: 'tests/fixtures/tls/localhost-key.pem', DATA_DIR: join(folder, 'tls') };
  await running(tls, [], async ({ url, ownerLink }) => {
    expect(url.startsWith('https://')).toBe(true);
    const body = JSON.stringify({ secret: secretOf(ownerLink), device: 'dev-o', publicKey: {}, name: '老板' });
    const cookie = await new Promise<string>((resolve, reject) => {
      const headers = { origin: url, 'content-type': 'application/json' };
      request(`${url}/api/join`, { method: 'POST', headers, ca: readFileSync(cert) }, (answer) =>
        resolve(String(answer.headers['set-cookie'])),
      )
        .on('error', reject)
        .end(body);
    });
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict; Secure$/);
  });
});
