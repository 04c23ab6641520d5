import { afterEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CLOSE_CODES, type DownFrame, decodeDown, encodeUp, LIMITS } from '#protocol';
import { type DeviceId, deviceLog, type EventId, type MemberId } from '#rules';
import { makeSyncAnswers } from '../../../sync-relay/session/sync-answers.ts';
import { readSyncMessage, step1Message, updateMessage } from '../../../sync-relay/session/sync-messages.ts';
import { makeTokenBucket } from '../../../sync-relay/session/token-bucket.ts';
import type { Wire } from '../../../sync-relay/session/wire.ts';
import { makeMemoryStorage } from '../../../sync-relay/storage/memory.ts';
import { gateStorage } from '../../support/gated-storage.ts';
import { until } from '../../support/until.ts';
import { customer, foundCompany, send, type TestCompany } from './company.ts';
import { CLOCK, openLine, openSocket, ticketOf } from './raw-device.ts';

let company: TestCompany;
afterEach(() => company?.stop());

/** A wire that remembers, and whose line can be stuck. */
const makeWire = () => {
  const state = { unsent: 0, paused: 0, resumed: 0, closed: null as number | null, frames: [] as Uint8Array[] };
  const wire: Wire = {
    send: (bytes) => state.frames.push(bytes),
    close: (code) => {
      state.closed = code;
    },
    buffered: () => state.unsent,
    pause: () => {
      state.paused += 1;
    },
    resume: () => {
      state.resumed += 1;
    },
  };
  return { wire, state, down: (): DownFrame[] => state.frames.map(decodeDown) };
};
const sessionOf = ({ owner }: TestCompany) => ({
  member: owner.author.member,
  device: owner.author.device,
  csrf: owner.csrf,
});
const define = (name: string) => ({ territory: name, name });

