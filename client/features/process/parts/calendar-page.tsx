import { type Component, createSignal, For, Index, Show } from 'solid-js';
import { civilDate, shanghaiDay, type WorkCalendar } from '#rules';
import { useNow } from '../../../app/data-context.tsx';
import { days } from '../../../locales/zh-CN/days.ts';
import { process as processWords } from '../../../locales/zh-CN/process.ts';
import { processSettings } from '../../../locales/zh-CN/process-settings.ts';
import { ruleWords } from '../../../locales/zh-CN/rule-words.ts';
import { Banner } from '../../../ui/badge.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Plus, TriangleAlert, X } from '../../../ui/icons.ts';
import { Card, SectionTitle } from '../../../ui/list.tsx';
import { ProblemLine } from '../../../ui/problem.tsx';
import { minuteWords } from '../../../views/part-words.ts';
import { createPart } from '../create-part.ts';
import { PartPage } from '../part-page.tsx';
import { type PartProblem, problemAt } from '../part-problems.ts';
import { type DateSpan, datesOf, spansOf, withoutSpan, withSpan } from './date-spans.ts';

const words = processSettings.calendar;
type Year = WorkCalendar['years'][number];

const dateWords = (date: string): string => {
  const [, month = 0, day = 0] = date.split('-').map(Number);
  return days.date(month, day);
};
const spanWords = ({ from, to }: DateSpan): string =>
  from === to ? dateWords(from) : words.range(dateWords(from), dateWords(to));

/** Dates of one kind in a year: as spans, each of which can be taken out, and a way to add one. */
const Dates: Component<{
  readonly title: string;
  readonly year: number;
  readonly dates: readonly string[];
  /** One day at a time, or from one to another. */
  readonly isSingle: boolean;
  readonly problem: string | null;
  readonly onChange: (dates: string[]) => void;
}> = (props) => {
  const [from, setFrom] = createSignal('');
  const [to, setTo] = createSignal('');
  const span = (): DateSpan => ({ from: from(), to: props.isSingle || to() === '' ? from() : to() });
  const add = (): void => {
    if (datesOf(span()).length === 0) return;
    props.onChange(withSpan(props.dates, span()));
    setFrom('');
    setTo('');
  };
  const bounds = () => ({ min: `${props.year}-01-01`, max: `${props.year}-12-31` });
  return (
    <section aria-label={`${words.year(props.year)}${props.title}`} class="flex flex-col gap-2">
      <SectionTitle>{props.title}</SectionTitle>
      <ul class="m-0 flex list-none flex-wrap gap-2 p-0">
        <For each={spansOf(props.dates)} fallback={<li class="text-second text-ink-3">{words.none}</li>}>
          {(one) => (
            <li class="inline-flex items-center rounded-chip border border-line-2 pl-3 text-second">
              {spanWords(one)}
              <IconButton
                quiet={true}
                label={words.remove(spanWords(one))}
                onClick={() => props.onChange(withoutSpan(props.dates, one))}
              >
                <X size={15} />
              </IconButton>
            </li>
          )}
        </For>
      </ul>
      <ProblemLine text={props.problem} />
      <div class="flex flex-wrap items-end gap-2">
        <TextField
          type="date"
          label={props.isSingle ? words.day : words.first}
          value={from()}
          onText={setFrom}
          {...bounds()}
        />
        <Show when={!props.isSingle}>
          <TextField type="date" label={words.last} value={to()} onText={setTo} {...bounds()} />
        </Show>
        <Button onClick={add}>{words.add}</Button>
      </div>
    </section>
  );
};

