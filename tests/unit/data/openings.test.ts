import { describe, expect, test } from 'vitest';
import { type CustomerId, decodeRow } from '#rules';
import { makeMemoryStore } from '../../../client/data/storage/memory.ts';
import { note } from '../../support/rules-stage.ts';
import {
  DUE_ROWS,
  type Ground,
  history,
  LOG,
  MARK,
  makeGround,
  ORG,
  openProcess,
  POOL,
  turn,
} from './opening-support.ts';

const CUSTOMERS = 12;
const LOOK_MS = 60_000;

type Process = Awaited<ReturnType<typeof openProcess>>;
type History = ReturnType<typeof history>;

/** Everything that came is taken in, and asleep. */
const take = async ({ folding, timers }: Process, { newIn }: History, rooms: readonly string[]): Promise<void> => {
  for (const room of rooms) folding.takeDelta(room, newIn(room));
  await turn();
  timers.advance(1_000);
  await turn();
};
const addNotes = ({ stage }: History, count: number): void => {
  for (let at = 0; at < count; at += 1) stage.act('rae', 'visitNoteRecorded', note(), { subject: `x${at}` });
};

/** A process that holds everything and may make an opening. */
const whole = async (ground: Ground = makeGround(), options: Parameters<typeof openProcess>[1] = {}) => {
  const past = history(CUSTOMERS);
  const process = await openProcess(ground, options);
  process.openings.makeFrom(process.rests);
  await take(process, past, [ORG, POOL, LOG]);
  return { ...process, process, past, ground };
};
/** The next process, which has read all that is not of customers. */
const next = async (ground: Ground, past: History, options: Parameters<typeof openProcess>[1] = {}) => {
  const process = await openProcess(ground, options);
  const org = history(0);
  await take(process, org, [ORG]);
  return { ...process, process, past };
};

describe('an opening is due', () => {
  test('[OP-4] once, after a start that read everything, and again after many rows', async () => {
    const { openings, process, past } = await whole();
    expect(await openings.make()).toBe(true);
    expect(await openings.make()).toBe(false);
    addNotes(past, DUE_ROWS - 1);
    await take(process, past, [LOG]);
    expect(await openings.make()).toBe(false);
    addNotes(past, 1);
    await take(process, past, [LOG]);
    expect(await openings.make()).toBe(true);
    expect(await openings.make()).toBe(false);
  });

  test('[OP-4] when more is kept of customers, and not for a few', async () => {
    const { openings, folding } = await whole();
    const keep = (from: number, to: number): void => {
      const texts = folding.drowsing()?.checkpoints(folding.fold());
      for (let at = from; at < to; at += 1) texts?.set(`x${at}` as CustomerId, `text ${at}`);
    };
    keep(0, 10);
    expect(await openings.make()).toBe(true);
    keep(10, 11);
    expect(await openings.make()).toBe(false);
    keep(11, 12);
    expect(await openings.make()).toBe(true);
  });

  test('[OP-3][OP-4] once more after what there was is to be forgotten, whose files go', async () => {
    const { openings, ground } = await whole();
    await openings.make();
    const { opening = '' } = ground.named()?.files ?? {};
    await openings.forget();
    await turn();
    expect([ground.named(), ground.scratch.files.has(Number(opening))]).toEqual([undefined, false]);
    expect(await openings.make()).toBe(true);
    expect(ground.named()).toBeDefined();
  });

  test('[OP-4] looked at every minute until the process ends', async () => {
    const { timers, openings, ground } = await whole();
    timers.advance(LOOK_MS - 1_001);
    await turn();
    expect(ground.named()).toBeUndefined();
    timers.advance(1);
    await turn();
    expect(ground.named()).toBeDefined();
    expect(timers.pending()).toBe(1);
    openings.stop();
    expect(timers.pending()).toBe(0);
  });
});

test('[OP-1][DW-21] of whom changed last no text is in an opening, though nobody was told of the change yet', async () => {
  const { openings, folding, past, ground } = await whole();
  const textsIn = (one: Process['folding']) => one.drowsing()?.checkpoints(one.fold());
  for (const id of ['x0', 'x1'] as CustomerId[]) textsIn(folding)?.set(id, `text of ${id}`);
  folding.onChange(({ customers }) => {
    for (const id of customers) textsIn(folding)?.set(id, null);
  });
  addNotes(past, 1);
  folding.takeDelta(LOG, past.newIn(LOG));
  expect(await openings.make()).toBe(true);
  const { openings: others, folding: begun } = await next(ground, past);
  await others.begin();
  expect(['x0', 'x1'].map((id) => textsIn(begun)?.get(id as CustomerId))).toEqual([null, 'text of x1']);
});

