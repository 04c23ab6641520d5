import { type EventType, payloadSchemas } from '#rules';

/** Every event type there is. */
export const EVENT_TYPES = Object.keys(payloadSchemas) as EventType[];
