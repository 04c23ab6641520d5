/** The key of the one total order of events (S7). The tick is deliberately not in it. */
export interface OrderKey {
  readonly t: number;
  readonly lam: number;
  readonly device: string;
  readonly n: number;
  readonly id: string;
}

/** Compares by UTF-16 code units: the same on every platform and locale. Negative, zero or positive. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Total order of events: `(t, lam, device, n, id)` (S7). Causes come before effects (I17). */
export const compareOrder = (a: OrderKey, b: OrderKey): number =>
  a.t - b.t || a.lam - b.lam || compareText(a.device, b.device) || a.n - b.n || compareText(a.id, b.id);
