import * as encoding from 'lib0/encoding';
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

/** Yjs v1: content of kind 8 (plain values), a string of that kind, the flag of an item with an origin. */
const CONTENT_ANY = 8;
const ANY_STRING = 119;
const HAS_ORIGIN = 0x80;

/** The update by which stock Yjs would add one string at the end of a device's log. */
const encodeNext = (client: number, clock: number, root: string, row: string): Uint8Array =>
  encoding.encode((encoder) => {
    for (const count of [1, 1, client, clock]) encoding.writeVarUint(encoder, count);
    encoding.writeUint8(encoder, clock === 0 ? CONTENT_ANY : CONTENT_ANY | HAS_ORIGIN);
    if (clock === 0) {
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarString(encoder, root);
    } else {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock - 1);
    }
    encoding.writeVarUint(encoder, 1);
    encoding.writeUint8(encoder, ANY_STRING);
    encoding.writeVarString(encoder, row);
    encoding.writeVarUint(encoder, 0);
  });

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
      const update = encodeNext(place.client, place.clock, deviceLog(device), encodeRow(event));
      place.clock += 1;
      return { id: event.id, update };
    },
  };
};
