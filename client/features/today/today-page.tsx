import { type Component, createMemo, createSignal, For, Show } from 'solid-js';
import { civilDate, shanghaiDay, weekdayOf } from '#rules';
import { createAnswer, useData, useNow } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import { Page } from '../../app/page.tsx';
import type { TodayAnswer } from '../../data/contract.ts';
import { dayAndTime } from '../../locales/zh-CN/day-words.ts';
import { today as words } from '../../locales/zh-CN/today.ts';
import { Tag } from '../../ui/badge.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { CalendarCheck, Pencil } from '../../ui/icons.ts';
import { Card, EmptyState, ListRow, SectionTitle } from '../../ui/list.tsx';
import { useToast } from '../../ui/toast.tsx';
import { dayNear } from '../../views/day-near.ts';
import { MarkGlyph } from '../../views/mark-glyph.tsx';

type Appointment = TodayAnswer['appointments'][number];
type PromiseDue = TodayAnswer['promises'][number];

/** Of today the time alone; an appointment of another day that still waits for its note says which day. */
const clock = (atMs: number, nowMs: number): string =>
  shanghaiDay(atMs) === shanghaiDay(nowMs) ? (dayAndTime(atMs, nowMs).split(' ').pop() ?? '') : dayNear(atMs, nowMs);
const dayLine = (nowMs: number): string => {
  const day = shanghaiDay(nowMs);
  const { month, day: date } = civilDate(day);
  return words.day(month, date, words.weekdays[weekdayOf(day)] ?? '');
};
const untilWords = (atMs: number, nowMs: number): string => {
  const minutes = Math.round((atMs - nowMs) / 60_000);
  if (minutes < 0) return words.missed;
  return minutes < 90 ? words.inMinutes(minutes) : words.inHours(Math.round(minutes / 60));
};
const notePath = ({ customer, note }: Appointment): string => `${PATHS.note}/${customer.id}?touchpoint=${note}`;
const concernWords = (concern: string): string => words.concerns[concern] ?? concern;

/** Late by calendar days says how many, as the customer's page counts them; everything else says until when. */
const dueWords = (dueMs: number, nowMs: number): string => {
  const days = shanghaiDay(nowMs) - shanghaiDay(dueMs);
  return days > 0 ? words.over(days) : words.dueBy(dayNear(dueMs, nowMs));
};

/** The next appointment with everything needed for it. */
const NextCard: Component<{ readonly appointment: Appointment }> = (props) => {
  const now = useNow();
  const one = () => props.appointment;
  return (
    <Card label={words.next}>
      <div class="flex flex-wrap items-baseline gap-x-2">
        <span class="text-page font-semibold whitespace-nowrap">{clock(one().atMs, now())}</span>
        <span class="min-w-0 truncate text-item text-ink-2">{one().agenda}</span>
        <span class="ml-auto shrink-0">
          <Tag tone={one().atMs < now() ? 'yellow' : 'plain'}>{untilWords(one().atMs, now())}</Tag>
        </span>
      </div>
      <a
        class="mt-2 flex items-center gap-2 text-card font-semibold text-ink no-underline"
        href={`${PATHS.pool}/${one().customer.id}`}
      >
        <MarkGlyph look={one().customer.mark} size={20} />
        <span class="truncate">{one().customer.name}</span>
      </a>
      <p class="mt-0.5 mb-0 ml-7 text-second text-ink-2">{one().attendees.join('、')}</p>
      <dl class="mt-3 mb-0 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 border-t border-line pt-3 text-body">
        <Show when={one().lastConcern}>
          {(concern) => (
            <>
              <dt class="text-ink-3">{words.concern}</dt>
              <dd class="m-0">{concernWords(concern())}</dd>
            </>
          )}
        </Show>
        <Show when={one().promised}>
          {(promised) => (
            <>
              <dt class="text-ink-3">{words.promised}</dt>
              <dd class="m-0">
                {promised()}
                <Show when={one().promiseDelivered}>
                  <span class="ml-2 text-green-text">{words.delivered}</span>
                </Show>
              </dd>
            </>
          )}
        </Show>
      </dl>
      <div class="mt-3">
        <ButtonLink kind="primary" wide={true} icon={<Pencil size={18} />} href={notePath(one())}>
          {words.start}
        </ButtonLink>
      </div>
    </Card>
  );
};

