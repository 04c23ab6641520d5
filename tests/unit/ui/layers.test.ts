import { describe, expect, it } from 'vitest';
import { makeLayers } from '../../../client/ui/layers.ts';
import { makeSessionHistory, type SessionHistory } from '../../support/session-history.ts';

/** Longer than any walk along the history takes. */
const REST_MS = 50;

const stage = (session: SessionHistory = makeSessionHistory()) => {
  const layers = makeLayers(session.view);
  const open: string[] = [];
  const rest = (): void => session.advance(REST_MS);
  rest();
  return {
    session,
    open,
    rest,
    /** Returns how the layer's own button closes it; `keeps`: what it says to that the first time. */
    add(name: string, keeps = false): () => void {
      let isKept = keeps;
      const close = (): void => {
        if (isKept) {
          isKept = false;
          return;
        }
        gone();
        open.splice(open.indexOf(name), 1);
      };
      open.push(name);
      const gone = layers.add(close);
      return close;
    },
    walk(steps: number): void {
      session.walk(steps);
      rest();
    },
  };
};

describe('back with layers open', () => {
  it('[UI-50] closes the topmost layer first, then the one below it, and only then leaves the page', () => {
    const { session, open, add, walk, rest } = stage();
    session.push('/page');
    add('sheet');
    rest();
    add('question');
    rest();
    walk(-1);
    expect([open, session.shown()]).toEqual([['sheet'], '/page']);
    walk(-1);
    expect([open, session.shown()]).toEqual([[], '/page']);
    walk(-1);
    expect(session.shown()).toBe('/first');
  });

  it('[UI-50] closes all of them where somebody goes back several steps at once', () => {
    const { session, open, add, walk, rest } = stage();
    session.push('/page');
    add('sheet');
    add('question');
    rest();
    walk(-3);
    expect([open, session.shown(), session.href()]).toEqual([[], '/first', '/first']);
  });

  it('[UI-51] finds a layer that would not close still open, and asks it again the next time', () => {
    const { session, open, add, walk, rest } = stage();
    session.push('/page');
    add('sheet', true);
    rest();
    walk(-1);
    expect([open, session.shown()]).toEqual([['sheet'], '/page']);
    walk(-1);
    expect([open, session.shown()]).toEqual([[], '/page']);
  });
});

describe('the steps of layers', () => {
  it('[UI-52] go with a layer that closes in another way: the next back leaves the page', () => {
    const { session, add, walk, rest } = stage();
    session.push('/page');
    const [closeSheet, closeQuestion] = [add('sheet'), add('question')];
    rest();
    closeQuestion();
    closeSheet();
    rest();
    walk(-1);
    expect(session.shown()).toBe('/first');
  });

  it('[UI-52] are taken over by a layer that opens in the place of another', () => {
    const { session, open, add, walk, rest } = stage();
    session.push('/page');
    const close = add('sheet');
    rest();
    const length = session.length();
    close();
    add('question');
    rest();
    expect(session.length()).toBe(length);
    walk(-1);
    expect([open, session.shown()]).toEqual([[], '/page']);
  });

  it('[UI-52] are cleared after the page was loaded anew with a layer open', () => {
    const before = stage();
    before.session.push('/page');
    before.add('sheet');
    before.rest();
    const { session, walk } = stage(before.session.reload());
    walk(-1);
    expect(session.shown()).toBe('/first');
  });

  it('[UI-53] are passed over both ways where a page was opened from a layer', () => {
    const { session, add, walk, rest } = stage();
    const closers = [add('sheet'), add('question')];
    rest();
    session.push('/linked');
    for (const close of closers.reverse()) close();
    rest();
    walk(-1);
    expect([session.href(), session.shown()]).toEqual(['/first', '/first']);
    walk(1);
    expect([session.href(), session.shown()]).toEqual(['/linked', '/linked']);
  });

  it('[UI-53] let it stand too where back had closed a layer above', () => {
    const { session, add, walk, rest } = stage();
    const close = add('sheet');
    add('question');
    rest();
    walk(-1);
    close();
    session.advance(1);
    session.push('/linked');
    rest();
    expect([session.href(), session.shown()]).toEqual(['/linked', '/linked']);
  });

  it('[UI-53] of two visits to one page are told apart', () => {
    const { session, add, walk, rest } = stage();
    for (const linked of ['/a', '/b']) {
      session.push('/page');
      const close = add('sheet');
      rest();
      session.push(linked);
      close();
      rest();
    }
    for (const page of ['/page', '/a', '/page', '/first']) {
      walk(-1);
      expect([session.href(), session.shown()]).toEqual([page, page]);
    }
  });

  it('[UI-53] hold nobody who goes forward to one with nothing above it', () => {
    const { session, add, walk, rest } = stage();
    session.push('/page');
    add('sheet');
    rest();
    for (const steps of [-1, 1, 1]) walk(steps);
    session.advance(2_000);
    walk(-1);
    expect(session.shown()).toBe('/first');
  });

  for (const isEager of [true, false]) {
    it(`[UI-53] let stand what was gone to while they were being taken away (${isEager})`, () => {
      const { session, add, walk, rest } = stage(makeSessionHistory({ isEager }));
      const close = add('sheet');
      rest();
      close();
      // The walk back is under way.
      session.advance(1);
      session.push('/linked');
      session.push('/further');
      rest();
      expect(session.href()).toBe('/further');
      expect(session.visited()).toEqual(['/first', '/linked', '/further']);
      walk(-1);
      walk(-1);
      expect([session.href(), session.shown()]).toEqual(['/first', '/first']);
    });
  }

  it('[UI-52] that have nothing below them keep nobody from walking', () => {
    const { session, walk } = stage(makeSessionHistory({ entries: [{ href: '/first', state: { layers: 1 } }] }));
    session.advance(2_000);
    session.push('/page');
    walk(-1);
    expect(session.shown()).toBe('/first');
  });
});
