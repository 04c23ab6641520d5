import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CustomerState, DAY_MS, type Fold, type FoldChange, type MemberId, makeFold } from '#rules';
import { makeReadModels } from '../../client/data/answers/index.ts';
import { makeLaterModels } from '../../client/data/answers/later-models.ts';
import type { Keeper, LaterContext, Looking, ReadModelContext } from '../../client/data/worker/read-models.ts';
import { everyQuestion } from '../support/every-question.ts';
import { makePrng, type Prng } from '../support/prng.ts';
import { START_MS } from '../support/rules-stage.ts';
import { RulesWorld } from '../support/rules-world.ts';
import { DAMAGES, TextsInMemory } from '../support/texts-in-memory.ts';

const MEMBERS = ['rae', 'mia', 'boss'] as const;
const STEPS = 100;
const READS_CHANGED: FoldChange = { org: true, customers: new Set(), desks: new Set(), leads: new Set() };

const seeds = fc.tuple(fc.integer({ min: 1, max: 100_000 }), fc.constantFrom(...MEMBERS));

/** One customer's text is damaged, or gone. */
const spoil = ({ texts }: TextsInMemory, random: Prng): void => {
  const all = [...texts];
  if (all.length === 0) return;
  const [id, text] = random.pick(all);
  if (random.chance(0.3)) texts.delete(id);
  else texts.set(id, random.pick(DAMAGES)(text, [...texts.values()], random));
};

/** A device that is switched off and on, with the texts it wrote; `reads`: whether records of 华东 come here. */
class Device {
  readonly texts = new TextsInMemory();
  readonly fold = makeFold();
  readonly member: MemberId;
  nowMs = START_MS;
  reads = true;
  models: ReturnType<typeof makeReadModels>;

  constructor(member: string) {
    this.member = member as MemberId;
    this.models = this.modelsWith(this.texts);
  }

  modelsWith(texts: TextsInMemory | null) {
    return makeReadModels({
      fold: () => this.fold,
      member: () => this.member,
      now: () => this.nowMs,
      unsynced: () => [],
      readsRecordsOf: () => this.reads,
      uploads: () => ({}),
      checkpoints: () => texts,
    });
  }

  /** What comes while nobody runs drops the texts of whom it is about. */
  take(change: FoldChange, isRunning: boolean): void {
    if (isRunning) this.models.changed(change);
    else for (const id of change.customers) this.texts.set(id, null);
  }

  start(random: Prng): void {
    if (random.chance(0.5)) spoil(this.texts, random);
    this.models = this.modelsWith(this.texts);
  }
}

describe('what is kept of customers', () => {
  it('[DW-20][DW-22][I1] taken from texts answers as what is folded, after any starts, changes and damage', () => {
    fc.assert(
      fc.property(seeds, ([seed, member]) => {
        const world = new RulesWorld(seed, STEPS);
        const random = makePrng(seed);
        const device = new Device(member);
        const compare = (share: number): void => {
          const fresh = device.modelsWith(null);
          for (const query of everyQuestion(member).filter(() => random.chance(share))) {
            expect([query, device.models.answer(query)]).toEqual([query, fresh.answer(query)]);
          }
        };
        for (let rows = world.rows(); rows.length > 0; ) {
          const size = 1 + random.int(20);
          const facts = random.chance(0.2) ? world.facts : [];
          const isRunning = random.chance(0.6);
          device.take(device.fold.apply(rows.slice(0, size), facts), isRunning);
          rows = rows.slice(size);
          device.nowMs += random.chance(0.2) ? 3 * DAY_MS : 0;
          if (random.chance(0.1)) {
            device.reads = !device.reads;
            if (isRunning) device.models.changed(READS_CHANGED);
          }
          if (!isRunning) device.start(random);
          if (random.chance(0.3)) compare(random.pick([0.1, 0.5, 1]));
        }
        device.take(device.fold.apply([], world.facts), true);
        for (const sinceMs of [0, 0, -DAY_MS, 40 * DAY_MS]) {
          device.nowMs += sinceMs;
          device.start(random);
          compare(1);
        }
      }),
      { numRuns: 12 },
    );
  });

  it('[DW-23] comes out of a text as it went in', () => {
    fc.assert(
      fc.property(seeds, ([seed, member]) => {
        const world = new RulesWorld(seed, STEPS);
        const fold = makeFold();
        fold.apply(world.rows(), world.facts);
        for (const reads of [true, false]) expectPlain(fold, member as MemberId, reads);
      }),
      { numRuns: 6 },
    );
  });
});

const expectPlain = (fold: Fold, member: MemberId, reads: boolean): void => {
  const { keepers, looking } = keepersOf(fold, member, reads);
  expect(keepers.length).toBeGreaterThan(10);
  for (const id of fold.customerIds()) {
    const customer = fold.customer(id) as CustomerState;
    for (const keeper of keepers) {
      const kept =
        keeper.isOfCompany === false ? keeper.of(customer) : keeper.of(customer, looking.settingOf(customer));
      expect([keeper.name, JSON.parse(JSON.stringify(kept))]).toStrictEqual([keeper.name, kept]);
    }
  }
};

/** Everybody who keeps anything of customers, behind the first screen. */
const keepersOf = (fold: Fold, member: MemberId, reads: boolean) => {
  const keepers: Keeper[] = [];
  const made: { looking?: Looking } = {};
  const context: ReadModelContext = {
    fold: () => fold,
    member: () => member,
    now: () => START_MS + 30 * DAY_MS,
    unsynced: () => [],
    readsRecordsOf: () => reads,
    uploads: () => ({}),
  };
  const seat: LaterContext['seat'] = (keeper) => {
    keepers.push(keeper as Keeper);
    return { join: () => undefined, catchUp: () => undefined };
  };
  const lookBy: LaterContext['lookBy'] = (make) => {
    made.looking = make(keepers, () => null);
  };
  makeLaterModels({ ...context, seat, lookBy, rows: {} as LaterContext['rows'] });
  return { keepers, looking: made.looking as Looking };
};
