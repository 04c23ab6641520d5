import * as Y from 'yjs';
import { type DownFrame, decodeDown, encodeUp } from '#protocol';
import { type ManualClock, makeManualClock } from '../../sync-relay/clock.ts';
import type { Connection } from '../../sync-relay/session/hub.ts';
import { type MemoryDisk, makeMemoryDisk, makeMemoryStorage } from '../../sync-relay/storage/memory.ts';
import { START_MS } from '../support/relay-log.ts';
import { makeYjsLog, type YjsLog } from '../support/yjs-log.ts';
import { type Colleague, foundCompany, QUARTER_ROOM, type TestCompany } from '../unit/relay-edge/company.ts';
import { ATTACKER, attackerEvent, OWN_ROWS, VICTIM, victimEvent } from './world.ts';

/** A connection of the relay without a network: what it was sent, how it was closed. */
export interface RawLine {
  readonly connection: Connection;
  /** Messages since the last look. */
  take(): readonly Uint8Array[];
  closed(): number | null;
}

/** The whole relay with a listener, an attacker who is a rep of east, and an honest colleague. */
export interface Edge {
  readonly company: TestCompany;
  readonly clock: ManualClock;
  readonly disk: MemoryDisk;
  readonly room: string;
  readonly attacker: YjsLog;
  readonly victim: YjsLog;
  readonly honest: RawLine;
  readonly http: Colleague;
  /** Faults of the relay that it reported itself. */
  readonly reported: string[];
  /** A new multiplexed socket of the attacker, or with `room` a stock one. */
  connect(room: string | null): RawLine;
  /** Another member for HTTP, once the session used there is gone. */
  signIn(): Promise<Colleague>;
  /** Sends the victim's next row; says what went wrong. */
  serveHonest(): Promise<string | null>;
  /** Everything the relay would answer with about what is stored, shortened. */
  state(): string;
}

/** Everything the relay has begun is done: memory storage needs no more than microtasks. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const CLOCK = { boot: 'b', mono: 1, wall: 1 };
let honestBatch = 0;

export const makeEdge = async (): Promise<Edge> => {
  const disk = makeMemoryDisk();
  const clock = makeManualClock(START_MS);
  const reported: string[] = [];
  const company = await foundCompany({
    storage: makeMemoryStorage(disk),
    clock,
    // Nothing happens by itself, so that whatever changes was changed by an input.
    deps: { timers: { after: () => () => undefined }, reportFault: (cause) => reported.push(String(cause)) },
  });
  for (const { member } of [ATTACKER, VICTIM]) {
    const payload = { member, name: member, role: 'rep', territories: ['east'], manager: 'mia' };
    await company.write(company.owner, 'org@1', 'memberInvited', 'org', payload);
  }
  for (const { member, device } of [ATTACKER, VICTIM]) (await company.joinAs(member, device)).line.socket.terminate();
  const room = QUARTER_ROOM(company, 'east');
  const attacker = makeYjsLog(ATTACKER.device, ATTACKER.client);
  const victim = makeYjsLog(VICTIM.device, VICTIM.client);

  const connectAs = ({ member, device }: typeof ATTACKER | typeof VICTIM, stockRoom: string | null): RawLine => {
    let messages: Uint8Array[] = [];
    let closed: number | null = null;
    const wire = {
      send: (bytes: Uint8Array) => void messages.push(bytes),
      close: (code: number) => {
        closed ??= code;
      },
      buffered: () => 0,
      pause: () => undefined,
      resume: () => undefined,
    };
    const session = { member, device, csrf: '' } as unknown as Parameters<typeof company.relay.hub.connect>[0];
    const connection = company.relay.hub.connect(session, wire, stockRoom);
    return {
      connection,
      take: () => {
        const taken = messages;
        messages = [];
        return taken;
      },
      closed: () => closed,
    };
  };
  const honest = connectAs(VICTIM, null);
  let accounts = 0;
  let victimN = 0;
  const append = async (line: RawLine, update: Uint8Array): Promise<DownFrame | undefined> => {
    honestBatch += 1;
    line.take();
    line.connection.receive(encodeUp({ type: 'append', batch: honestBatch, room, clock: CLOCK, update }));
    await settled();
    return line
      .take()
      .map(decodeDown)
      .find(({ type }) => type === 'ack' || type === 'reject');
  };
  const edge: Edge = {
    company,
    clock,
    disk,
    room,
    attacker,
    victim,
    honest,
    reported,
    http: await company.joinAs('wei', 'dev-http'),
    connect: (stockRoom) => connectAs(ATTACKER, stockRoom),
    signIn: () => {
      accounts += 1;
      return company.joinAs('wei', `dev-http-${accounts}`);
    },
    serveHonest: async () => {
      const answer = await append(honest, victim.push(victimEvent(victimN)));
      victimN += 1;
      return answer?.type === 'ack' ? null : `an honest device was not served: ${JSON.stringify(answer)}`;
    },
    state: () => {
      const { log } = company;
      const vector = Buffer.from(log.stateVector(room)).toString('base64');
      return `${log.lastTick()} ${log.rooms().length} ${disk.meta.size} ${vector}`;
    },
  };
  const first = edge.connect(null);
  for (let n = 0; n < OWN_ROWS; n += 1) {
    await append(first, attacker.push(attackerEvent(n)));
    await edge.serveHonest();
  }
  first.connection.close('shuttingDown');
  return edge;
};

/** What must hold between the relay, a stock mirror of what it took of the attacker, and the victim's own replica. */
export const edgeFaults = ({ company, room, victim, reported }: Edge, mirror: Y.Doc): string[] => {
  const faults = reported.map((fault) => `the relay reported ${fault}`);
  const replica = new Y.Doc();
  for (const { update } of company.log.diff(room, Uint8Array.of(0), null)) Y.applyUpdate(replica, update);
  const rows = (doc: Y.Doc, root: string): string => JSON.stringify(doc.getArray(root).toArray());
  const [own, other] = [`e:${ATTACKER.device}`, `e:${VICTIM.device}`];
  if (rows(replica, own) !== rows(mirror, own)) faults.push('the attacker’s log differs from what Yjs reads');
  if (rows(replica, other) !== rows(victim.doc, other)) faults.push('the victim’s log changed');
  if (replica.store.pendingStructs !== null) faults.push('a replica keeps pending structs');
  return faults;
};
