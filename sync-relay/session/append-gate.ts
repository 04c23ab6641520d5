import type { RejectReason } from '#protocol';
import { type DeviceId, type DocumentName, type MemberId, mayAppendType } from '#rules';
import type { Catalogue } from '../company/catalogue.ts';
import type { Company } from '../company/company.ts';
import type { AppendOutcome, AppendRequest, LogService } from '../log/index.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { StorageFailure } from '../storage/contract.ts';

export interface AppendGateDeps {
  readonly log: LogService;
  readonly company: Company;
  readonly catalogue: Catalogue;
  readonly metrics: Metrics;
}

/** A right as it stands: to write types into a document, given what the device had seen. */
interface Permit {
  readonly kind: 'may';
  readonly doc: DocumentName;
  readonly mayAppend: AppendRequest['mayAppend'];
}
interface Denial {
  readonly kind: 'mayNot';
  readonly reason: RejectReason;
}

/**
 * Judges who may append where, in the order a connection sent its batches, and hands over to the log. A batch
 * that is not permitted yet waits for those before it: the customer they create may be what permits it.
 */
export interface AppendGate {
  append(room: string, update: Uint8Array): Promise<AppendOutcome>;
}

export const makeAppendGate = (deps: AppendGateDeps, member: MemberId, device: DeviceId): AppendGate => {
  const { log, company, catalogue, metrics } = deps;
  /** Batches of this connection that are not judged and stored or rejected yet. */
  const open = new Set<Promise<AppendOutcome>>();
  /** Present rights by room, until anybody's may have changed. */
  const permits = new Map<string, Permit>();
  let permitsVersion = -1;

  /**
   * What the member may write now, and what he might have written before a right was taken: `seen` below that tick
   * says that the device cannot have known.
   */
  const mayAppend = (doc: DocumentName, isPresent: boolean): AppendRequest['mayAppend'] => {
    const role = company.org().members[member]?.role;
    return (type, seen) =>
      (isPresent && role !== undefined && mayAppendType(role, doc.kind, type)) ||
      company
        .formerRights(member, doc)
        .some((right) => seen < right.untilTick && mayAppendType(right.role, doc.kind, type));
  };
  const permit = (room: string): Permit | Denial => {
    const version = company.accessVersion();
    if (version !== permitsVersion) permits.clear();
    permitsVersion = version;
    const known = permits.get(room);
    if (known !== undefined) return known;
    const found = catalogue.find(room);
    if (found.kind === 'staleEpoch') return { kind: 'mayNot', reason: 'staleEpoch' };
    if (found.kind === 'unknown') return { kind: 'mayNot', reason: 'wrongDocument' };
    const { doc } = found;
    const { append } = company.access(member, doc);
    // An ended device is refused at once, not only when its socket is closed a moment later.
    if (!company.org().members[member]?.devices.includes(device)) return { kind: 'mayNot', reason: 'notEntitled' };
    // Former rights end with time: they are looked at each time.
    if (!append && company.formerRights(member, doc).length === 0) return { kind: 'mayNot', reason: 'notEntitled' };
    const permitted: Permit = { kind: 'may', doc, mayAppend: mayAppend(doc, append) };
    if (append) permits.set(room, permitted);
    return permitted;
  };
  const store = (room: string, { mayAppend }: Permit, update: Uint8Array): Promise<AppendOutcome> =>
    log.append({ room, device, member, mayAppend, update });
  const rejected = (room: string, reason: RejectReason): AppendOutcome => ({
    kind: 'rejected',
    reason,
    event: null,
    detail: room,
  });

  /** A disk that refuses a new room refuses the batch, which comes again. */
  const storeAfter = async (
    earlier: readonly Promise<AppendOutcome>[],
    room: string,
    update: Uint8Array,
  ): Promise<AppendOutcome> => {
    try {
      await Promise.allSettled(earlier);
      await catalogue.ensure();
      const permitted = permit(room);
      if (permitted.kind === 'mayNot') return rejected(room, permitted.reason);
      if (permitted.doc.kind === 'contact' && !log.rooms().includes(room)) await log.createRoom(room);
      return await store(room, permitted, update);
    } catch (cause) {
      if (!(cause instanceof StorageFailure)) throw cause;
      return rejected(room, 'storageFailing');
    }
  };
  const judge = (room: string, update: Uint8Array): Promise<AppendOutcome> => {
    const permitted = permit(room);
    const isSettled = permitted.kind === 'may' && permitted.doc.kind !== 'contact';
    return isSettled ? store(room, permitted, update) : storeAfter([...open], room, update);
  };

  return {
    async append(room, update) {
      const judged = judge(room, update);
      open.add(judged);
      try {
        const outcome = await judged;
        if (outcome.kind === 'stored') metrics.count('jieli_appends_total');
        else metrics.count('jieli_appends_rejected_total', outcome.reason);
        return outcome;
      } finally {
        open.delete(judged);
      }
    },
  };
};
