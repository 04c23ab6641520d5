import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { DeviceId, EventId, EventType, MemberId } from '#rules';
import { decodeUtf8, MalformedBytes } from '../../../sync-relay/inspector/index.ts';
import { rawUpdate, rowContent } from '../../fuzz/raw-update.ts';
import { ATTACKER, attackerEvent, attackerRow, makeWorld, OWN_ROWS, ROOT, VICTIM } from '../../fuzz/world.ts';
import { LOG_ROOM, openTestLog } from '../../support/relay-log.ts';
import { makeEvent, makeYjsLog } from '../../support/yjs-log.ts';

const stored = { kind: 'stored' };
const rejectedFor = (reason: string): object => ({ kind: 'rejected', reason });

describe('what honest devices send', () => {
  test('[IN-1] one struct of 600 rows and then single rows', async () => {
    const { log, append } = await openTestLog();
    const device = makeYjsLog('dev-a', 5);
    const many = Array.from({ length: 600 }, (_, n) => makeEvent({ n }));
    expect(await append(device.push(...many))).toMatchObject(stored);
    expect(await append(device.push(makeEvent({ n: 600 })))).toMatchObject(stored);
    expect([...log.rows(LOG_ROOM)].map(({ event }) => event)).toEqual([...many, makeEvent({ n: 600 })]);
  });

  test('[IN-2] the whole replica, foreign rows included, passes and stores nothing again', async () => {
    const world = await makeWorld();
    const replica = new Y.Doc();
    for (const { update } of world.log.diff(LOG_ROOM, Uint8Array.of(0), null)) Y.applyUpdate(replica, update);
    const rows = [...world.log.rows(LOG_ROOM)].length;
    const outcome = await world.append(Y.encodeStateAsUpdate(replica), ATTACKER);
    expect(outcome).toMatchObject(stored);
    expect(outcome.kind === 'stored' && outcome.receipts.map(({ n }) => n)).toEqual([0, 1, 2]);
    expect([...world.log.rows(LOG_ROOM)].length).toBe(rows);
  });

  test('[IN-3] a half-known struct is trimmed to its unknown rows', async () => {
    const world = await makeWorld();
    world.attacker.push(attackerEvent(3), attackerEvent(4));
    expect(await world.append(world.attacker.all(), ATTACKER)).toMatchObject(stored);
    const own = [...world.log.rows(LOG_ROOM)].filter(({ event }) => event.device === ATTACKER.device);
    expect(own.map(({ event }) => event.n)).toEqual([0, 1, 2, 3, 4]);
  });

  for (const fresh of [9, 0xffff_fff0]) {
    test(`[IN-4] [S9] the log goes on under client ${fresh} in the same update`, async () => {
      const world = await makeWorld();
      world.attacker.push(attackerEvent(3));
      const second = makeYjsLog(ATTACKER.device, fresh);
      Y.applyUpdate(second.doc, world.attacker.all());
      second.push(attackerEvent(4), attackerEvent(5));
      const update = Y.encodeStateAsUpdate(second.doc);
      expect(await world.append(update, ATTACKER)).toMatchObject(stored);
      const replica = new Y.Doc();
      for (const slice of world.log.diff(LOG_ROOM, Uint8Array.of(0), null)) Y.applyUpdate(replica, slice.update);
      expect(replica.getArray(ROOT).toArray()).toEqual(second.rows());
    });
  }
});

describe('whose log it is', () => {
  test('[IN-5] a clientID belongs to the device that first used it in the document', async () => {
    const { append } = await openTestLog();
    const a = makeYjsLog('dev-a', 9);
    const b = makeYjsLog('dev-b', 9);
    const row = makeEvent({ n: 0, device: 'dev-b' as DeviceId, author: 'mem-b' as MemberId });
    const second = { ...row, n: 1, id: 'ev-2' as EventId };
    expect(await append(a.push(makeEvent({ n: 0 })))).toMatchObject(stored);
    expect(await append(b.push(row), VICTIM)).toMatchObject(rejectedFor('replicaDiverged'));
    const behind = b.push(second);
    expect(await append(behind, VICTIM)).toMatchObject(rejectedFor('foreignLog'));
    const elsewhere = makeYjsLog('dev-b', 10);
    expect(await append(elsewhere.push(row), VICTIM)).toMatchObject(stored);
  });

  test('[IN-6] two tabs with one client: the second is told to fork off', async () => {
    const world = await makeWorld();
    const other = makeYjsLog(ATTACKER.device, 12);
    Y.applyUpdate(other.doc, world.attacker.all());
    const first = world.attacker.push(attackerEvent(3));
    const second = other.push(attackerEvent(4));
    expect(await world.append(first, ATTACKER)).toMatchObject(stored);
    expect(await world.append(second, ATTACKER)).toMatchObject(rejectedFor('fork'));
    world.attacker.push(attackerEvent(5));
    expect(await world.append(world.attacker.push(attackerEvent(6)), ATTACKER)).toMatchObject(rejectedFor('gap'));
    expect(await world.append(world.attacker.all(), ATTACKER)).toMatchObject(stored);
  });

  test('[IN-7] one clock, two contents', async () => {
    const world = await makeWorld();
    const clone = makeYjsLog(ATTACKER.device, ATTACKER.client);
    Y.applyUpdate(clone.doc, world.attacker.all());
    clone.doc.clientID = ATTACKER.client;
    expect(await world.append(world.attacker.push(attackerEvent(3)), ATTACKER)).toMatchObject(stored);
    const update = clone.push(attackerEvent(4));
    expect(await world.append(update, ATTACKER)).toMatchObject(rejectedFor('equivocation'));
    const asVictim = Y.encodeStateAsUpdate(clone.doc);
    expect(await world.append(asVictim, VICTIM)).toMatchObject(rejectedFor('replicaDiverged'));
  });
});

