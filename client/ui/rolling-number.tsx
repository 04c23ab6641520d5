import { interpolateRound, select, transition } from 'd3';
import { type Component, createEffect, on, untrack } from 'solid-js';

const ROLL_MS = 400;

/** A number that rolls once to its new value when it changes; at once where motion is not wanted. */
export const RollingNumber: Component<{ readonly value: number }> = (props) => {
  let text: HTMLSpanElement | undefined;
  createEffect(
    on(
      () => props.value,
      (to, from = to) => {
        if (text === undefined || to === from) return to;
        const isStill = window.matchMedia('(prefers-reduced-motion: reduce)').matches || document.hidden;
        const roll = interpolateRound(from, to);
        // A roll on its way ends where this one begins: one transition at a time holds an element.
        select(text)
          .transition(transition().duration(isStill ? 0 : ROLL_MS))
          .textTween(() => (at) => String(roll(at)));
        return to;
      },
    ),
  );
  return <span ref={text}>{untrack(() => props.value)}</span>;
};
