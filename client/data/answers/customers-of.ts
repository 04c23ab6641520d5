import type { CustomerState, Fold } from '#rules';

/** Every customer this device knows. */
export function* customersOf(fold: Fold): Iterable<CustomerState> {
  for (const id of fold.customerIds()) {
    const customer = fold.customer(id);
    if (customer !== null) yield customer;
  }
}