describe('back-pressure', () => {
  it('[FD-13] an acknowledgement comes only after the commit is on disk', async () => {
    const storage = gateStorage(makeMemoryStorage());
    company = await foundCompany({ storage });
    await company.relay.ruleHost.settle();
    storage.hold();
    const { owner } = company;
    const heard = owner.line.heard.length;
    const answer = send(owner, 'org@1', owner.author.update('org@1', 'territoryDefined', 'org', define('north')));
    await storage.waiting();
    expect(owner.line.heard.slice(heard)).not.toContain('ack');
    storage.release();
    expect((await answer).type).toBe('ack');
  });
  it('[FD-36] what one commit makes durable of one connection is acknowledged in one frame', async () => {
    const storage = gateStorage(makeMemoryStorage());
    company = await foundCompany({ storage });
    await company.relay.ruleHost.settle();
    const { author } = company.owner;
    const { wire, down } = makeWire();
    const connection = company.relay.hub.connect(sessionOf(company), wire, null);
    const clock = { boot: 'b', mono: 1, wall: 1 };
    const append = (batch: number, room: string, update: Uint8Array): void =>
      connection.receive(encodeUp({ type: 'append', batch, room, clock, update }));
    const acks = () => down().flatMap((frame) => (frame.type === 'ack' ? [frame.rooms] : []));
    storage.hold();
    append(1, 'org@1', author.update('org@1', 'territoryDefined', 'org', define('north')));
    append(2, 'pool:east@1', author.update('pool:east@1', 'customerCreated', 'c-1', customer('ren')));
    append(3, 'org@1', author.update('org@1', 'territoryDefined', 'org', define('south')));
    await storage.waiting();
    expect(acks()).toEqual([]);
    storage.release();
    await until('an acknowledgement', () => acks().length > 0);
    const [rooms = []] = acks();
    expect(rooms.map(({ room, batches }) => ({ room, batches }))).toEqual([
      { room: 'org@1', batches: [1, 3] },
      { room: 'pool:east@1', batches: [2] },
    ]);
    const ids = rooms.flatMap(({ receipts }) => receipts.map(({ id }) => id));
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(company.relay.company.fold.placement(id as EventId)).not.toBeNull();
    expect(rooms.map(({ receipts }) => receipts.length)).toEqual([2, 1]);
    expect(acks()).toHaveLength(1);
  });
  it('[FD-14] a disk that refuses: the batch comes back as retryable, sign-in answers 503, readiness is red', async () => {
    const storage = gateStorage(makeMemoryStorage());
    company = await foundCompany({ storage });
    await company.relay.ruleHost.settle();
    storage.setFailing(true);
    const { owner } = company;
    const update = owner.author.update('org@1', 'territoryDefined', 'org', define('north'));
    expect(await send(owner, 'org@1', update)).toMatchObject({ type: 'reject', reason: 'storageFailing' });
    expect((await owner.post('/api/invites', { member: 'ren' })).body).toEqual({ error: 'storageFailing' });
    expect((await fetch(`${company.url}/readyz`)).status).toBe(503);
    storage.setFailing(false);
    expect((await send(owner, 'org@1', update)).type).toBe('ack');
    expect((await fetch(`${company.url}/readyz`)).status).toBe(200);
  });
  it('[FD-15] a reader that does not read is closed and everyone else goes on', async () => {
    company = await foundCompany();
    const { wire, state } = makeWire();
    const connection = company.relay.hub.connect(sessionOf(company), wire, null);
    connection.receive(encodeUp({ type: 'open', channel: 1, room: 'org@1' }));
    state.unsent = 1024 ** 3;
    await company.write(company.owner, 'org@1', 'territoryDefined', 'org', define('north'));
    expect(state.closed).toBe(CLOSE_CODES.slowReader.code);
    await company.write(company.owner, 'org@1', 'territoryDefined', 'org', define('south'));
  });
  it('[FD-16] sync answers wait while the line is full; acknowledgements overtake them', async () => {
    company = await foundCompany();
    const { wire, state, down } = makeWire();
    const connection = company.relay.hub.connect(sessionOf(company), wire, null);
    connection.receive(encodeUp({ type: 'open', channel: 1, room: 'org@1' }));
    state.unsent = 600 * 1024;
    connection.receive(encodeUp({ type: 'data', channel: 1, payload: step1Message(Uint8Array.of(0)) }));
    expect(down().filter(({ type }) => type === 'data')).toEqual([]);
    const update = company.owner.author.update('org@1', 'territoryDefined', 'org', define('north'));
    const clock = { boot: 'b', mono: 1, wall: 1 };
    connection.receive(encodeUp({ type: 'append', batch: 1, room: 'org@1', clock, update }));
    await company.owner.line.take('catalogue', ({ entries }) => entries.some(({ room }) => room === 'pool:north@1'));
    expect(down().map(({ type }) => type)).toContain('ack');
    const before = down().length;
    state.unsent = 0;
    connection.drained();
    const answered = down()
      .slice(before)
      .flatMap((frame) => (frame.type === 'data' ? [frame.payload] : []));
    expect(answered.map((payload) => payload[1])).toEqual([2, 1]);
  });
  it('[FD-17] channels share the line: two slices of each in turn, then one large answer after the other', () => {
    const sent: number[] = [];
    const done: number[] = [];
    let room = 0;
    const answers = makeSyncAnswers({
      send: (key) => {
        sent.push(key);
        room -= 1;
      },
      done: (key) => done.push(key),
      hasRoom: () => room > 0,
    });
    const slices = (length: number) => Array.from({ length }, () => ({ update: new Uint8Array(), receipts: [] }));
    const pump = (turns: number): void => {
      for (let turn = 0; turn < turns; turn += 1) {
        room = 1;
        answers.pump();
      }
    };
    answers.start(1, slices(4));
    answers.start(2, slices(3));
    answers.start(3, slices(1));
    pump(6);
    expect(sent).toEqual([1, 2, 3, 1, 2, 1]);
    // What is asked for later has its turn before the rest of what is large; what is asked anew begins anew.
    answers.start(4, slices(1));
    answers.start(2, slices(3));
    pump(7);
    expect(sent.slice(6)).toEqual([4, 2, 2, 1, 2]);
    expect([done, answers.pending]).toEqual([[3, 4, 1, 2], 0]);
    room = 0;
    answers.start(5, slices(9));
    pump(3);
    answers.cancel(5);
    pump(1);
    expect([sent.slice(11), answers.pending]).toEqual([[5, 5, 5], 0]);
  });
  it('[FD-18] who sends faster than the limit is read more slowly, nothing is lost', async () => {
    const bucket = makeTokenBucket(20, 3, 0);
    expect([bucket.take(0), bucket.take(0), bucket.take(0), bucket.take(0)]).toEqual([0, 0, 0, 50]);
    expect(bucket.take(1000)).toBe(0);
    company = await foundCompany();
    const { wire, state } = makeWire();
    const connection = company.relay.hub.connect(sessionOf(company), wire, null);
    const presence = encodeUp({ type: 'presence', subject: 'c-1', editing: false });
    for (let i = 0; i < 2 * LIMITS.messageBurst; i += 1) connection.receive(presence);
    expect(state.paused).toBeGreaterThan(0);
    expect(state.closed).toBeNull();
    const stock = makeWire();
    const reader = company.relay.hub.connect(sessionOf(company), stock.wire, 'org@1');
    const queryAwareness = Uint8Array.of(3);
    for (let i = 0; i < 2 * LIMITS.messageBurst; i += 1) reader.receive(queryAwareness);
    expect(stock.state.paused).toBeGreaterThan(0);
    expect(stock.state.closed).toBeNull();
  });
  it('[FD-33] a device that opens socket after socket loses its oldest', async () => {
    company = await foundCompany();
    const wires = Array.from({ length: LIMITS.socketsPerDevice + 1 }, makeWire);
    for (const { wire } of wires) company.relay.hub.connect(sessionOf(company), wire, null);
    const codes = wires.map(({ state }) => state.closed);
    // the line of the company itself was the first
    expect(await company.owner.line.closed).toMatchObject({ code: CLOSE_CODES.rateLimited.code });
    expect(codes.filter((code) => code !== null)).toEqual([CLOSE_CODES.rateLimited.code]);
  });
  it('[FD-19] one socket opens only so many channels', async () => {
    company = await foundCompany();
    const { wire, state } = makeWire();
    const connection = company.relay.hub.connect(sessionOf(company), wire, null);
    for (let channel = 0; channel <= LIMITS.channelsPerSocket; channel += 1) {
      connection.receive(encodeUp({ type: 'open', channel, room: 'org@1' }));
    }
    expect(state.closed).toBe(CLOSE_CODES.rateLimited.code);
  });
});

