import * as encoding from 'lib0/encoding';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLOSE_CODES, MUX_PROTOCOL, TICKET_PREFIX } from '#protocol';
import { step1Message } from '../../../sync-relay/session/sync-messages.ts';
import { customer, foundCompany, QUARTER_ROOM, send, type TestCompany } from './company.ts';
import { openLine, openSocket, ticketOf } from './raw-device.ts';

let company: TestCompany;
beforeEach(async () => {
  company = await foundCompany();
});
afterEach(() => company.stop());

const refused = (path: string, protocols: readonly string[], origin = company.url): Promise<number> =>
  new Promise((resolve) => {
    const socket = openSocket(company.url, path, protocols, origin);
    socket.on('error', () => undefined);
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('open', () => resolve(101));
  });

describe('upgrade', () => {
  it('[FD-1] a foreign or missing Origin is refused with 403, an unknown path with 404', async () => {
    const ticket = TICKET_PREFIX + (await ticketOf(company.owner));
    expect(await refused('/mux', [MUX_PROTOCOL, ticket], 'https://evil.example')).toBe(403);
    expect(await refused('/mux', [MUX_PROTOCOL, ticket], '')).toBe(403);
    expect(await refused('/elsewhere', [MUX_PROTOCOL, ticket])).toBe(404);
    expect(company.relay.metrics.value('jieli_upgrades_refused_total', 'origin')).toBe(2);
    expect(await refused('/mux', [MUX_PROTOCOL, ticket])).toBe(101);
  });
  it('[FD-2] a ticket opens one socket only, and without one there is none', async () => {
    const ticket = TICKET_PREFIX + (await ticketOf(company.owner));
    expect(await refused('/mux', [MUX_PROTOCOL])).toBe(401);
    expect(await refused('/mux', [MUX_PROTOCOL, `${TICKET_PREFIX}guessed`])).toBe(401);
    expect(await refused('/mux', [MUX_PROTOCOL, ticket])).toBe(101);
    expect(await refused('/mux', [MUX_PROTOCOL, ticket])).toBe(401);
  });
});

describe('frames', () => {
  it('[FD-3] an unknown frame, a text frame or one cut short closes the socket as malformed; others are served on', async () => {
    for (const bad of [Uint8Array.of(99), Uint8Array.of(1), Uint8Array.of(2, 5), 'text']) {
      const line = await openLine(company.url, company.owner);
      line.socket.send(bad);
      expect((await line.closed).code).toBe(CLOSE_CODES.malformedFrame.code);
    }
    await company.write(company.owner, 'org@1', 'territoryDefined', 'org', { territory: 'north', name: '华北' });
  });
  it('[FD-4] a message beyond the limit ends the socket without ending the relay', async () => {
    const line = await openLine(company.url, company.owner);
    line.socket.on('error', () => undefined);
    line.socket.send(new Uint8Array(5 * 1024 * 1024));
    expect((await line.closed).code).toBe(1009);
    await company.write(company.owner, 'org@1', 'territoryDefined', 'org', { territory: 'north', name: '华北' });
  });
  it('[FD-5] a client of another protocol version is told to upgrade', async () => {
    const line = await openLine(company.url, company.owner);
    line.send({ type: 'hello', version: 99, clock: { boot: 'b', mono: 1, wall: 1 } });
    expect((await line.closed).code).toBe(CLOSE_CODES.upgradeNeeded.code);
  });
});

describe('channels', () => {
  it('[FD-6] a room that is unknown, stale or not entitled closes its channel with that reason', async () => {
    const ren = await company.joinAs('ren', 'dev-ren');
    const west = QUARTER_ROOM(company, 'west');
    const { entries } = await ren.line.take('catalogue');
    const named = entries.map(({ room }) => room);
    expect(named).toContain(QUARTER_ROOM(company, 'east'));
    for (const room of [west, 'private:mia@1', 'inbox:mia@1']) expect(named).not.toContain(room);
    for (const [channel, room, reason] of [
      [1, 'pool:nowhere@1', 'unknownDocument'],
      [2, 'org@2', 'staleEpoch'],
      [3, west, 'notEntitled'],
      [4, 'contact:c-1@1', 'notEntitled'],
    ] as const) {
      ren.line.send({ type: 'open', channel, room });
      ren.line.send({ type: 'data', channel, payload: step1Message(Uint8Array.of(0)) });
      expect(await ren.line.take('closed')).toMatchObject({ channel, code: CLOSE_CODES[reason].code, reason });
    }
    expect(ren.line.heard).not.toContain('data');
  });
  it('[FD-7] an update through a reading channel is not taken', async () => {
    company.owner.line.send({ type: 'open', channel: 1, room: 'org@1' });
    const update = company.owner.author.update('org@1', 'territoryDefined', 'org', { territory: 'x', name: 'x' });
    const payload = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarUint(encoder, 2);
      encoding.writeVarUint8Array(encoder, update);
    });
    const before = [...company.log.rows('org@1')].length;
    company.owner.line.send({ type: 'data', channel: 1, payload });
    company.owner.line.send({ type: 'open', channel: 2, room: 'nowhere' });
    await company.owner.line.take('closed');
    expect([...company.log.rows('org@1')].length).toBe(before);
    expect(company.relay.metrics.value('jieli_channel_writes_refused_total')).toBe(1);
  });
  it('[FD-8] receipts come before the update that carries the rows, and the writer hears his own update', async () => {
    const { line } = company.owner;
    line.send({ type: 'open', channel: 1, room: 'org@1' });
    line.send({ type: 'data', channel: 1, payload: Uint8Array.of(0, 0, 1, 0) });
    await line.take('data', ({ payload }) => payload[1] === 1);
    const before = line.heard.length;
    await company.write(company.owner, 'org@1', 'territoryDefined', 'org', { territory: 'north', name: '华北' });
    await line.take('catalogue', ({ entries }) => entries.some(({ room }) => room === 'pool:north@1'));
    const order = line.heard.slice(before).filter((type) => type === 'receipts' || type === 'data');
    expect(order).toEqual(['receipts', 'data']);
  });
});

