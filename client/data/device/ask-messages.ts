import { MESSAGE_PATHS, type MessageRequests } from '#protocol';
import type { HttpOutcome, RelayHttp } from './relay-http.ts';

/** Channels, handles and deliveries of messages are the relay's: asks it. */
export const askMessages = <Kind extends keyof MessageRequests>(
  http: RelayHttp,
  kind: Kind,
  asked: MessageRequests[Kind]['asked'],
): Promise<HttpOutcome<MessageRequests[Kind]['answer']>> => {
  const [method, path] = MESSAGE_PATHS[kind];
  return http.send(method, path, asked);
};
