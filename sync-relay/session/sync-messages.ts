import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** The y-websocket messages the relay knows: a closed table. */
export type SyncMessage =
  | { readonly kind: 'step1'; readonly stateVector: Uint8Array }
  | { readonly kind: 'update'; readonly update: Uint8Array }
  /** Presence of stock clients and questions for it: read past, answered with nothing. */
  | { readonly kind: 'awareness' };

const SYNC = 0;
const AWARENESS = 1;
const QUERY_AWARENESS = 3;
const STEP_1 = 0;
const STEP_2 = 1;
const UPDATE = 2;

/** Reads one message. `null` for anything else than the table, cut short or with bytes left over. */
export const readSyncMessage = (bytes: Uint8Array): SyncMessage | null => {
  try {
    const decoder = decoding.createDecoder(bytes);
    const type = decoding.readVarUint(decoder);
    if (type === QUERY_AWARENESS || type === AWARENESS) return { kind: 'awareness' };
    if (type !== SYNC) return null;
    const step = decoding.readVarUint(decoder);
    const body = decoding.readVarUint8Array(decoder);
    if (decoding.hasContent(decoder)) return null;
    if (step === STEP_1) return { kind: 'step1', stateVector: body };
    return step === STEP_2 || step === UPDATE ? { kind: 'update', update: body } : null;
  } catch {
    return null;
  }
};

const message = (step: number, body: Uint8Array): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, SYNC);
  encoding.writeVarUint(encoder, step);
  encoding.writeVarUint8Array(encoder, body);
  return encoding.toUint8Array(encoder);
};

export const step1Message = (stateVector: Uint8Array): Uint8Array => message(STEP_1, stateVector);
export const updateMessage = (update: Uint8Array): Uint8Array => message(UPDATE, update);
/** A step 2 that carries nothing: all was sent before it, so "synced" means synced. */
export const syncedMessage = (): Uint8Array => message(STEP_2, EMPTY_UPDATE);
/** An empty awareness update: keeps a stock client from taking silence for a dead line. */
export const keepAliveMessage = (): Uint8Array => new Uint8Array([AWARENESS, 1, 0]);

const EMPTY_UPDATE = new Uint8Array([0, 0]);
