import type { PayloadOf } from '../events/payloads.ts';
import type { MemberId } from '../ids.ts';
import type { Process } from '../process.ts';
import type { CustomerState } from '../state.ts';
import type { Emit } from './emit.ts';
import { isFilled, profileFields } from './profile-fields.ts';

/** Promises at their date (R37): kept when ticked by then. */
const promiseItems = ({ notes }: CustomerState, emit: Emit): void => {
  for (const { payload, delivered } of notes) {
    const { commitment } = payload;
    if (commitment.kind !== 'promised') continue;
    const isKept = delivered !== null && delivered.t <= commitment.dueMs;
    const member = commitment.by as MemberId;
    emit('fulfilmentRate', { atMs: commitment.dueMs, member, numerator: isKept ? 1 : 0 });
  }
};

/** Complaints about a broken promise (R38), of whoever gave it. */
const complaintItems = ({ complaints, notes }: CustomerState, emit: Emit): void => {
  for (const { atMs, commitment } of complaints) {
    const promise = notes.find(({ id }) => id === commitment)?.payload.commitment;
    if (promise?.kind === 'promised') emit('complaints', { atMs, member: promise.by as MemberId });
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
  const goneAt = customer.voided?.t ?? customer.mergedInto[0]?.t ?? null;
  emit('profileCompleteness', { atMs: customer.created.t, member, numerator: filled(), denominator: size });
  for (const { type, t, payload, noEffectBecause } of customer.timeline) {
    if (type !== 'fieldPatched' || noEffectBecause !== null || (goneAt !== null && t > goneAt)) continue;
    const { field, opportunity, value } = payload as PayloadOf<'fieldPatched'>;
    const where = places.get(field);
    if (where === undefined) continue;
    const before = filled();
    if (isFilled(value)) where.add(opportunity ?? ITSELF);
    else where.delete(opportunity ?? ITSELF);
    const numerator = filled() - before;
    if (numerator !== 0) emit('profileCompleteness', { atMs: t, member, numerator, denominator: 0 });
  }
  if (goneAt === null) return;
  const atMs = Math.max(goneAt, customer.created.t);
  emit('profileCompleteness', { atMs, member, numerator: -filled(), denominator: -size });
};

/** Contributed customers, shared or still 仅我和主管 (R72). A private one is known to its contributor and those above him. */
const sharingItem = ({ created, contributor, isPrivate, owner }: CustomerState, emit: Emit): void => {
  if (created.payload.imported !== undefined && contributor === null) return;
  emit('sharedRate', { atMs: created.t, member: contributor ?? owner, numerator: isPrivate ? 0 : 1 });
};

/** What promises, tasks, profile and sharing of a customer count for. */
export const dutyItems = (customer: CustomerState, process: Process, emit: Emit): void => {
  promiseItems(customer, emit);
  complaintItems(customer, emit);
  presalesItems(customer, emit);
  profileItems(customer, process, emit);
  sharingItem(customer, emit);
};
