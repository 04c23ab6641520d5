import {
  asPrevious,
  type DeviceId,
  type Draft,
  deviceLog,
  type EventId,
  encodeRow,
  type Fold,
  type MemberId,
  type PreviousEvent,
  writeEvent,
} from '#rules';
import { encodeNextRow } from '../log/next-row.ts';

/** One person's device in the demo: numbers its events and encodes them as its own logs. */
export interface DemoDevice {
  readonly member: MemberId;
  readonly device: DeviceId;
  write(draft: Draft, room: string, atMs: number, seen: number): { readonly id: EventId; readonly update: Uint8Array };
}

/** `index` is different for every device: clientIDs follow from it. */
export const makeDemoDevice = (member: MemberId, index: number, fold: Pick<Fold, 'placement' | 'org'>): DemoDevice => {
  const device = `demo-${member}` as DeviceId;
  const clocks = new Map<string, { client: number; clock: number }>();
  let n = 0;
  let prev: PreviousEvent | null = null;
  return {
    member,
    device,
    write(draft, room, atMs, seen) {
      const event = writeEvent({
        draft,
        id: `${device}-${n}` as EventId,
        author: member,
        device,
        n,
        prev,
        seen,
        clock: { wall: atMs, boot: `${device}-boot`, mono: n * 1000, monoSeen: null },
        placement: (id) => fold.placement(id),
        ruleVersion: fold.org().processVersion,
      });
      n += 1;
      prev = asPrevious(event);
      const place = clocks.get(room) ?? { client: 1 + index * 100_000 + clocks.size, clock: 0 };
      clocks.set(room, place);
      const update = encodeNextRow(place.client, place.clock, deviceLog(device), encodeRow(event));
      place.clock += 1;
      return { id: event.id, update };
    },
  };
};