const PromiseRow: Component<{ readonly due: PromiseDue }> = (props) => {
  const data = useData();
  const toast = useToast();
  const now = useNow();
  const tick = async (): Promise<void> => {
    // The first screen does without the words of refusals; before they are here nothing is done.
    const acts = await import('../../views/tick-promise.ts').catch(() => null);
    toast.show(acts === null ? { text: words.unfetched, kind: 'refusal' } : await acts.tickPromise(data, props.due));
  };
  return (
    <div class="flex items-center gap-3 border-b border-line px-gutter py-1 last:border-0">
      <button
        type="button"
        aria-label={words.tick(props.due.text)}
        onClick={() => void tick()}
        class="flex size-11 shrink-0 items-center justify-center"
      >
        <span class="size-5.5 rounded-full border-2 border-line-strong" />
      </button>
      <a
        href={`${PATHS.pool}/${props.due.customer.id}`}
        class="flex min-h-12 min-w-0 flex-1 items-center gap-3 text-item text-ink no-underline"
      >
        <span class="min-w-0 flex-1">
          <span class="line-clamp-2">{props.due.text}</span>
          <span class="flex items-baseline justify-between gap-3 text-second">
            <span class="min-w-0 truncate text-ink-3">{props.due.customer.name}</span>
            <span class={`shrink-0 ${props.due.dueMs < now() ? 'font-semibold text-red-text' : 'text-ink-2'}`}>
              {dueWords(props.due.dueMs, now())}
            </span>
          </span>
        </span>
      </a>
    </div>
  );
};

const FIRST_PROMISES = 5;

/**
 * What is to be delivered, nearest to now first, what is late four times as near: it comes before what is still to come,
 * but a promise that lapsed months ago does not hide today's.
 */
const Promises: Component<{ readonly due: readonly PromiseDue[] }> = (props) => {
  const now = useNow();
  const [isWhole, setIsWhole] = createSignal(false);
  const nearest = createMemo(() => {
    const distance = ({ dueMs }: PromiseDue): number => Math.max(dueMs - now(), (now() - dueMs) / 4);
    return props.due.toSorted((a, b) => distance(a) - distance(b));
  });
  const shown = () => (isWhole() ? nearest() : nearest().slice(0, FIRST_PROMISES));
  const folded = () => nearest().slice(shown().length);
  return (
    <section>
      <SectionTitle>{words.promises}</SectionTitle>
      <Card flush={true} label={words.promises}>
        <For each={shown()}>{(due) => <PromiseRow due={due} />}</For>
      </Card>
      <Show when={shown().length < props.due.length}>
        <Button kind="text" class="mt-1" onClick={() => setIsWhole(true)}>
          {words.morePromises(folded().length, folded().filter(({ dueMs }) => dueMs < now()).length)}
        </Button>
      </Show>
    </section>
  );
};

const Suggestions: Component<{ readonly rows: TodayAnswer['suggestions'] }> = (props) => (
  <section>
    <EmptyState icon={<CalendarCheck size={26} />} title={words.nothing.title} line={words.nothing.line} />
    <SectionTitle>{words.suggestions}</SectionTitle>
    <Card flush={true}>
      <For each={props.rows}>
        {(row) => (
          <ListRow
            lead={<MarkGlyph look={row.mark} size={20} />}
            title={<span class="truncate">{row.name}</span>}
            right={
              <span class={row.overdueDays > 0 ? 'font-semibold text-red-text' : ''}>
                {row.overdueDays > 0 ? words.over(row.overdueDays) : words.stage(row.dwellDays, row.limitDays)}
              </span>
            }
            line={row.next?.text}
            href={`${PATHS.pool}/${row.id}`}
          />
        )}
      </For>
    </Card>
  </section>
);

/** 今日: the next appointment, the day's others, what is to be delivered; with nothing planned, where to begin. */
export const TodayPage: Component = () => {
  const now = useNow();
  const answer = createAnswer(() => ({ kind: 'today' as const }));
  return (
    <Page title={words.title} isPending={answer() === undefined}>
      <Show when={answer()}>
        {(day) => {
          const next = () => day().appointments.find(({ atMs }) => atMs >= now()) ?? day().appointments[0];
          const others = () => day().appointments.filter((one) => one !== next());
          return (
            <div class="mx-auto flex max-w-3xl flex-col gap-5">
              <p class="m-0 text-second text-ink-2">
                {words.counts(dayLine(now()), day().appointments.length, day().promises.length)}
              </p>
              <Show when={next()}>{(appointment) => <NextCard appointment={appointment()} />}</Show>
              <Show when={others().length > 0}>
                <section>
                  <SectionTitle>{words.route}</SectionTitle>
                  <Card flush={true}>
                    <For each={others()}>
                      {(one) => (
                        <ListRow
                          lead={<MarkGlyph look={one.customer.mark} size={20} />}
                          title={<span class="truncate">{one.customer.name}</span>}
                          line={one.agenda}
                          right={clock(one.atMs, now())}
                          rightLine={one.atMs < now() ? words.missed : undefined}
                          href={notePath(one)}
                        />
                      )}
                    </For>
                  </Card>
                </section>
              </Show>
              <Show when={day().promises.length > 0}>
                <Promises due={day().promises} />
              </Show>
              <Show when={!next() && day().suggestions.length > 0}>
                <Suggestions rows={day().suggestions} />
              </Show>
              <Show when={!next() && day().suggestions.length === 0 && day().promises.length === 0}>
                <EmptyState
                  icon={<CalendarCheck size={26} />}
                  title={words.nothingAtAll.title}
                  line={words.nothingAtAll.line}
                  act={<ButtonLink href={PATHS.pool}>{words.nothingAtAll.act}</ButtonLink>}
                />
              </Show>
            </div>
          );
        }}
      </Show>
    </Page>
  );
};
