const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

const keepList = (before: readonly unknown[], after: readonly unknown[]): readonly unknown[] => {
  const made = after.map((value, at) => keepEqual(before[at], value));
  return made.length === before.length && made.every((value, at) => value === before[at]) ? before : made;
};

const keepRecord = (
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => {
  const made = Object.entries(after).map(([key, value]) => [key, keepEqual(before[key], value)] as const);
  const isSame = made.length === Object.keys(before).length && made.every(([key, value]) => value === before[key]);
  return isSame ? before : Object.fromEntries(made);
};

/**
 * `after` with every part of it that equals the same part of `before` replaced by that one, so that what did not change
 * stays the same object. Whatever else of it is a list or a record is a copy, and no part is in two places: the worker
 * may put one object into several, which a port carries over as one. Plain data only: anything else is taken as it comes.
 */
export const keepEqual = (before: unknown, after: unknown): unknown => {
  if (Array.isArray(after)) return keepList(Array.isArray(before) ? before : [], after);
  return isRecord(after) ? keepRecord(isRecord(before) ? before : {}, after) : after;
};
