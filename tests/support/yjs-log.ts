import * as Y from 'yjs';
import {
  type DeviceId,
  deviceLog,
  type Envelope,
  type EventId,
  type EventType,
  encodeRow,
  type MemberId,
} from '#rules';

/** A valid event of `e-1`'s kind with the given fields laid over it. */
export const makeEvent = (fields: Partial<Envelope> & { readonly n: number }): Envelope => ({
  v: 1,
  id: `ev-${fields.device ?? 'dev-a'}-${fields.n}` as EventId,
  type: 'interactionRecorded' satisfies EventType,
  subject: 'cust-1',
  author: 'mem-a' as MemberId,
  device: 'dev-a' as DeviceId,
  prev: null,
  cites: [],
  seen: 0,
  lam: fields.n + 1,
  at: 1_700_000_000_000 + fields.n,
  wall: 1_700_000_000_000 + fields.n,
  boot: 'boot-1',
  mono: 1000 + fields.n,
  monoSeen: null,
  ruleVersion: 'template',
  payload: { channel: 'call', answered: true, summary: `通话 ${fields.n}`, atMs: 1_700_000_000_000 + fields.n },
  ...fields,
});

/** A device's log as stock Yjs writes it: one root array of row strings. */
export interface YjsLog {
  readonly doc: Y.Doc;
  readonly device: DeviceId;
  /** Appends rows and answers the update of just this step. */
  push(...events: readonly Envelope[]): Uint8Array;
  pushText(...texts: readonly string[]): Uint8Array;
  /** Everything as one update. */
  all(): Uint8Array;
  rows(): readonly string[];
}

export const makeYjsLog = (device: string, clientId: number): YjsLog => {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  const log = doc.getArray<string>(deviceLog(device as DeviceId));
  const pushText = (...texts: readonly string[]): Uint8Array => {
    const before = Y.encodeStateVector(doc);
    log.insert(log.length, [...texts]);
    return Y.encodeStateAsUpdate(doc, before);
  };
  return {
    doc,
    device: device as DeviceId,
    pushText,
    push: (...events) => pushText(...events.map(encodeRow)),
    all: () => Y.encodeStateAsUpdate(doc),
    rows: () => log.toArray(),
  };
};
