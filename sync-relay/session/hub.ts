import { type CloseReason, LIMITS } from '#protocol';
import type { DeviceId } from '#rules';
import type { Session } from '../authn/authn.ts';
import type { Committed } from '../log/index.ts';
import type { ConnectionDeps } from './connection-deps.ts';
import { MuxConnection } from './mux-connection.ts';
import { StockConnection } from './stock-connection.ts';
import { Telling } from './telling.ts';
import type { Wire } from './wire.ts';

/** What every kind of connection answers to. */
export type Connection = Pick<
  MuxConnection,
  | 'device'
  | 'start'
  | 'receive'
  | 'drained'
  | 'ended'
  | 'close'
  | 'forward'
  | 'recheck'
  | 'sendCatalogue'
  | 'sendPresence'
  | 'sendTick'
>;

/** Every open connection: passes commits on, re-checks access, keeps ticks and presence going. */
export interface Hub {
  /** A device's multiplexed socket, or with `room` a stock y-websocket client's. */
  connect(session: Session, wire: Wire, room: string | null): Connection;
  /** Closes every socket of a device. */
  end(device: DeviceId, reason: CloseReason): void;
  readonly size: number;
  /** Whether the device is on the line at this moment. */
  isConnected(device: DeviceId): boolean;
  /** Closes everything: the relay goes down. */
  close(): void;
}

const TICK_MS = 15_000;
/** Lost access is acted on within this; many changes at once, as in an import, cost one look. */
const RECHECK_MS = 100;
/** Presence is shown at most this often. */
const PRESENCE_MS = 200;

export const makeHub = (deps: ConnectionDeps): Hub => {
  const connections = new Set<Connection>();
  let presenceWaits = false;
  let recheckWaits = false;
  let stopTicks: () => void = () => undefined;
  const each = (act: (connection: Connection) => void): void => {
    for (const connection of [...connections]) act(connection);
  };

  const forward = (committed: Committed): void => {
    const telling = new Telling(committed);
    for (const connection of connections) connection.forward(telling);
  };
  const showPresence = (): void => {
    if (presenceWaits) return;
    presenceWaits = true;
    deps.timers.after(PRESENCE_MS, () => {
      presenceWaits = false;
      each((connection) => connection.sendPresence());
    });
  };
  const recheck = (): void => {
    if (recheckWaits) return;
    recheckWaits = true;
    deps.timers.after(RECHECK_MS, () => {
      recheckWaits = false;
      each((connection) => connection.recheck());
    });
  };
  /** New rooms first, so that the catalogue names them; a disk that refuses leaves it for the next time. */
  const announceRooms = (): void => {
    deps.catalogue
      .ensure()
      .then(() => each((connection) => connection.sendCatalogue()))
      .catch(deps.report);
  };
  const tick = (): void => {
    stopTicks = deps.timers.after(TICK_MS, () => {
      // A quarter may have begun, which opens another shard.
      announceRooms();
      each((connection) => connection.sendTick());
      tick();
    });
  };

  const stops = [
    deps.log.onCommit(forward),
    // Once each: whoever did not hear that his rows are stored sends them again.
    deps.log.onCommit(({ rows }) => deps.metrics.count('jieli_events_total', '', rows.length)),
    deps.presence.onChange(showPresence),
    deps.company.onChange(({ org }) => {
      recheck();
      if (org) announceRooms();
    }),
  ];
  tick();

  return {
    connect(session, wire, room) {
      const connection: Connection =
        room === null ? new MuxConnection(deps, session, wire) : new StockConnection(deps, session, wire, room);
      const ended = connection.ended.bind(connection);
      connection.ended = () => {
        connections.delete(connection);
        ended();
      };
      connections.add(connection);
      const own = [...connections].filter(({ device }) => device === session.device);
      if (own.length > LIMITS.socketsPerDevice) own[0]?.close('rateLimited');
      connection.start();
      return connection;
    },
    end(device, reason) {
      each((connection) => {
        if (connection.device === device) connection.close(reason);
      });
    },
    get size() {
      return connections.size;
    },
    isConnected: (device) => [...connections].some((connection) => connection.device === device),
    close() {
      stopTicks();
      for (const stop of stops) stop();
      each((connection) => connection.close('shuttingDown'));
      connections.clear();
    },
  };
};
