import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join as joinPath } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MemberId } from '#rules';
import { makeManualClock } from '../../../sync-relay/clock.ts';
import { foundCompany, send, type TestCompany } from './company.ts';
import { join, makeHttp } from './raw-device.ts';

let company: TestCompany;
beforeEach(async () => {
  company = await foundCompany();
});
afterEach(() => company.stop());

/** A request whose path is sent as it stands, which `fetch` would tidy up. */
const rawGet = (path: string): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(company.url);
    request({ hostname, port, path }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: String(Buffer.concat(chunks)) }));
    })
      .on('error', reject)
      .end();
  });

describe('writes', () => {
  it('[HT-1] a write without own Origin, session or CSRF token is refused with that reason', async () => {
    const { owner } = company;
    const call = (headers: Record<string, string>) => owner.post('/api/ticket', {}, headers);
    expect(await call({ origin: 'https://evil.example' })).toEqual({ status: 403, body: { error: 'wrongOrigin' } });
    expect(await call({ cookie: '' })).toEqual({ status: 401, body: { error: 'notSignedIn' } });
    expect(await call({ cookie: 'jieli_session=guess' })).toEqual({ status: 401, body: { error: 'notSignedIn' } });
    expect(await call({ 'x-jieli-csrf': 'guess' })).toEqual({ status: 403, body: { error: 'csrf' } });
    expect((await call({})).status).toBe(200);
    expect(company.relay.metrics.value('jieli_http_refused_total', 'csrf')).toBe(1);
  });
  it('[HT-2] a body that is no JSON, has other fields or is too large is refused and the relay serves on', async () => {
    for (const [body, error] of [
      ['{', 'badRequest'],
      ['"\\ud800', 'badRequest'],
      [JSON.stringify({ secret: 'x'.repeat(20), extra: 1 }), 'badRequest'],
      [JSON.stringify({ secret: 'x'.repeat(100_000) }), 'tooLarge'],
    ]) {
      expect((await makeHttp(company.url).post('/api/invites/look', body)).body).toEqual({ error });
    }
    expect((await makeHttp(company.url).post('/api/nothing', {})).status).toBe(404);
  });
  it('[HT-3] only the owner ends a recovery or confirms the clock', async () => {
    const ren = await company.joinAs('ren', 'dev-ren');
    for (const path of ['/api/admin/end-recovery', '/api/admin/confirm-clock']) {
      expect((await ren.post(path, {})).body).toEqual({ error: 'notEntitled' });
      expect((await company.owner.post(path, {})).body).toEqual({ health: 'ok' });
    }
  });
  it('[HT-7] who guesses at links is told to wait, from any socket of his address; who joins in earnest is not', async () => {
    await company.stop();
    const clock = makeManualClock(1_790_000_000_000);
    company = await foundCompany({ clock });
    const guess = (path: string) =>
      fetch(company.url + path, {
        method: 'POST',
        headers: { origin: company.url, 'content-type': 'application/json' },
        body: JSON.stringify(
          path === '/api/join'
            ? { secret: 'x'.repeat(20), device: 'dev-x', publicKey: {} }
            : { secret: 'x'.repeat(20) },
        ),
      });
    for (let tries = 0; tries < 10; tries += 1) {
      expect((await guess('/api/join')).status).toBe(410);
      expect((await guess('/api/invites/look')).status).toBe(410);
    }
    for (const path of ['/api/join', '/api/invites/look']) {
      const answer = await guess(path);
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '2']);
      expect(await answer.json()).toEqual({ error: 'rateLimited' });
    }
    expect(company.relay.metrics.value('jieli_link_tries_refused_total')).toBe(2);
    clock.set(company.log.now() + 2000);
    expect((await guess('/api/join')).status).toBe(410);
    clock.set(company.log.now() + 2000);
    for (const device of Array.from({ length: 25 }, (_, index) => `dev-${index}`)) await company.joinAs('ren', device);
  });
});

