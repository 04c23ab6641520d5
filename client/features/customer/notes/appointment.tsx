import { type Component, createSignal, For, Match, Show, Switch } from 'solid-js';
import type { TouchpointState } from '#rules';
import { useNow } from '../../../app/data-context.tsx';
import { PATHS } from '../../../app/navigation.ts';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerNotes as words } from '../../../locales/zh-CN/customer-notes.ts';
import { Tag, type Tone } from '../../../ui/badge.tsx';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Calendar } from '../../../ui/icons.ts';
import { dayNear } from '../../../views/day-near.ts';
import { ReasonSheet } from '../reason-sheet.tsx';
import { useNameOf } from '../use-names.ts';
import { RescheduleSheet } from './reschedule-sheet.tsx';

/** The appointment a note made: where it stands, its moves, and 改约 or 取消 while it is open (R31). */
export const Appointment: Component<{ readonly customer: CustomerAnswer; readonly touchpoint: TouchpointState }> = (
  props,
) => {
  const now = useNow();
  const nameOf = useNameOf(() => props.customer);
  const [sheet, setSheet] = createSignal<'reschedule' | 'cancel' | null>(null);
  const plan = () => props.touchpoint.plan;
  const isOpen = () => props.touchpoint.status === 'open';
  const hasPassed = () => isOpen() && plan().atMs < now();
  const tone = (): Tone => {
    if (hasPassed()) return 'yellow';
    return isOpen() ? 'brand' : 'quiet';
  };
  const before = () => props.touchpoint.history.slice(0, -1).reverse();
  const close = () => setSheet(null);
  return (
    <div class="flex flex-col gap-1.5 rounded-inner border border-line-2 p-3">
      <div class="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Calendar size={16} />
        <span class={`text-item font-semibold ${props.touchpoint.status === 'cancelled' ? 'line-through' : ''}`}>
          {dayNear(plan().atMs, now())}
        </span>
        <Tag tone={tone()}>{hasPassed() ? words.passed : words.states[props.touchpoint.status]}</Tag>
        <Show when={props.touchpoint.moved > 0}>
          <Tag tone="quiet">{words.moved(props.touchpoint.moved)}</Tag>
        </Show>
      </div>
      <p class="m-0 text-second text-ink-2">{plan().agenda}</p>
      <p class="m-0 text-second text-ink-3">
        {words.people(plan().attendees.join(words.separator), words.agreed[plan().agreed])}
      </p>
      <Show when={before().length > 0}>
        <ul aria-label={words.history} class="m-0 list-none border-t border-line p-0 pt-1.5 text-meta text-ink-3">
          <For each={before()}>
            {(move) => (
              <li>{words.historyLine(dayNear(move.plan.atMs, now()), nameOf(move.author), dayNear(move.t, now()))}</li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={isOpen() && props.customer.mayEdit}>
        <div class="mt-1 flex flex-wrap gap-2">
          <ButtonLink
            kind="outline"
            href={`${PATHS.note}/${props.customer.state.id}?touchpoint=${props.touchpoint.note}`}
          >
            {words.write}
          </ButtonLink>
          <Button kind="plain" onClick={() => setSheet('reschedule')}>
            {words.reschedule}
          </Button>
          <Button kind="plain" onClick={() => setSheet('cancel')}>
            {words.cancel}
          </Button>
        </div>
      </Show>
      <Switch>
        <Match when={sheet() === 'reschedule'}>
          <RescheduleSheet customer={props.customer} touchpoint={props.touchpoint} onClose={close} />
        </Match>
        <Match when={sheet() === 'cancel'}>
          <ReasonSheet
            keptAs={`touchpoint-cancelled-${props.touchpoint.note}`}
            title={words.cancelSheet.title}
            label={words.cancelSheet.label}
            missing={words.cancelSheet.missing}
            act={words.cancelSheet.act}
            done={words.cancelSheet.done}
            command={(reason) => ({
              type: 'touchpointCancelled',
              subject: props.customer.state.id,
              payload: { note: props.touchpoint.note, reason },
            })}
            onClose={close}
          />
        </Match>
      </Switch>
    </div>
  );
};
