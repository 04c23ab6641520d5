import type { RejectReason } from '#protocol';
import { type DeviceId, type DocumentName, type EventType, type MemberId, mayAppendType } from '#rules';
import type { Catalogue } from '../company/catalogue.ts';
import type { Company } from '../company/company.ts';
import type { AppendOutcome, LogService } from '../log/index.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { StorageFailure } from '../storage/contract.ts';

export interface AppendGateDeps {
  readonly log: LogService;
  readonly company: Company;
  readonly catalogue: Catalogue;
  readonly metrics: Metrics;
}

type Permit =
  | { readonly kind: 'may'; readonly doc: DocumentName }
  | { readonly kind: 'mayNot'; readonly reason: RejectReason };

/**
 * Judges who may append where, in the order a connection sent its batches, and hands over to the log. A batch
 * that is not permitted yet waits for those before it: the customer they create may be what permits it.
 */
export interface AppendGate {
  append(room: string, update: Uint8Array): Promise<AppendOutcome>;
}

export const makeAppendGate = (deps: AppendGateDeps, member: MemberId, device: DeviceId): AppendGate => {
  const { log, company, catalogue, metrics } = deps;
  /** Settles when every earlier batch of this connection has been judged and stored or rejected. */
  let earlier: Promise<unknown> = Promise.resolve();

  const permit = (room: string): Permit => {
    const found = catalogue.find(room);
    if (found.kind === 'staleEpoch') return { kind: 'mayNot', reason: 'staleEpoch' };
    if (found.kind === 'unknown') return { kind: 'mayNot', reason: 'wrongDocument' };
    const { append } = company.access(member, found.doc);
    // An ended device is refused at once, not only when its socket is closed a moment later.
    if (!company.org().members[member]?.devices.includes(device)) return { kind: 'mayNot', reason: 'notEntitled' };
    const may = append || company.formerRights(member, found.doc).length > 0;
    return may ? { kind: 'may', doc: found.doc } : { kind: 'mayNot', reason: 'notEntitled' };
  };
  /**
   * What the member may write now, and what he might have written before a right was taken: `seen` below that tick
   * says that the device cannot have known.
   */
  const mayAppend = (doc: DocumentName) => {
    const role = company.org().members[member]?.role;
    const isPresent = role !== undefined && company.access(member, doc).append;
    const former = company.formerRights(member, doc);
    return (type: EventType, seen: number): boolean =>
      (isPresent && mayAppendType(role, doc.kind, type)) ||
      former.some((right) => seen < right.untilTick && mayAppendType(right.role, doc.kind, type));
  };
  const store = async (room: string, doc: DocumentName, update: Uint8Array): Promise<AppendOutcome> => {
    if (doc.kind === 'contact' && !log.rooms().includes(room)) await log.createRoom(room);
    return log.append({ room, device, member, mayAppend: mayAppend(doc), update });
  };
  const judge = async (room: string, update: Uint8Array): Promise<AppendOutcome> => {
    let permitted = permit(room);
    if (permitted.kind === 'mayNot' || permitted.doc.kind === 'contact') {
      await earlier;
      await catalogue.ensure();
      permitted = permit(room);
    }
    if (permitted.kind === 'may') return store(room, permitted.doc, update);
    return { kind: 'rejected', reason: permitted.reason, event: null, detail: room };
  };

  /** A disk that refuses a new room refuses the batch, which comes again. */
  const judgeSafely = async (room: string, update: Uint8Array): Promise<AppendOutcome> => {
    try {
      return await judge(room, update);
    } catch (cause) {
      if (!(cause instanceof StorageFailure)) throw cause;
      return { kind: 'rejected', reason: 'storageFailing', event: null, detail: room };
    }
  };

  return {
    append(room, update) {
      const outcome = judgeSafely(room, update);
      earlier = Promise.allSettled([earlier, outcome]);
      return outcome.then((result) => {
        if (result.kind === 'stored') {
          metrics.count('jieli_appends_total');
          metrics.count('jieli_events_total', '', result.receipts.length);
        } else metrics.count('jieli_appends_rejected_total', result.reason);
        return result;
      });
    },
  };
};
