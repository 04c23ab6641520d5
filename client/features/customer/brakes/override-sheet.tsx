import { type Component, createSignal, Show } from 'solid-js';
import type { EffectId } from '#rules';
import { useData, useSync } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { brakes as words } from '../../../locales/zh-CN/customer-brakes.ts';
import { Banner } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { TextArea } from '../../../ui/field.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { createKeptText } from '../../../views/create-kept-text.ts';
import { createAct } from '../create-act.ts';

/** Green by the brake (R78): one sentence why; the confirmation follows. Works without a network. */
export const OverrideSheet: Component<{
  readonly customer: CustomerAnswer;
  readonly effect: EffectId;
  readonly onClose: () => void;
}> = (props) => {
  const toast = useToast();
  const sync = useSync();
  const act = createAct();
  const reason = createKeptText(useData(), `override-${props.effect}`);
  const [isMissing, setIsMissing] = createSignal(false);
  const save = async (): Promise<void> => {
    setIsMissing(reason.text().trim() === '');
    if (isMissing()) return;
    const saved = await act.run({
      type: 'statusMarked',
      subject: props.customer.state.id,
      payload: { colour: 'green', override: { effect: props.effect, reason: reason.text().trim() } },
    });
    if (saved === null) return;
    // The sheet closes at once: open while the disk is asked it would be pressed again.
    void reason.drop();
    toast.show({ text: words.sheet.done });
    props.onClose();
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.sheet.title}
      line={words.sheet.line}
      closeLabel={words.close}
      foot={
        <Button kind="primary" wide={true} disabled={act.isBusy()} onClick={() => void save()}>
          {words.sheet.act}
        </Button>
      }
    >
      <div class="flex flex-col gap-3 pb-2">
        <Show when={act.problem('reason')}>
          {(said) => (
            <Banner tone="red" alert={true}>
              {said()}
            </Banner>
          )}
        </Show>
        <TextArea
          label={words.sheet.label}
          hint={words.sheet.hint}
          value={reason.text()}
          maxlength={500}
          error={isMissing() ? words.sheet.missing : act.errorOf('reason')}
          onText={(text) => {
            setIsMissing(false);
            reason.setText(text);
          }}
        />
        <Show when={sync()?.connection !== 'online'}>
          <p class="m-0 text-second text-ink-2">{words.offline}</p>
        </Show>
      </div>
    </Sheet>
  );
};
