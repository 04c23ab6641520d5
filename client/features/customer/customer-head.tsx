import { type Component, createMemo, For, Show } from 'solid-js';
import { DAY_MS, mootSince, type TouchpointState } from '#rules';
import { createAnswer, useMe, useNow } from '../../app/data-context.tsx';
import type { CustomerAnswer } from '../../data/contract.ts';
import { customer as words } from '../../locales/zh-CN/customer.ts';
import { customerFields } from '../../locales/zh-CN/customer-fields.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Banner, Tag } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Calendar, Lock, TriangleAlert } from '../../ui/icons.ts';
import { useToast } from '../../ui/toast.tsx';
import { dayNear } from '../../views/day-near.ts';
import { createAct } from './create-act.ts';
import { useFieldLook, useNameOf } from './use-names.ts';

const FACES = 2;
const SOON_MS = 7 * DAY_MS;

/** Who else looks at this customer right now; nothing when nobody does. */
export const Presence: Component<{ readonly subject: string }> = (props) => {
  const me = useMe();
  const answer = createAnswer(() => ({ kind: 'presence' as const, subject: props.subject }));
  const others = createMemo(() => (answer() ?? []).filter(({ member }) => member !== me.member()));
  const said = () => {
    const [first, ...more] = others();
    if (!first) return '';
    if (more.length > 0)
      return words.lookingMany(
        others()
          .map(({ name }) => name)
          .join(words.separator),
      );
    return first.editing ? words.writing(first.name) : words.looking(first.name);
  };
  return (
    <span role="status" class="flex min-w-0 items-center gap-1.5 text-second text-ink-2 empty:hidden">
      <Show when={others().length > 0}>
        <For each={others().slice(0, FACES)}>{({ name }) => <Avatar name={name} size={24} here={true} />}</For>
        <span class={others().length > 1 ? 'sr-only sm:not-sr-only' : 'whitespace-nowrap'}>{said()}</span>
      </Show>
    </span>
  );
};

/** Kind, place and what sets this customer apart, in one line under the name. */
export const Tags: Component<{ readonly customer: CustomerAnswer }> = (props) => {
  const value = (field: 'segment' | 'level' | 'city' | 'district'): string => {
    const shown = props.customer.state.fields[field]?.leaves[0]?.value ?? '';
    return field === 'segment' ? (customerFields.segments[String(shown)] ?? String(shown)) : String(shown);
  };
  const facts = () => [value('segment'), value('level'), `${value('city')}${value('district')}`].filter(Boolean);
  return (
    <div class="flex flex-wrap items-center gap-x-2 gap-y-1 text-second text-ink-2">
      <For each={facts()}>
        {(fact, index) => (
          <>
            <Show when={index() > 0}>
              <span aria-hidden="true" class="text-ink-3">
                {words.dot}
              </span>
            </Show>
            <span>{fact}</span>
          </>
        )}
      </For>
      <Show when={props.customer.state.isPrivate}>
        <Tag tone="edge">
          <Lock size={12} /> {words.private}
        </Tag>
      </Show>
      <Show when={props.customer.row.unsynced}>
        <Tag tone="brand">{words.unsynced}</Tag>
      </Show>
      <Show when={props.customer.row.ended !== null && props.customer.row.ownerName}>
        {(name) => <span class="text-ink-3">{words.owner(name())}</span>}
      </Show>
    </div>
  );
};

/** Two hand-overs made apart: who carries it is settled by one more. */
const OwnerConflict: Component<{ readonly customer: CustomerAnswer }> = (props) => {
  const toast = useToast();
  const act = createAct();
  const nameOf = useNameOf(() => props.customer);
  const settle = async (to: string | null): Promise<void> => {
    const said = to === null ? words.unowned : words.owner(nameOf(to));
    const saved = await act.run({ type: 'customerHandedOver', subject: props.customer.state.id, payload: { to } });
    if (saved) toast.show({ text: said });
    else toast.show({ text: act.problem() ?? '', kind: 'refusal' });
  };
  return (
    <For each={props.customer.state.alsoHandedTo}>
      {(other) => (
        <Banner
          tone="yellow"
          icon={<TriangleAlert size={18} />}
          act={
            <Show when={props.customer.mayMark}>
              <span class="flex flex-wrap gap-2">
                <Button kind="plain" onClick={() => void settle(props.customer.state.owner)}>
                  {props.customer.row.ownerName ? words.keepOwner(props.customer.row.ownerName) : words.keepUnowned}
                </Button>
                <Button kind="plain" onClick={() => void settle(other.to)}>
                  {other.to === null ? words.unowned : words.takeOwner(nameOf(other.to))}
                </Button>
              </span>
            </Show>
          }
        >
          {other.to === null
            ? words.alsoReleased(nameOf(other.author))
            : words.alsoHandedTo(nameOf(other.author), nameOf(other.to))}
        </Banner>
      )}
    </For>
  );
};

const Planned: Component<{
  readonly customer: CustomerAnswer;
  readonly touchpoint: TouchpointState;
  readonly onOpen: () => void;
}> = (props) => {
  const me = useMe();
  const now = useNow();
  const nameOf = useNameOf(() => props.customer);
  const author = () => props.touchpoint.history[0]?.author ?? '';
  const when = () => dayNear(props.touchpoint.plan.atMs, now());
  return (
    <Banner
      icon={<Calendar size={18} />}
      act={
        <Button kind="text" class="-my-2 -mr-2" onClick={() => props.onOpen()}>
          {words.plannedAct}
        </Button>
      }
    >
      {author() === me.member()
        ? words.plannedByMe(when(), props.touchpoint.plan.agenda)
        : words.planned(nameOf(author()), when(), props.touchpoint.plan.agenda)}
    </Banner>
  );
};

/** What must be seen before anything else: two values for one thing, and a visit planned within a week. */
export const Announcements: Component<{
  readonly customer: CustomerAnswer;
  readonly onOpen: (tab: 'profile' | 'notes') => void;
}> = (props) => {
  const now = useNow();
  const lookOf = useFieldLook();
  const conflicts = createMemo(() => {
    const { fields, opportunities } = props.customer.state;
    const all = [fields, ...opportunities.map((opportunity) => opportunity.fields)];
    const names = all.flatMap((one) =>
      Object.entries(one).flatMap(([field, state]) => (state.leaves.length > 1 ? [lookOf(field).name] : [])),
    );
    return [...new Set(names)];
  });
  const planned = () =>
    props.customer.state.touchpoints.filter((one) => {
      const { atMs } = one.plan;
      const isOpen = one.status === 'open' && mootSince(props.customer.state, one) === null;
      return isOpen && atMs >= now() && atMs < now() + SOON_MS;
    });
  return (
    <>
      <Show when={conflicts().length > 0}>
        <Banner
          tone="yellow"
          icon={<TriangleAlert size={18} />}
          act={
            <Button kind="plain" onClick={() => props.onOpen('profile')}>
              {words.conflictAct}
            </Button>
          }
        >
          {words.conflictFields(conflicts().join(words.separator))}
        </Banner>
      </Show>
      <OwnerConflict customer={props.customer} />
      <For each={planned()}>
        {(touchpoint) => (
          <Planned customer={props.customer} touchpoint={touchpoint} onOpen={() => props.onOpen('notes')} />
        )}
      </For>
    </>
  );
};
