import type { MessageRequests } from './messages.ts';

/** Where each of the messages' requests goes. */
export const MESSAGE_PATHS: Readonly<Record<keyof MessageRequests, readonly ['GET' | 'PUT' | 'POST', string]>> = {
  settings: ['GET', '/api/messages/settings'],
  channel: ['PUT', '/api/messages/channel'],
  quiet: ['PUT', '/api/messages/quiet'],
  handles: ['PUT', '/api/messages/handles'],
  test: ['POST', '/api/messages/test'],
  deliveries: ['GET', '/api/messages/deliveries'],
  pushKey: ['GET', '/api/messages/push'],
  subscribe: ['POST', '/api/messages/push'],
  unsubscribe: ['POST', '/api/messages/push/end'],
};
