import type { Envelope } from '../events/envelope.ts';
import { type EventType, payloadSchemas } from '../events/payloads.ts';
import type { Fold } from '../fold-contract.ts';
import { type FoldOptions, makeFoldWith } from './make-fold.ts';

/** Whether the payload is one of its type. */
export const isValidPayload = (event: Envelope): boolean =>
  Object.hasOwn(payloadSchemas, event.type) && payloadSchemas[event.type as EventType].safeParse(event.payload).success;

/** An empty incremental fold that checks what has to be checked itself. */
export const makeFold = (options: FoldOptions = {}): Fold => makeFoldWith(isValidPayload, options);
