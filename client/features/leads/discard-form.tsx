import { type Component, createSignal, Show } from 'solid-js';
import type { LeadId } from '#rules';
import { useData } from '../../app/data-context.tsx';
import { leads } from '../../locales/zh-CN/leads.ts';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/field.tsx';
import { useToast } from '../../ui/toast.tsx';
import { createKeptText } from '../../views/create-kept-text.ts';
import { outcomeWords } from '../../views/refusal-words.ts';

const words = leads.sheet;

/** 作废, with the reason: nobody is given the lead any more. */
export const DiscardForm: Component<{ readonly lead: LeadId; readonly onDone: () => void }> = (props) => {
  const data = useData();
  const toast = useToast();
  const [isOpen, setIsOpen] = createSignal(false);
  const reason = createKeptText(data, `lead-discarded-${props.lead}`);
  const [problem, setProblem] = createSignal<string | null>(null);
  const discard = async (): Promise<void> => {
    if (reason.text().trim() === '') {
      setProblem(words.reasonMissing);
      return;
    }
    const payload = { reason: reason.text().trim() };
    const wrong = outcomeWords(await data.run({ type: 'leadDiscarded', subject: props.lead, payload }));
    setProblem(wrong);
    if (wrong !== null) return;
    void reason.drop();
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
        <TextArea label={words.discardReason} value={reason.text()} error={problem()} onText={reason.setText} />
        <Button wide={true} onClick={() => void discard()}>
          {words.discard}
        </Button>
      </div>
    </Show>
  );
};
