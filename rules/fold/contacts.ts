import type { PersonContact } from '../state.ts';
import { compareRec, payloadOf, placed, type Rec } from './records.ts';

/** People of one customer: leaves per person as for fields, greatest first; a removed person is left out. */
export const foldContacts = (recs: readonly Rec[]): readonly PersonContact[] => {
  const leaves = new Map<string, Rec[]>();
  for (const rec of [...recs].sort(compareRec)) {
    const { person } = payloadOf(rec, 'contactSaved');
    const kept = (leaves.get(person) ?? []).filter((leaf) => !rec.event.cites.includes(leaf.event.id));
    leaves.set(person, [...kept, rec]);
  }
  const people: PersonContact[] = [];
  for (const [person, saved] of leaves) {
    if (saved.every((rec) => payloadOf(rec, 'contactSaved').removed === true)) continue;
    people.push({
      person,
      leaves: saved.map((rec) => placed(rec, { payload: payloadOf(rec, 'contactSaved') })).reverse(),
    });
  }
  return people;
};
