import { type Component, createSignal, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import { type Command, mayHoldType, readAmountFen, SHANGHAI_MINUTES } from '#rules';
import { useData, useMe, useNow } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerStage as words } from '../../../locales/zh-CN/customer-stage.ts';
import { Banner } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { DateField } from '../../../ui/date-field.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { CheckRow, SelectField, TextArea, TextField } from '../../../ui/field.tsx';
import { RadioCards } from '../../../ui/radio-cards.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { createKeptText } from '../../../views/create-kept-text.ts';
import { createAct } from '../create-act.ts';

type Kind = keyof typeof words.recordSheet.kinds;
type Talk = Extract<Kind, 'call' | 'message'>;
const KINDS = Object.keys(words.recordSheet.kinds) as Kind[];
const isTalk = (kind: Kind): kind is Talk => kind === 'call' || kind === 'message';
/** A clock a little behind the relay's is no "later than now". */
const SLACK_MS = 60_000;

interface Form {
  answered: boolean;
  atMs: number | null;
  amount: string;
  opportunity: string;
}

/** 记一笔: a call, a message, an inquiry or a quote in two fields; a visit is a note instead. */
export const RecordSheet: Component<{
  readonly customer: CustomerAnswer;
  readonly onClose: () => void;
  /** It was a complaint: written down elsewhere. Absent: the viewer may write none. */
  readonly onComplaint: (() => void) | undefined;
}> = (props) => {
  const now = useNow();
  const me = useMe();
  const toast = useToast();
  const act = createAct();
  const subject = props.customer.state.id;
  const running = () => props.customer.state.opportunities.filter(({ ended }) => ended === null);
  const maySell = () => {
    const role = me.role();
    return role !== null && mayHoldType(role, 'quoteSent');
  };
  // One for whichever kind: it stands there whatever is chosen.
  const said = createKeptText(useData(), `record-${subject}`);
  const [kind, setKind] = createSignal<Kind | null>(null);
  const [atProblem, setAtProblem] = createSignal<string | null>(null);
  const [amountProblem, setAmountProblem] = createSignal<string | null>(null);
  const [form, setForm] = createStore<Form>({
    answered: true,
    atMs: now(),
    amount: '',
    opportunity: running()[0]?.id ?? '',
  });
  const isMaybeComplaint = () => {
    const chosen = kind();
    return chosen === null || isTalk(chosen);
  };
  const cards = () =>
    KINDS.filter((value) => isTalk(value) || maySell()).map((value) => ({
      value,
      label: words.recordSheet.kinds[value],
      disabled: !isTalk(value) && running().length === 0,
    }));
  const commandOf = (chosen: Kind, atMs: number): Command => {
    const summary = said.text().trim();
    if (isTalk(chosen)) {
      const payload = { channel: chosen, answered: form.answered, summary, atMs };
      return { type: 'interactionRecorded', subject, payload };
    }
    const amount = readAmountFen(form.amount);
    const fen = chosen === 'quoteSent' && amount.kind === 'value' ? { amountFen: amount.value } : {};
    return { type: chosen, subject, payload: { opportunity: form.opportunity, summary, atMs, ...fen } };
  };
  const save = async (): Promise<void> => {
    const chosen = kind();
    if (chosen === null) return;
    const atMs = form.atMs ?? now();
    const isBadAmount = chosen === 'quoteSent' && readAmountFen(form.amount).kind === 'bad';
    setAtProblem(atMs > now() + SLACK_MS ? words.recordSheet.notLater : null);
    setAmountProblem(isBadAmount ? words.recordSheet.amountHint : null);
    if (atProblem() !== null || isBadAmount) return;
    if ((await act.run(commandOf(chosen, atMs))) === null) return;
    void said.drop();
    toast.show({ text: words.recordSheet.done });
    props.onClose();
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.recordSheet.title}
      line={words.recordSheet.line}
      closeLabel={words.close}
      foot={
        <Button kind={kind() === null ? 'outline' : 'primary'} wide={true} onClick={() => void save()}>
          {kind() === null ? words.recordSheet.pick : words.recordSheet.act}
        </Button>
      }
    >
      <div class="flex flex-col gap-4 pb-2">
        <RadioCards
          label={words.recordSheet.kind}
          hideLabel={true}
          layout="grid"
          value={kind()}
          cards={cards()}
          onChoose={(value) => {
            act.clear();
            setKind(value as Kind);
          }}
        />
        <Show when={isMaybeComplaint() && props.onComplaint}>
          {(complain) => (
            <Button kind="text" class="-ml-2 self-start" onClick={() => complain()()}>
              {words.recordSheet.complaint}
            </Button>
          )}
        </Show>
        <Show when={maySell() && running().length === 0}>
          <p class="m-0 text-second text-ink-3">{words.recordSheet.noRunning}</p>
        </Show>
        <Show when={act.problem('summary', 'atMs')}>
          {(said) => (
            <Banner tone="red" alert={true}>
              {said()}
            </Banner>
          )}
        </Show>
        <Show when={kind()} keyed={true}>
          {(chosen) => (
            <>
              <TextArea
                label={words.recordSheet.summaries[chosen]}
                rows={2}
                value={said.text()}
                error={act.errorOf('summary') === null ? null : words.recordSheet.summaryMissing}
                onText={said.setText}
              />
              <Show when={chosen === 'quoteSent'}>
                <TextField
                  label={words.recordSheet.amount}
                  optionalWord={words.optional}
                  hint={words.recordSheet.amountHint}
                  autocomplete="off"
                  value={form.amount}
                  error={amountProblem()}
                  onText={(text) => setForm('amount', text)}
                />
              </Show>
              <Show when={!isTalk(chosen) && running().length > 1}>
                <SelectField
                  label={words.recordSheet.opportunity}
                  value={form.opportunity}
                  options={running().map(({ id, name }) => ({ value: id, label: name }))}
                  onChoose={(id) => setForm('opportunity', id)}
                />
              </Show>
              <Show when={isTalk(chosen) ? chosen : null}>
                {(talk) => (
                  <CheckRow
                    label={words.recordSheet.answered[talk()]}
                    checked={form.answered}
                    onChange={(answered) => setForm('answered', answered)}
                  />
                )}
              </Show>
              <DateField
                label={words.recordSheet.at}
                offsetMinutes={SHANGHAI_MINUTES}
                maxMs={now()}
                atMs={form.atMs}
                error={atProblem() ?? act.errorOf('atMs')}
                onChange={(atMs) => setForm('atMs', atMs)}
              />
            </>
          )}
        </Show>
      </div>
    </Sheet>
  );
};
