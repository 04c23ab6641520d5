import { type Component, createEffect, createMemo, createSignal, For, type JSX, on, Show } from 'solid-js';
import { ADMINISTERING_ROLES, type MetricId, type Playbook } from '#rules';
import { createAnswer, createFreshAnswer, useMe, useNow } from '../../app/data-context.tsx';
import { createMaterialFiles } from '../../app/material-files.ts';
import { PATHS } from '../../app/navigation.ts';
import type { Intervention, MetricAnswer, MetricCasesAnswer, MetricFilter } from '../../data/metric-contract.ts';
import { metricNames } from '../../locales/zh-CN/metric-names.ts';
import { intervention as words } from '../../locales/zh-CN/metrics.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { FoldLine } from '../../ui/fold-line.tsx';
import { FileText } from '../../ui/icons.ts';
import { Card, EmptyState, SectionTitle } from '../../ui/list.tsx';
import { MaterialFile } from '../../views/material-file.tsx';
import { metricValueWords } from '../../views/metric-words.ts';
import { PanelPending } from '../../views/panel-pending.tsx';
import { CasesList } from './cases-list.tsx';
import { GivenAct } from './given-list.tsx';
import { SendForm } from './send-form.tsx';

const Part: Component<{ readonly title: string; readonly count: string; readonly children: JSX.Element }> = (props) => (
  <details class="border-b border-line last:border-0">
    <FoldLine title={props.title} count={props.count} />
    <div class="pb-2 text-second text-ink-2">{props.children}</div>
  </details>
);

/** 话术, 资料, 角色, 任务 of a pack before it is sent (R64). */
const Pack: Component<{ readonly playbook: Playbook }> = (props) => {
  const files = createMaterialFiles();
  return (
    <Card>
      <Part title={words.script} count={words.preview}>
        <p class="m-0 whitespace-pre-line">{props.playbook.script}</p>
      </Part>
      <Part title={words.materials} count={words.pieces(props.playbook.materials.length)}>
        <For each={props.playbook.materials}>
          {({ name, body, file }) => (
            <>
              <p class="m-0 py-1">
                <span class="font-semibold text-ink">{name}</span> {body}
              </p>
              <Show when={file}>{(one) => <MaterialFile file={one()} files={files} />}</Show>
            </>
          )}
        </For>
      </Part>
      <Part title={words.roles} count={words.people(props.playbook.roles.length)}>
        <For each={props.playbook.roles}>
          {({ role, part }) => (
            <p class="m-0 py-1">
              <span class="font-semibold text-ink">{role}</span> {part}
            </p>
          )}
        </For>
      </Part>
      <Part title={words.tasks} count={words.each(props.playbook.tasks.length)}>
        <For each={props.playbook.tasks}>
          {({ title, dueDays }) => <p class="m-0 py-1">{words.dueDays(title, dueDays)}</p>}
        </For>
      </Part>
    </Card>
  );
};

/** What came of the same playbook the last time. */
const lastEffect = (acts: readonly Intervention[], playbook: Playbook, { row }: MetricAnswer): string | null => {
  const act = acts.find((one) => one.playbook === playbook.id && one.metric === row.id && one.effect !== null);
  const [before, after] = [act?.effect?.before, act?.effect?.after];
  if (act === undefined || before?.kind !== 'value' || after?.kind !== 'value') return null;
  const [from, to] = [before, after].map((value) => metricValueWords(row.definition, value));
  return words.lastTime(playbook.name, act.rows[0]?.pack.effectAfterDays ?? 0, from ?? '', to ?? '');
};

const leadOf = ({ row }: MetricAnswer): keyof typeof words.lead => {
  if (row.isBelow === null) return 'unknown';
  return row.isBelow ? 'below' : 'other';
};