describe('an opening is not made', () => {
  const refusing = async (refuse: (process: Process) => () => void): Promise<void> => {
    const { process, openings, ground } = await whole();
    const relent = refuse(process);
    expect(await openings.make()).toBe(false);
    expect([ground.named(), ground.disk.stores.get('meta')?.size]).toEqual([undefined, 0]);
    relent();
    expect(await openings.make()).toBe(true);
  };

  test('[OP-4] before everything was fetched once', () =>
    refusing(({ around }) => {
      around.firstSync = {};
      return () => {
        around.firstSync = null;
      };
    }));

  test('[OP-4][R98] beside a save', () =>
    refusing(({ around }) => {
      around.isBusy = true;
      return () => {
        around.isBusy = false;
      };
    }));

  test('[OP-4] while a room of customers may be read and does not rest', () =>
    refusing(({ around }) => {
      around.unrested.add(POOL);
      return () => around.readable.delete(POOL);
    }));

  test('[OP-4] while another fold is begun', () =>
    refusing(({ folding }) => {
      const rebuilt = folding.startOver();
      return () => rebuilt.drop();
    }));

  test('[OP-5] where the store refuses: its files go, and the one before stays as it was', async () => {
    const { openings, process, past, ground } = await whole();
    await openings.make();
    const before = ground.named();
    const files = new Set(ground.scratch.files.keys());
    addNotes(past, DUE_ROWS);
    await take(process, past, [LOG]);
    ground.disk.refusal = () => 'quota';
    await expect(openings.make()).rejects.toThrow('not named');
    await turn();
    expect(ground.named()).toEqual(before);
    expect([...files].filter((file) => !ground.scratch.files.has(file))).toEqual([]);
    ground.disk.refusal = () => null;
    expect(await openings.make()).toBe(true);
    await turn();
    expect(ground.scratch.files.has(Number(before?.files.opening))).toBe(false);
    const { files: now } = ground.named() ?? {};
    expect([...ground.scratch.files.keys()].map(String)).toEqual(
      expect.arrayContaining([now?.opening, ...(now?.parts ?? [])]),
    );
  });

  test('[OP-5] where the scratch refuses: nothing stays of it, and the next try may come', async () => {
    const { openings, process, past, ground } = await whole();
    addNotes(past, DUE_ROWS);
    await take(process, past, [LOG]);
    ground.isHeld = true;
    const made = openings.make();
    await turn();
    while (ground.scratch.waiting() > 0) ground.scratch.end(true);
    await expect(made).rejects.toThrow('the disk is full');
    expect(ground.named()).toBeUndefined();
    ground.isHeld = false;
    expect(await openings.make()).toBe(true);
  });

  test('[OP-3][R90] when something of it is to be forgotten while it is written', async () => {
    const { openings, ground } = await whole(makeGround(1_000_000));
    ground.isHeld = true;
    const made = openings.make();
    await turn();
    expect(ground.scratch.waiting()).toBe(1);
    await openings.forget();
    ground.scratch.end(false);
    expect(await made).toBe(false);
    await turn();
    expect([ground.named(), ground.scratch.files.size]).toEqual([undefined, 0]);
  });
});

