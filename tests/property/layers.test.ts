import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeLayers } from '../../client/ui/layers.ts';
import { makeSessionHistory } from '../support/session-history.ts';

type Act =
  | { readonly kind: 'open' | 'close' | 'closeAll' | 'push' | 'link' | 'back' | 'forward' }
  | { readonly kind: 'wait'; readonly ms: number };

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constantFrom('open' as const, 'close' as const, 'closeAll' as const) }),
  fc.record({ kind: fc.constantFrom('push' as const, 'link' as const, 'back' as const, 'forward' as const) }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 8 }) }),
);
/** Longer than any walk along the history takes. */
const REST_MS = 2_000;

/** The pages as somebody remembers them who knows nothing of steps, beside the history with its steps. */
const makeDesk = (isEager: boolean) => {
  const session = makeSessionHistory({ isEager });
  const layers = makeLayers(session.view);
  const open: (() => void)[] = [];
  let pages = ['/first'];
  let at = 0;
  let number = 0;
  let hasPushed = false;
  const close = (): void => open.at(-1)?.();
  const push = (): void => {
    number++;
    // People come to the same few pages again and again.
    const href = `/${number % 5}`;
    pages = [...pages.slice(0, at + 1), href];
    at++;
    session.push(href);
    hasPushed = true;
  };
  const rest = (): void => session.advance(REST_MS);
  const add = (): void => {
    const gone = layers.add(() => mine());
    const mine = (): void => {
      open.splice(open.indexOf(mine), 1);
      gone();
    };
    open.push(mine);
  };
  const back = (): void => {
    rest();
    if (open.length === 0 && at === 0) return;
    const left = open.length;
    if (left === 0) at--;
    session.walk(-1);
    rest();
    expect(open.length).toBe(Math.max(0, left - 1));
  };
  const forward = (): void => {
    rest();
    if (open.length > 0) return;
    session.walk(1);
    rest();
    // It may stop short of a page that was opened from a layer, but shows no other than the next.
    if (session.href() !== pages[at]) at++;
  };
  const closeAll = (): void => {
    while (open.length > 0) close();
  };
  const acts: Readonly<Record<Exclude<Act['kind'], 'wait'>, () => void>> = {
    open: add,
    close,
    closeAll,
    push: () => {
      closeAll();
      push();
    },
    // The page goes, and with it the layers over it.
    link: () => {
      push();
      closeAll();
    },
    back,
    forward,
  };
  const run = (next: Act): void => {
    if (next.kind !== 'wait') {
      acts[next.kind]();
      return;
    }
    // Pages are gone to in one breath; two within the milliseconds of two walks are more than is promised.
    session.advance(hasPushed ? REST_MS : next.ms);
    hasPushed = false;
  };
  const check = (): void => {
    rest();
    expect([session.href(), session.shown()]).toEqual([pages[at], pages[at]]);
    expect(Number(session.view.history.state?.layers ?? 0)).toBe(open.length);
  };
  return { run, check, back, depth: () => at };
};

it('[UI-54] whatever opens, closes and is gone to in between: back closes one layer or goes to the page before', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.array(act, { maxLength: 30 }), (isEager, acts) => {
      const desk = makeDesk(isEager);
      for (const next of acts) desk.run(next);
      desk.check();
      desk.run({ kind: 'closeAll' });
      while (desk.depth() > 0) {
        desk.back();
        desk.check();
      }
    }),
    { numRuns: 5_000 },
  );
});
