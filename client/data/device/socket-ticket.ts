import type { MuxDeps } from '../socket/mux.ts';
import type { RelayHttp } from './relay-http.ts';

/** Asks the relay for a ticket to open the socket with. */
export const socketTicket = async (http: RelayHttp): ReturnType<MuxDeps['ticket']> => {
  const outcome = await http.ticket();
  if (outcome.kind === 'ok') return { kind: 'ticket', ticket: outcome.answer.ticket };
  // Another session than the one kept here, e.g. killed in the middle of joining again: only a link helps.
  const isOver = outcome.kind === 'refused' && (outcome.error === 'notSignedIn' || outcome.error === 'csrf');
  return { kind: isOver ? 'notSignedIn' : 'offline' };
};
