import type { ReplicaStore } from '../../../client/data/platform.ts';
import type { RoomMarks } from '../../../client/data/replica/let-rest.ts';
import { makeMemoryReplicas, type ReplicaDisk } from '../../../client/data/replica/memory-store.ts';
import { ORG, POOL, Q3, Q4, RestingDevice } from '../../support/resting-device.ts';
import { note } from '../../support/rules-stage.ts';
import { LONG_MS, late, openDevice, timers } from './resting-support.ts';

/** Less than a room has to be quiet before it rests, ms. */
export const SOON_MS = 1_500;
export const STAGED = [Q3, Q4, POOL];
export const isStaged = (room: string): boolean => room !== ORG;

/** What a device knew when it took its marks. */
export interface Opening {
  readonly marks: RoomMarks;
  readonly told: RestingDevice['deltas'];
}
export const rowsOf = (deltas: RestingDevice['deltas']): readonly string[] => deltas.flatMap(([, { rows }]) => rows);

/** Copies of which is known which were opened, and which were read since a mark; one can be made to wait. */
export const watchedStore = () => {
  const opened: string[] = [];
  const since: (readonly [room: string, piece: number])[] = [];
  const gates = new Map<string, Promise<unknown>>();
  const store = (disk: ReplicaDisk): ReplicaStore => {
    const replicas = makeMemoryReplicas(disk);
    return {
      ...replicas,
      open: (room, doc) => {
        opened.push(room);
        return replicas.open(room, doc);
      },
      since: async (room, piece) => {
        since.push([room, piece]);
        await gates.get(room);
        return replicas.since(room, piece);
      },
    };
  };
  /** Reads of a room since its mark wait from now on, until told. */
  const shut = (room: string): (() => void) => {
    let open: () => void = () => undefined;
    gates.set(room, new Promise<void>((resolve) => (open = resolve)));
    return () => open();
  };
  return { store, opened, since, shut };
};

/** A company that was busy, on a device that took its marks while all rooms were at rest. */
export const marked = async (store: (disk: ReplicaDisk) => ReplicaStore = makeMemoryReplicas) => {
  const all = await openDevice(isStaged, store);
  await all.pass(LONG_MS);
  const opening = await all.device.takeMarks((marks): Opening => ({ marks, told: [...all.device.deltas] }));
  if (opening === null) throw new Error('no marks');
  const act = (): void => {
    all.stage.act('rae', 'visitNoteRecorded', note(), late);
    all.tell();
  };
  return { ...all, opening, act };
};

/** The next start on that disk, with what was known. */
export const beginAgain = (
  before: RestingDevice,
  { marks, told }: Opening,
  store: (disk: ReplicaDisk) => ReplicaStore = makeMemoryReplicas,
): RestingDevice => {
  const { line, disk } = before;
  const device = new RestingDevice(timers, isStaged, store, { line, disk, marks });
  for (const [room, delta] of told) device.folding.takeDelta(room, delta);
  return device;
};
export const stagedRowsOf = ({ deltas }: RestingDevice): readonly string[] =>
  rowsOf(deltas.filter(([room]) => isStaged(room)));
