import { type Component, createUniqueId, Show } from 'solid-js';
import { colourOfLook } from '#rules';
import { useMe } from '../../../app/data-context.tsx';
import type { CustomerAnswer, MarkLook } from '../../../data/contract.ts';
import { customerStatus as words } from '../../../locales/zh-CN/customer-status.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Lock } from '../../../ui/icons.ts';
import { Card } from '../../../ui/list.tsx';
import { RadioCards } from '../../../ui/radio-cards.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { MarkGlyph } from '../../../views/mark-glyph.tsx';
import { ActingLines } from '../brakes/acting-line.tsx';
import { PoolCard } from '../cleansing/pool-card.tsx';
import { usePeople } from '../people/use-people.ts';
import { AlsoMarked } from './also-marked.tsx';
import { AssignAct } from './assign-act.tsx';
import { createMark, type MarkInProgress } from './create-mark.ts';
import { HistoryStrip } from './history-strip.tsx';
import { COLOURS, type Colour, confirmationsOn, waitsForFile } from './mark-form.ts';
import { MarkPart } from './mark-parts.tsx';
import { PresentMark } from './present-mark.tsx';
import { Refused } from './refused.tsx';
import { TaskLines } from './task-lines.tsx';

interface SectionProps {
  readonly customer: CustomerAnswer;
}

/** Brings the first refused place into view and gives it the focus. */
const goToFirstGap = (form: HTMLElement): void => {
  const gap = form.querySelector('[role=alert]');
  const part = gap?.closest('fieldset, [role=radiogroup]') ?? gap?.parentElement?.parentElement;
  gap?.scrollIntoView({ block: 'center' });
  part?.querySelector<HTMLElement>('[aria-invalid=true], input, button')?.focus({ preventScroll: true });
};

const MarkFormBox: Component<
  SectionProps & { readonly mark: MarkInProgress; readonly colour: Colour; readonly onEnd: () => void }
> = (props) => {
  const toast = useToast();
  const heading = createUniqueId();
  let form: HTMLFormElement | undefined;
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { colour } = props;
    // Read before it is sent: the form is empty once it is saved.
    const done =
      colour === 'green' && waitsForFile(props.mark.form, confirmationsOn(props.customer)) ? 'pending' : colour;
    const outcome = await props.mark.submit();
    if (outcome?.kind === 'saved') {
      toast.show({ text: words.form.done[done] });
      props.onEnd();
      return;
    }
    if (form) queueMicrotask(() => form && goToFirstGap(form));
  };
  return (
    <form
      ref={(made) => {
        form = made;
      }}
      aria-labelledby={heading}
      novalidate={true}
      class="flex flex-col gap-4 border-t border-line pt-3"
      onSubmit={(event) => void submit(event)}
    >
      <p id={heading} tabindex={-1} class="m-0 flex items-baseline justify-between gap-3">
        <span class="text-card font-semibold text-ink">{words.form[props.colour]}</span>
        <span class="text-second text-ink-3">
          <Show when={props.mark.isRestored()} fallback={<Show when={props.mark.isKept()}>{words.form.kept}</Show>}>
            {words.form.restored}
          </Show>
        </span>
      </p>
      <MarkPart mark={props.mark} customer={props.customer} />
      <TextField
        label={words.remark}
        optionalWord={words.optional}
        value={props.mark.form.remark}
        error={props.mark.errorOf('remark')}
        onText={(remark) => props.mark.setForm('remark', remark)}
      />
      <Refused text={props.mark.errorOf('')} />
      <div class="flex gap-2">
        <Button
          onClick={() => {
            props.mark.fold();
            props.onEnd();
          }}
        >
          {words.form.fold}
        </Button>
        <Button kind="primary" type="submit" class="flex-1" disabled={props.mark.isBusy()}>
          {words.form[props.colour]}
        </Button>
      </div>
    </form>
  );
};

