import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeDown, encodeUp, TICKET_PREFIX } from '#protocol';
import { readSyncMessage, step1Message } from '../../../sync-relay/session/sync-messages.ts';
import { until } from '../../support/until.ts';
import { type Colleague, customer, foundCompany, QUARTER_ROOM, send, type TestCompany } from './company.ts';
import { openSocket, ticketOf } from './raw-device.ts';

const PHONE = '13900001111';
const LATER_PHONE = '13900002222';
const PRIVATE_PHONE = '13900003333';
const PRIVATE_NAME = '只有小任知道的客户';
const NOTE = '只在华东说的话';
const CONTACTS = [PHONE, LATER_PHONE, PRIVATE_PHONE];
const EMPTY_VECTOR = Uint8Array.of(0);

let company: TestCompany;
let ren: Colleague;
const call = (summary: string) => ({ channel: 'call', answered: true, summary, atMs: 1_790_000_000_000 });
const contact = (phone: string) => ({ person: `p-${phone}`, name: '张三', phone });

beforeEach(async () => {
  company = await foundCompany();
  for (const [member, role] of [
    ['pia', 'presales'],
    ['max', 'marketing'],
    ['fay', 'finance'],
  ]) {
    const payload = { member, name: member, role, territories: ['west'] };
    await company.write(company.owner, 'org@1', 'memberInvited', 'org', payload);
  }
  ren = await company.joinAs('ren', 'dev-ren');
  await company.write(ren, 'pool:east@1', 'customerCreated', 'c-1', customer('ren'));
  await company.write(ren, 'contact:c-1@1', 'contactSaved', 'c-1', contact(PHONE));
  await company.write(ren, QUARTER_ROOM(company, 'east'), 'interactionRecorded', 'c-1', call(NOTE));
  const hidden = { ...customer('ren'), profile: { name: PRIVATE_NAME } };
  await company.write(ren, 'private:ren@1', 'customerCreated', 'c-2', hidden);
  await company.write(ren, 'contact:c-2@1', 'contactSaved', 'c-2', contact(PRIVATE_PHONE));
  ren.line.send({ type: 'presence', subject: 'c-2', editing: true });
});
afterEach(() => company.stop());

/** Every room there is and some there are not, as somebody would try who knows how they are named. */
const roomsToTry = (): string[] => [...company.log.rooms(), 'contact:c-9@1', 'private:mia@1', 'inbox:ren@1', 'vault@1'];

/** Opens all of it on one multiplexed socket; answers with every byte that came until nothing more is owed. */
const overMux = async (who: Colleague): Promise<{ heard: Uint8Array[]; stop(): void }> => {
  const heard: Uint8Array[] = [];
  const owed = new Set<number>();
  const listen = (data: ArrayBuffer): void => {
    const bytes = new Uint8Array(data);
    heard.push(bytes);
    const frame = decodeDown(bytes);
    if (frame.type === 'closed') owed.delete(frame.channel);
    // The relay ends an answer with an empty second step.
    if (frame.type === 'data' && readSyncMessage(frame.payload)?.kind === 'update' && frame.payload[1] === 1) {
      owed.delete(frame.channel);
    }
  };
  who.line.socket.on('message', listen);
  for (const [index, room] of roomsToTry().entries()) {
    owed.add(index + 1);
    who.line.send({ type: 'open', channel: index + 1, room });
    who.line.socket.send(encodeUp({ type: 'data', channel: index + 1, payload: step1Message(EMPTY_VECTOR) }));
    // A channel that was refused answers nothing more to this.
  }
  await until('every channel answered or refused', () => owed.size === 0);
  return { heard, stop: () => who.line.socket.off('message', listen) };
};

const overStock = async (who: Colleague, room: string): Promise<Uint8Array[]> => {
  const heard: Uint8Array[] = [];
  const path = `/y/${encodeURIComponent(room)}`;
  const socket = openSocket(company.url, path, [TICKET_PREFIX + (await ticketOf(who))]);
  await new Promise<void>((resolve) => {
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
    socket.on('open', () => socket.send(step1Message(EMPTY_VECTOR)));
    socket.on('message', (data: Buffer) => {
      heard.push(new Uint8Array(data));
      if (data[0] === 0 && data[1] === 1) resolve();
    });
  });
  socket.terminate();
  return heard;
};

const overHttp = async (who: Colleague): Promise<string[]> => {
  const customers = ['c-1', 'c-2', 'c-9', 'contact:c-1', '../c-1'];
  const posts: [string, unknown][] = [
    ['/api/contacts/batch', { customers: ['c-1', 'c-2', 'c-9'] }],
    ...customers.map((one): [string, unknown] => ['/api/contacts/reveal', { customer: one }]),
    ['/api/invites', { member: 'ren' }],
    ['/api/invites/look', { secret: 'x'.repeat(43) }],
    ['/api/devices/end', { device: 'dev-ren' }],
    ['/api/devices/replace', { device: 'dev-ren' }],
    ['/api/admin/end-recovery', {}],
  ];
  const heard: string[] = [];
  for (const [path, body] of posts) heard.push(JSON.stringify(await who.post(path, body)));
  for (const path of [
    '/api/session',
    '/api/devices',
    '/metrics',
    '/readyz',
    '/healthz',
    `/api/blobs/${'0'.repeat(64)}`,
  ]) {
    const answer = await who.get(path);
    heard.push(JSON.stringify([...answer.headers]), await answer.text());
  }
  return heard;
};

