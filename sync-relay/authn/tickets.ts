import { makeSecret } from './secrets.ts';

/** One-use tickets for sockets, in memory only: a restart asks every device for a new one anyway. */
export interface Tickets<Holder> {
  make(holder: Holder, nowMs: number): string;
  /** Whose ticket it was, once and in time. */
  redeem(ticket: string, nowMs: number): Holder | null;
}

const TICKET_MS = 30_000;

export const makeTickets = <Holder>(): Tickets<Holder> => {
  const tickets = new Map<string, { readonly holder: Holder; readonly expiresAt: number }>();
  return {
    make(holder, nowMs) {
      for (const [ticket, { expiresAt }] of tickets) if (expiresAt < nowMs) tickets.delete(ticket);
      const ticket = makeSecret();
      tickets.set(ticket, { holder, expiresAt: nowMs + TICKET_MS });
      return ticket;
    },
    redeem(ticket, nowMs) {
      const found = tickets.get(ticket);
      tickets.delete(ticket);
      return found && found.expiresAt >= nowMs ? found.holder : null;
    },
  };
};