test('[IN-4] [IN-7] a log that went over to another client and back keeps its links', async () => {
  const { log, append } = await openTestLog();
  const row = (n: number): Uint8Array => rowContent(attackerRow(n));
  const send = (client: number, clock: number, structs: Parameters<typeof rawUpdate>[0]['groups'][0]['structs']) =>
    append(rawUpdate({ groups: [{ client, clock, structs }] }));
  expect(await send(5, 0, [{ parent: ROOT, content: row(0) }])).toMatchObject(stored);
  expect(await send(9, 0, [{ origin: [5, 0], content: row(1) }])).toMatchObject(stored);
  expect(await send(5, 1, [{ origin: [9, 0], content: row(2) }])).toMatchObject(stored);
  // the same two rows as one struct would lie about what the second follows
  const merged = [{ parent: ROOT, content: rowContent(attackerRow(0), attackerRow(2)) }];
  expect(await send(5, 0, merged)).toMatchObject(rejectedFor('equivocation'));
  const replica = new Y.Doc();
  for (const { update } of log.diff(LOG_ROOM, Uint8Array.of(0), null)) Y.applyUpdate(replica, update);
  expect(replica.getArray(ROOT).toArray()).toEqual([0, 1, 2].map((n) => attackerRow(n)));
});

describe('what a row may be', () => {
  const CALL = { channel: 'call', answered: true, atMs: 1 };
  for (const summary of ['"[[[[[[[[[[[[[[[[', '\\\\', '\\"{{{{{{{{{{{{{{{{', '𠮷 🙂', '[{'.repeat(100)]) {
    test(`[IN-8] quotes and brackets inside text are text: ${summary.slice(0, 10)}`, async () => {
      const { append } = await openTestLog();
      const update = makeYjsLog('dev-a', 5).push(makeEvent({ n: 0, payload: { ...CALL, summary } }));
      expect(await append(update)).toMatchObject(stored);
    });
  }

  const processWith = (keywords: Record<string, readonly string[]>): object => ({
    part: {
      kind: 'visitNote',
      visitNote: { deliverableLimit: 300, keywords, synonyms: [], vagueWords: [] },
    },
  });
  const manyKeys = Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`k${index}`, []]));
  const forbidden = JSON.parse('{"__proto__":["x"]}');
  for (const [name, keywords, isTaken] of [
    ['an ordinary key', { budget: ['预算'] }, true],
    ['constructor', { constructor: ['x'] }, false],
    ['prototype', { prototype: ['x'] }, false],
    ['__proto__', forbidden, false],
    ['65 keys', manyKeys, false],
  ] as const) {
    test(`[IN-8] open tables take no dangerous keys and no more than 64: ${name}`, async () => {
      const { append } = await openTestLog(undefined, { rooms: ['org@1'] });
      const event = makeEvent({ n: 0, type: 'processPublished', subject: 'org', payload: processWith(keywords) });
      const outcome = await append(makeYjsLog('dev-a', 5).push(event), { room: 'org@1' });
      expect(outcome).toMatchObject(isTaken ? stored : rejectedFor('schema'));
    });
  }

  test('[IN-8] text that parses to a valid event but is not canonical is refused', async () => {
    const world = await makeWorld();
    const text = attackerRow(3).replace('"answered":true', '"answered": true');
    expect(await world.append(world.attacker.pushText(text), ATTACKER)).toMatchObject(rejectedFor('schema'));
  });

  test('[IN-9] a row of somebody else, or of another own device', async () => {
    const world = await makeWorld();
    const foreign = world.attacker.push(attackerEvent(3, { author: 'mem-z' as MemberId }));
    expect(await world.append(foreign, ATTACKER)).toMatchObject({
      ...rejectedFor('foreignAuthor'),
      event: 'ev-dev-a-3',
    });
  });

  test('[IN-10] a type the role may not write', async () => {
    const { log } = await openTestLog();
    const mayAppend = (type: EventType): boolean => type !== 'interactionRecorded';
    const update = makeYjsLog('dev-a', 5).push(makeEvent({ n: 0 }));
    const request = { room: LOG_ROOM, device: 'dev-a' as DeviceId, member: 'mem-a' as MemberId, mayAppend, update };
    expect(await log.append(request)).toMatchObject({ ...rejectedFor('notEntitled'), event: 'ev-dev-a-0' });
  });

  const creation = {
    territory: 'east',
    profile: { name: '甲公司' },
    opportunity: { opportunity: 'o1', name: '商机', stage: 's1' },
  };
  const contact = { person: 'p1', name: '王经理' };
  const placements = [
    ['org@1', 'companyFounded', 'org', { name: '公司' }, true],
    ['org@1', 'interactionRecorded', 'cust-1', undefined, false],
    ['org@1', 'companyFounded', 'cust-1', { name: '公司' }, false],
    ['pool:east@1', 'customerCreated', 'cust-1', creation, true],
    ['pool:west@1', 'customerCreated', 'cust-1', creation, false],
    ['pool:east@1', 'interactionRecorded', 'cust-1', undefined, false],
    ['private:mem-a@1', 'customerCreated', 'cust-1', creation, true],
    ['private:mem-a@1', 'interactionRecorded', 'cust-1', undefined, true],
    ['private:mem-a@1', 'contactSaved', 'cust-1', contact, false],
    ['contact:cust-1@1', 'contactSaved', 'cust-1', contact, true],
    ['contact:cust-1@1', 'contactSaved', 'cust-2', contact, false],
    ['contact:cust-1@1', 'interactionRecorded', 'cust-1', undefined, false],
    ['log:east:2026Q4@1', 'contactSaved', 'cust-1', contact, false],
    ['log:east:2026Q4@1', 'customerCreated', 'cust-1', creation, false],
    ['log:east:2026Q4@1', 'interactionRecorded', 'org', undefined, false],
    ['inbox:mem-a@1', 'interactionRecorded', 'cust-1', undefined, false],
  ] as const;
  for (const [room, type, subject, payload, isTaken] of placements) {
    test(`[IN-11] ${room} ${isTaken ? 'takes' : 'refuses'} ${type} about ${subject}`, async () => {
      const { append } = await openTestLog(undefined, { rooms: [room] });
      const event = makeEvent({ n: 0, type, subject, ...(payload === undefined ? {} : { payload }) });
      const outcome = await append(makeYjsLog('dev-a', 5).push(event), { room });
      expect(outcome).toMatchObject(isTaken ? stored : rejectedFor('wrongDocument'));
    });
  }

  test('[IN-12] [S9] one slot over all documents, also before its commit', async () => {
    const other = 'log:west:2026Q4@1';
    const { append } = await openTestLog(undefined, { rooms: [LOG_ROOM, other] });
    const first = append(makeYjsLog('dev-a', 5).push(makeEvent({ n: 4 })));
    const clash = append(makeYjsLog('dev-a', 6).push(makeEvent({ n: 4, id: 'other' as EventId })), { room: other });
    expect(await first).toMatchObject(stored);
    expect(await clash).toMatchObject({ ...rejectedFor('slotTaken'), event: 'other' });
  });

  test('[IN-13] [S9] the same event moved to another device is taken, another content is not', async () => {
    const { append } = await openTestLog();
    const event = makeEvent({ n: 4 });
    await append(makeYjsLog('dev-a', 5).push(event));
    const moved = { ...event, device: 'dev-c' as DeviceId, n: 0 };
    expect(await append(makeYjsLog('dev-c', 6).push(moved), { device: 'dev-c' })).toMatchObject(stored);
    const changed = { ...moved, device: 'dev-d' as DeviceId, at: moved.at + 1 };
    const outcome = await append(makeYjsLog('dev-d', 7).push(changed), { device: 'dev-d' });
    expect(outcome).toMatchObject({ ...rejectedFor('equivocation'), event: event.id });
  });

  test('[IN-14] one bad row among 2,000 is named and takes the rest with it', async () => {
    const { log, append } = await openTestLog();
    const rows = Array.from({ length: 2000 }, (_, n) =>
      makeEvent({ n, ...(n === 1500 ? { payload: { channel: 'pigeon' } } : {}) }),
    );
    const outcome = await append(makeYjsLog('dev-a', 5).push(...rows));
    expect(outcome).toMatchObject({ ...rejectedFor('schema'), event: 'ev-dev-a-1500' });
    expect([...log.rows(LOG_ROOM)]).toEqual([]);
  });
});

