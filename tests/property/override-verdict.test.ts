import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '#rules';
import { type ClockEvidence, judgeOverride } from '../../rules/automation/override-verdict.ts';

const MINUTE_MS = 60_000;
const DEADLINE = 100 * DAY_MS;

/** An act at a device whose clock is wrong by the same amount all along, and whose counter stands still in sleep. */
const acts = fc.record({
  /** When it was really made, from the deadline, ms. */
  made: fc.oneof(fc.integer({ min: -DAY_MS, max: DAY_MS }), fc.integer({ min: -3 * MINUTE_MS, max: 3 * MINUTE_MS })),
  sinceSeen: fc.oneof(fc.integer({ min: 1, max: MINUTE_MS }), fc.integer({ min: 1, max: 2 * DAY_MS })),
  untilReceived: fc.oneof(fc.integer({ min: 1, max: MINUTE_MS }), fc.integer({ min: 1, max: 2 * DAY_MS })),
  /** Share of the way to the relay after which the device stated its clock. */
  statedAfter: fc.double({ min: 0, max: 1, noNaN: true }),
  /** Share of the time the counter ran. */
  awake: fc.double({ min: 0, max: 1, noNaN: true }),
  offset: fc.oneof(fc.constant(0), fc.integer({ min: -30 * DAY_MS, max: 30 * DAY_MS })),
  jitter: fc.integer({ min: -90_000, max: 90_000 }),
  isSameBoot: fc.boolean(),
  isStated: fc.boolean(),
  stepped: fc.boolean(),
});

type Act = Parameters<Parameters<typeof acts.map>[0]>[0];
const evidenceOf = (act: Act): ClockEvidence => {
  const made = DEADLINE + act.made;
  const mono = 5 * DAY_MS;
  const received = made + act.untilReceived;
  const before = act.isStated ? act.offset : null;
  const untilStated = act.untilReceived * act.statedAfter;
  return {
    seen: made - act.sinceSeen,
    received,
    at: made + act.offset,
    wall: made + act.offset,
    boot: 'a',
    mono,
    monoSeen: act.isSameBoot ? mono - act.sinceSeen * act.awake : null,
    witness: {
      before,
      after: act.offset + act.jitter,
      boot: act.isSameBoot ? 'a' : 'b',
      mono: mono + untilStated * act.awake,
      syncedAt: made + untilStated,
      stepped: act.stepped,
    },
  };
};

describe('verdict on an override', () => {
  it('[I5] [S24] no valid is really late, no late is really in time, disputed only where the interval spans', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(acts, (act) => {
        const evidence = evidenceOf(act);
        const { verdict, because } = judgeOverride(evidence, DEADLINE);
        seen.add(`${verdict} ${because}`);
        if (verdict === 'valid') expect(act.made).toBeLessThanOrEqual(2 * MINUTE_MS);
        expect(because).not.toBe('contradictory');
        if (verdict === 'late') expect(act.made).toBeGreaterThan(0);
        const spans = evidence.seen <= DEADLINE && (evidence.received ?? 0) > DEADLINE;
        if (verdict === 'disputed') expect(spans).toBe(true);
        if (act.stepped) expect(because).not.toBe('byDeviceClock');
      }),
      { numRuns: 3_000 },
    );
    for (const kind of [
      'valid receivedInTime',
      'valid byDeviceClock',
      'late madeAfterDeadline',
      'disputed undecided',
    ]) {
      expect(seen).toContain(kind);
    }
    expect(seen).toContain('disputed clockStepped');
  });

  const known = { seen: DEADLINE - HOUR_MS, received: DEADLINE + HOUR_MS, boot: 'a', mono: DAY_MS, monoSeen: null };
  const witness = { boot: 'b', mono: 0, syncedAt: DEADLINE + HOUR_MS, stepped: false };
  const judged = (made: number, before: number, after: number): string => {
    const wall = DEADLINE + made;
    return judgeOverride({ ...known, at: wall, wall, witness: { ...witness, before, after } }, DEADLINE).verdict;
  };

  it('[I5] [S24] offsets that agree within two seconds leave ten seconds of doubt, others two minutes', () => {
    expect(judged(-10_000, 0, 0)).toBe('valid');
    expect(judged(-9_999, 0, 0)).toBe('disputed');
    expect(judged(-119_000, 0, 3_000)).toBe('disputed');
    expect(judged(-120_000, 0, 3_000)).toBe('valid');
  });

  it('[I5] [S24] claims that contradict each other prove nothing: disputed, whichever way they point', () => {
    const honest = { ...known, at: 0, wall: 0, witness: null };
    const because = (more: Partial<ClockEvidence>): string =>
      Object.values(judgeOverride({ ...honest, ...more }, DEADLINE)).join(' ');
    // a counter that ran longer since the act than the device can have known of it
    const forged = { ...witness, boot: 'a', before: 0, after: 0, mono: DAY_MS + 3 * HOUR_MS };
    expect(because({ witness: forged })).toBe('disputed contradictory');
    expect(because({ witness: { ...forged, mono: DAY_MS + 2 * HOUR_MS } })).toBe('valid receivedInTime');
    expect(because({ seen: DEADLINE + 2 * HOUR_MS })).toBe('disputed contradictory');
    expect(because({ seen: DEADLINE + HOUR_MS })).toBe('late madeAfterDeadline');
    // made before it saw what it says it had seen
    expect(because({ received: DEADLINE - 1, monoSeen: DAY_MS + 1 })).toBe('disputed contradictory');
    expect(because({ received: DEADLINE - 1, monoSeen: DAY_MS })).toBe('valid receivedInTime');
  });

  it('[I5] [S24] the clock stated on the way bounds the act better than its arrival', () => {
    const stated = { ...witness, boot: 'a', before: null, after: null, mono: DAY_MS + HOUR_MS };
    const valid = { ...known, at: 0, wall: 0, witness: { ...stated, syncedAt: DEADLINE + HOUR_MS / 2 } };
    expect(judgeOverride(valid, DEADLINE)).toEqual({ verdict: 'valid', because: 'receivedInTime' });
    const before = { ...stated, mono: DAY_MS - 1, syncedAt: DEADLINE - HOUR_MS / 2 };
    expect(judgeOverride({ ...valid, witness: before }, DEADLINE).verdict).toBe('disputed');
  });

  it('[I5] [S24] the device’s clock alone never says late, and the counter bounds from both sides', () => {
    expect(judged(50 * MINUTE_MS, 0, 0)).toBe('disputed');
    const counted = { ...known, at: 0, wall: 0, witness: { ...witness, before: null, after: null } };
    expect(judgeOverride({ ...counted, monoSeen: DAY_MS - 2 * HOUR_MS }, DEADLINE).verdict).toBe('late');
    const sinceAct = { ...counted.witness, boot: 'a', mono: DAY_MS + 2 * HOUR_MS };
    expect(judgeOverride({ ...counted, witness: sinceAct }, DEADLINE).verdict).toBe('valid');
    const justBefore = { ...counted.witness, boot: 'a', mono: DAY_MS + HOUR_MS };
    expect(judgeOverride({ ...counted, witness: justBefore }, DEADLINE).verdict).toBe('disputed');
  });
});
