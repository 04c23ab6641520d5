import { type Component, createEffect, createMemo, createSignal, For, on, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import { type Command, isPatchable, type OpportunityState, type PatchableField, type Refusal } from '#rules';
import { useData, useOrg } from '../../../app/data-context.tsx';
import type { CommandOutcome, CustomerAnswer } from '../../../data/contract.ts';
import { customerStage as words } from '../../../locales/zh-CN/customer-stage.ts';
import { Banner } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { TextArea } from '../../../ui/field.tsx';
import { RadioCards } from '../../../ui/radio-cards.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { createKeptText } from '../../../views/create-kept-text.ts';
import { FieldInput } from '../../../views/field-input.tsx';
import { patchTo, readDraft } from '../../../views/field-values.ts';
import { createAct } from '../create-act.ts';
import { placeOf } from '../field-places.ts';
import { useFieldLook, useStageNames } from '../use-names.ts';

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
const refusalOf = (outcome: CommandOutcome | null, code: Refusal['code']): Refusal | null =>
  outcome?.kind === 'refused' ? (outcome.refusals.find((refusal) => refusal.code === code) ?? null) : null;

/**
 * 换阶段: the rules say what the chosen stage still needs, and it is filled in here, so that filling and moving are
 * one act. Fields that were typed once stay, whatever is refused and whichever stage is looked at next.
 */
export const StageSheet: Component<{
  readonly customer: CustomerAnswer;
  readonly opportunity: OpportunityState;
  /** Stage to begin with, when one was chosen already. */
  readonly target: string | null;
  readonly onClose: () => void;
}> = (props) => {
  const data = useData();
  const org = useOrg();
  const toast = useToast();
  const names = useStageNames();
  const lookOf = useFieldLook();
  const act = createAct();
  const subject = props.customer.state.id;
  const [stage, setStage] = createSignal(props.target);
  // Of the move out of this stage: once it was left, why is another question.
  const reason = createKeptText(data, `stage-${props.opportunity.id}-${props.opportunity.stage}`);
  const [drafts, setDrafts] = createStore<Partial<Record<PatchableField, string>>>({});
  const [verdict, setVerdict] = createSignal<CommandOutcome | null>(null);
  const [wasSent, setWasSent] = createSignal(false);
  const nameOf = (id: string | null) => names()[id ?? ''] ?? '';

  const command = (to: string, why: string): Command => ({
    type: 'stageEntered',
    subject,
    payload: { opportunity: props.opportunity.id, stage: to, ...(why === '' ? {} : { skippedReason: why }) },
  });
  /**
   * Everything the stage asks for, so judged as if no reason stood there yet. Asked again whenever the choice or
   * the customer changes: a colleague may have filled a field meanwhile.
   */
  createEffect(
    on([stage, () => props.customer.state.timeline.length], async ([to]) => {
      if (to === null) return;
      const judged = await data.check(command(to, ''));
      if (stage() === to) setVerdict(judged);
    }),
  );
  const missing = createMemo(() =>
    texts(refusalOf(verdict(), 'stageFieldsMissing')?.params['missing']).filter(isPatchable),
  );
  const skipped = createMemo(() => texts(refusalOf(verdict(), 'skipNeedsReason')?.params['skipped']).map(nameOf));
  const problemOf = (field: PatchableField): string | null => {
    const read = readDraft(lookOf(field), drafts[field] ?? '');
    if (read.kind === 'bad') return read.problem;
    return read.kind === 'empty' && wasSent() ? words.moveSheet.fieldEmpty(lookOf(field).name) : null;
  };
  const skipProblem = () =>
    skipped().length > 0 && wasSent() && reason.text().trim() === ''
      ? words.moveSheet.skipHint(skipped().join(words.moveSheet.join))
      : null;
  const gaps = () =>
    missing().filter((field) => readDraft(lookOf(field), drafts[field] ?? '').kind !== 'value').length +
    (skipped().length > 0 && reason.text().trim() === '' ? 1 : 0);

  const fill = async (): Promise<boolean> => {
    for (const field of missing()) {
      const read = readDraft(lookOf(field), drafts[field] ?? '');
      if (read.kind !== 'value') return false;
      const { opportunity, state } = placeOf(props.customer.state, props.opportunity, field);
      const value = patchTo(lookOf(field), state?.leaves[0]?.value ?? null, read.value);
      const payload = { field, value, ...(opportunity === null ? {} : { opportunity }) };
      if ((await act.run({ type: 'fieldPatched', subject, payload })) === null) return false;
    }
    return true;
  };
  const move = async (): Promise<void> => {
    const to = stage();
    setWasSent(true);
    if (to === null || gaps() > 0) {
      queueMicrotask(() => document.querySelector<HTMLElement>('[role=dialog] [aria-invalid=true]')?.focus());
      return;
    }
    const said = words.moveSheet.moved(nameOf(to));
    if (!(await fill())) return;
    // Where nothing is skipped no reason is shown: one that is kept from another day would go along unseen.
    const why = skipped().length > 0 ? reason.text().trim() : '';
    if ((await act.run(command(to, why))) === null) {
      setVerdict(await data.check(command(to, '')));
      return;
    }
    void reason.drop();
    toast.show({ text: said });
    props.onClose();
  };

  /** Staying is no choice, unless it settles what somebody else entered meanwhile. */
  const cards = () =>
    (org()?.process.stages ?? [])
      .filter(({ id }) => id !== props.opportunity.stage || props.opportunity.alsoEntered.length > 0)
      .map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={words.moveSheet.title}
      line={words.moveSheet.line(nameOf(props.opportunity.stage))}
      closeLabel={words.close}
      foot={
        <Button kind={stage() === null || gaps() > 0 ? 'outline' : 'primary'} wide={true} onClick={() => void move()}>
          <Show when={stage()} fallback={words.moveSheet.pick}>
            {gaps() > 0 ? words.moveSheet.actGaps(nameOf(stage()), gaps()) : words.moveSheet.act(nameOf(stage()))}
          </Show>
        </Button>
      }
    >
      <div class="flex flex-col gap-4 pb-2">
        <RadioCards
          label={words.moveSheet.choose}
          hideLabel={true}
          value={stage()}
          cards={cards()}
          onChoose={(to) => {
            setWasSent(false);
            act.clear();
            setStage(to);
          }}
          layout="column"
        />
        <Show when={act.problem('stage', 'skippedReason') ?? (wasSent() ? act.errorOf('stage') : null)}>
          {(said) => (
            <Banner tone="red" alert={true}>
              {said()}
            </Banner>
          )}
        </Show>
        <Show when={missing().length > 0}>
          <section class="flex flex-col gap-3">
            <p class="m-0 text-second text-ink-2">{words.moveSheet.missing(nameOf(stage()))}</p>
            <For each={missing()}>
              {(field) => (
                <FieldInput
                  look={lookOf(field)}
                  draft={drafts[field] ?? ''}
                  error={problemOf(field)}
                  onDraft={(draft) => setDrafts(field, draft)}
                />
              )}
            </For>
          </section>
        </Show>
        <Show when={skipped().length > 0}>
          <TextArea
            label={words.moveSheet.skipLabel}
            rows={2}
            value={reason.text()}
            hint={words.moveSheet.skipHint(skipped().join(words.moveSheet.join))}
            error={skipProblem()}
            onText={reason.setText}
          />
        </Show>
      </div>
    </Sheet>
  );
};
