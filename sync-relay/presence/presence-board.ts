import type { PresenceEntry } from '#protocol';
import type { DeviceId, MemberId } from '#rules';

interface Seat {
  readonly member: MemberId;
  readonly subject: string;
  readonly editing: boolean;
}

/** Who looks at or edits what: kept in memory only, stamped with the member the relay knows. */
export interface PresenceBoard {
  set(device: DeviceId, member: MemberId, subject: string | null, editing: boolean): void;
  leave(device: DeviceId): void;
  /** Everyone present, those with `mayKnow` refused left out; each member once per subject. */
  entries(mayKnow: (subject: string) => boolean): readonly PresenceEntry[];
  onChange(listener: () => void): () => void;
}

export const makePresenceBoard = (nameOf: (member: MemberId) => string): PresenceBoard => {
  const seats = new Map<DeviceId, Seat>();
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    set(device, member, subject, editing) {
      const before = seats.get(device);
      if ((before?.subject ?? null) === subject && (before?.editing ?? false) === editing) return;
      if (subject === null) seats.delete(device);
      else seats.set(device, { member, subject, editing });
      changed();
    },
    leave(device) {
      if (seats.delete(device)) changed();
    },
    entries(mayKnow) {
      const found = new Map<string, PresenceEntry>();
      for (const { member, subject, editing } of seats.values()) {
        if (!mayKnow(subject)) continue;
        const key = `${subject} ${member}`;
        found.set(key, {
          member,
          subject,
          name: nameOf(member),
          editing: editing || (found.get(key)?.editing ?? false),
        });
      }
      return [...found.values()];
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
