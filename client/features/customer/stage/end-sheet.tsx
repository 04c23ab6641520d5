import { type Component, createSignal, For, Show } from 'solid-js';
import { createStore, unwrap } from 'solid-js/store';
import { type Evidence, type OpportunityState, readAmountFen, SHANGHAI_MINUTES } from '#rules';
import { useData, useNow } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerStage as words } from '../../../locales/zh-CN/customer-stage.ts';
import { Banner } from '../../../ui/badge.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { DateField } from '../../../ui/date-field.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { FileButton, TextArea, TextField } from '../../../ui/field.tsx';
import { Camera, FileText, X } from '../../../ui/icons.ts';
import { ProblemLine } from '../../../ui/problem.tsx';
import { RadioCards } from '../../../ui/radio-cards.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { attachProblem } from '../../../views/attach-problem.ts';
import { createKeptText } from '../../../views/create-kept-text.ts';
import { createAct } from '../create-act.ts';

type Outcome = keyof typeof words.ends;
const OUTCOMES = Object.keys(words.ends) as Outcome[];
const ACCEPT = 'image/*,application/pdf,.doc,.docx';

/** 成单 with amount, date and contract; 丢单 with its reason; 搁置. Each can be taken back by reopening (R101). */
export const EndSheet: Component<{
  readonly customer: CustomerAnswer;
  readonly opportunity: OpportunityState;
  readonly onClose: () => void;
}> = (props) => {
  const data = useData();
  const now = useNow();
  const toast = useToast();
  const act = createAct();
  const subject = props.customer.state.id;
  const reason = createKeptText(data, `end-${props.opportunity.id}`);
  const [outcome, setOutcome] = createSignal<Outcome | null>(null);
  const [form, setForm] = createStore<{ amount: string; dateMs: number | null; files: Evidence[] }>({
    amount: '',
    dateMs: now(),
    files: [],
  });
  const [amountProblem, setAmountProblem] = createSignal<string | null>(null);
  const [fileProblem, setFileProblem] = createSignal<string | null>(null);

  const attach = async (files: readonly File[]): Promise<void> => {
    setFileProblem(null);
    for (const file of files) {
      const result = await data.attach(file, file.name, 'contract');
      const said = attachProblem(result, file.name);
      if (said !== null) setFileProblem(said);
      if (result.kind === 'queued') setForm('files', (known) => [...known, result.evidence]);
    }
  };
  /** The parts of this outcome; gaps stay gaps, the rules name them. */
  const partsOf = (chosen: Outcome): { amountFen?: number; dateMs?: number; reason?: string } => {
    const amount = readAmountFen(form.amount);
    const why = reason.text().trim();
    return {
      ...(chosen === 'won' && amount.kind === 'value' ? { amountFen: amount.value } : {}),
      ...(chosen === 'won' && form.dateMs !== null ? { dateMs: form.dateMs } : {}),
      // A win shows no reason: one that is kept from another day would go along unseen.
      ...(chosen === 'won' || why === '' ? {} : { reason: why }),
    };
  };
  const save = async (): Promise<void> => {
    const chosen = outcome();
    if (chosen === null) return;
    setAmountProblem(
      chosen === 'won' && readAmountFen(form.amount).kind !== 'value' ? words.endSheet.amountMissing : null,
    );
    const files = chosen === 'won' && form.files.length > 0 ? { evidence: unwrap(form.files) } : {};
    const saved = await act.run({
      type: 'opportunityEnded',
      subject,
      payload: { opportunity: props.opportunity.id, outcome: chosen, ...partsOf(chosen), ...files },
    });
    if (saved === null) return;
    void reason.drop();
    toast.show({ text: words.endSheet.done[chosen] });
    props.onClose();
  };

  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.endSheet.title}
      line={props.opportunity.name}
      closeLabel={words.close}
      foot={
        <Button kind={outcome() === null ? 'outline' : 'primary'} wide={true} onClick={() => void save()}>
          <Show when={outcome()} fallback={words.endSheet.pick}>
            {words.endSheet.act[outcome() ?? 'won']}
          </Show>
        </Button>
      }
    >
      <div class="flex flex-col gap-4 pb-2">
        <RadioCards
          label={words.endSheet.choose}
          hideLabel={true}
          value={outcome()}
          cards={OUTCOMES.map((value) => ({ value, label: words.ends[value], line: words.endLines[value] }))}
          onChoose={(value) => {
            act.clear();
            setAmountProblem(null);
            setOutcome(value as Outcome);
          }}
        />
        <Show when={act.problem('amountFen', 'dateMs', 'reason')}>
          {(said) => (
            <Banner tone="red" alert={true}>
              {said()}
            </Banner>
          )}
        </Show>
        <Show when={outcome() === 'won'}>
          <TextField
            label={words.endSheet.amount}
            hint={words.endSheet.amountHint}
            autocomplete="off"
            value={form.amount}
            error={amountProblem() ?? act.errorOf('amountFen')}
            onText={(text) => {
              setAmountProblem(null);
              setForm('amount', text);
            }}
          />
          <DateField
            label={words.endSheet.date}
            only="date"
            offsetMinutes={SHANGHAI_MINUTES}
            maxMs={now()}
            atMs={form.dateMs}
            error={act.errorOf('dateMs') === null ? null : words.endSheet.dateMissing}
            onChange={(dateMs) => setForm('dateMs', dateMs)}
          />
          <div class="flex flex-col items-start gap-2">
            <FileButton
              accept={ACCEPT}
              multiple={true}
              icon={<Camera size={18} />}
              onFiles={(files) => void attach(files)}
            >
              {words.endSheet.addFile}
            </FileButton>
            <span class="text-second text-ink-3">{`${words.endSheet.file}，${words.endSheet.fileHint}`}</span>
            <ProblemLine text={fileProblem()} />
            <For each={form.files}>
              {(file) => (
                <span class="flex max-w-full items-center gap-2 text-second text-ink-2">
                  <FileText size={16} />
                  <span class="truncate">{file.name}</span>
                  <IconButton
                    quiet={true}
                    label={words.endSheet.removeFile(file.name)}
                    onClick={() => setForm('files', (known) => known.filter((one) => one.sha256 !== file.sha256))}
                  >
                    <X size={16} />
                  </IconButton>
                </span>
              )}
            </For>
          </div>
        </Show>
        <Show when={outcome() === 'lost' || outcome() === 'shelved'}>
          <TextArea
            label={words.endSheet.reason}
            optionalWord={outcome() === 'shelved' ? words.optional : undefined}
            hint={outcome() === 'lost' ? words.endSheet.lostHint : words.endSheet.shelvedHint}
            value={reason.text()}
            error={act.errorOf('reason')}
            onText={reason.setText}
          />
        </Show>
      </div>
    </Sheet>
  );
};