describe('a start', () => {
  const made = async (options: Parameters<typeof openProcess>[1] = {}) => {
    const first = await whole(makeGround(), options);
    expect(await first.openings.make()).toBe(true);
    const digest = first.folding.fold().digest();
    return { ...first, digest };
  };

  test('[OP-1] begins with it at the marks of its rooms, and looks at own rows once more', async () => {
    const { ground, past, digest } = await made();
    const { openings, folding, around, rests } = await next(ground, past);
    const marks = await openings.begin();
    expect([...(marks ?? [])]).toEqual([
      [POOL, MARK],
      [LOG, MARK],
    ]);
    expect(around.replayed).toBe(1);
    expect(folding.fold().digest()).toBe(digest);
    expect(ground.named()).toBeDefined();
    expect(around.swept).toHaveLength(1);
    expect(around.swept[0]).toContain(ground.named()?.files.opening);
    // What it began with is as good as one it made.
    openings.makeFrom(rests);
    expect(await openings.make()).toBe(false);
  });

  test('[OP-2] does without it when a room of it was read already, or may not be; its files go', async () => {
    for (const spoil of [
      ({ around }: Process) => around.open.add(LOG),
      ({ around }: Process) => around.readable.delete(LOG),
    ]) {
      const { ground, past } = await made();
      const { openings, process, folding, around } = await next(ground, past);
      spoil(process);
      const before = folding.fold().digest();
      expect(await openings.begin()).toEqual(new Map());
      expect(folding.fold().digest()).toBe(before);
      expect(ground.named()).toBeUndefined();
      expect(around.swept.at(-1)).toEqual([]);
    }
  });

  test('[OP-2] of another build, or before everything was fetched, does not look at it', async () => {
    for (const [build, firstSync] of [
      ['c', null],
      ['b', {}],
    ] as const) {
      const { ground, past } = await made();
      const { openings, around } = await next(ground, past, { build });
      around.firstSync = firstSync;
      expect(await openings.begin()).toEqual(new Map());
      expect(around.swept).toEqual([[]]);
    }
  });

  test('[OP-3][R90] that is told to forget before or while it begins goes on without, and its files go', async () => {
    for (const turns of [0, 1]) {
      const { ground, past } = await made();
      const { openings, timers, around } = await next(ground, past, { step: 20 });
      const { opening = '' } = ground.named()?.files ?? {};
      const begun = openings.begin();
      for (let at = 0; at < turns; at += 1) await turn();
      await openings.forget();
      for (let at = 0; at < 200; at += 1) {
        timers.advance(10);
        await turn();
      }
      expect(await begun).toEqual(new Map());
      expect(ground.named()).toBeUndefined();
      const isSwept = around.swept.length > 1 && around.swept.at(-1)?.length === 0;
      expect([isSwept, ground.scratch.files.has(Number(opening))]).toEqual(turns === 0 ? [true, true] : [false, false]);
    }
  });

  test('[OP-2] of a relay that was restored since, or without a room that was readable then, reads everything', async () => {
    for (const lose of [
      (around: Process['around']) => {
        around.epoch += 1;
      },
      (around: Process['around']) => {
        around.readable.delete(ORG);
      },
    ]) {
      const { ground, past } = await made();
      const { openings, around } = await next(ground, past);
      lose(around);
      expect((await openings.begin())?.size).toBe(0);
      expect(around.swept.at(-1)).toEqual([]);
    }
  });

  test('[OP-2] after three that did not come to their end reads everything', async () => {
    const { ground, past } = await made();
    for (let tries = 0; tries < 3; tries += 1) {
      const { openings } = await next(ground, past, { step: 20 });
      void openings.begin();
      for (let turns = 0; turns < 5; turns += 1) await turn();
    }
    const { openings } = await next(ground, past);
    expect((await openings.begin())?.size).toBe(0);
  });

  test('[OP-2] of which one comes to its end counts those before it no more', async () => {
    const { ground, past } = await made();
    for (let rounds = 0; rounds < 2; rounds += 1) {
      for (let tries = 0; tries < 2; tries += 1) {
        const { openings } = await next(ground, past, { step: 20 });
        void openings.begin();
        for (let turns = 0; turns < 5; turns += 1) await turn();
      }
      const { openings } = await next(ground, past);
      expect((await openings.begin())?.size).toBe(2);
      await turn();
    }
  });

  test('[OP-2] that fails midway folds everything anew, and nothing begins with it again', async () => {
    const { ground, past } = await made();
    const { openings, around } = await next(ground, past);
    around.onReplay = () => {
      throw new Error('what was begun with is of no use');
    };
    expect((await openings.begin())?.size).toBe(0);
    expect([around.anew, ground.named()]).toEqual([1, undefined]);
  });

  test('[OP-3] makes none while the fold holds what may not be known any more', async () => {
    const { openings, around, ground } = await whole();
    around.snapshot.isShut = true;
    expect(await openings.make()).toBe(false);
    expect(ground.named()).toBeUndefined();
    around.snapshot.isShut = false;
    expect(await openings.make()).toBe(true);
  });

  test('[OP-5] that ends before it has begun leaves the opening to the next', async () => {
    const { ground, past, digest } = await made();
    const { openings, timers } = await next(ground, past, { step: 20 });
    const begun = openings.begin();
    await turn();
    openings.stop();
    timers.advance(1_000);
    expect(await begun).toBeNull();
    expect(ground.named()).toBeDefined();
    const { openings: again, folding } = await next(ground, past);
    expect((await again.begin())?.size).toBe(2);
    expect(folding.fold().digest()).toBe(digest);
  });

  test('[OP-1] whose fold is begun anew meanwhile does not go on at marks', async () => {
    const { ground, past } = await made();
    const { openings, timers, folding } = await next(ground, past, { step: 20 });
    const begun = openings.begin();
    await turn();
    folding.startOver().finish([]);
    for (let turns = 0; turns < 200; turns += 1) {
      timers.advance(10);
      await turn();
    }
    expect(await begun).toEqual(new Map());
    expect(ground.named()).toBeUndefined();
  });
});

test('[OP-6] who is awake falls asleep before, but for those who may not yet', async () => {
  const { openings, ground, past, process } = await whole(makeGround(), { awake: 5 });
  // Not sealed yet: who has such a row is awake.
  past.stage.act('rae', 'visitNoteRecorded', note(), { subject: 'x3', receivedMs: null });
  await take(process, past, [LOG]);
  expect(await openings.make()).toBe(true);
  const bytes = ground.scratch.files.get(Number(ground.named()?.files.opening)) ?? new Uint8Array();
  // Behind its length and a check of it.
  const headEnd = 8 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(8, headEnd))) as {
    readonly fold: { readonly rows: readonly (readonly [text: string])[] };
  };
  expect(new Set(head.fold.rows.map(([text]) => decodeRow(text)?.subject))).toEqual(new Set(['x3']));
});

test('[OP-5] a start whose data another process owns by now does without, and leaves the opening to that one', async () => {
  const { openings: before, ground, past } = await whole();
  expect(await before.make()).toBe(true);
  const { openings, around } = await next(ground, past);
  await makeMemoryStore(ground.disk).claim();
  around.open.add(LOG);
  expect(await openings.begin()).toEqual(new Map());
  expect(ground.named()).toBeDefined();
});
