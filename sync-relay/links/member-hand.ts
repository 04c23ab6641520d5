import { createHash } from 'node:crypto';
import * as decoding from 'lib0/decoding';
import {
  asPrevious,
  type CustomerState,
  type DeviceId,
  type Draft,
  deviceLog,
  type EventId,
  encodeRow,
  type MemberId,
  type PreviousEvent,
  quarterOf,
  writeEvent,
} from '#rules';
import { LINK_DEVICE_PREFIX } from '../authn/authn.ts';
import { type Catalogue, ORG_ROOM, roomOf } from '../company/catalogue.ts';
import type { Company } from '../company/company.ts';
import type { LogService, StoredRow } from '../log/index.ts';
import { encodeNextRow } from '../log/next-row.ts';
import { scanRows } from '../log/scan-rows.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { makeAppendGate } from '../session/append-gate.ts';

/**
 * Writes what a member did on a page of the relay, as a device of that member: its rows are judged by the same gate, and
 * merge, like those of a phone.
 */
export interface MemberHand {
  /** `id` is the event's; one that stands already is not written again. @throws StorageFailure */
  write(
    member: MemberId,
    customer: CustomerState,
    draft: Draft,
    id: EventId,
  ): Promise<'stored' | 'notEntitled' | 'busy'>;
}

export interface MemberHandDeps {
  readonly log: LogService;
  readonly company: Company;
  readonly catalogue: Catalogue;
  readonly metrics: Metrics;
}

interface Place {
  readonly n: number;
  readonly prev: PreviousEvent;
}

const hashOf = (...parts: readonly string[]): Buffer => createHash('sha256').update(JSON.stringify(parts)).digest();
export const linkDevice = (member: MemberId): DeviceId =>
  `${LINK_DEVICE_PREFIX}${hashOf(member).toString('hex').slice(0, 40)}` as DeviceId;
/** The same after every restart; that another device of the room drew the same 32 bits is left to the gate, which refuses. */
const clientOf = (device: DeviceId, room: string): number => hashOf(device, room).readUInt32BE(0);

const clockIn = (stateVector: Uint8Array, client: number): number => {
  const decoder = decoding.createDecoder(stateVector);
  for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) {
    const [found, clock] = [decoding.readVarUint(decoder), decoding.readVarUint(decoder)];
    if (found === client) return clock;
  }
  return 0;
};

export const makeMemberHand = (deps: MemberHandDeps): MemberHand => {
  const { log, company, catalogue } = deps;
  /** Last row of each such device; read from the logs once, for `n` goes on over restarts. */
  const places = new Map<DeviceId, Place>();
  let isRead = false;
  let turn: Promise<unknown> = Promise.resolve();

  const note = ({ event, received }: StoredRow): void => {
    if (!event.device.startsWith(LINK_DEVICE_PREFIX) || (places.get(event.device)?.n ?? -1) >= event.n) return;
    places.set(event.device, { n: event.n, prev: { ...asPrevious(event), received } });
  };
  // also what a holder gives back after a restore
  log.onCommit(({ rows }) => {
    for (const row of rows) note(row);
  });
  const placeOf = async (device: DeviceId): Promise<Place | null> => {
    if (!isRead) await scanRows(log, note);
    isRead = true;
    return places.get(device) ?? null;
  };

  const admit = async (member: MemberId, device: DeviceId): Promise<void> => {
    if (company.org().members[member]?.devices.includes(device)) return;
    await log.appendFacts(ORG_ROOM, [{ kind: 'deviceAdmitted', device, member, founder: null }]);
  };
  const roomFor = ({ territory, created }: CustomerState, { document }: Draft): string => {
    if (document === 'private') return roomOf({ kind: 'private', member: created.author });
    if (document === 'pool') return roomOf({ kind: 'pool', territory });
    return roomOf({ kind: 'log', territory, quarter: quarterOf(log.now()) });
  };

  const writeNow: MemberHand['write'] = async (member, customer, draft, id) => {
    if (company.fold.placement(id) !== null) return 'stored';
    // Until a recovery has ended a number may be taken by a row that comes back (S10).
    if (log.health() === 'recovering') return 'busy';
    const device = linkDevice(member);
    await admit(member, device);
    await catalogue.ensure();
    const room = roomFor(customer, draft);
    const place = await placeOf(device);
    const now = log.now();
    const seen = log.lastTick();
    const event = writeEvent({
      draft,
      id,
      author: member,
      device,
      n: (place?.n ?? -1) + 1,
      prev: place?.prev ?? null,
      seen,
      // the relay's own time: it has seen every tick
      clock: { wall: now, boot: 'relay', mono: now, monoSeen: Math.min(seen, now) },
      placement: (cited) => company.fold.placement(cited),
      ruleVersion: company.org().processVersion,
    });
    const client = clientOf(device, room);
    const update = encodeNextRow(client, clockIn(log.stateVector(room), client), deviceLog(device), encodeRow(event));
    const outcome = await makeAppendGate(deps, member, device).append(room, update);
    if (outcome.kind === 'stored') return 'stored';
    return outcome.reason === 'storageFailing' ? 'busy' : 'notEntitled';
  };

  return {
    write(member, customer, draft, id) {
      const done = turn.then(() => writeNow(member, customer, draft, id));
      turn = done.catch(() => undefined);
      return done;
    },
  };
};
