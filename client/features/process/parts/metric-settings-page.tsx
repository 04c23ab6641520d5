import { type Component, For, Show } from 'solid-js';
import {
  LEADING_ROLES,
  METRIC_IDS,
  type MetricDefinition,
  type MetricId,
  type MetricSetting,
  type MetricSettings,
  metricDefinition,
} from '#rules';
import { useOrg } from '../../../app/data-context.tsx';
import { metricFormulas, metricNames } from '../../../locales/zh-CN/metric-names.ts';
import { process as processWords } from '../../../locales/zh-CN/process.ts';
import { processSettings } from '../../../locales/zh-CN/process-settings.ts';
import { SelectField, TextField } from '../../../ui/field.tsx';
import { Card, SectionTitle } from '../../../ui/list.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { metricNumber } from '../../../views/metric-words.ts';
import { createPart } from '../create-part.ts';
import { PartPage } from '../part-page.tsx';
import { problemAt } from '../part-problems.ts';

const words = processSettings.metrics;
const GENERAL = [
  ['effectAfterDays', processSettings.days],
  ['judgeAfterDays', processSettings.days],
  ['withdrawMinutes', words.minutes],
] as const;

const UNITS: Readonly<Record<MetricDefinition['unit'], string>> = {
  ratio: words.percent,
  days: processSettings.days,
  perWeek: words.perWeek,
  count: words.times,
};
/** Rows hold thousandths of the unit; a share is typed in percent. */
const perTyped = ({ unit }: MetricDefinition): number => (unit === 'ratio' ? 10 : 1000);

type Part = Omit<MetricSetting, 'metric'>;
interface FieldsProps {
  readonly metric: MetricId;
  readonly setting: MetricSetting | undefined;
  readonly error: (field: keyof Part) => string | null;
  readonly onChange: (change: { readonly [Key in keyof Part]?: Part[Key] | undefined }, field: keyof Part) => void;
}

const AMOUNTS = ['benchmark', 'target'] as const;
const TEXTS = ['source', 'date'] as const;

const MetricFields: Component<FieldsProps> = (props) => {
  const org = useOrg();
  const definition = () => metricDefinition(props.metric);
  const typed = (field: (typeof AMOUNTS)[number]): number => {
    const value = props.setting?.[field];
    return value === undefined || value === null ? Number.NaN : value / perTyped(definition());
  };
  const owners = () =>
    Object.values(org()?.members ?? {})
      .filter(({ role, active, id }) => id === props.setting?.owner || (active && LEADING_ROLES.has(role)))
      .map(({ id, name }) => ({ value: id as string, label: name }));
  return (
    <div class="flex flex-col gap-3 pb-3">
      <p class="m-0 text-second text-ink-3">
        {metricFormulas[props.metric]}
        <Show when={definition().articleTarget}>
          {(target) => <span class="block">{words.article(metricNumber(definition(), target()))}</span>}
        </Show>
      </p>
      <For each={AMOUNTS}>
        {(field) => (
          <NumberField
            label={words[field]}
            aside={UNITS[definition().unit]}
            value={typed(field)}
            error={props.error(field)}
            onNumber={(number) => props.onChange({ [field]: Math.round(number * perTyped(definition())) }, field)}
            onEmpty={() => props.onChange({ [field]: undefined }, field)}
          />
        )}
      </For>
      <For each={TEXTS}>
        {(field) => (
          <TextField
            label={words[field]}
            optionalWord={words.optional}
            type={field === 'date' ? 'date' : 'text'}
            value={props.setting?.[field] ?? ''}
            error={props.error(field)}
            onText={(text) => props.onChange({ [field]: text === '' ? undefined : text }, field)}
          />
        )}
      </For>
      <SelectField
        label={words.owner}
        value={props.setting?.owner ?? ''}
        placeholder={words.nobody}
        options={owners()}
        onChoose={(owner) => props.onChange({ owner: owner === '' ? undefined : owner }, 'owner')}
      />
    </div>
  );
};

/** The setting of one metric changed; one that says nothing any more is taken out, what is unset carries no key. */
const withSetting = (
  items: MetricSettings['items'],
  metric: MetricId,
  change: { readonly [Key in keyof Part]?: Part[Key] | undefined },
): MetricSettings['items'] => {
  const before = items.findLast((one) => one.metric === metric) ?? { metric };
  const kept = Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined);
  const next = Object.fromEntries(kept) as MetricSetting;
  const at = items.findIndex((one) => one.metric === metric);
  const others = items.filter((one) => one.metric !== metric);
  return kept.length === 1 ? others : others.toSpliced(at < 0 ? others.length : at, 0, next);
};

/** 口径与基准: benchmark, target, source and owner of every number, and the days of an intervention (R6, R65, A18). */
export const MetricSettingsPage: Component = () => {
  const desk = createPart<'metrics'>(() => 'metrics');
  const set = (change: Partial<MetricSettings>, field: string): void => {
    const part = desk.part();
    if (part !== null) desk.change({ kind: 'metrics', metrics: { ...part.metrics, ...change } }, field);
  };
  const settingOf = (metric: MetricId) => desk.part()?.metrics.items.findLast((one) => one.metric === metric);
  const errorAt = (metric: MetricId, field: string): string | null => {
    const at = desk.part()?.metrics.items.findLastIndex((one) => one.metric === metric) ?? -1;
    return at < 0 ? null : problemAt(desk.shownProblems(), `metrics.items.${at}.${field}`);
  };
  const stateOf = (metric: MetricId): string => {
    const benchmark = settingOf(metric)?.benchmark;
    return benchmark === undefined || !Number.isFinite(benchmark)
      ? words.unset
      : words.set(metricNumber(metricDefinition(metric), benchmark / 1000));
  };
  return (
    <PartPage desk={desk} title={processWords.sections.metrics}>
      <p class="m-0 text-body text-ink-2">{words.line}</p>
      <Show when={desk.part()?.metrics}>
        {(metrics) => (
          <>
            <section aria-label={words.list}>
              <SectionTitle>{words.list}</SectionTitle>
              <Card>
                <For each={METRIC_IDS}>
                  {(metric) => (
                    <details class="border-b border-line last:border-0">
                      <summary class="flex min-h-11 cursor-pointer flex-wrap items-center justify-between gap-x-3 text-item font-semibold">
                        {metricNames[metric]}
                        <span class="text-second font-normal text-ink-3">{stateOf(metric)}</span>
                      </summary>
                      <MetricFields
                        metric={metric}
                        setting={settingOf(metric)}
                        error={(field) => errorAt(metric, field)}
                        onChange={(change, field) =>
                          set({ items: withSetting(metrics().items, metric, change) }, `${metric}.${field}`)
                        }
                      />
                    </details>
                  )}
                </For>
              </Card>
            </section>
            <section aria-label={words.general} class="flex flex-col gap-3">
              <SectionTitle>{words.general}</SectionTitle>
              <For each={GENERAL}>
                {([field, unit]) => (
                  <NumberField
                    label={words[field]}
                    aside={unit}
                    value={metrics()[field]}
                    error={problemAt(desk.shownProblems(), `metrics.${field}`)}
                    onNumber={(number) => set({ [field]: number }, field)}
                  />
                )}
              </For>
            </section>
          </>
        )}
      </Show>
    </PartPage>
  );
};
