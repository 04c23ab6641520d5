import { type Component, createSignal, Show } from 'solid-js';
import { SHANGHAI_MINUTES } from '#rules';
import { useData, useNow } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerComplaints as words } from '../../../locales/zh-CN/customer-complaints.ts';
import { dayAndTime } from '../../../locales/zh-CN/day-words.ts';
import { Banner } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { DateField } from '../../../ui/date-field.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { SelectField, TextArea } from '../../../ui/field.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { createKeptText } from '../../../views/create-kept-text.ts';
import { createAct } from '../create-act.ts';
import { promisesOf, standOf } from '../promises/promise-list.ts';

const SUMMARY_LIMIT = 500;

/** 记一条投诉: what was said, when, and the promise it is about where it is about one (R38). */
export const ComplaintSheet: Component<{ readonly customer: CustomerAnswer; readonly onClose: () => void }> = (
  props,
) => {
  const now = useNow();
  const toast = useToast();
  const act = createAct();
  const summary = createKeptText(useData(), `complaint-${props.customer.state.id}`);
  const [atMs, setAtMs] = createSignal<number | null>(now());
  const [promise, setPromise] = createSignal('');
  const [isTried, setIsTried] = createSignal(false);
  const promises = (() => {
    const { open, delivered } = promisesOf(props.customer.state, now());
    // The same thing is often promised twice: the day tells the one from the other.
    return [...open, ...delivered].map((one) => ({
      value: one.note.id as string,
      label: words.promised(one.text, dayAndTime(one.dueMs, now()), words.stands[standOf(one)]),
    }));
  })();
  /** An emptied date is asked for: the present is a guess that nobody would find later. */
  const dateFault = (): string | null => {
    const at = atMs();
    if (at === null) return words.atMissing;
    return at > now() ? words.notLater : null;
  };
  const save = async (): Promise<void> => {
    setIsTried(true);
    const at = atMs();
    if (summary.text().trim() === '' || at === null || dateFault() !== null) return;
    const saved = await act.run({
      type: 'complaintRecorded',
      subject: props.customer.state.id,
      payload: {
        summary: summary.text().trim(),
        atMs: at,
        ...(promise() === '' ? {} : { commitment: promise() }),
      },
    });
    if (saved === null) return;
    // The sheet closes at once: open while the disk is asked it would be pressed again.
    void summary.drop();
    toast.show({ text: words.done });
    props.onClose();
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.act}
      line={words.line}
      closeLabel={words.close}
      foot={
        <Button kind="primary" wide={true} disabled={act.isBusy()} onClick={() => void save()}>
          {words.submit}
        </Button>
      }
    >
      <div class="flex flex-col gap-4 pb-2">
        <Show when={act.problem('summary', 'atMs', 'commitment')}>
          {(said) => (
            <Banner tone="red" alert={true}>
              {said()}
            </Banner>
          )}
        </Show>
        <TextArea
          label={words.summary}
          limit={SUMMARY_LIMIT}
          value={summary.text()}
          error={isTried() && summary.text().trim() === '' ? words.summaryMissing : act.errorOf('summary')}
          onText={summary.setText}
        />
        <DateField
          label={words.at}
          offsetMinutes={SHANGHAI_MINUTES}
          atMs={atMs()}
          maxMs={now()}
          error={(isTried() ? dateFault() : null) ?? act.errorOf('atMs')}
          onChange={setAtMs}
        />
        <Show when={promises.length > 0}>
          <SelectField
            label={words.promise}
            optionalWord={words.optional}
            placeholder={words.noPromise}
            value={promise()}
            options={promises}
            error={act.errorOf('commitment')}
            onChoose={setPromise}
          />
        </Show>
      </div>
    </Sheet>
  );
};
