import { type Component, createSignal, Show } from 'solid-js';
import type { LeadId } from '#rules';
import { useData } from '../../app/data-context.tsx';
import { leads } from '../../locales/zh-CN/leads.ts';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/field.tsx';
import { useToast } from '../../ui/toast.tsx';
import { outcomeWords } from '../../views/refusal-words.ts';

const words = leads.sheet;

/** 作废, with the reason: nobody is given the lead any more. */
export const DiscardForm: Component<{ readonly lead: LeadId; readonly onDone: () => void }> = (props) => {
  const data = useData();
  const toast = useToast();
  const [isOpen, setIsOpen] = createSignal(false);
  const [reason, setReason] = createSignal('');
  const [problem, setProblem] = createSignal<string | null>(null);
  const discard = async (): Promise<void> => {
    if (reason().trim() === '') {
      setProblem(words.reasonMissing);
      return;
    }
    const payload = { reason: reason().trim() };
    const wrong = outcomeWords(await data.run({ type: 'leadDiscarded', subject: props.lead, payload }));
    setProblem(wrong);
    if (wrong !== null) return;
    toast.show({ text: words.discardDone });
    props.onDone();
  };
  return (
    <Show
      when={isOpen()}
      fallback={
        <Button kind="text" onClick={() => setIsOpen(true)}>
          {words.discard}
        </Button>
      }
    >
      <div class="flex flex-col gap-2">
        <TextArea label={words.discardReason} value={reason()} error={problem()} onText={setReason} />
        <Button wide={true} onClick={() => void discard()}>
          {words.discard}
        </Button>
      </div>
    </Show>
  );
};
