import { expect, test } from 'vitest';
import { CORPUS } from '../../fuzz/corpus.ts';
import { ATTACKER, attackerEvent, fingerprint, makeWorld, OWN_ROWS } from '../../fuzz/world.ts';

test('[IN-20] the corpus holds at least 100 crafted attacks with distinct names', () => {
  expect(CORPUS.length).toBeGreaterThanOrEqual(100);
  expect(new Set(CORPUS.map(({ name }) => name)).size).toBe(CORPUS.length);
});

test.each(CORPUS.map((hostile) => [hostile.name, hostile] as const))(
  '[IN-20] append refuses and changes nothing: %s',
  async (_name, { update, reason }) => {
    const world = await makeWorld();
    const before = fingerprint(world);
    const outcome = await world.append(update, ATTACKER);
    expect(outcome).toMatchObject({ kind: 'rejected', reason });
    expect(fingerprint(world)).toBe(before);
    // the same device is served right after
    const honest = await world.append(world.attacker.push(attackerEvent(OWN_ROWS)), ATTACKER);
    expect(honest.kind).toBe('stored');
  },
);
