import { type Component, createMemo, For, Show } from 'solid-js';
import { DAY_MS } from '#rules';
import { createAnswer, useMe, useNow } from '../../app/data-context.tsx';
import { mayOpen, PATHS } from '../../app/navigation.ts';
import type { Intervention } from '../../data/metric-contract.ts';
import { dayAndTime } from '../../locales/zh-CN/day-words.ts';
import { metricDuties as words } from '../../locales/zh-CN/metrics.ts';
import { Calendar, ChevronRight, TriangleAlert } from '../../ui/icons.ts';
import { Card, ListRow, SectionTitle } from '../../ui/list.tsx';

/** So long after its day an effect is called up; on the page it stays. */
const CALLED_MS = 7 * DAY_MS;

const isDue = ({ isOwn, metric, effectAtMs, withdrawUntilMs }: Intervention, nowMs: number): boolean =>
  isOwn && metric !== null && withdrawUntilMs !== null && effectAtMs <= nowMs && nowMs < effectAtMs + CALLED_MS;

/** What numbers ask of a leader: 拜访质量失控 until something was sent (R62), and effects that can be told (R65). */
export const createMetricDuties = () => {
  const me = useMe();
  const now = useNow();
  const answer = createAnswer(() => (mayOpen(me.role(), 'metrics') ? { kind: 'interventions' as const } : null));
  const visitQuality = () => answer()?.visitQuality ?? null;
  const due = createMemo(() => answer()?.list.filter((act) => isDue(act, now())) ?? []);
  return { visitQuality, due, any: () => visitQuality() !== null || due().length > 0 };
};
type Duties = ReturnType<typeof createMetricDuties>;

export const MetricDuties: Component<{ readonly duties: Duties }> = (props) => {
  const now = useNow();
  const lead = (icon: typeof Calendar) => (
    <span aria-hidden="true" class="flex text-ink-3">
      {icon({ size: 20 })}
    </span>
  );
  return (
    <Show when={props.duties.any()}>
      <section aria-label={words.title}>
        <SectionTitle>{words.title}</SectionTitle>
        <Card flush={true}>
          <Show when={props.duties.visitQuality()}>
            {(week) => (
              <ListRow
                lead={lead(TriangleAlert)}
                title={words.visitQuality(week().label)}
                line={words.visitQualityLine}
                right={<ChevronRight size={18} class="text-ink-3" />}
                alarm={true}
                href={`${PATHS.metrics}?metric=validatedNeedRate&back=1`}
              />
            )}
          </Show>
          <For each={props.duties.due()}>
            {(act) => (
              <ListRow
                lead={lead(Calendar)}
                title={<span class="truncate">{words.effect(act.playbookName ?? words.unknown)}</span>}
                line={words.effectLine(act.rows.length, dayAndTime(act.sentAtMs, now()))}
                right={<ChevronRight size={18} class="text-ink-3" />}
                href={`${PATHS.metrics}?metric=${act.metric}`}
              />
            )}
          </For>
        </Card>
      </section>
    </Show>
  );
};