describe('app and operator pages', () => {
  it('[HT-4] the app comes with a strict policy, hashed files for ever, unknown routes as the app', async () => {
    const folder = joinPath(company.dataDir, 'client');
    mkdirSync(joinPath(folder, 'assets'), { recursive: true });
    writeFileSync(joinPath(folder, 'index.html'), '<title>app</title>');
    writeFileSync(joinPath(folder, 'assets/a-12345678.js'), 'export {}');
    const page = await fetch(`${company.url}/customers/c-1`);
    expect(await page.text()).toBe('<title>app</title>');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const script = await fetch(`${company.url}/assets/a-12345678.js`);
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect((await fetch(`${company.url}/assets/gone.js`)).status).toBe(404);
    const opened = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } };
    const rule = await fetch(`${company.url}/process/rules/statusCard.quoteUnanswered`, opened);
    expect(await rule.text()).toBe('<title>app</title>');
  });
  it('[HT-10] [R98] what the build packed goes out packed, to whoever asks for it by name', async () => {
    const assets = joinPath(company.dataDir, 'client/assets');
    mkdirSync(assets, { recursive: true });
    const [text, other] = ['export const a = 1;'.repeat(99), 'export const b = 2;'];
    writeFileSync(joinPath(assets, 'p-12345678.js'), text);
    writeFileSync(joinPath(assets, 'p-12345678.js.br'), brotliCompressSync(text));
    writeFileSync(joinPath(assets, 'p-12345678.js.gz'), gzipSync(text));
    writeFileSync(joinPath(assets, 'q-12345678.js'), other);
    const asked = async (file: string, codings: string) => {
      const answer = await fetch(`${company.url}/assets/${file}`, { headers: { 'accept-encoding': codings } });
      expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
      expect(answer.headers.get('vary')).toBe('accept-encoding');
      const size = Number(answer.headers.get('content-length'));
      return [answer.headers.get('content-encoding'), size < text.length / 10, await answer.text()];
    };
    expect(await asked('p-12345678.js', 'gzip, deflate, br')).toEqual(['br', true, text]);
    expect(await asked('p-12345678.js', 'gzip')).toEqual(['gzip', true, text]);
    expect(await asked('p-12345678.js', 'identity')).toEqual([null, false, text]);
    expect(await asked('p-12345678.js', 'br;q=0')).toEqual([null, false, text]);
    expect(await asked('p-12345678.js', 'gzip;q=0.8, br;q=0.5')).toEqual(['br', true, text]);
    expect(await asked('p-12345678.js', '*')).toEqual([null, false, text]);
    expect(await asked('q-12345678.js', 'br')).toEqual([null, true, other]);
    writeFileSync(joinPath(assets, 'q-12345678.js.gz'), gzipSync(other));
    expect((await asked('q-12345678.js', 'br, gzip'))[0]).toBe('gzip');
    const head = await fetch(`${company.url}/assets/p-12345678.js`, {
      method: 'HEAD',
      headers: { 'accept-encoding': 'br' },
    });
    expect(head.headers.get('content-length')).toBe(String(brotliCompressSync(text).length));
    expect(await head.text()).toBe('');
  });
  it('[HT-10] a route is the packed app, and so are files of the build before', async () => {
    const client = joinPath(company.dataDir, 'client');
    const previous = joinPath(company.dataDir, 'previous/assets');
    for (const folder of [client, previous]) mkdirSync(folder, { recursive: true });
    writeFileSync(joinPath(client, 'index.html'), '<title>app</title>');
    writeFileSync(joinPath(client, 'index.html.br'), brotliCompressSync('<title>packed</title>'));
    writeFileSync(joinPath(previous, 'o-12345678.js'), 'old');
    writeFileSync(joinPath(previous, 'o-12345678.js.br'), brotliCompressSync('old, packed'));
    const headers = { accept: 'text/html', 'accept-encoding': 'br' };
    for (const path of ['/customers/c-1', '/process/rules/statusCard.quoteUnanswered', '/']) {
      const page = await fetch(company.url + path, { headers });
      expect([path, page.headers.get('content-type'), await page.text()]).toEqual([
        path,
        'text/html; charset=utf-8',
        '<title>packed</title>',
      ]);
    }
    const old = await fetch(`${company.url}/assets/o-12345678.js`, { headers: { 'accept-encoding': 'br' } });
    expect([old.headers.get('content-type'), await old.text()]).toEqual([
      'text/javascript; charset=utf-8',
      'old, packed',
    ]);
  });
  it('[HT-5] a path that leads out of the folder finds nothing', async () => {
    writeFileSync(joinPath(company.dataDir, 'secret.txt'), 'secret');
    mkdirSync(joinPath(company.dataDir, 'client'), { recursive: true });
    for (const path of ['/../secret.txt', '/%2e%2e/secret.txt', '/assets/..%2f..%2fsecret.txt', '/%00', '/%E0%A4%A']) {
      const { status, text } = await rawGet(path);
      expect([path, status, text.includes('secret\n') || text === 'secret']).toEqual([path, 404, false]);
    }
  });
  it('[HT-6] health, readiness and metrics answer, and count what was refused', async () => {
    expect((await fetch(`${company.url}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${company.url}/readyz`)).text()).toBe('ok\n');
    await makeHttp(company.url).post('/api/ticket', {});
    const text = await (await fetch(`${company.url}/metrics`)).text();
    expect(text).toContain('jieli_http_refused_total{reason="notSignedIn"} 1');
    expect(text).toMatch(/^jieli_sockets_open 1$/m);
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      const said = await (await fetch(company.url + path)).text();
      for (const personal of ['老板', '小任', '甲公司', 'mia', 'ren', 'east', company.owner.member, 'dev-owner'])
        expect([path, personal, said.includes(personal)]).toEqual([path, personal, false]);
    }
  });
});

