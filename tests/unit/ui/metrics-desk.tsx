import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router';
import { fireEvent, render, screen, within } from '@solidjs/testing-library';
import type { ParentProps } from 'solid-js';
import { vi } from 'vitest';
import { type Command, DAY_MS, DEFAULT_PROCESS, type MemberId, type MetricId, type MetricSettings } from '#rules';
import { DataProvider } from '../../../client/app/data-context.tsx';
import { FrameProvider } from '../../../client/app/frame-context.tsx';
import type { Query } from '../../../client/data/contract.ts';
import { MetricsPage } from '../../../client/features/metrics/metrics-page.tsx';
import { createMetricDuties, MetricDuties } from '../../../client/features/tasks/metric-duties.tsx';
import { metricNames } from '../../../client/locales/zh-CN/metric-names.ts';
import { intervention as words } from '../../../client/locales/zh-CN/metrics.ts';
import { ToastProvider } from '../../../client/ui/toast.tsx';
import { ask } from '../../support/decide-desk.ts';
import { modelsOver } from '../../support/models-over.ts';
import { makeStage, note, type RulesStage, START_MS } from '../../support/rules-stage.ts';
import { type StubClient, signedIn, stubClient } from './stub-client.ts';

export const modelsOf = (stage: RulesStage, member: string) => {
  const fold = stage.fold();
  const models = modelsOver(fold, member, stage);
  return { fold, models };
};

/** 指标与干预 and the lines of 待办 of a member, over a company on paper, acts judged by the real rules. */
export const open = (
  stage: RulesStage,
  member: string,
  metric: MetricId | null = null,
  isAnswered: (query: Query) => boolean = () => true,
  address: string = metric === null ? '' : `?metric=${metric}`,
): StubClient => {
  vi.useFakeTimers({ now: stage.nowMs, toFake: ['Date'] });
  const base = stubClient();
  const answer = (): void => {
    const { fold, models } = modelsOf(stage, member);
    const role = fold.org().members[member]?.role ?? 'rep';
    base.answer('org', fold.org());
    base.answer('session', signedIn(role, member));
    base.answer('metrics', structuredClone(models.answer({ kind: 'metrics', filter: {}, back: 0 })));
    base.answer('interventions', structuredClone(models.answer({ kind: 'interventions' })));
    base.answer('validation', structuredClone(models.answer({ kind: 'validation', filter: {} })));
    if (metric !== null) {
      for (const kind of ['metric', 'metricCases'] as const) {
        base.answer(kind, structuredClone(models.answer({ kind, metric, filter: {}, back: 0 })));
      }
    }
  };
  const client: StubClient = {
    ...base,
    watch: (query, listener) => (isAnswered(query) ? base.watch(query, listener) : () => undefined),
    run: async (command: Command) => {
      base.ran.push(structuredClone(command));
      const decision = ask(stage, member, command.type, structuredClone(command.payload), {
        subject: command.subject,
        desk: stage.fold().desk(command.subject as MemberId),
      });
      if (decision.kind === 'refused') return decision;
      for (const { type, payload, cites, subject } of decision.drafts) {
        stage.act(member, type, payload as never, { cites, subject });
      }
      answer();
      return { kind: 'saved', events: [], warnings: [] };
    },
  };
  answer();
  const history = createMemoryHistory();
  history.set({ value: `/${address}` });
  const Root = (props: ParentProps) => (
    <ToastProvider label="toasts">
      <DataProvider client={client}>
        <FrameProvider>{props.children}</FrameProvider>
      </DataProvider>
    </ToastProvider>
  );
  const Duties = () => {
    const duties = createMetricDuties();
    return <MetricDuties duties={duties} />;
  };
  const Both = () => (
    <>
      <Duties />
      <MetricsPage />
    </>
  );
  render(() => (
    <MemoryRouter history={history} root={Root}>
      <Route path="*" component={Both} />
    </MemoryRouter>
  ));
  return client;
};

const none = { kind: 'checkDate' as const, atMs: START_MS + 400 * DAY_MS, reason: '等招标' };
export const visits = (stage: RulesStage, member: string, times: number, needs = 0, subject = 'c1'): void => {
  for (let at = 0; at < times; at++) {
    const verifiedNeed = at < needs ? ({ kind: 'verified', need: '换泵' } as const) : ({ kind: 'none' } as const);
    stage.act(member, 'visitNoteRecorded', note({ visitedAtMs: stage.nowMs, next: none, verifiedNeed }), {
      subject,
    });
  }
};
export const publish = (stage: RulesStage, items: MetricSettings['items']) =>
  stage.act('boss', 'processPublished', { part: { kind: 'metrics', metrics: { ...DEFAULT_PROCESS.metrics, items } } });

/** Last week both found few needs; this week rae none of six, rob five of six, and there is a benchmark of 50 %. */
export const makeCompany = (): RulesStage => {
  const stage = makeStage();
  stage.nowMs = START_MS + 29 * DAY_MS;
  visits(stage, 'rae', 6, 1);
  visits(stage, 'rob', 6, 1);
  stage.pass(7 * DAY_MS);
  publish(stage, [
    { metric: 'visits', target: 2000, benchmark: 5000 },
    { metric: 'validatedNeedRate', benchmark: 500, source: '行业报告', owner: 'mia' },
  ]);
  visits(stage, 'rae', 6, 0);
  visits(stage, 'rob', 6, 5);
  return stage;
};
export const NEEDS = metricNames.validatedNeedRate;
export const item = (name: string): HTMLElement => {
  const found = screen.getByRole('heading', { level: 2, name: new RegExp(`^${name}`) }).closest('li');
  if (found === null) throw new Error(`no row ${name}`);
  return found;
};
export const panel = () => within(screen.getByRole('complementary'));
export const sheet = () => within(screen.getByRole('dialog'));
export const tick = (name: string) => panel().getByRole<HTMLInputElement>('checkbox', { name: new RegExp(`^${name}`) });
export const send = (people: number) => fireEvent.click(panel().getByRole('button', { name: words.send(people) }));
