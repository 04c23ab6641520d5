import type { CustomerId, EventId } from '#rules';
import type { DataClient } from '../data/contract.ts';
import { customerPromises as words } from '../locales/zh-CN/customer-promises.ts';
import type { ToastMessage } from '../ui/toast.tsx';
import { outcomeWords } from './refusal-words.ts';

/** Records that a promise was kept; what to say of it, with the way back. */
export const tickPromise = async (
  data: DataClient,
  { customer, note }: { readonly customer: { readonly id: CustomerId }; readonly note: EventId },
): Promise<ToastMessage> => {
  const outcome = await data.run({ type: 'commitmentDelivered', subject: customer.id, payload: { note } });
  const wrong = outcomeWords(outcome);
  if (wrong !== null) return { text: wrong, kind: 'refusal' };
  const event = outcome.kind === 'saved' ? outcome.events[0] : undefined;
  const takeBack = () => void data.run({ type: 'retracted', subject: customer.id, payload: { event: event ?? '' } });
  return { text: words.done, undo: { label: words.undo, run: takeBack } };
};
