import { decide } from '#rules';
import { makeReadModels } from '../../../client/data/answers/index.ts';
import { newHead } from '../../../client/data/device/new-head.ts';
import { SESSION_COOKIE } from '../../../sync-relay/http/session-guard.ts';
import { noExtras } from '../../support/no-extras.ts';
import { makePeer, makePeerDisk, originSocket, type Peer, type PeerDisk } from '../../support/peer.ts';
import type { Worker } from './company.ts';

/** The real client under Node, with what came down its socket counted. */
export interface CountedPeer {
  readonly peer: Peer;
  readonly received: { bytes: number };
}

/** A disk of a device that is signed in and holds nothing yet. */
export const signedInDisk = ({ member, device, secret, csrf }: Worker): PeerDisk => {
  const disk = makePeerDisk();
  disk.cookies.set(SESSION_COOKIE, secret);
  disk.store.stores.get('meta')?.set('head', newHead(device, member, csrf));
  return disk;
};

export const openPeer = async (relayUrl: string, disk: PeerDisk = makePeerDisk()): Promise<CountedPeer> => {
  const received = { bytes: 0 };
  const open = originSocket(relayUrl);
  const peer = await makePeer({
    relayUrl,
    disk,
    decide,
    makeReadModels,
    makeExtras: noExtras,
    openSocket: (protocols) => {
      const socket = open(protocols);
      (socket as unknown as { on(name: 'message', take: (data: { byteLength: number }) => void): void }).on(
        'message',
        ({ byteLength }) => {
          received.bytes += byteLength;
        },
      );
      return socket;
    },
  });
  return { peer, received };
};

export const workspaceOf = ({ core }: Peer) => {
  const workspace = core.workspace();
  if (workspace === null) throw new Error('not signed in');
  return workspace;
};

/** Everything readable is here, and everything written is durable at the relay. */
export const isInSync = (peer: Peer): boolean => {
  const { connection, pending } = workspaceOf(peer).syncState();
  return connection === 'online' && pending === 0 && workspaceOf(peer).isComplete();
};

/** Resolves when `holds` is true, within `limitMs`. */
export const eventually = async (what: string, limitMs: number, holds: () => boolean): Promise<void> => {
  const startedAt = performance.now();
  while (!holds()) {
    if (performance.now() - startedAt > limitMs) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