const ReadOnlyLine: Component<SectionProps> = (props) => {
  const people = usePeople(() => props.customer.names);
  const says = (): string => {
    const { isPrivate, owner, pool } = props.customer.state;
    if (pool?.status === 'in') return words.readOnly.pooled;
    if (owner === null) return words.readOnly.unowned;
    return isPrivate ? words.readOnly.private(people(owner)) : words.readOnly.owned(people(owner));
  };
  return (
    <p class="m-0 flex items-center gap-2 text-second text-ink-2">
      <Lock size={16} class="shrink-0" />
      {says()}
    </p>
  );
};

const StatusCard: Component<SectionProps> = (props) => {
  const me = useMe();
  const mark = createMark(() => props.customer);
  const state = () => props.customer.state;
  // A private customer's document is written by its member alone, whoever leads him.
  const mayMark = () => props.customer.mayMark && (!state().isPrivate || state().created.author === me.member());
  const opened = () => (mayMark() ? mark.form.colour : null);
  let card: HTMLDivElement | undefined;
  /** The focus goes along with what a press replaced. */
  const focusOn = (...selectors: readonly string[]): void =>
    queueMicrotask(() => {
      const found = selectors.map((selector) => card?.querySelector<HTMLElement>(selector)).find((one) => one);
      found?.focus({ preventScroll: true });
    });
  const look = (colour: Colour): MarkLook =>
    colour === colourOfLook(props.customer.row.mark) ? props.customer.row.mark : colour;
  const cards = COLOURS.map((colour) => ({
    value: colour,
    tone: colour,
    label: words.cards[colour].label,
    get line() {
      const { mark: shown } = state();
      return shown?.colour === colour && shown.automatic !== null ? words.automatic : words.cards[colour].line;
    },
    glyph: (
      <span aria-hidden="true" class="flex">
        <MarkGlyph look={look(colour)} size={24} />
      </span>
    ),
  }));
  return (
    <Card label={words.title}>
      <div
        ref={(made) => {
          card = made;
        }}
        class="flex flex-col gap-3"
      >
        <div class="flex min-h-8 flex-wrap items-center justify-between gap-x-3 gap-y-1">
          <h2 class="m-0 text-card font-semibold text-ink">{words.title}</h2>
          <HistoryStrip customer={props.customer} />
        </div>
        <PoolCard customer={props.customer} />
        <AlsoMarked customer={props.customer} mayMark={mayMark()} />
        <RadioCards
          label={words.title}
          hideLabel={true}
          value={opened() ?? state().mark?.colour ?? null}
          cards={cards}
          readOnly={!mayMark()}
          onChoose={(colour) => mark.open(colour as Colour)}
        />
        <Show when={!mayMark()}>
          <ReadOnlyLine customer={props.customer} />
        </Show>
        <Show
          when={opened()}
          fallback={
            <Show when={state().mark} fallback={<p class="m-0 text-second text-ink-2">{words.none}</p>}>
              {(present) => (
                <PresentMark
                  customer={props.customer}
                  mark={present()}
                  mayMark={mayMark()}
                  onAgain={(colour) => {
                    mark.open(colour);
                    focusOn('form [tabindex="-1"]');
                  }}
                />
              )}
            </Show>
          }
        >
          {(colour) => (
            <MarkFormBox
              customer={props.customer}
              mark={mark}
              colour={colour()}
              onEnd={() => focusOn('input[type=radio]:checked', 'input[type=radio]')}
            />
          )}
        </Show>
        <ActingLines customer={props.customer} />
        <TaskLines customer={props.customer} />
        <AssignAct customer={props.customer} />
      </div>
    </Card>
  );
};

/** 状态卡: what it says now, its history, and the form that each colour asks for (R15-R18, R20, R22). */
export const StatusSection: Component<SectionProps> = (props) => (
  // Another customer, another form: nothing half filled in goes along.
  <Show when={props.customer.state.id} keyed={true}>
    {(_id) => <StatusCard customer={props.customer} />}
  </Show>
);