const Offer: Component<{
  readonly answer: MetricAnswer;
  readonly cases: MetricCasesAnswer | undefined;
  readonly isNarrowed: boolean;
  readonly acts: readonly Intervention[];
  readonly onSend: (isSent: boolean) => void;
}> = (props) => {
  const now = useNow();
  const me = useMe();
  /** Only they change the library; the others are told whom to ask. */
  const mayAdd = () => {
    const role = me.role();
    return role !== null && ADMINISTERING_ROLES.has(role);
  };
  const [chosen, setChosen] = createSignal('');
  const offers = () => props.answer.playbooks;
  const offer = createMemo(() => offers().find(({ id }) => id === chosen()) ?? offers()[0]);
  const busy = (playbook: string): ReadonlySet<string> =>
    new Set(
      props.acts
        .filter((act) => act.playbook === playbook && act.effectAtMs > now() && act.withdrawUntilMs !== null)
        .flatMap(({ rows }) => rows.map(({ member }) => member)),
    );
  const lead = (): string => words.lead[leadOf(props.answer)](metricNames[props.answer.row.id]);
  return (
    <Show
      when={offer()}
      fallback={
        <EmptyState
          icon={<FileText size={26} />}
          title={words.none.title}
          line={mayAdd() ? words.none.line : words.none.lineOthers}
          act={
            <ButtonLink href={`${PATHS.process}/playbooks`}>
              {mayAdd() ? words.none.act : words.none.actOthers}
            </ButtonLink>
          }
        />
      }
    >
      {(one) => (
        <>
          <div>
            <p class="m-0 text-second text-ink-3">{lead()}</p>
            <p class="m-0 text-card font-semibold">{one().playbook.name}</p>
            <Show when={lastEffect(props.acts, one().playbook, props.answer)}>
              {(text) => <p class="m-0 text-second text-ink-2">{text()}</p>}
            </Show>
          </div>
          <Show when={offers().length > 1}>
            <SelectField
              label={words.choose}
              value={one().id}
              options={offers().map(({ id, playbook }) => ({ value: id, label: playbook.name }))}
              onChoose={setChosen}
            />
          </Show>
          <Pack playbook={one().playbook} />
          <SendForm
            answer={props.answer}
            isNarrowed={props.isNarrowed}
            cases={props.cases}
            offer={one()}
            busy={busy(one().id)}
            onSend={props.onSend}
          />
        </>
      )}
    </Show>
  );
};

/** What can be done about one number, and what has been done (R63-R65). */
export const InterventionPanel: Component<{
  readonly metric: MetricId;
  readonly filter: MetricFilter;
  readonly back: number;
  readonly acts: readonly Intervention[];
}> = (props) => {
  const answer = createAnswer(() => ({
    kind: 'metric' as const,
    metric: props.metric,
    filter: props.filter,
    back: props.back,
  }));
  const asked = () => ({
    kind: 'metricCases' as const,
    metric: props.metric,
    filter: props.filter,
    back: props.back,
  });
  const found = createFreshAnswer(asked, () => JSON.stringify(asked()));
  /** Never those of another week or filter: what is sent names them. */
  const cases = () => (found.isFresh() ? found.answer() : undefined);
  const isNarrowed = () => Object.values(props.filter).some((value) => value != null);
  const given = () => props.acts.filter(({ metric }) => metric === props.metric);
  /** Whoever has sent something sees it: it stands on top, the button at the bottom. */
  const [isSent, setIsSent] = createSignal(false);
  let sent: HTMLElement | undefined;
  createEffect(
    on(given, (list, before) => {
      if (!isSent() || list.length <= (before?.length ?? 0)) return;
      setIsSent(false);
      sent?.scrollIntoView({ block: 'start' });
    }),
  );
  return (
    <div class="flex flex-col gap-4 px-gutter pb-6">
      <Show when={given().length > 0}>
        <section ref={sent} aria-label={words.sentTitle} class="flex flex-col gap-4">
          <SectionTitle>{words.sentTitle}</SectionTitle>
          <For each={given()}>{(act) => <GivenAct act={act} />}</For>
        </section>
      </Show>
      <Show when={answer()?.row.id === props.metric ? answer() : null} fallback={<PanelPending />}>
        {(one) => (
          <>
            <CasesList row={one().row} cases={cases()} />
            <Offer answer={one()} cases={cases()} isNarrowed={isNarrowed()} acts={props.acts} onSend={setIsSent} />
          </>
        )}
      </Show>
    </div>
  );
};
