import { type Envelope, encodeRow } from '#rules';
import { type MemoryDisk, makeMemoryDisk, makeMemoryStorage } from '../../sync-relay/storage/memory.ts';
import { LOG_ROOM, openTestLog, type TestLog } from '../support/relay-log.ts';
import { makeEvent, makeYjsLog, type YjsLog } from '../support/yjs-log.ts';

export const ATTACKER = { device: 'dev-a', member: 'mem-a', client: 77 } as const;
export const VICTIM = { device: 'dev-b', member: 'mem-b', client: 88 } as const;
export const ROOT = `e:${ATTACKER.device}`;
export const VICTIM_ROOT = `e:${VICTIM.device}`;
const OTHER_ROOM = 'pool:east@1';
/** Rows each of the two has in the room at the start. */
export const OWN_ROWS = 3;

export const attackerEvent = (n: number, fields: Partial<Envelope> = {}): Envelope => makeEvent({ n, ...fields });
export const attackerRow = (n: number, fields: Partial<Envelope> = {}): string => encodeRow(attackerEvent(n, fields));
export const victimEvent = (n: number): Envelope =>
  makeEvent({ n, device: VICTIM.device as never, author: VICTIM.member as never });

/** A relay holding three rows of an attacker-to-be and three of a victim, written by stock Yjs. */
export interface World extends TestLog {
  readonly disk: MemoryDisk;
  readonly attacker: YjsLog;
  readonly victim: YjsLog;
}

export const makeWorld = async (): Promise<World> => {
  const disk = makeMemoryDisk();
  const opened = await openTestLog(makeMemoryStorage(disk), { rooms: [LOG_ROOM, OTHER_ROOM] });
  const attacker = makeYjsLog(ATTACKER.device, ATTACKER.client);
  const victim = makeYjsLog(VICTIM.device, VICTIM.client);
  for (let n = 0; n < OWN_ROWS; n += 1) {
    await opened.append(attacker.push(attackerEvent(n)), ATTACKER);
    await opened.append(victim.push(victimEvent(n)), VICTIM);
  }
  return { ...opened, disk, attacker, victim };
};

/** Everything the relay would answer with, as one comparable text. */
export const fingerprint = ({ log }: TestLog): string => {
  const parts = log.rooms().map((room) => {
    const slices = [...log.diff(room, Uint8Array.of(0), null)].map(({ update }) =>
      Buffer.from(update).toString('base64'),
    );
    return [room, Buffer.from(log.stateVector(room)).toString('base64'), slices, log.unsealed(room)];
  });
  return JSON.stringify([log.lastTick(), parts]);
};
