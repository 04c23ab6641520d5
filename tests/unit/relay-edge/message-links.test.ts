import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CustomerId, type CustomerState, type EventId, type MemberId, makeFold, parseRoom } from '#rules';
import type { LinkClaims } from '../../../sync-relay/links/link-tokens.ts';
import { linkDevice } from '../../../sync-relay/links/member-hand.ts';
import { QUARTER_ROOM } from './company.ts';
import { HOUR_MS, type MessageWorld, openMessageWorld, TEN_OCLOCK } from './message-world.ts';

const DAY_MS = 24 * HOUR_MS;
const DUE = TEN_OCLOCK - 2 * HOUR_MS;
const TOMORROW = '2026-10-13T15:30';
const TOMORROW_MS = Date.UTC(2026, 9, 13, 7, 30);
const RESCHEDULE = { act: 'reschedule', at: TOMORROW };
const UPDATED = { act: 'updated', channel: 'call', summary: '客户改到下周看样板间' };

let world: MessageWorld;
let note: EventId;
beforeEach(async () => {
  world = await openMessageWorld();
  await world.turnOn('dingtalkWork');
  note = await world.note(TEN_OCLOCK - DAY_MS, '工期计划，电话 13912345678', DUE);
});
afterEach(() => world.stop());

/** Links of the alert as people got them: salesperson, manager. */
const tell = async (): Promise<readonly [string, string]> => {
  await world.tell({ cause: note });
  const links = world.vendors.work.taken.map(({ text }) => /https?:\S+\/m\/(\S+)/.exec(text)?.[1] ?? '');
  return [links[0] ?? '', links[1] ?? ''];
};
/** A connection of its own each time: the relay may have been restarted behind one that was kept. */
const look = (token: string, { headers, ...init }: RequestInit = {}): Promise<Response> =>
  fetch(`${world.company.url}/m/${token}`, { ...init, headers: { ...headers, connection: 'close' } });
const act = async (token: string, fields: Record<string, string>): Promise<{ status: number; text: string }> => {
  const response = await look(token, { method: 'POST', body: new URLSearchParams(fields) });
  return { status: response.status, text: await response.text() };
};
const state = (): CustomerState => {
  const found = world.relay().company.fold.customer('c-1' as CustomerId);
  if (found === null) throw new Error('no customer');
  return found;
};
const rowsBy = (member: string): number =>
  world
    .relay()
    .log.rooms()
    .flatMap((room) => [...world.relay().log.rows(room)])
    .filter(({ event }) => event.device === linkDevice(member as MemberId)).length;
const CLAIMS = (): LinkClaims => ({
  purpose: 'touchpoint',
  member: 'ren',
  effect: 'effect-1',
  customer: 'c-1',
  note,
  appointmentMs: DUE,
  expiresAtMs: TEN_OCLOCK + DAY_MS,
});
const closed = { 404: '链接无效', 410: /已过期|已经用过|不由您负责|已经改过|已有进展/ } as const;

describe('the page', () => {
  it('[ML-1][R36] opens without session, script or contact detail, on what the policy allows alone', async () => {
    const [mine, managers] = await tell();
    const response = await look(mine);
    const text = await response.text();
    expect(response.status).toBe(200);
    for (const part of [
      '丙客户',
      '约定时间：10月12日（周一）08:00',
      '看样板间',
      '改约',
      '已更新',
      '以「小任」的身份',
    ]) {
      expect(text).toContain(part);
    }
    for (const part of ['<script', 'src=', '13912345678', '工期计划', '王院长', ' on'])
      expect(text).not.toContain(part);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await (await look(managers)).text()).toContain('负责人：小任');
  });
  it('[ML-2] looking changes nothing, whoever looks how often', async () => {
    const [mine] = await tell();
    const before = world.relay().company.fold.digest();
    for (const init of [{}, {}, { method: 'HEAD' }, { headers: { 'user-agent': 'DingTalk link preview' } }]) {
      expect((await look(mine, init)).status).toBe(200);
    }
    expect((await look(mine, { method: 'PUT' })).status).toBe(404);
    expect(world.relay().company.fold.digest()).toBe(before);
    expect(rowsBy('ren')).toBe(0);
  });
});