/** Everything a session can get out of the relay, as one text to search. */
const walk = async (who: Colleague): Promise<string> => {
  const { heard, stop } = await overMux(who);
  for (const room of roomsToTry()) heard.push(...(await overStock(who, room)));
  // What is written while the channels are open.
  await company.write(ren, 'contact:c-1@1', 'contactSaved', 'c-1', contact(LATER_PHONE));
  await company.write(ren, 'private:ren@1', 'interactionRecorded', 'c-2', call(PRIVATE_NAME));
  const refused = await send(
    who,
    'contact:c-1@1',
    who.author.update('contact:c-1@1', 'contactSaved', 'c-1', contact('1')),
  );
  expect(refused.type).toBe('reject');
  const answers = await overHttp(who);
  stop();
  return [...heard.map((bytes) => Buffer.from(bytes).toString('utf8')), ...answers].join('\n');
};

describe('everything reachable', () => {
  it.each([
    ['wei', 'rep'],
    ['pia', 'presales'],
    ['max', 'marketing'],
    ['fay', 'finance'],
  ])(
    '[PY-1] [R67] [R90] [I21] %s, %s of another territory, gets no contact, private name or note out of the relay',
    async (member) => {
      const found = await walk(await company.joinAs(member, `dev-${member}`));
      expect(found).toContain('丙客户');
      for (const planted of [...CONTACTS, PRIVATE_NAME, NOTE])
        expect([planted, found.includes(planted)]).toEqual([planted, false]);
    },
  );

  it('[PY-1] the same walk by who leads the owner finds them, so it would have seen them', async () => {
    const mia = await company.joinAs('mia', 'dev-mia');
    const { heard, stop } = await overMux(mia);
    const text = heard.map((bytes) => Buffer.from(bytes).toString('utf8')).join('\n');
    stop();
    for (const planted of [PRIVATE_NAME, NOTE]) expect(text).toContain(planted);
    // Contacts never go through a channel, not even to who may see them.
    for (const planted of CONTACTS) expect(text).not.toContain(planted);
    expect((await overHttp(mia)).join('\n')).toContain(PHONE);
  });
});

describe('rights that go while a socket is open', () => {
  const openRoom = async (who: Colleague, room: string): Promise<void> => {
    who.line.send({ type: 'open', channel: 1, room });
    who.line.send({ type: 'data', channel: 1, payload: step1Message(EMPTY_VECTOR) });
    await who.line.take('data', ({ channel }) => channel === 1);
  };

  it('[PY-2] [R72] a manager who no longer leads a rep loses the rep’s private document', async () => {
    const mia = await company.joinAs('mia', 'dev-mia');
    await openRoom(mia, 'private:ren@1');
    await company.write(company.owner, 'org@1', 'memberInvited', 'org', {
      member: 'moe',
      name: '小莫',
      role: 'manager',
      territories: ['east'],
    });
    await company.write(company.owner, 'org@1', 'memberChanged', 'org', { member: 'ren', manager: 'moe' });
    expect(await mia.line.take('closed')).toMatchObject({ channel: 1, reason: 'notEntitled' });
    expect((await overHttp(mia)).join('\n')).not.toContain(PRIVATE_PHONE);
  });

  it('[PY-2] [S16] who read a territory only by a customer loses it with the hand-over', async () => {
    const wei = await company.joinAs('wei', 'dev-wei');
    const east = QUARTER_ROOM(company, 'east');
    await company.write(company.owner, 'pool:east@1', 'customerCreated', 'c-9', customer('wei'));
    await company.write(company.owner, 'contact:c-9@1', 'contactSaved', 'c-9', contact(LATER_PHONE));
    await openRoom(wei, east);
    expect((await overHttp(wei)).join('\n')).toContain(LATER_PHONE);
    await company.write(company.owner, east, 'customerHandedOver', 'c-9', { to: 'ren' });
    expect(await wei.line.take('closed')).toMatchObject({ channel: 1, reason: 'notEntitled' });
    expect((await overHttp(wei)).join('\n')).not.toContain(LATER_PHONE);
  });

  it('[PY-3] a ticket made before somebody was deactivated opens nothing after', async () => {
    const wei = await company.joinAs('wei', 'dev-wei');
    const ticket = await ticketOf(wei);
    await company.write(company.owner, 'org@1', 'memberChanged', 'org', { member: 'wei', active: false });
    expect(company.relay.authn.redeemTicket(ticket)).toBeNull();
  });
});
