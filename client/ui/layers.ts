/**
 * Sheets and questions over a page, and the steps of the session history that stand for them: each open layer has one
 * of its own, with the page's address, so that back (the system's, the browser's, a swipe) takes the topmost layer
 * away and not the page with what was typed on it. Decision 0029 says why it is the history that does this.
 *
 * Invariant, once nothing is under way: the current entry has as many steps of layers in it as layers are open. What
 * breaks it, a layer that opened or closed or a walk along the history, is followed by {@link settle}.
 */

/** What it needs of a window; the session history behind it is one and the same for the whole document. */
export interface LayersView {
  readonly history: Pick<History, 'state' | 'length' | 'pushState' | 'go'>;
  readonly location: Pick<Location, 'href'>;
  addEventListener(type: 'popstate', listener: (event: Event) => void, isCapture: boolean): void;
  setTimeout(callback: () => void, ms: number): number;
  clearTimeout(timer: number): void;
}

export interface Layers {
  /**
   * A layer opened, above those that are open. `close` is what its own close button does; it may leave the layer
   * open, which then has its step again. Returns what says that the layer is gone.
   */
  add(close: () => void): () => void;
}

/** A walk of our own along the history, until its `popstate`. */
interface Walk {
  /** `aside`: between entries of one address, of which the router need not know; `onward`: to another address. */
  readonly kind: 'aside' | 'onward';
  readonly steps: number;
  readonly timer: number;
  /** Where it began: steps of layers in the entry, its address, and how many entries there were. */
  readonly depth: number;
  readonly href: string;
  readonly length: number;
}

/** A browser that has nowhere to go says nothing; whoever walks after that is the user. */
const WALK_LASTS_MS = 1_000;

/** Ties layers to the history; one for a document. Steps that an earlier load of the page left behind go at once. */
export const makeLayers = (view: LayersView): Layers => {
  const { history, location } = view;
  const layers: (() => void)[] = [];
  let walk: Walk | null = null;
  let isPlanned = false;
  /** Whether nothing lies above the current entry, if it is a step. */
  let isTop = true;
  /** Steps of layers that are gone, which lie right above where we are with a page above them. */
  let above: { readonly href: string; readonly depth: number } | null = null;

  const depthHere = (): number => Number(history.state?.layers ?? 0);
  const go = (kind: Walk['kind'], steps: number): void => {
    const timer = view.setTimeout(() => {
      walk = null;
      if (kind === 'onward') plan();
    }, WALK_LASTS_MS);
    walk = { kind, steps, timer, depth: depthHere(), href: location.href, length: history.length };
    history.go(steps);
  };

  const push = (): void => {
    history.pushState({ ...history.state, layers: depthHere() + 1 }, '');
    isTop = true;
    above = null;
  };
  const settle = (): void => {
    isPlanned = false;
    if (walk !== null) return;
    if (depthHere() > layers.length) {
      // Steps that back left above this one would hide from the walk whether a page was pushed meanwhile.
      if (!isTop) push();
      go('aside', layers.length - depthHere());
    }
    while (depthHere() < layers.length) push();
  };
  /**
   * Not at once: whoever closes a layer often opens another or goes to another page in the same breath. The one takes
   * over the step, the other buries it, and neither needs a walk.
   */
  const plan = (): void => {
    if (isPlanned) return;
    isPlanned = true;
    view.setTimeout(settle, 0);
  };

  const onOwnWalk = (event: Event, { kind, steps, timer, depth, href, length }: Walk): void => {
    view.clearTimeout(timer);
    if (kind === 'aside') event.stopImmediatePropagation();
    const pushed = history.length - length;
    if (kind === 'onward' || pushed <= 0) plan();
    // The app went to a page while we walked, above all the steps that were to go: there the user is. Some browsers
    // measure a walk from where it was asked for, others from where it is carried out.
    else go('aside', location.href === href ? depth + pushed - depthHere() : -steps);
  };
  /** A step whose layers are gone, buried below a page that was opened from one of them: nobody stops there. */
  const passBy = (depth: number): void => {
    if (above !== null && above.href === location.href) {
      go('onward', above.depth + 1 - depth);
      above = null;
    } else {
      above = { href: location.href, depth };
      go('aside', layers.length - depth);
    }
  };
  const onUserWalk = (): void => {
    const depth = depthHere();
    if (depth > layers.length) {
      passBy(depth);
      return;
    }
    above = null;
    for (const close of layers.slice(depth).reverse()) close();
    plan();
  };
  const onPop = (event: Event): void => {
    const own = walk;
    walk = null;
    isTop = false;
    if (own === null) onUserWalk();
    else onOwnWalk(event, own);
  };
  // Before the router, which listens on the same window.
  view.addEventListener('popstate', onPop, true);
  plan();

  return {
    add(close) {
      // A function of its own, even where two layers are closed by the same.
      const layer = (): void => close();
      layers.push(layer);
      plan();
      return () => {
        layers.splice(layers.indexOf(layer), 1);
        plan();
      };
    },
  };
};