test('[IN-15] [R72] shared history needs the receipt of the row in the sender’s own private document', async () => {
  const room = 'private:mem-a@1';
  const { append } = await openTestLog(undefined, { rooms: [LOG_ROOM, room, 'private:mem-b@1'] });
  const device = makeYjsLog('dev-a', 5);
  const text = attackerRow(0);
  const outcome = await append(device.pushText(text), { room });
  const receipt = outcome.kind === 'stored' ? outcome.receipts[0] : undefined;
  const share = (n: number, payload: object): Uint8Array => {
    const fresh = makeYjsLog('dev-a', 100 + n);
    return fresh.push(makeEvent({ n, id: `share-${n}` as EventId, type: 'historyShared', payload }));
  };
  const proof = { received: receipt?.received ?? 0, mac: receipt?.mac ?? '' };
  const refused = rejectedFor('notEntitled');
  expect(await append(share(1, { row: text, ...proof, received: proof.received - 1 }))).toMatchObject(refused);
  expect(await append(share(2, { row: attackerRow(0, { at: 1 }), ...proof }))).toMatchObject(refused);
  const otherText = attackerRow(9, { subject: 'cust-2' });
  const other = await append(device.pushText(otherText), { room });
  const otherReceipt = other.kind === 'stored' ? other.receipts[0] : undefined;
  const otherProof = { received: otherReceipt?.received ?? 0, mac: otherReceipt?.mac ?? '' };
  expect(await append(share(3, { row: otherText, ...otherProof }))).toMatchObject(rejectedFor('schema'));
  expect(await append(share(6, { row: '[1]', ...proof }))).toMatchObject(rejectedFor('schema'));
  // a receipt of an open document proves nothing private
  const open = await append(makeYjsLog('dev-b', 9).push(makeEvent({ n: 0, device: 'dev-b' as DeviceId })), {
    device: 'dev-b',
  });
  const openReceipt = open.kind === 'stored' ? open.receipts[0] : undefined;
  const openRow = attackerRow(0, { device: 'dev-b' as DeviceId, id: 'ev-dev-b-0' as EventId });
  const openShare = { row: openRow, received: openReceipt?.received ?? 0, mac: openReceipt?.mac ?? '' };
  expect(await append(share(5, openShare))).toMatchObject(refused);
  // nor does that of a colleague's private document, whoever got hold of it
  const mine = makeEvent({ n: 7, id: 'share-7' as EventId, type: 'historyShared', payload: { row: text, ...proof } });
  const asColleague = { ...mine, n: 0, device: 'dev-c' as DeviceId, author: 'mem-b' as MemberId };
  const colleague = { device: 'dev-c', member: 'mem-b' };
  expect(await append(makeYjsLog('dev-c', 11).push(asColleague), colleague)).toMatchObject(refused);
  expect(await append(share(4, { row: text, ...proof }))).toMatchObject(stored);
});

describe('[IN-16] any bytes', () => {
  test('[IN-16] random bytes are answered, never thrown', async () => {
    const world = await makeWorld();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const outcome = await world.append(bytes, ATTACKER);
        return outcome.kind === 'rejected' || outcome.receipts.length === 0;
      }),
      { numRuns: 500, seed: 16 },
    );
  });

  test('[IN-16] every single-byte change of an honest update is answered', async () => {
    const world = await makeWorld();
    const honest = rawUpdate({
      groups: [
        {
          client: ATTACKER.client,
          clock: OWN_ROWS,
          structs: [{ origin: [ATTACKER.client, OWN_ROWS - 1], content: rowContent('x') }],
        },
      ],
    });
    const answers = new Set<string>();
    for (let at = 0; at < honest.length; at += 1) {
      for (let value = 0; value < 256; value += 1) {
        const changed = Uint8Array.from(honest);
        changed[at] = value;
        answers.add((await world.append(changed, ATTACKER)).kind);
      }
    }
    expect([...answers]).toEqual(['rejected']);
  });

  test('[IN-16] broken UTF-8 is a named failure', () => {
    expect(() => decodeUtf8(Uint8Array.of(0xff))).toThrow(MalformedBytes);
    expect(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa');
  });
});
