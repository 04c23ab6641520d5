import { type Component, createSignal, Show } from 'solid-js';
import type { MessageSettingsAnswer, SecretStatus } from '#protocol';
import { useData, useNow } from '../../app/data-context.tsx';
import { dayAndTime } from '../../locales/zh-CN/day-words.ts';
import { messages as words } from '../../locales/zh-CN/messages.ts';
import { shell } from '../../locales/zh-CN/shell.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useToast } from '../../ui/toast.tsx';
import { problemOf } from './problem.ts';

export type Handles = MessageSettingsAnswer['handles'][number];
const MOBILE = /^1[3-9]\d{9}$/;

/** How one colleague is reached. A number that is stored is not shown again. */
export const HandleSheet: Component<{
  readonly handles: Handles;
  readonly name: string;
  readonly onChange: (settings: MessageSettingsAnswer) => void;
  readonly onClose: () => void;
}> = (props) => {
  const data = useData();
  const now = useNow();
  const toast = useToast();
  const [mobile, setMobile] = createSignal('');
  const [user, setUser] = createSignal('');
  const [isBad, setBad] = createSignal(false);
  const [problem, setProblem] = createSignal<string | null>(null);
  const hintOf = ({ setAt, isUnreadable }: SecretStatus, fallback: string): string => {
    if (setAt === null) return fallback;
    return isUnreadable ? words.secretUnreadable : words.handleSet(dayAndTime(setAt, now()));
  };
  const store = async (change: { mobile?: string; dingtalkUser?: string }): Promise<void> => {
    const outcome = await data.messages('handles', { member: props.handles.member, ...change });
    setProblem(problemOf(outcome));
    if (outcome.kind !== 'ok') return;
    props.onChange(outcome.answer);
    toast.show({ text: words.saved });
    props.onClose();
  };
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const digits = mobile().replace(/[\s-]/g, '');
    setBad(digits !== '' && !MOBILE.test(digits));
    if (isBad()) return;
    await store({
      ...(digits === '' ? {} : { mobile: digits }),
      ...(user().trim() === '' ? {} : { dingtalkUser: user().trim() }),
    });
  };
  const clearButton = (status: SecretStatus, change: Parameters<typeof store>[0]) => (
    <Show when={status.setAt !== null}>
      <Button kind="text" onClick={() => void store(change)}>
        {words.clear}
      </Button>
    </Show>
  );
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={props.name}
      closeLabel={shell.close}
      foot={
        <Button kind="primary" wide={true} type="submit" form="handle-form">
          {words.save}
        </Button>
      }
    >
      <form id="handle-form" class="flex flex-col gap-4" noValidate onSubmit={(event) => void submit(event)}>
        <TextField
          label={words.mobile}
          type="tel"
          value={mobile()}
          hint={hintOf(props.handles.mobile, words.mobileHint)}
          error={isBad() ? words.badMobile : null}
          onText={setMobile}
          autocomplete="off"
          aside={clearButton(props.handles.mobile, { mobile: '' })}
        />
        <TextField
          label={words.dingtalkUser}
          value={user()}
          hint={hintOf(props.handles.dingtalkUser, words.dingtalkHint)}
          onText={setUser}
          maxLength={64}
          autocomplete="off"
          aside={clearButton(props.handles.dingtalkUser, { dingtalkUser: '' })}
        />
        <Problem text={problem()} />
      </form>
    </Sheet>
  );
};