const YearCard: Component<{
  readonly year: Year;
  readonly path: string;
  readonly problems: readonly PartProblem[];
  readonly onChange: (year: Year) => void;
  readonly onRemove: () => void;
}> = (props) => (
  <Card label={words.year(props.year.year)}>
    <div class="flex flex-col gap-3">
      <div class="flex items-center justify-between">
        <h2 class="m-0 text-card font-semibold">{words.year(props.year.year)}</h2>
        <IconButton quiet={true} label={words.removeYear(props.year.year)} onClick={() => props.onRemove()}>
          <X size={17} />
        </IconButton>
      </div>
      <Dates
        title={words.holidays}
        year={props.year.year}
        dates={props.year.holidays}
        isSingle={false}
        problem={problemAt(props.problems, `${props.path}.holidays`)}
        onChange={(holidays) => props.onChange({ ...props.year, holidays })}
      />
      <Dates
        title={words.makeUp}
        year={props.year.year}
        dates={props.year.makeUpDays}
        isSingle={true}
        problem={problemAt(props.problems, `${props.path}.makeUpDays`)}
        onChange={(makeUpDays) => props.onChange({ ...props.year, makeUpDays })}
      />
    </div>
  </Card>
);

/** Minutes after midnight of `09:30`; NaN while nothing is chosen. */
const minuteOf = (text: string): number => {
  const [hour = Number.NaN, minute = Number.NaN] = text.split(':').map(Number);
  return text === '' ? Number.NaN : hour * 60 + minute;
};

/** 工作日历 (R96): hours, and per year holidays and make-up days; a year nobody entered warns. */
export const CalendarPage: Component = () => {
  const now = useNow();
  const desk = createPart<'calendar'>(() => 'calendar');
  const set = (change: Partial<WorkCalendar>, field: string | null = null): void => {
    const part = desk.part();
    if (part !== null) desk.change({ kind: 'calendar', calendar: { ...part.calendar, ...change } }, field);
  };
  const years = (): readonly Year[] => desk.part()?.calendar.years ?? [];
  const thisYear = () => civilDate(shanghaiDay(now())).year;
  const missing = () => [thisYear(), thisYear() + 1].filter((year) => !years().some((known) => known.year === year));
  const nextYear = () => Math.max(thisYear() - 1, ...years().map(({ year }) => year)) + 1;
  const add = (year: number): void =>
    set({ years: [...years(), { year, holidays: [], makeUpDays: [] }].sort((a, b) => a.year - b.year) });
  const problem = (field: string) => problemAt(desk.shownProblems(), `calendar.${field}`);
  const timeText = (minute: number): string => (Number.isFinite(minute) ? minuteWords(minute) : '');
  return (
    <PartPage desk={desk} title={processWords.sections.calendar}>
      <p class="m-0 text-body text-ink-2">{words.line}</p>
      <Show when={missing().length > 0}>
        <Banner tone="yellow" icon={<TriangleAlert size={18} />}>
          {words.missing(missing().join(ruleWords.join))}
        </Banner>
      </Show>
      <Show when={desk.part()?.calendar}>
        {(calendar) => (
          <div class="grid grid-cols-2 gap-3">
            <TextField
              type="time"
              label={words.from}
              value={timeText(calendar().fromMinute)}
              error={problem('fromMinute')}
              onText={(text) => set({ fromMinute: minuteOf(text) }, 'from')}
            />
            <TextField
              type="time"
              label={words.to}
              value={timeText(calendar().toMinute)}
              error={problem('toMinute')}
              onText={(text) => set({ toMinute: minuteOf(text) }, 'to')}
            />
          </div>
        )}
      </Show>
      <Index each={years()}>
        {(year, at) => (
          <YearCard
            year={year()}
            path={`calendar.years.${at}`}
            problems={desk.shownProblems()}
            onChange={(next) => set({ years: years().map((one, place) => (place === at ? next : one)) })}
            onRemove={() => set({ years: years().filter((_, place) => place !== at) })}
          />
        )}
      </Index>
      <Button class="self-start" icon={<Plus size={16} />} onClick={() => add(nextYear())}>
        {words.addYear(nextYear())}
      </Button>
    </PartPage>
  );
};
