import type { MemberId } from '#rules';
import type { Company } from '../company/company.ts';
import type { LogService } from '../log/index.ts';

/** When each member's devices last sent something, relay time in ms. */
export interface LastHeard {
  of(member: MemberId): number | null;
  close(): void;
}

/** `isConnected` = a device of the member is on the line at this moment. */
export const makeLastHeard = (
  log: LogService,
  company: Pick<Company, 'onChange'>,
  isConnected: (member: MemberId) => boolean,
): LastHeard => {
  let times: Map<MemberId, number> | null = null;
  const note = (known: Map<MemberId, number>, author: MemberId, received: number): void => {
    known.set(author, Math.max(known.get(author) ?? 0, received));
  };
  /** Read once, when the first message needs it: most relays never send one. */
  const all = (): Map<MemberId, number> => {
    if (times !== null) return times;
    const known = new Map<MemberId, number>();
    for (const room of log.rooms())
      for (const { event, received } of log.rows(room)) note(known, event.author, received);
    times = known;
    return known;
  };
  const stop = company.onChange((_, { rows }) => {
    if (times !== null) for (const { event, received } of rows) note(times, event.author, received);
  });
  return {
    of: (member) => (isConnected(member) ? log.now() : (all().get(member) ?? null)),
    close: stop,
  };
};
