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

interface Open {
  readonly appointments: readonly Appointment[];
  readonly promises: readonly OpenPromise[];
}

/** What one person has agreed and promised: kept of the few customers with any of it, whenever it is due. */
export class OwnDay {
  readonly #open = new Map<CustomerId, Open>();

  /** Replaces what is kept of a customer for `member`; null = it is gone. */
  look(id: CustomerId, customer: CustomerState | null, member: MemberId): void {
    const appointments = customer?.owner === member ? openAppointments(customer) : [];
    const promises = customer === null ? [] : openPromises(customer, member);
    if (appointments.length + promises.length > 0) this.#open.set(id, { appointments, promises });
    else this.#open.delete(id);
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
