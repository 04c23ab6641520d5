import type { RelayClock } from '../clock.ts';
import type { Storage } from '../storage/contract.ts';
import type { LogService } from './contract.ts';
import { META_LAST_TICK } from './flush.ts';
import type { HighWater } from './high-water.ts';
import { loadRoom } from './load.ts';
import { type Macs, makeMacs } from './macs.ts';
import { makeRoom } from './room.ts';
import { CorruptLog } from './segment.ts';
import { LiveLog, META_RECOVERING } from './service.ts';
import { Workspace } from './workspace.ts';

export const META_EPOCH = 'log.epoch';
/** Key of receipts and facts, hex. It lives and is backed up with the database whose word it proves. */
export const META_MAC_KEY = 'log.macKey';
const MAC_KEY_BYTES = 32;

export interface LogOptions {
  readonly storage: Storage;
  readonly clock: RelayClock;
  /** Cryptographically random bytes. */
  readonly randomBytes: (count: number) => Uint8Array;
  /** The operator says that the database came from a backup. */
  readonly restored?: boolean;
  /** Mark kept apart from the database, which notices a restore by itself. */
  readonly highWater?: HighWater;
}

const count = (text: string | undefined): number => (text === undefined ? 0 : Number(text));

/** Loads every room. @throws CorruptLog, MalformedBytes */
const loadWorkspace = async (storage: Storage, rooms: readonly string[], macs: Macs): Promise<Workspace> => {
  const workspace = new Workspace(macs);
  for (const name of rooms) {
    const room = makeRoom(name);
    if (room === null) throw new CorruptLog(`stored room ${name} has no valid name`);
    workspace.rooms.set(name, room);
    loadRoom(room, await storage.segments(name), workspace, macs);
  }
  return workspace;
};

/**
 * Opens the relay's logs on `storage`, checking everything stored on the way in. The first start makes the key and
 * epoch 1; a restored database starts the next epoch and recovers until `endRecovery` (S10). The caller keeps the
 * storage open until `close` has resolved, and closes it then.
 * @throws CorruptLog, StorageFailure
 */
export const makeLogService = async (options: LogOptions): Promise<LogService> => {
  const { storage, clock, randomBytes, highWater = null } = options;
  const { meta, rooms } = await storage.load();
  const storedTick = count(meta.get(META_LAST_TICK));
  const mark = highWater?.read() ?? { tick: 0, epoch: 0 };
  const isRestored = options.restored === true || mark.tick > storedTick;
  const lastTick = Math.max(storedTick, mark.tick);
  const epoch = Math.max(1, count(meta.get(META_EPOCH)), mark.epoch) + (isRestored ? 1 : 0);
  const macKey = meta.get(META_MAC_KEY) ?? Buffer.from(randomBytes(MAC_KEY_BYTES)).toString('hex');
  const isRecovering = isRestored || meta.has(META_RECOVERING);
  const macs = makeMacs(Buffer.from(macKey, 'hex'));
  const workspace = await loadWorkspace(storage, rooms, macs);
  await storage.commit({
    meta: new Map([
      [META_EPOCH, String(epoch)],
      [META_MAC_KEY, macKey],
      [META_LAST_TICK, String(lastTick)],
      [META_RECOVERING, isRecovering ? 'yes' : null],
    ]),
  });
  highWater?.write({ tick: lastTick, epoch });
  clock.startAfter(lastTick);
  return new LiveLog({
    storage,
    clock,
    macs,
    workspace,
    epoch,
    lastTick,
    recovering: isRecovering,
    randomUint32: () => new DataView(Uint8Array.from(randomBytes(4)).buffer).getUint32(0),
    highWater,
  });
};
