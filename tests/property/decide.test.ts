import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type Command, decide, makeFold, payloadSchemas } from '#rules';
import { EVENT_TYPES } from '../support/event-types.ts';
import { makePrng } from '../support/prng.ts';
import { creation, green, note, red, START_MS, yellow } from '../support/rules-stage.ts';
import { RulesWorld } from '../support/rules-world.ts';

const ACTORS = ['boss', 'mia', 'rae', 'rob', 'pia', 'nobody'] as const;
const SUBJECTS = ['c1', 'c2', 'c3', 'c9', 'org'] as const;
const STAGES = ['initialContact', 'needConfirmed', 'proposalQuote', 'nowhere'];
const PARTS = ['concern', 'commitment', 'next', 'visitedAtMs', 'touchpoint'];

/** A command on what the state holds: payloads of the world's own events, fixed examples, and parts of them left out. */
const commandOf = (seed: number, world: RulesWorld): Command => {
  const random = makePrng(seed);
  const { event } = random.pick(world.rows());
  const examples: readonly (readonly [string, object])[] = [
    [event.type, event.payload as object],
    ['statusMarked', random.pick([green(), yellow(), red()])],
    ['visitNoteRecorded', note({ next: random.pick([{ kind: 'lost' }, { kind: 'turnedRed' }, note().next]) })],
    ['stageEntered', { opportunity: `o-${event.subject}`, stage: random.pick(STAGES), skippedReason: '急' }],
    ['opportunityEnded', { opportunity: `o-${event.subject}`, outcome: random.pick(['won', 'lost', 'shelved']) }],
    ['opportunityReopened', { opportunity: `o-${event.subject}`, reason: '回来' }],
    ['customerHandedOver', { to: random.pick([...ACTORS, null]) }],
    ['contactSaved', { person: 'w', name: '王总', phone: '13800138000' }],
    ['contactAccessGranted', { member: random.pick(ACTORS) }],
    ['retracted', { event: event.id }],
    ['commitmentDelivered', { note: event.id }],
    ['createPrivateCustomer', creation()],
    ['shareCustomer', {}],
    [random.pick(EVENT_TYPES), {}],
  ];
  const [type, whole] = random.pick(examples);
  const payload: Record<string, unknown> & { basis?: unknown } = { ...whole };
  if (random.chance(0.3)) delete payload[random.pick([...Object.keys(payload), ...PARTS])];
  if (type === 'statusMarked' || type === 'stageEntered') delete payload.basis;
  return { type, subject: random.pick([event.subject, ...SUBJECTS]), payload } as Command;
};

describe('decide', () => {
  it('[RD-34] [RD-35] [I22] never throws; drafts fit their schemas, refusals name rule and version', () => {
    const seen = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x7fffffff }), (seed) => {
        const world = new RulesWorld(seed, 60);
        const fold = makeFold();
        fold.apply(world.rows(), world.facts);
        for (let i = 0; i < 60; i++) {
          const command = commandOf(seed + i, world);
          const actor = ACTORS[i % ACTORS.length] as never;
          const customer = fold.customer(command.subject as never);
          const decision = decide(command, { org: fold.org(), actor, customer, now: START_MS, privateRows: [] });
          seen[decision.kind] += 1;
          if (decision.kind === 'refused') {
            expect(decision.refusals.length).toBeGreaterThan(0);
            for (const { rule, version } of decision.refusals)
              expect([rule === '', version === '']).toEqual([false, false]);
          } else {
            for (const draft of decision.drafts) {
              expect(z.safeParse(payloadSchemas[draft.type], draft.payload).success).toBe(true);
            }
          }
        }
      }),
      { numRuns: 25 },
    );
    expect(seen.accepted).toBeGreaterThan(50);
    expect(seen.refused).toBeGreaterThan(50);
  });
});