describe('metrics', () => {
  it('[HT-6] an event counts once, however often its device sends it', async () => {
    const { owner, relay } = company;
    const counted = () => relay.metrics.value('jieli_events_total');
    const before = counted();
    const update = owner.author.update('org@1', 'territoryDefined', 'org', { territory: 'north', name: '华北' });
    for (let time = 0; time < 3; time += 1) expect((await send(owner, 'org@1', update)).type).toBe('ack');
    expect(counted() - before).toBe(1);
  });
});

describe('links and sessions', () => {
  it('[AU-1] a link lets in one device once, and says when it was used', async () => {
    const { body } = await company.owner.post('/api/invites', { member: 'ren' });
    const secret = new URL((body as { link: string }).link).hash.slice(1);
    const look = await makeHttp(company.url).post('/api/invites/look', { secret });
    expect(look.body).toEqual({ kind: 'member', member: 'ren', name: '小任', company: '甲公司' });
    expect((await join(company.url, secret, 'dev-ren')).member).toBe('ren');
    await expect(join(company.url, secret, 'dev-other')).rejects.toThrow('linkUsed');
  });
  it('[AU-11] of several owner links only the newest lets anyone in', async () => {
    const [first, second] = [await company.relay.authn.makeOwnerLink(), await company.relay.authn.makeOwnerLink()];
    await expect(join(company.url, first, 'dev-a')).rejects.toThrow('linkUsed');
    expect((await join(company.url, second, 'dev-b')).member).toBe(company.owner.member);
  });
  it('[AU-11] of several links of a member the first that is used ends the others; none lets in who has left', async () => {
    const linkOf = async (member: string): Promise<string> =>
      (await company.relay.authn.makeInvite(member as MemberId)).secret;
    const [first, ofOther, second] = [await linkOf('ren'), await linkOf('wei'), await linkOf('ren')];
    expect((await join(company.url, second, 'dev-2')).member).toBe('ren');
    await expect(join(company.url, first, 'dev-1')).rejects.toThrow('linkUsed');
    await company.write(company.owner, 'org@1', 'memberChanged', 'org', { member: 'wei', active: false });
    await expect(join(company.url, ofOther, 'dev-3')).rejects.toThrow('linkExpired');
    expect(company.relay.company.org().members['wei']?.devices).not.toContain('dev-3');
    await company.write(company.owner, 'org@1', 'memberChanged', 'org', { member: 'wei', active: true });
    expect((await join(company.url, ofOther, 'dev-3')).member).toBe('wei');
  });
  it('[AU-11] of two links of a member that are used at the same moment one lets in', async () => {
    const make = async () => (await company.relay.authn.makeInvite('ren' as MemberId)).secret;
    const links = [await make(), await make()];
    const joined = await Promise.allSettled(links.map((link, at) => join(company.url, link, `dev-${at}`)));
    expect(joined.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
  it('[AU-2] two devices that redeem one link at the same moment: one gets in', async () => {
    const { body } = await company.owner.post('/api/invites', { member: 'ren' });
    const secret = new URL((body as { link: string }).link).hash.slice(1);
    const results = await Promise.allSettled([join(company.url, secret, 'dev-1'), join(company.url, secret, 'dev-2')]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
  it('[AU-3] the session cookie is kept from scripts and other sites; storage holds no secret', async () => {
    const { body } = await company.owner.post('/api/invites', { member: 'ren' });
    const secret = new URL((body as { link: string }).link).hash.slice(1);
    const response = await fetch(`${company.url}/api/join`, {
      method: 'POST',
      headers: { origin: company.url, 'content-type': 'application/json' },
      body: JSON.stringify({ secret, device: 'dev-ren', publicKey: {} }),
    });
    const [cookie = ''] = response.headers.getSetCookie();
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
    const { meta } = await company.relay.storage.load();
    const stored = JSON.stringify([...meta]);
    const session = /jieli_session=([^;]+)/.exec(cookie)?.[1] ?? '';
    expect(session.length).toBeGreaterThan(20);
    expect(stored).not.toContain(session);
    expect(stored).not.toContain(secret);
  });
  it('[AU-4] a rep invites nobody; a manager nobody outside his territory, and nobody above', async () => {
    const ren = await company.joinAs('ren', 'dev-ren');
    const mia = await company.joinAs('mia', 'dev-mia');
    const ask = async (from: typeof ren, member: string) => (await from.post('/api/invites', { member })).status;
    expect(await ask(ren, 'wei')).toBe(403);
    expect(await ask(mia, 'wei')).toBe(403);
    expect(await ask(mia, company.owner.member)).toBe(403);
    expect(await ask(mia, 'ren')).toBe(200);
  });
  it('[AU-4] an invitation that has not come here yet is told from one that may not be given, to leaders', async () => {
    const ren = await company.joinAs('ren', 'dev-ren');
    const mia = await company.joinAs('mia', 'dev-mia');
    const ask = async (from: typeof ren, member: string) => await from.post('/api/invites', { member });
    expect(await ask(mia, 'not-yet')).toMatchObject({ status: 404, body: { error: 'notFound' } });
    expect(await ask(company.owner, 'not-yet')).toMatchObject({ status: 404 });
    expect(await ask(ren, 'not-yet')).toMatchObject({ status: 403, body: { error: 'notEntitled' } });
  });
  it('[AU-5] [S9] a device that goes on under a new id keeps its session and appends under it', async () => {
    const ren = await company.joinAs('ren', 'dev-ren');
    const replaced = await ren.post('/api/devices/replace', { device: 'dev-ren-2' });
    expect(replaced.body).toMatchObject({ member: 'ren', device: 'dev-ren-2' });
    expect((await ren.post('/api/devices/replace', { device: 'dev-owner' })).status).toBe(400);
    expect((await ren.post('/api/ticket', {})).status).toBe(200);
    expect(company.relay.company.org().members['ren']?.devices).toContain('dev-ren-2');
  });
});
