import { type Component, For, type ParentProps, Show } from 'solid-js';
import { useNow, useOrg } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerStatus as words } from '../../../locales/zh-CN/customer-status.ts';
import { dayAndTime } from '../../../locales/zh-CN/day-words.ts';
import { refusals } from '../../../locales/zh-CN/refusals.ts';
import { CheckRow, TextArea } from '../../../ui/field.tsx';
import { TriangleAlert } from '../../../ui/icons.ts';
import { RadioCards } from '../../../ui/radio-cards.tsx';
import { checkHints } from './check-hints.ts';
import { ConfirmationPart } from './confirmation-part.tsx';
import type { MarkInProgress } from './create-mark.ts';
import { CHECKS, OPEN_ITEMS, type OpenItem, RED_GROUNDS, type RedGround } from './mark-form.ts';
import { Refused } from './refused.tsx';

interface PartProps {
  readonly mark: MarkInProgress;
  readonly customer: CustomerAnswer;
}

const Group: Component<ParentProps<{ readonly title: string; readonly error: string | null }>> = (props) => (
  <fieldset class="m-0 min-w-0 border-0 p-0">
    <legend class="p-0 text-second font-semibold text-ink-2">{props.title}</legend>
    {props.children}
    <Refused text={props.error} />
  </fieldset>
);

/** 绿: three checks, each with what is known of it, and the confirmation (R16, R20). */
const GreenPart: Component<PartProps> = (props) => {
  const now = useNow();
  const org = useOrg();
  const hints = () => checkHints(props.customer.state, now());
  return (
    <>
      <Group title={words.form.checks} error={props.mark.errorOf('checks')}>
        <For each={CHECKS}>
          {(check) => {
            const hint = hints()[check]?.text;
            return (
              <CheckRow
                label={refusals.checks[check] ?? check}
                {...(hint === undefined ? {} : { hint })}
                checked={props.mark.form.checks[check]}
                onChange={(isTrue) => props.mark.setForm('checks', { ...props.mark.form.checks, [check]: isTrue })}
              />
            );
          }}
        </For>
      </Group>
      <Show when={org()?.process.statusCard.greenNeedsConfirmation}>
        <Group title={words.form.evidence} error={props.mark.fileProblem() ?? props.mark.errorOf('evidence')}>
          <ConfirmationPart mark={props.mark} customer={props.customer} />
        </Group>
      </Show>
    </>
  );
};

/** 黄: the need in words, and what is open (R17). */
const YellowPart: Component<PartProps> = (props) => {
  const toggle = (item: OpenItem, isOpen: boolean): void =>
    props.mark.setForm('openItems', (items) => [...items.filter((one) => one !== item), ...(isOpen ? [item] : [])]);
  return (
    <>
      <TextArea
        label={words.form.need}
        hint={words.form.needHint}
        rows={2}
        value={props.mark.form.need}
        error={props.mark.errorOf('need')}
        onText={(need) => props.mark.setForm('need', need)}
      />
      <Group title={words.form.openItems} error={props.mark.errorOf('openItems')}>
        <For each={OPEN_ITEMS}>
          {(item) => {
            const isOpen = () => props.mark.form.openItems.includes(item);
            return (
              <CheckRow
                label={words.openItems[item]}
                hint={words.form.nextQuestion[item]}
                checked={isOpen()}
                onChange={(checked) => toggle(item, checked)}
              />
            );
          }}
        </For>
      </Group>
    </>
  );
};

/** 红: one ground of three, and what a second red would mean (R18). */
const RedPart: Component<PartProps> = (props) => {
  const now = useNow();
  const org = useOrg();
  const lastRed = () => props.customer.state.marks.findLast(({ colour, effective }) => effective && colour === 'red');
  const silence = (): string => {
    const last = props.customer.state.lastInteraction;
    return last === null ? words.neverInteracted : words.lastInteraction(dayAndTime(last, now()));
  };
  const cards = () =>
    RED_GROUNDS.map((ground) => {
      const { label, line } = words.grounds[ground];
      const days = org()?.process.statusCard.silentDays ?? 0;
      return { value: ground, label, line: typeof line === 'string' ? line : line(days), tone: 'brand' as const };
    });
  return (
    <>
      <div>
        <RadioCards
          label={words.form.ground}
          layout="column"
          value={props.mark.form.redGround}
          cards={cards()}
          onChoose={(ground) => props.mark.setForm('redGround', ground as RedGround)}
        />
        <Refused text={props.mark.errorOf('redGround')} />
        <p class="mt-2 mb-0 text-second text-ink-2">{silence()}</p>
      </div>
      <p class="m-0 flex items-start gap-2 rounded-inner bg-red-soft px-3.5 py-2.5 text-second text-red-text">
        <TriangleAlert size={16} class="mt-0.5 shrink-0" />
        <span>
          <Show when={lastRed()}>{(red) => <>{words.form.redBefore(dayAndTime(red().t, now()))}</>}</Show>
          {words.form.secondRed}
        </span>
      </p>
    </>
  );
};

const PARTS = { green: GreenPart, yellow: YellowPart, red: RedPart } as const;

/** The part of the form that the chosen colour asks for. */
export const MarkPart: Component<PartProps> = (props) => (
  <Show when={props.mark.form.colour} keyed={true}>
    {(colour) => {
      const Part = PARTS[colour];
      return <Part mark={props.mark} customer={props.customer} />;
    }}
  </Show>
);
