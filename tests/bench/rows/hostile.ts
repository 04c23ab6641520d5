import { CORPUS } from '../../fuzz/corpus.ts';
import { ATTACKER, fingerprint, makeWorld } from '../../fuzz/world.ts';
import { percentile, timed } from '../support/measure.ts';
import { atMost, type BenchRow, shown } from '../support/row.ts';

const SMALL_BYTES = 4096;

export const hostile: BenchRow = {
  name: 'hostile',
  title: 'Hostile update refused',
  async run({ quick }) {
    const rounds = quick ? 20 : 200;
    const world = await makeWorld();
    const before = fingerprint(world);
    const small = CORPUS.filter(({ update }) => update.length <= SMALL_BYTES);
    const times: number[] = [];
    let taken = 0;
    for (let round = -rounds / 10; round < rounds; round += 1) {
      for (const { update } of small) {
        const { result, ms } = timed(() => world.append(update, ATTACKER));
        if ((await result).kind !== 'rejected') taken += 1;
        if (round >= 0) times.push(ms);
      }
    }
    const changed = fingerprint(world) === before ? 0 : 1;
    return [
      atMost(
        `judging, p99 of ${times.length}: ${small.length} crafted attacks of at most 4 KB`,
        percentile(times, 0.99),
        'ms',
        1,
      ),
      atMost('attacks taken, or state changed by one refused', taken + changed, '', 0),
      shown('the slowest', Math.max(...times), 'ms'),
    ];
  },
};