describe('faults of the relay', () => {
  it('[FD-34] a batch whose judging fails is not left without an answer', async () => {
    company = await foundCompany({ deps: { reportFault: () => undefined } });
    const { wire, state } = makeWire();
    const connection = company.relay.hub.connect(sessionOf(company), wire, null);
    const { append } = company.log;
    company.log.append = () => Promise.reject(new Error('a fault'));
    const update = company.owner.author.update('org@1', 'territoryDefined', 'org', define('north'));
    connection.receive(encodeUp({ type: 'append', batch: 1, room: 'org@1', clock: CLOCK, update }));
    await until('closed', () => state.closed !== null);
    expect(state.closed).toBe(CLOSE_CODES.storageFailing.code);
    expect(company.relay.metrics.value('jieli_faults_total')).toBe(1);
    company.log.append = append;
  });
});

describe('strikes', () => {
  it('[FD-26] the third hostile input ends the connection; refusals an honest device can meet do not', async () => {
    company = await foundCompany();
    const { wire, state, down } = makeWire();
    const connection = company.relay.hub.connect(sessionOf(company), wire, null);
    const clock = { boot: 'b', mono: 1, wall: 1 };
    const { metrics } = company.relay;
    const rejects = (): string[] => down().flatMap((frame) => (frame.type === 'reject' ? [frame.reason] : []));
    const append = async (room: string, update: Uint8Array): Promise<string | undefined> => {
      const before = rejects().length;
      connection.receive(encodeUp({ type: 'append', batch: 1, room, clock, update }));
      await until('a reject', () => rejects().length > before);
      return rejects().at(-1);
    };
    const { author } = company.owner;
    for (let honest = 0; honest < 5; honest += 1) {
      expect(await append('pool:nowhere@1', Uint8Array.of(0, 0))).toBe('wrongDocument');
    }
    expect(await append('org@1', Uint8Array.of(9, 9, 9))).toBe('malformed');
    const forged = { author: 'mia' as MemberId };
    expect(await append('org@1', author.update('org@1', 'territoryDefined', 'org', define('n'), forged))).toBe(
      'foreignAuthor',
    );
    expect(state.closed).toBeNull();
    connection.receive(encodeUp({ type: 'open', channel: 1, room: 'org@1' }));
    connection.receive(encodeUp({ type: 'data', channel: 1, payload: Uint8Array.of(0, 0, 200) }));
    expect(state.closed).toBe(CLOSE_CODES.rateLimited.code);
    expect(metrics.value('jieli_strikes_total', 'malformed')).toBe(1);
  });
});

