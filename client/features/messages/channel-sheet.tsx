import { type Component, createSignal, For, Show } from 'solid-js';
import { CHANNEL_FIELDS, type ChannelField, type MessageSettingsAnswer, type TestMessageAnswer } from '#protocol';
import { useData, useNow } from '../../app/data-context.tsx';
import { dayAndTime } from '../../locales/zh-CN/day-words.ts';
import { messages as words } from '../../locales/zh-CN/messages.ts';
import { shell } from '../../locales/zh-CN/shell.ts';
import { Banner } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { CheckRow, TextField } from '../../ui/field.tsx';
import { Check, Send, TriangleAlert } from '../../ui/icons.ts';
import { Problem } from '../../ui/problem.tsx';
import { useToast } from '../../ui/toast.tsx';
import { type ChannelSettings, gapsIn } from './channel-state.ts';
import { problemOf } from './problem.ts';

/** What a test came to, in the user's words and the vendor's. */
const TestAnswer: Component<{ readonly answer: TestMessageAnswer }> = (props) => {
  const text = (): string => {
    const { answer } = props;
    if (answer.kind === 'accepted') return words.testSent;
    return answer.kind === 'unknown' ? words.testUnknown : words.reasons[answer.reason];
  };
  const detail = () => (props.answer.kind === 'accepted' ? '' : props.answer.detail);
  return (
    <Banner
      tone={props.answer.kind === 'accepted' ? 'green' : 'yellow'}
      alert={true}
      icon={props.answer.kind === 'accepted' ? <Check size={18} /> : <TriangleAlert size={18} />}
    >
      <p class="m-0">{text()}</p>
      <Show when={detail()}>{(said) => <p class="m-0 break-words">{words.saidBy(said())}</p>}</Show>
    </Banner>
  );
};

/** One channel: what it needs, whether it is on, and a test. What is typed stays until it is stored. */
export const ChannelSheet: Component<{
  readonly settings: ChannelSettings;
  readonly onChange: (settings: MessageSettingsAnswer) => void;
  readonly onClose: () => void;
}> = (props) => {
  const data = useData();
  const now = useNow();
  const toast = useToast();
  const [isOn, setOn] = createSignal(props.settings.isOn);
  const [typed, setTyped] = createSignal<Readonly<Record<string, string>>>({});
  const [gaps, setGaps] = createSignal<readonly string[]>([]);
  const [problem, setProblem] = createSignal<string | null>(null);
  const [tested, setTested] = createSignal<TestMessageAnswer | null>(null);
  const [isBusy, setBusy] = createSignal(false);
  const fields = () => CHANNEL_FIELDS[props.settings.channel];

  const hintOf = ({ name, isSecret }: ChannelField): string | undefined => {
    const secret = isSecret ? props.settings.secrets[name] : undefined;
    if (secret === undefined || secret.setAt === null) return undefined;
    return secret.isUnreadable ? words.secretUnreadable : words.secretSet(dayAndTime(secret.setAt, now()));
  };
  const shownValue = ({ name, isSecret }: ChannelField): string =>
    typed()[name] ?? (isSecret ? '' : (props.settings.values[name] ?? ''));
  /** An untouched secret is not sent: what is stored stays. */
  const given = (): Record<string, string> => {
    const secrets = new Set(fields().flatMap(({ name, isSecret }) => (isSecret ? [name] : [])));
    return Object.fromEntries(Object.entries(typed()).filter(([name, value]) => value !== '' || !secrets.has(name)));
  };
  const save = async (): Promise<boolean> => {
    const open = isOn() ? gapsIn(props.settings, typed()) : [];
    setGaps(open);
    if (open.length > 0) return false;
    const outcome = await data.messages('channel', { channel: props.settings.channel, isOn: isOn(), values: given() });
    setProblem(problemOf(outcome));
    if (outcome.kind !== 'ok') return false;
    setTyped({});
    props.onChange(outcome.answer);
    return true;
  };
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (!(await save())) return;
    toast.show({ text: words.saved });
    props.onClose();
  };
  const test = async (): Promise<void> => {
    setTested(null);
    setBusy(true);
    if (await save()) {
      const outcome = await data.messages('test', { channel: props.settings.channel });
      if (outcome.kind === 'ok') setTested(outcome.answer);
      else setProblem(problemOf(outcome));
    }
    setBusy(false);
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.channelNames[props.settings.channel]}
      line={words.channelLines[props.settings.channel]}
      closeLabel={shell.close}
      foot={
        <Button kind="primary" wide={true} type="submit" form="channel-form">
          {words.save}
        </Button>
      }
    >
      <form id="channel-form" class="flex flex-col gap-4" noValidate onSubmit={(event) => void submit(event)}>
        <For each={fields()}>
          {(field) => (
            <TextField
              label={words.fields[field.name] ?? field.name}
              optionalWord={field.isRequired ? undefined : words.optional}
              value={shownValue(field)}
              hint={hintOf(field)}
              error={gaps().includes(field.name) ? words.needField : null}
              onText={(text) => {
                setTyped((before) => ({ ...before, [field.name]: text }));
                setGaps((before) => before.filter((name) => name !== field.name));
              }}
              type={field.isSecret ? 'password' : 'text'}
              autocomplete="off"
              maxLength={500}
            />
          )}
        </For>
        <CheckRow label={words.turnOn} checked={isOn()} onChange={setOn} />
        <Problem text={problem()} />
        <Show when={isOn()}>
          <Button icon={<Send size={18} />} disabled={isBusy()} onClick={() => void test()}>
            {isBusy() ? words.testing : words.test}
          </Button>
        </Show>
        <Show when={tested()}>{(answer) => <TestAnswer answer={answer()} />}</Show>
      </form>
    </Sheet>
  );
};
