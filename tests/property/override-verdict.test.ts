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
      mono: mono + act.untilReceived * act.awake,
      syncedAt: received,
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
