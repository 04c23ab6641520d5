import { type Component, For } from 'solid-js';
import { civilDate, type Process, partKey, shanghaiDay } from '#rules';
import { useNow } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import { Page } from '../../app/page.tsx';
import { board as boardWords } from '../../locales/zh-CN/board.ts';
import { dayAndTime } from '../../locales/zh-CN/day-words.ts';
import { process as words } from '../../locales/zh-CN/process.ts';
import { thresholds } from '../../locales/zh-CN/thresholds.ts';
import { Tag } from '../../ui/badge.tsx';
import { ChevronRight } from '../../ui/icons.ts';
import { Card, ListRow } from '../../ui/list.tsx';
import { useProcess } from './process-context.tsx';

type SectionId = keyof typeof words.sections;
const SECTIONS = Object.keys(words.sections) as SectionId[];
/** Parts that a section's page edits. */
const isIn = (section: SectionId, key: string): boolean => {
  if (section === 'rules') return key.startsWith('rule:');
  if (section === 'playbooks') return key.startsWith('playbook:');
  return section === 'fields' ? key === 'fields' || key === 'forms' : key === section;
};

/** What a section says about itself in one line. */
const stateOf = (section: SectionId, process: Process, nowMs: number): string => {
  const { stages, fields, forms, statusCard, visitNote, rules, calendar, breaker, board } = process;
  const say = words.state;
  switch (section) {
    case 'stages':
      return say.stages(stages.length, stages.map(({ name }) => name).join(' → '));
    case 'fields':
      return say.fields(fields.filter(({ isRetired }) => !isRetired).length, forms.customer.length);
    case 'statusCard':
      return say.statusCard(statusCard.silentDays, statusCard.greenNeedsConfirmation);
    case 'visitNote':
      return say.visitNote(visitNote.deliverableLimit, Object.keys(visitNote.keywords).length);
    case 'rules':
      return say.rules(rules.filter(({ isOn }) => isOn).length, rules.filter(({ isOn }) => !isOn).length);
    case 'heatmap':
      return say.heatmap(process.heatmap.weeks, process.heatmap.highlightOverdueDays);
    case 'suggestion':
      return say.suggestion(process.suggestion.emptyWeeks, process.suggestion.threshold);
    case 'playbooks':
      return say.playbooks(process.playbooks.filter(({ isRetired }) => !isRetired).length);
    case 'metrics': {
      const { items, effectAfterDays } = process.metrics;
      return say.metrics(items.filter(({ benchmark }) => benchmark !== undefined).length, effectAfterDays);
    }
    case 'calendar': {
      const years = calendar.years.map(({ year }) => year);
      const { year } = civilDate(shanghaiDay(nowMs));
      return years.includes(year) ? say.calendar(Math.min(...years), Math.max(...years)) : say.calendarMissing(year);
    }
    case 'breaker':
      return say.breaker(breaker.capPerDay, breaker.appealHours);
    case 'board':
      return boardWords.state(board.components.length, board.components.map(({ name }) => name).join(boardWords.join));
  }
};

/** 管理 → 流程: every part with its present state and its last change. */
export const ProcessOverviewPage: Component = () => {
  const { answer, process, book } = useProcess();
  const now = useNow();
  const last = (section: SectionId): string => {
    const change = answer().changes.findLast(({ part }) => isIn(section, partKey(part)));
    return change === undefined ? words.template : words.changedBy(change.authorName, dayAndTime(change.t, now()));
  };
  const drafts = (section: SectionId) => book.keys().filter((key) => isIn(section, key)).length;
  return (
    <Page title={words.title} aside={answer().mayEdit ? undefined : words.readOnly}>
      <div class="mx-auto flex max-w-3xl flex-col gap-3 pt-2">
        <p class="m-0 text-body text-ink-2">{words.lead}</p>
        <Card flush={true}>
          <ListRow
            href={`${PATHS.process}/thresholds`}
            title={thresholds.open}
            right={<ChevronRight size={18} class="text-ink-3" />}
            line={thresholds.openLine}
          />
        </Card>
        <Card flush={true}>
          <For each={SECTIONS}>
            {(section) => (
              <ListRow
                href={`${PATHS.process}/${section}`}
                title={
                  <>
                    {words.sections[section]}
                    {drafts(section) > 0 ? <Tag tone="brand">{words.drafts(drafts(section))}</Tag> : null}
                  </>
                }
                right={<ChevronRight size={18} class="text-ink-3" />}
                line={stateOf(section, process(), now())}
                rightLine={last(section)}
              />
            )}
          </For>
        </Card>
      </div>
    </Page>
  );
};
