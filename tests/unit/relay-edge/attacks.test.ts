import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import * as encoding from 'lib0/encoding';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLOSE_CODES, decodeDown, encodeUp, LIMITS, MUX_PROTOCOL, TICKET_PREFIX } from '#protocol';
import { step1Message } from '../../../sync-relay/session/sync-messages.ts';
import { until } from '../../support/until.ts';
import { foundCompany, type TestCompany } from './company.ts';
import { openSocket, ticketOf } from './raw-device.ts';

let company: TestCompany;
beforeEach(async () => {
  company = await foundCompany();
});
afterEach(() => company.stop());

/** Another device is served right after. */
let territory = 0;
const expectServed = async (): Promise<void> => {
  territory += 1;
  const define = { territory: `x${territory}`, name: '新区' };
  await company.write(company.owner, 'org@1', 'territoryDefined', 'org', define);
};

/** A TCP line on which the upgrade has been made and any bytes may follow. */
const upgraded = async (): Promise<Socket> => {
  const protocols = `${MUX_PROTOCOL}, ${TICKET_PREFIX}${await ticketOf(company.owner)}`;
  return new Promise((resolve, reject) => {
    request(`${company.url}/mux`, {
      headers: {
        origin: company.url,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': randomBytes(16).toString('base64'),
        'sec-websocket-protocol': protocols,
      },
    })
      .on('upgrade', (_response, socket) => resolve(socket as Socket))
      .on('error', reject)
      .end();
  });
};

/** A connection without a network: what it sends, how it is closed, how much of it has not left. */
const connect = () => {
  const frames: Uint8Array[] = [];
  const closed: number[] = [];
  const line = { unsent: 0 };
  const { member, device } = company.owner.author;
  const wire = {
    send: (bytes: Uint8Array) => frames.push(bytes),
    close: (code: number) => closed.push(code),
    buffered: () => line.unsent,
    pause: () => undefined,
    resume: () => undefined,
  };
  const connection = company.relay.hub.connect({ member, device, csrf: '' }, wire, null);
  return { connection, frames, closed, line };
};

