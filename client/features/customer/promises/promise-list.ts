import { type CustomerState, type NoteState, type RichText, shanghaiDay, visibleText } from '#rules';

export interface Promised {
  readonly note: NoteState;
  readonly deliverable: RichText;
  readonly text: string;
  readonly dueMs: number;
  readonly by: string;
  /** Whole days of the calendar it is late, or was late when delivered; 0 on the day itself. */
  readonly lateDays: number;
  /** The moment it was due has passed, or had passed when it was delivered. */
  readonly isLate: boolean;
}
/** How it stands: to come, broken, or delivered in time or late. */
export const standOf = ({ note, isLate }: Promised): 'open' | 'late' | 'kept' | 'keptLate' => {
  if (note.delivered === null) return isLate ? 'late' : 'open';
  return isLate ? 'keptLate' : 'kept';
};
export interface PromiseList {
  /** Overdue first, then by due date. */
  readonly open: readonly Promised[];
  /** Last delivered first. */
  readonly delivered: readonly Promised[];
}

const promisedBy = (note: NoteState, nowMs: number): Promised[] => {
  const { commitment } = note.payload;
  if (commitment.kind !== 'promised') return [];
  const { deliverable, dueMs, by } = commitment;
  const until = note.delivered?.t ?? nowMs;
  const lateDays = Math.max(0, shanghaiDay(until) - shanghaiDay(dueMs));
  return [{ note, deliverable, text: visibleText(deliverable), dueMs, by, lateDays, isLate: until > dueMs }];
};

/** What was promised to the customer, as of `nowMs` (R30, R37). */
export const promisesOf = (customer: Pick<CustomerState, 'notes'>, nowMs: number): PromiseList => {
  const all = customer.notes.flatMap((note) => promisedBy(note, nowMs));
  const open = all.filter(({ note }) => note.delivered === null);
  const delivered = all.filter(({ note }) => note.delivered !== null);
  return {
    open: open.sort((a, b) => a.dueMs - b.dueMs),
    delivered: delivered.sort((a, b) => (b.note.delivered?.t ?? 0) - (a.note.delivered?.t ?? 0)),
  };
};
