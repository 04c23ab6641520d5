import { float32, type Hostile, nested, ownValue } from './corpus-parts.ts';
import { anyValue, join, varString } from './raw-update.ts';

/** One per tag of a plain value: the log holds strings only. */
export const VALUES: readonly Hostile[] = (
  [
    ['undefined', anyValue(undefined)],
    ['null', anyValue(null)],
    ['integer', anyValue(7)],
    ['float32', float32(0.5)],
    ['float32 cut short', Uint8Array.of(124, 0)],
    ['float64', anyValue(0.1)],
    ['NaN', anyValue(Number.NaN)],
    ['Infinity', anyValue(Number.POSITIVE_INFINITY)],
    ['bigint', anyValue(5n)],
    ['bigint cut short', Uint8Array.of(122, 0, 0)],
    ['false', anyValue(false)],
    ['true', anyValue(true)],
    ['object', anyValue({ a: 1 })],
    ['object with __proto__', join(Uint8Array.of(118, 1), varString('__proto__'), anyValue({ isAdmin: true }))],
    ['array', anyValue(['x'])],
    ['array 3,000 deep', nested(3000)],
    ['many empty objects', join(...Array.from({ length: 1000 }, () => Uint8Array.of(118, 0)))],
    ['byte array', anyValue(Uint8Array.of(1, 2))],
    ['unknown tag', Uint8Array.of(90)],
  ] as const
).map(([name, value]) => ({ name: `value: ${name}`, update: ownValue(value), reason: 'malformed' }));