describe('below the frames', () => {
  const BAD: Readonly<Record<string, readonly number[]>> = {
    'reserved opcode': [0x83, 0x80, 0, 0, 0, 0],
    'reserved bits': [0xf2, 0x80, 0, 0, 0, 0],
    'unmasked frame': [0x82, 0x01, 0x00],
    'header of 2^62 bytes': [0x82, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    'header of 64 MB': [0x82, 0xff, 0, 0, 0, 0, 0x04, 0, 0, 0, 0, 0, 0, 0],
    'control frame of 200 bytes': [0x89, 0xfe, 0, 200, 0, 0, 0, 0],
    'continuation of nothing': [0x80, 0x80, 0, 0, 0, 0],
    'no frame at all': [...Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  };
  for (const [name, bytes] of Object.entries(BAD)) {
    it(`[FD-29] ${name} ends its socket only`, async () => {
      const socket = await upgraded();
      const ended = new Promise((resolve) => socket.on('close', resolve));
      socket.on('error', () => undefined).resume();
      socket.write(Uint8Array.from(bytes));
      await ended;
      await expectServed();
    });
  }
});

describe('awareness', () => {
  const awareness = (states: readonly (readonly [client: number, clock: number, json: string])[]): Uint8Array => {
    const inner = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, states.length);
      for (const [client, clock, json] of states) {
        encoding.writeVarUint(encoder, client);
        encoding.writeVarUint(encoder, clock);
        encoding.writeVarString(encoder, json);
      }
    });
    return encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarUint8Array(encoder, inner);
    });
  };
  const ATTACKS: Readonly<Record<string, () => Uint8Array>> = {
    'JSON 20,000 deep': () => awareness([[7, 1, '['.repeat(20_000) + ']'.repeat(20_000)]]),
    'another’s state at clock 2^50': () => awareness([[7, 2 ** 50, 'null']]),
    '200,000 states': () => awareness(Array.from({ length: 200_000 }, (_, id) => [id, 1, '{}'] as const)),
  };
  for (const [name, make] of Object.entries(ATTACKS)) {
    it(`[FD-30] ${name}: nobody who joins hears of it`, async () => {
      const open = async () => {
        const protocols = [TICKET_PREFIX + (await ticketOf(company.owner))];
        const socket = openSocket(company.url, '/y/org%401', protocols);
        const heard: Buffer[] = [];
        socket.on('message', (data: Buffer) => heard.push(data));
        await new Promise((resolve) => socket.once('open', resolve));
        return { socket, heard };
      };
      const attacker = await open();
      attacker.socket.send(make());
      const joined = await open();
      joined.socket.send(step1Message(Uint8Array.of(0)));
      await expectServed();
      // type 1 is awareness; nothing but the relay's own empty keep-alive may ever come
      expect([...attacker.heard, ...joined.heard].filter((data) => data[0] === 1 && data.length > 3)).toEqual([]);
      attacker.socket.terminate();
      joined.socket.terminate();
    });
  }
  it('[PR-1] a presence frame beyond 512 bytes or JSON far too deep ends the socket that sent it', () => {
    const frames = [
      encodeUp({ type: 'presence', subject: 'c-1', editing: true, note: 'x'.repeat(LIMITS.presenceBytes) } as never),
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, 1);
        encoding.writeVarString(encoder, `{"channel":${'['.repeat(2_000_000)}`);
      }),
    ];
    for (const frame of frames) {
      const { connection, closed } = connect();
      connection.receive(frame);
      expect(closed).toEqual([CLOSE_CODES.malformedFrame.code]);
    }
  });
  it('[PR-1] who is present is what the relay knows, whatever a frame adds', async () => {
    const { connection, frames } = connect();
    connection.receive(
      encodeUp({ type: 'presence', subject: 'c-1', editing: true, member: 'mia', name: 'x' } as never),
    );
    await until('presence is shown', () => frames.map(decodeDown).some(({ type }) => type === 'presence'));
    const shown = frames.map(decodeDown).findLast((frame) => frame.type === 'presence');
    expect(shown).toMatchObject({ entries: [{ member: company.owner.author.member, name: '老板' }] });
  });
});

describe('asking too much', () => {
  it('[FD-31] 200 questions on one channel while the reader stands still: one answer, later', async () => {
    const { connection, frames, line } = connect();
    line.unsent = 2 * 1024 ** 2;
    connection.receive(encodeUp({ type: 'open', channel: 1, room: 'org@1' }));
    const question = encodeUp({ type: 'data', channel: 1, payload: step1Message(Uint8Array.of(0)) });
    for (let asked = 0; asked < 150; asked += 1) connection.receive(question);
    const answers = (): number => frames.map(decodeDown).filter(({ type }) => type === 'data').length;
    expect(answers()).toBe(0);
    line.unsent = 0;
    connection.drained();
    expect(answers()).toBe(2);
  });
  it('[FD-32] 5,000 names nobody gave make no room and cost no memory', async () => {
    const rooms = company.log.rooms().length;
    const { connection } = connect();
    const clock = { boot: 'b', mono: 1, wall: 1 };
    for (let index = 0; index < 5000; index += 1) {
      const room = index % 2 === 0 ? `pool:junk-${index}@1` : `log:east:${2000 + (index % 7000)}Q1@1`;
      connection.receive(encodeUp({ type: 'open', channel: index, room }));
      if (index % 100 === 0) {
        connection.receive(encodeUp({ type: 'append', batch: index, room, clock, update: Uint8Array.of(0, 0) }));
      }
    }
    await expectServed();
    // the territory just defined has a pool and two logs
    expect(company.log.rooms().length).toBe(rooms + 3);
  });
});
