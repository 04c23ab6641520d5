import { onCleanup } from 'solid-js';
import { createStore, type SetStoreFunction, unwrap } from 'solid-js/store';

/** By place. It lasts as long as the document: what takes longer to write has a draft on the disk. */
const left = new Map<string, object>();

/** For whoever leaves: nothing he typed is there for whoever comes after him. */
export const forgetTyped = (): void => left.clear();

/**
 * What is typed into a sheet. Closed with back, Esc or a tap beside it, the sheet finds it again when it is opened for
 * the same `place`, which names the sheet and what it is about. The caller says `sent` as soon as it was taken: then
 * nothing is kept. Times and choices that are right only now do not belong into the form.
 */
export const createTyped = <Form extends object>(
  place: string,
  empty: Form,
): { readonly typed: Form; readonly setTyped: SetStoreFunction<Form>; readonly sent: () => void } => {
  const untouched = JSON.stringify(empty);
  const [typed, setTyped] = createStore<Form>({ ...empty, ...left.get(place) });
  let isSent = false;
  // Some sheets are gone before they hear that it was taken.
  onCleanup(() => {
    const form = unwrap(typed);
    if (isSent || JSON.stringify(form) === untouched) left.delete(place);
    else left.set(place, { ...form });
  });
  return {
    typed,
    setTyped,
    sent: () => {
      isSent = true;
      left.delete(place);
    },
  };
};
