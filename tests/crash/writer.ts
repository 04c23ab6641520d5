/**
 * The process that gets killed: a relay log on SQLite with eight devices writing as fast as they are acknowledged.
 * Prints `send <id>` before a row is given to the log and `ack <id>` after its acknowledgement, unbuffered, so that
 * the reader of the pipe knows what was promised at the moment of the kill.
 */

import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import * as Y from 'yjs';
import { type DeviceId, deviceLog, encodeRow, type MemberId } from '#rules';
import { makeRelayClock } from '../../sync-relay/clock.ts';
import { type LogService, makeLogService } from '../../sync-relay/log/index.ts';
import { DATABASE_FILE } from '../../sync-relay/storage/contract.ts';
import { openSqliteStorage } from '../../sync-relay/storage/sqlite.ts';
import { makePrng } from '../support/prng.ts';
import { makeEvent } from '../support/yjs-log.ts';

const STDOUT = 1;
const DEVICES = 8;
const ROOMS = ['log:east:2026Q4@1', 'log:west:2026Q4@1'] as const;

const say = (line: string): void => {
  writeSync(STDOUT, `${line}\n`);
};

/** Goes on where the log stands, then appends until `rows` are acknowledged or the process is killed. */
const runDevice = async (log: LogService, index: number, rows: number, seed: number): Promise<void> => {
  const prng = makePrng(seed * DEVICES + index);
  const device = `dev-${index}` as DeviceId;
  const member = `mem-${index}` as MemberId;
  const room = ROOMS[index % ROOMS.length] ?? ROOMS[0];
  const doc = new Y.Doc();
  doc.clientID = 1000 + index;
  for (const { update } of log.diff(room, Uint8Array.of(0), device)) Y.applyUpdate(doc, update);
  const array = doc.getArray<string>(deviceLog(device));
  // everything known once more: must be acknowledged again and stored once
  const again = await log.append({ room, device, member, mayAppend: () => true, update: Y.encodeStateAsUpdate(doc) });
  if (again.kind === 'rejected') throw new Error(`resend refused: ${again.reason} ${again.detail}`);
  for (let sent = 0; sent < rows; ) {
    const count = 1 + prng.int(5);
    const first = array.length;
    const events = Array.from({ length: count }, (_, step) =>
      makeEvent({
        n: first + step,
        device,
        author: member,
        payload: { channel: 'call', answered: true, summary: 'x'.repeat(1 + prng.int(400)), atMs: 1 },
      }),
    );
    const before = Y.encodeStateVector(doc);
    array.insert(array.length, events.map(encodeRow));
    for (const { id } of events) say(`send ${id}`);
    const update = Y.encodeStateAsUpdate(doc, before);
    const outcome = await log.append({ room, device, member, mayAppend: () => true, update });
    if (outcome.kind === 'rejected') throw new Error(`append refused: ${outcome.reason} ${outcome.detail}`);
    for (const { id } of outcome.receipts) say(`ack ${id}`);
    sent += count;
  }
};

const [folder = '.', seed = '1', rows = '1000000'] = process.argv.slice(2);
const storage = await openSqliteStorage({ file: join(folder, DATABASE_FILE) });
const clock = makeRelayClock({ wall: () => Date.now(), mono: () => performance.now() });
const log = await makeLogService({ storage, clock, randomBytes: (count) => randomBytes(count) });
for (const room of ROOMS) await log.createRoom(room);
say('ready');
await Promise.all(Array.from({ length: DEVICES }, (_, index) => runDevice(log, index, Number(rows), Number(seed))));
await log.close();
await storage.close();