describe('acts', () => {
  it('[ML-3][R36] 改约 keeps participants and agenda', async () => {
    const [mine] = await tell();
    expect((await act(mine, RESCHEDULE)).text).toContain('已提交');
    const [touchpoint] = state().touchpoints;
    expect(touchpoint).toMatchObject({
      status: 'open',
      moved: 1,
      plan: { atMs: TOMORROW_MS, attendees: ['王院长'], agenda: '看样板间', agreed: 'confirmedByCustomer' },
    });
    expect(touchpoint?.history.at(-1)).toMatchObject({ author: 'ren', device: linkDevice('ren' as MemberId) });
  });
  it('[ML-3][I1] 已更新 records an interaction; a replica that gets the rows in any order folds the same', async () => {
    const [mine, managers] = await tell();
    expect((await act(mine, UPDATED)).status).toBe(200);
    expect((await act(managers, { ...UPDATED, summary: '主管也打过电话' })).status).toBe(200);
    const said = state().timeline.filter(({ type }) => type === 'interactionRecorded');
    expect(said.map(({ author, payload }) => [author, (payload as { summary: string }).summary])).toEqual([
      ['ren', UPDATED.summary],
      ['mia', '主管也打过电话'],
    ]);
    const { log, company } = world.relay();
    const fold = makeFold();
    for (const room of [...log.rooms()].reverse()) {
      const doc = parseRoom(room)?.doc ?? '';
      const rows = [...log.rows(room)].reverse().map(({ event, received }) => ({ event, received, doc }));
      fold.apply(
        rows,
        [...log.facts(room)].map((fact) => ({ fact, doc })),
      );
    }
    expect(fold.digest()).toBe(company.fold.digest());
  });
  it('[ML-4] acts once: again, twice at a time, with another act, after a restart', async () => {
    const [mine, managers] = await tell();
    const [first, second] = await Promise.all([act(mine, UPDATED), act(mine, RESCHEDULE)]);
    expect([first.status, second.status].sort()).toEqual([200, 410]);
    const again = await act(mine, UPDATED);
    expect(again).toMatchObject({ status: 410 });
    expect(again.text).toContain('已经用过');
    expect(again.text).not.toContain('丙客户');
    await world.restart();
    expect((await act(mine, UPDATED)).status).toBe(410);
    expect((await look(mine)).status).toBe(410);
    expect(rowsBy('ren')).toBe(1);
    expect((await look(managers)).status).toBe(state().touchpoints[0]?.moved === 0 ? 200 : 410);
  });
  it('[ML-7] what the rules refuse is said, and what was typed is still there', async () => {
    const [mine] = await tell();
    const past = await act(mine, { act: 'reschedule', at: '2026-10-01T09:00' });
    expect(past.status).toBe(422);
    expect(past.text).toContain('新的约定时间要在现在之后');
    expect(past.text).toContain('value="2026-10-01T09:00"');
    for (const fields of [
      { act: 'updated', channel: 'call', summary: '  ' },
      { act: 'reschedule', at: '2026-02-30T09:00' },
      { act: 'updated', channel: '"><script>', summary: '<b>说明</b>' },
      { act: 'delete' },
    ]) {
      const answer = await act(mine, fields as Record<string, string>);
      expect(answer.status).toBe(422);
      expect(answer.text).toContain('请填写完整');
      expect(answer.text).not.toMatch(/<script|<b>/);
    }
    expect((await act(mine, { act: 'updated', channel: 'call', summary: 'x'.repeat(501) })).text).toContain(
      'x'.repeat(501),
    );
    expect(rowsBy('ren')).toBe(0);
    expect((await act(mine, UPDATED)).status).toBe(200);
  });
  it('[ML-8] the device goes on counting after a restart; while the relay recovers nothing is written', async () => {
    const [mine, managers] = await tell();
    await act(mine, UPDATED);
    await world.restart();
    await world.tell({ effect: 'effect-2' as never, cause: note });
    const next = world.messages().links.make({ ...CLAIMS(), effect: 'effect-2' });
    expect((await act(next, UPDATED)).status).toBe(200);
    const mineRows = world
      .relay()
      .log.rooms()
      .flatMap((room) => [...world.relay().log.rows(room)])
      .filter(({ event }) => event.device === linkDevice('ren' as MemberId))
      .map(({ event }) => [event.n, event.prev]);
    expect(mineRows).toEqual([
      [0, null],
      [1, expect.stringContaining('link-')],
    ]);
    await world.restart({ restored: true });
    const answer = await act(managers, UPDATED);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('服务器暂时存不了');
    expect(answer.text).toContain(UPDATED.summary);
    expect(rowsBy('mia')).toBe(0);
    await world.relay().log.endRecovery();
    expect((await act(managers, UPDATED)).status).toBe(200);
  });
  it('[ML-9][R79] 暂缓 is offered to those who lead the owner alone', async () => {
    const [mine, managers] = await tell();
    expect(await (await look(mine)).text()).not.toContain('暂缓跟进');
    expect(await (await look(managers)).text()).toContain('value="已线下协调，暂缓跟进"');
    // this world's alert is none that a rule has fired
    const unknown = await act(managers, { act: 'pause', reason: '已线下协调，暂缓跟进', resume: TOMORROW });
    expect(unknown.text).toContain('这条提醒已经不在了');
    const answer = await act(mine, { act: 'pause', reason: '已线下协调，暂缓跟进', resume: TOMORROW });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('您现在不能改这家客户的记录');
    expect(rowsBy('ren')).toBe(0);
  });
});

