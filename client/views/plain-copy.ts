import { unwrap } from 'solid-js/store';

/** A copy that can be sent to the data worker: what a page reads from an answer is a live view, which cannot. */
export const plainCopy = <Value>(value: Value): Value => structuredClone(unwrap(value));
