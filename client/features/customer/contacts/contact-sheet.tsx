import { type Component, For } from 'solid-js';
import { createStore } from 'solid-js/store';
import type { CustomerId, PayloadOf } from '#rules';
import { useData } from '../../../app/data-context.tsx';
import { customerContacts as words } from '../../../locales/zh-CN/customer-contacts.ts';
import { Button } from '../../../ui/button.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { TextField } from '../../../ui/field.tsx';
import { ProblemLine } from '../../../ui/problem.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { createAct } from '../create-act.ts';
import { type ContactText, formOf, isUnreachable, saveContact, TEXTS } from './contact-form.ts';

const INPUTS: Readonly<Partial<Record<ContactText, 'tel' | 'email'>>> = { phone: 'tel', email: 'email' };

/** A person added or corrected. What is typed is kept in memory only, whatever the answer is. */
export const ContactSheet: Component<{
  readonly customer: CustomerId;
  readonly customerName: string;
  /** Whom to correct; null = somebody new. */
  readonly contact: PayloadOf<'contactSaved'> | null;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}> = (props) => {
  const data = useData();
  const toast = useToast();
  const act = createAct();
  const person = props.contact?.person ?? data.newId();
  const [form, setForm] = createStore(formOf(props.contact ?? {}));
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const saved = await act.run(saveContact(props.customer, person, form));
    if (saved === null) return;
    toast.show({ text: words.saved });
    props.onSaved();
  };
  const errorOf = (field: ContactText): string | null => {
    const said = act.errorOf(field);
    if (said === null) return null;
    if (field === 'name' && form.name.trim() === '') return words.nameMissing;
    return field === 'phone' && isUnreachable(form) ? words.oneMissing : said;
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={props.contact === null ? words.form.add : words.form.edit}
      line={props.customerName}
      closeLabel={words.close}
      height="full"
      foot={
        <Button kind="primary" wide={true} type="submit" form="contact-form" disabled={act.isBusy()}>
          {words.form.save}
        </Button>
      }
    >
      <form
        id="contact-form"
        class="flex flex-col gap-4"
        novalidate={true}
        autocomplete="off"
        onSubmit={(event) => void save(event)}
      >
        <For each={TEXTS}>
          {(field) => (
            <TextField
              label={words.fields[field]}
              type={INPUTS[field] ?? 'text'}
              optionalWord={field === 'name' ? undefined : words.optional}
              value={form[field]}
              error={errorOf(field)}
              onText={(text) => setForm(field, text)}
            />
          )}
        </For>
        <ProblemLine text={act.problem(...TEXTS)} />
      </form>
    </Sheet>
  );
};