it('[ML-10][AU-5] nobody takes the id of a device the relay holds', async () => {
  const { company, ren } = world;
  const device = linkDevice('mia' as MemberId);
  const { body } = await company.owner.post('/api/invites', { member: 'mia' });
  const secret = new URL((body as { link: string }).link).hash.slice(1);
  const join = await company.owner.post('/api/join', { secret, device, publicKey: {} });
  expect(join.body).toEqual({ error: 'badRequest' });
  expect((await ren.post('/api/devices/replace', { device })).body).toEqual({ error: 'badRequest' });
});

describe('what opens nothing', () => {
  const refuses = async (token: string, status: 404 | 410, words = closed[status]): Promise<void> => {
    for (const answer of [
      await act(token, UPDATED),
      { ...(await look(token)), text: await (await look(token)).text() },
    ]) {
      expect(answer.text).toMatch(words);
      expect(answer.text).not.toContain('丙客户');
      expect(answer.text).not.toContain('看样板间');
    }
    expect((await look(token)).status).toBe(status);
    expect(rowsBy('ren') + rowsBy('mia')).toBe(0);
  };

  it('[ML-5] forged, changed, of another key, for another purpose', async () => {
    const [mine] = await tell();
    const [body = '', mac = ''] = mine.split('.');
    const parts = JSON.parse(Buffer.from(body, 'base64url').toString()) as unknown[];
    const packed = (changed: unknown): string => Buffer.from(JSON.stringify(changed)).toString('base64url');
    const tokens = [
      `${packed([...parts.slice(0, 2), 'mia', ...parts.slice(3)])}.${mac}`,
      `${body}.${mac.slice(0, -1)}${mac.endsWith('A') ? 'E' : 'A'}`,
      `${body}.${createHmac('sha256', Buffer.alloc(32)).update(body).digest('base64url')}`,
      world.messages().links.make({ ...CLAIMS(), purpose: 'invite' as never }),
      world.messages().links.make({ ...CLAIMS(), member: '../x' }),
      world.messages().links.make({ ...CLAIMS(), customer: 'c-unknown' }),
      body,
      'x'.repeat(900),
      '%00',
    ];
    for (const token of tokens) await refuses(token, 404);
  });
  it('[ML-6] expired', async () => {
    const [mine] = await tell();
    world.clock.set(TEN_OCLOCK + 49 * HOUR_MS);
    await refuses(mine, 410, /已过期/);
  });
  it('[ML-6] a member deactivated meanwhile', async () => {
    const [mine] = await tell();
    const { company } = world;
    await company.write(company.owner, 'org@1', 'memberChanged', 'org', { member: 'ren', active: false });
    await refuses(mine, 410, /不由您负责/);
  });
  it('[ML-6] a customer handed over meanwhile', async () => {
    const [mine] = await tell();
    const { company } = world;
    await company.write(company.owner, QUARTER_ROOM(company, 'east'), 'customerHandedOver', 'c-1', { to: 'wei' });
    await refuses(mine, 410, /不由您负责/);
  });
  it('[ML-6] an appointment moved or settled meanwhile', async () => {
    const [mine, managers] = await tell();
    const room = QUARTER_ROOM(world.company, 'east');
    const touchpoint = { atMs: TOMORROW_MS, attendees: ['王院长'], agenda: '看样板间', agreed: 'proposedByUs' };
    await world.company.write(world.ren, room, 'touchpointRescheduled', 'c-1', { note, touchpoint });
    await refuses(mine, 410, /已经改过时间/);
    await world.company.write(world.ren, room, 'touchpointCancelled', 'c-1', { note, reason: '客户出差' });
    await refuses(managers, 410, /已有进展/);
  });
});
