import type { MemberId } from '#rules';
import type { Company } from '../company/company.ts';
import type { LogService } from '../log/index.ts';
import { scanRows } from '../log/scan-rows.ts';
import type { Report } from '../metrics/report.ts';

/** When each member's devices last sent something, relay time in ms. */
export interface LastHeard {
  /** Null for somebody never heard of, or not looked for yet right after a start. */
  of(member: MemberId): number | null;
  close(): void;
}

export interface LastHeardDeps {
  readonly log: LogService;
  readonly company: Pick<Company, 'onChange'>;
  /** A device of the member is on the line at this moment. */
  readonly isConnected: (member: MemberId) => boolean;
  readonly report: Report;
}

export const makeLastHeard = ({ log, company, isConnected, report }: LastHeardDeps): LastHeard => {
  const times = new Map<MemberId, number>();
  let closed = false;
  const note = (author: MemberId, received: number): void => {
    times.set(author, Math.max(times.get(author) ?? 0, received));
  };
  const stop = company.onChange((_, { rows }) => {
    for (const { event, received } of rows) note(event.author, received);
  });
  scanRows(
    log,
    ({ event, received }) => note(event.author, received),
    () => closed,
  ).catch(report);
  return {
    of: (member) => (isConnected(member) ? log.now() : (times.get(member) ?? null)),
    close() {
      closed = true;
      stop();
    },
  };
};
