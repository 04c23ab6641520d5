import type { CustomerId, Fold } from '#rules';

/** The same fold, and whom it was asked for since that was last taken. */
export const countingFold = (fold: Fold): { readonly fold: Fold; readonly taken: () => readonly CustomerId[] } => {
  let asked: CustomerId[] = [];
  const customer = (id: CustomerId) => {
    asked.push(id);
    return fold.customer(id);
  };
  const counting = new Proxy(fold, {
    get: (target, key) => {
      if (key === 'customer') return customer;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return {
    fold: counting,
    taken: () => {
      const all = asked.toSorted();
      asked = [];
      return all;
    },
  };
};
