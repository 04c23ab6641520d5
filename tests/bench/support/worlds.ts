import { type StoredWorld, storeWorld } from './world.ts';

let big: Promise<StoredWorld> | null = null;

/**
 * The world of §9: 15 documents of 20,000 events (5 territories × pool and two quarters), 60 devices besides the
 * owner's, 20,000 customers, runs of 2 or 3 events, every run sealed. Written once per bench; rows copy it.
 */
export const bigWorld = ({
  quick,
  say,
}: {
  readonly quick: boolean;
  readonly say: (text: string) => void;
}): Promise<StoredWorld> => {
  if (big !== null) return big;
  say('writing the history of 300,000 events …');
  const events = quick ? 1000 : 20_000;
  big = storeWorld({
    seed: 1,
    territories: ['east', 'south', 'north', 'southwest', 'central'],
    repsEach: 10,
    poolEvents: events,
    customers: events / 5,
    logEvents: events,
    quarters: 2,
  });
  return big;
};

/** `territories` territories with `repsEach` salespeople, a manager and a presales engineer each, little history. */
export const crowd = (territories: number, repsEach: number): Promise<StoredWorld> =>
  storeWorld({
    seed: 7,
    territories: Array.from({ length: territories }, (_, index) => `t${index}`),
    repsEach,
    poolEvents: 300,
    customers: 50,
    logEvents: 20,
    quarters: 1,
  });

/** One territory whose log document has `events` events. */
export const longDocument = (events: number): Promise<StoredWorld> =>
  storeWorld({
    seed: 9,
    territories: ['east', 'quiet'],
    repsEach: 10,
    poolEvents: 1000,
    customers: 500,
    logEvents: events,
    quarters: 1,
  });
