import type { CustomerId, EventId, Fold, KnownPerson, PersonContact } from '#rules';

type Placement = ReturnType<Fold['placement']>;

/**
 * What stands of each person as this device was last shown it: ids and times only, in memory only. Contact documents
 * are not replicated, so without it a correction could not cite, and so not replace, what another device wrote.
 */
export class ShownLeaves {
  readonly #people = new Map<CustomerId, readonly KnownPerson[]>();
  readonly #placements = new Map<EventId, Placement>();

  note(customer: CustomerId, people: readonly PersonContact[], placement: (id: EventId) => Placement): void {
    const known = people.map(({ person, leaves }) => ({ person, leaves: leaves.map(({ id }) => ({ id })) }));
    this.#people.set(customer, known);
    for (const { leaves } of known) for (const { id } of leaves) this.#placements.set(id, placement(id));
  }

  /** Where a shown event stands, for what cites it (S4); null for one that was not shown. */
  placement(id: EventId): Placement {
    return this.#placements.get(id) ?? null;
  }

  /** What stands of each person, with this device's own events. */
  with(customer: CustomerId, own: readonly KnownPerson[]): readonly KnownPerson[] {
    const leaves = new Map<string, readonly { readonly id: EventId }[]>();
    for (const one of [...(this.#people.get(customer) ?? []), ...own]) {
      leaves.set(one.person, [...(leaves.get(one.person) ?? []), ...one.leaves]);
    }
    return [...leaves].map(([person, all]) => ({ person, leaves: all }));
  }
}
