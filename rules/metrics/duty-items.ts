import type { PayloadOf } from '../events/payloads.ts';
import type { MemberId } from '../ids.ts';
import type { Process } from '../process.ts';
import type { CustomerState, NoteState } from '../state.ts';
import type { Emit } from './emit.ts';
import { goneAt } from './gone-at.ts';
import { isFilled, profileFields } from './profile-fields.ts';

/** Ticked by its date. */
const isKeptBy = (dueMs: number, delivered: NoteState['delivered']): boolean =>
  delivered !== null && delivered.t <= dueMs;

/** Promises at their date (R37). */
const promiseItems = ({ notes }: CustomerState, emit: Emit): void => {
  for (const { payload, delivered } of notes) {
    const { commitment } = payload;
    if (commitment.kind !== 'promised') continue;
    const isKept = isKeptBy(commitment.dueMs, delivered);
    const member = commitment.by as MemberId;
    emit('fulfilmentRate', { atMs: commitment.dueMs, member, numerator: isKept ? 1 : 0 });
  }
};

/** Complaints about a promise, of whoever gave it, from when it was broken (R38); one about a promise kept is none. */
const complaintItems = ({ complaints, notes }: CustomerState, emit: Emit): void => {
  for (const { atMs, commitment } of complaints) {
    const note = notes.find(({ id }) => id === commitment);
    const promise = note?.payload.commitment;
    if (note === undefined || promise?.kind !== 'promised' || isKeptBy(promise.dueMs, note.delivered)) continue;
    emit('complaints', { atMs: Math.max(atMs, promise.dueMs), member: promise.by as MemberId });
  }
};

/**
 * Presales tasks (R26): in time from the moment they were done, late from the deadline on, then of who had them at it:
 * whoever is handed one that is late has not been late with it. While one is sent back in time its clock stands, and
 * what was taken back or closed was nobody's to do.
 */
const presalesItems = ({ tasks }: CustomerState, emit: Emit): void => {
  for (const { kind, status, completed, late, ...now } of tasks) {
    const counts = status === 'open' || status === 'done' || (status === 'returned' && late !== null);
    if (kind !== 'draftProposal' || !counts) continue;
    const { assignee: member, dueAt } = late ?? now;
    const isInTime = late === null && completed !== null && completed.t <= dueAt;
    emit('presalesOnTime', { atMs: isInTime ? completed.t : dueAt, member, numerator: isInTime ? 1 : 0 });
  }
};

/** Where the customer itself, not one of its opportunities, says it. */
const ITSELF = '';

/**
 * Filling and clearing of profile fields as changes of a stock; who was given up or joined leaves it with all it has. What
 * stands on one of its opportunities is there, as `unfilledProfile` has it.
 */
const profileItems = (customer: CustomerState, process: Process, emit: Emit): void => {
  const fields = profileFields(process);
  const { profile } = customer.created.payload;
  const first: Readonly<Record<string, unknown>> = { ...profile, ...profile.own };
  /** By field, where it is filled in. */
  const places = new Map(fields.map((field) => [field, new Set(isFilled(first[field]) ? [ITSELF] : [])]));
  const filled = (): number => [...places.values()].filter(({ size }) => size > 0).length;
  const { owner: member } = customer;
  const size = fields.length;
  const gone = goneAt(customer);
  emit('profileCompleteness', { atMs: customer.created.t, member, numerator: filled(), denominator: size });
  for (const { type, t, payload, noEffectBecause } of customer.timeline) {
    if (type !== 'fieldPatched' || noEffectBecause !== null || (gone !== null && t > gone)) continue;
    const { field, opportunity, value } = payload as PayloadOf<'fieldPatched'>;
    const where = places.get(field);
    if (where === undefined) continue;
    const before = filled();
    if (isFilled(value)) where.add(opportunity ?? ITSELF);
    else where.delete(opportunity ?? ITSELF);
    const numerator = filled() - before;
    if (numerator !== 0) emit('profileCompleteness', { atMs: t, member, numerator, denominator: 0 });
  }
  if (gone === null) return;
  const atMs = Math.max(gone, customer.created.t);
  emit('profileCompleteness', { atMs, member, numerator: -filled(), denominator: -size });
};

/** When it was made, and when its contributor shared it (R72), ms; null = it is 仅我和主管. One made in the pool is at once. */
const sharingOf = ({ created, contributor, isPrivate, timeline }: CustomerState) => {
  const own =
    contributor === null
      ? []
      : timeline.filter(({ type, author }) => type === 'customerCreated' && author === contributor);
  const copy = own.find(({ payload }) => (payload as PayloadOf<'customerCreated'>).contributor !== undefined);
  const madeAt = Math.min(created.t, ...own.map(({ t }) => t));
  return { madeAt, sharedAt: isPrivate ? null : (copy?.t ?? madeAt) };
};

/**
 * Contributed customers, shared or still 仅我和主管, as changes of a stock; who was given up or joined leaves it. A private
 * one is known to its contributor and those above him.
 */
const sharingItems = (customer: CustomerState, emit: Emit): void => {
  const { created, contributor, owner } = customer;
  if (created.payload.imported !== undefined && contributor === null) return;
  const member = contributor ?? owner;
  const { madeAt, sharedAt } = sharingOf(customer);
  const gone = goneAt(customer);
  const leftAt = gone === null ? null : Math.max(gone, madeAt);
  const isShared = sharedAt !== null && (leftAt === null || sharedAt <= leftAt);
  emit('sharedRate', { atMs: madeAt, member, numerator: sharedAt === madeAt ? 1 : 0 });
  if (isShared && sharedAt !== madeAt) emit('sharedRate', { atMs: sharedAt, member, denominator: 0 });
  if (leftAt !== null) emit('sharedRate', { atMs: leftAt, member, numerator: isShared ? -1 : 0, denominator: -1 });
};

/** What promises, tasks, profile and sharing of a customer count for. */
export const dutyItems = (customer: CustomerState, process: Process, emit: Emit): void => {
  promiseItems(customer, emit);
  complaintItems(customer, emit);
  presalesItems(customer, emit);
  profileItems(customer, process, emit);
  sharingItems(customer, emit);
};
