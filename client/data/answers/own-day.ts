import {
  type Appointment,
  type CustomerId,
  type CustomerState,
  compareText,
  isInView,
  isOnDay,
  type MemberId,
  type OpenPromise,
  openAppointments,
  openPromises,
} from '#rules';
import type { PoolRow, TodayAnswer } from '../contract.ts';

export interface Open {
  readonly appointments: readonly Appointment[];
  readonly promises: readonly OpenPromise[];
}

/** What `member` has open with a customer; null = nothing. */
export const openOf = (customer: CustomerState, member: MemberId): Open | null => {
  const appointments = customer.owner === member ? openAppointments(customer) : [];
  const promises = openPromises(customer, member);
  return appointments.length + promises.length > 0 ? { appointments, promises } : null;
};

/** What one person has agreed and promised: kept of the few customers with any of it, whenever it is due. */
export class OwnDay {
  readonly #open = new Map<CustomerId, Open>();

  put(id: CustomerId, open: Open | null): void {
    if (open === null) this.#open.delete(id);
    else this.#open.set(id, open);
  }

  /** What of it is on the day of `nowMs`. */
  at(nowMs: number, rowOf: (id: CustomerId) => PoolRow | null): Pick<TodayAnswer, 'appointments' | 'promises'> {
    const appointments: TodayAnswer['appointments'][number][] = [];
    const promises: TodayAnswer['promises'][number][] = [];
    for (const [id, open] of this.#open) {
      const today = open.appointments.filter((one) => isOnDay(one, nowMs));
      const due = open.promises.filter((one) => isInView(one, nowMs));
      const customer = today.length + due.length > 0 ? rowOf(id) : null;
      if (customer === null) continue;
      appointments.push(...today.map((one) => ({ customer, ...one })));
      promises.push(...due.map((one) => ({ customer, ...one })));
    }
    appointments.sort((a, b) => a.atMs - b.atMs || compareText(a.note, b.note));
    promises.sort((a, b) => a.dueMs - b.dueMs || compareText(a.note, b.note));
    return { appointments, promises };
  }
}
