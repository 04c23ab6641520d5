import { type Component, For, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import { SHANGHAI_MINUTES, type TouchpointPlan, type TouchpointState } from '#rules';
import { useNow } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerNotes as words } from '../../../locales/zh-CN/customer-notes.ts';
import { Banner } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Chip } from '../../../ui/chip.tsx';
import { DateField } from '../../../ui/date-field.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { TextField } from '../../../ui/field.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { dayNear } from '../../../views/day-near.ts';
import { createAct } from '../create-act.ts';

type Agreed = TouchpointPlan['agreed'];
const AGREED = Object.keys(words.agreed) as Agreed[];
const OWN_FIELDS = ['touchpoint.atMs', 'touchpoint.attendees', 'touchpoint.agenda', 'reason'] as const;

const namesOf = (text: string): string[] =>
  text
    .split(/[、,，;；\n]+/u)
    .map((name) => name.trim())
    .filter((name) => name !== '');

interface Form {
  atMs: number | null;
  attendees: string;
  agenda: string;
  agreed: Agreed;
  reason: string;
}

/** 改约: a new date in place of the old one, which stays in the history (R31). */
export const RescheduleSheet: Component<{
  readonly customer: CustomerAnswer;
  readonly touchpoint: TouchpointState;
  readonly onClose: () => void;
}> = (props) => {
  const now = useNow();
  const toast = useToast();
  const act = createAct();
  const { plan, note } = props.touchpoint;
  const subject = props.customer.state.id;
  const [form, setForm] = createStore<Form>({
    atMs: plan.atMs > now() ? plan.atMs : null,
    attendees: plan.attendees.join(words.separator),
    agenda: plan.agenda,
    agreed: plan.agreed,
    reason: '',
  });
  const save = async (): Promise<void> => {
    const atMs = form.atMs ?? 0;
    const saved = await act.run({
      type: 'touchpointRescheduled',
      subject,
      payload: {
        note,
        touchpoint: { atMs, attendees: namesOf(form.attendees), agenda: form.agenda.trim(), agreed: form.agreed },
        ...(form.reason.trim() === '' ? {} : { reason: form.reason.trim() }),
      },
    });
    if (saved === null) return;
    toast.show({ text: words.rescheduleSheet.done(dayNear(atMs, now())) });
    props.onClose();
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.rescheduleSheet.title}
      line={words.rescheduleSheet.line(dayNear(plan.atMs, now()))}
      closeLabel={words.close}
      foot={
        <Button kind="primary" wide={true} onClick={() => void save()}>
          {words.rescheduleSheet.act}
        </Button>
      }
    >
      <div class="flex flex-col gap-4 pb-2">
        <Show when={act.problem(...OWN_FIELDS)}>
          {(said) => (
            <Banner tone="red" alert={true}>
              {said()}
            </Banner>
          )}
        </Show>
        <DateField
          label={words.rescheduleSheet.at}
          offsetMinutes={SHANGHAI_MINUTES}
          minMs={now()}
          atMs={form.atMs}
          error={
            form.atMs === null && act.errorOf('touchpoint.atMs')
              ? words.rescheduleSheet.atMissing
              : act.errorOf('touchpoint.atMs')
          }
          onChange={(atMs) => setForm('atMs', atMs)}
        />
        <TextField
          label={words.rescheduleSheet.attendees}
          hint={words.rescheduleSheet.attendeesHint}
          value={form.attendees}
          error={act.errorOf('touchpoint.attendees') === null ? null : words.rescheduleSheet.attendeesMissing}
          onText={(text) => setForm('attendees', text)}
        />
        <TextField
          label={words.rescheduleSheet.agenda}
          value={form.agenda}
          error={act.errorOf('touchpoint.agenda') === null ? null : words.rescheduleSheet.agendaMissing}
          onText={(text) => setForm('agenda', text)}
        />
        <fieldset class="m-0 border-0 p-0">
          <legend class="mb-1.5 p-0 text-second font-semibold text-ink-2">{words.rescheduleSheet.agreed}</legend>
          <div class="flex flex-wrap gap-2">
            <For each={AGREED}>
              {(kind) => (
                <Chip look="choice" pressed={form.agreed === kind} onPress={() => setForm('agreed', kind)}>
                  {words.agreed[kind]}
                </Chip>
              )}
            </For>
          </div>
        </fieldset>
        <TextField
          label={words.rescheduleSheet.reason}
          optionalWord={words.rescheduleSheet.optional}
          value={form.reason}
          error={act.errorOf('reason')}
          onText={(text) => setForm('reason', text)}
        />
      </div>
    </Sheet>
  );
};