describe('access in motion', () => {
  it('[FD-9] who loses a territory loses its channels and gets a new catalogue', async () => {
    const ren = await company.joinAs('ren', 'dev-ren');
    const east = QUARTER_ROOM(company, 'east');
    ren.line.send({ type: 'open', channel: 1, room: east });
    await ren.line.take('catalogue', ({ entries }) => entries.some(({ room }) => room === east));
    await company.write(company.owner, 'org@1', 'memberChanged', 'org', { member: 'ren', territories: ['west'] });
    expect(await ren.line.take('closed')).toMatchObject({ channel: 1, reason: 'notEntitled' });
    const { entries } = await ren.line.take(
      'catalogue',
      (frame) => !frame.entries.some(({ room, read }) => room === east && read),
    );
    expect(entries.map(({ room }) => room)).toContain(QUARTER_ROOM(company, 'west'));
  });
  it('[FD-35][S16] who opens a channel just after losing the right gets the new catalogue with the refusal', async () => {
    const ren = await company.joinAs('ren', 'dev-ren');
    const east = QUARTER_ROOM(company, 'east');
    await company.write(company.owner, 'pool:east@1', 'customerCreated', 'c-1', customer('ren'));
    await company.write(company.owner, 'org@1', 'memberChanged', 'org', { member: 'ren', territories: ['west'] });
    await ren.line.take('catalogue', ({ entries }) => entries.some(({ room }) => room.startsWith('log:west:')));
    // still reads east for his customer there; a hand-over changes nothing of the company
    const before = ren.line.heard.length;
    await company.write(company.owner, east, 'customerHandedOver', 'c-1', { to: 'mia' });
    ren.line.send({ type: 'open', channel: 1, room: east });
    ren.line.send({ type: 'open', channel: 2, room: 'nowhere' });
    await ren.line.take('closed', ({ channel }) => channel === 2);
    // before the refusal, when the look after the hand-over was quicker; with it otherwise
    const heard = ren.line.heard.slice(before).filter((type) => type === 'closed' || type === 'catalogue');
    expect(heard.toSorted()).toEqual(['catalogue', 'closed', 'closed']);
    expect(heard.at(-1)).toBe('closed');
    await company.write(company.owner, east, 'customerHandedOver', 'c-1', { to: 'ren' });
    await ren.line.take('catalogue', ({ entries }) => entries.some(({ room, read }) => room === east && read));
  });
  it('[FD-10] who is no longer active is cut off, and his session is over', async () => {
    const ren = await company.joinAs('ren', 'dev-ren');
    await company.write(company.owner, 'org@1', 'memberChanged', 'org', { member: 'ren', active: false });
    expect((await ren.line.closed).code).toBe(CLOSE_CODES.deviceRevoked.code);
    expect((await ren.post('/api/ticket', {})).status).toBe(401);
  });
  it('[FD-11] an append to a contact room is judged after the batches sent before it', async () => {
    const ren = await company.joinAs('ren', 'dev-ren');
    const pool = ren.author.update('pool:east@1', 'customerCreated', 'c-1', customer('ren'));
    const contact = ren.author.update('contact:c-1@1', 'contactSaved', 'c-1', { person: 'p', name: '张三' });
    const answers = await Promise.all([send(ren, 'pool:east@1', pool), send(ren, 'contact:c-1@1', contact)]);
    expect(answers.map(({ type }) => type)).toEqual(['ack', 'ack']);
  });
  it('[FD-12] an append where one may not is rejected by name and stored nowhere', async () => {
    const ren = await company.joinAs('ren', 'dev-ren');
    const west = QUARTER_ROOM(company, 'west');
    const call = { channel: 'call', answered: true, summary: '通话', atMs: 1 };
    const answer = await send(ren, west, ren.author.update(west, 'interactionRecorded', 'c-9', call));
    expect(answer).toMatchObject({ type: 'reject', reason: 'notEntitled' });
    expect([...company.log.rows(west)]).toEqual([]);
  });
});