describe('stock y-websocket messages', () => {
  const open = async (room: string) => {
    const protocols = [`ticket.${await ticketOf(company.owner)}`];
    const socket = openSocket(company.url, `/y/${encodeURIComponent(room)}`, protocols);
    const doc = new Y.Doc();
    const synced = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        const message = readSyncMessage(new Uint8Array(data));
        if (message?.kind === 'update') Y.applyUpdate(doc, message.update, 'relay');
        if (data[1] === 1) resolve();
      });
    });
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    await new Promise((resolve) => socket.once('open', resolve));
    return { socket, doc, synced, closed };
  };

  it('[FD-20] a stock client reads its room and appends its own log; the echo says it is durable', async () => {
    company = await foundCompany();
    const { socket, doc, synced } = await open('org@1');
    socket.send(step1Message(Y.encodeStateVector(doc)));
    await synced;
    const own = doc.getArray<string>(deviceLog('dev-owner' as DeviceId));
    const rows = [...company.log.rows('org@1')].length;
    expect(own.length).toBe(rows);
    const grown = new Promise<void>((resolve) => own.observe(() => resolve()));
    socket.send(updateMessage(company.owner.author.update('org@1', 'territoryDefined', 'org', define('north'))));
    await grown;
    expect([...company.log.rows('org@1')].length).toBe(rows + 1);
    socket.close();
  });
  it('[FD-21] a stock client that writes into a log not its own is closed, and nothing is stored', async () => {
    company = await foundCompany();
    const { socket, closed } = await open('org@1');
    const before = [...company.log.rows('org@1')].length;
    const foreign = new Y.Doc();
    foreign.getArray('e:dev-other').insert(0, ['[]']);
    socket.send(updateMessage(Y.encodeStateAsUpdate(foreign)));
    expect(await closed).toBe(CLOSE_CODES.notEntitled.code);
    expect([...company.log.rows('org@1')].length).toBe(before);
  });
  it('[FD-22] a stock client in a room it may not read is closed with the reason', async () => {
    company = await foundCompany();
    expect(await (await open('contact:c-1@1')).closed).toBe(CLOSE_CODES.notEntitled.code);
    expect(await (await open('nowhere')).closed).toBe(CLOSE_CODES.unknownDocument.code);
    const line = await openLine(company.url, company.owner);
    expect((await line.take('welcome')).member).toBe(company.owner.member);
  });
});
