import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router';
import { render } from '@solidjs/testing-library';
import type { ParentProps } from 'solid-js';
import { type MemberId, type ProcessPart, partVersions } from '#rules';
import { DataProvider } from '../../../client/app/data-context.tsx';
import { FrameProvider } from '../../../client/app/frame-context.tsx';
import type { DryRunAnswer } from '../../../client/data/contract.ts';
import { MetricSettingsPage } from '../../../client/features/process/parts/metric-settings-page.tsx';
import { StagesPage } from '../../../client/features/process/parts/stages-page.tsx';
import { PlaybookPage } from '../../../client/features/process/playbooks/playbook-page.tsx';
import { ProcessSection } from '../../../client/features/process/process-context.tsx';
import { RulePage } from '../../../client/features/process/rules/rule-page.tsx';
import { RulesPage } from '../../../client/features/process/rules/rules-page.tsx';
import { ThresholdsPage } from '../../../client/features/process/thresholds/thresholds-page.tsx';
import { ToastProvider } from '../../../client/ui/toast.tsx';
import { ask } from '../../support/decide-desk.ts';
import { modelsOver } from '../../support/models-over.ts';
import type { RulesStage } from '../../support/rules-stage.ts';
import { type StubClient, stubClient } from './stub-client.ts';

export interface ProcessClient extends StubClient {
  /** What was saved as drafts, as it would lie on the disk. */
  readonly drafts: Map<string, unknown>;
  /** Answers everything anew, after the stage was changed from outside. */
  refresh(): void;
  /** Somebody else publishes. */
  publish(member: string, part: ProcessPart): void;
}

/** What a dry run finds of a rule that acts on nobody. */
export const QUIET: NonNullable<DryRunAnswer['result']> = {
  ...{ hits: 0, customers: 0, running: 30, actions: [], rungs: [], rows: [] },
  ...{ matchesEverybody: false, messagesPerDay: 0, messageLimit: 200, sendsTooMuch: false },
};

/** The designer over a company on paper: published parts are judged by the real rules and sealed at once. */
export const processClient = (stage: RulesStage, member: string): ProcessClient => {
  const base = stubClient();
  const drafts = new Map<string, unknown>();
  const client: ProcessClient = {
    ...base,
    drafts,
    saveDraft: async (key, value) => {
      if (value === null) drafts.delete(key);
      else drafts.set(key, structuredClone(value));
      return true;
    },
    loadDraft: async (key) => drafts.get(key) ?? null,
    run: async (command) => {
      const sent = structuredClone(command);
      base.ran.push(sent);
      const versions = partVersions(stage.fold().processChanges());
      const decision = ask(stage, member, sent.type, sent.payload, { subject: sent.subject, partVersions: versions });
      if (decision.kind === 'refused') return decision;
      stage.pass(1_000);
      const events = decision.drafts.map(
        ({ type, payload, cites }) => stage.write(member, type, payload, { cites }).id,
      );
      client.refresh();
      return { kind: 'saved', events, warnings: decision.warnings };
    },
    publish: (author, part) => {
      stage.pass(1_000);
      stage.act(author, 'processPublished', { part });
      client.refresh();
    },
    refresh: () => {
      const fold = stage.fold();
      const org = fold.org();
      const customers = [...fold.customerIds()].length;
      const models = modelsOver(fold, member, stage);
      // A worker's answer is a copy: a page's store writes into what it is given.
      base.answer('org', structuredClone(org));
      base.answer('session', {
        kind: 'signedIn',
        member: member as MemberId,
        device: `${member}-phone`,
        role: org.members[member]?.role ?? null,
        awaitsFounding: false,
        firstSync: null,
      });
      base.answer('dryRun', { done: customers, total: customers, result: QUIET });
      base.answer('process', structuredClone(models.answer({ kind: 'process' })));
    },
  };
  client.refresh();
  return client;
};

export const openProcess = (client: StubClient, address: string) => {
  const history = createMemoryHistory();
  history.set({ value: address });
  const Root = (props: ParentProps) => (
    <ToastProvider label="toasts">
      <DataProvider client={client}>
        <FrameProvider>{props.children}</FrameProvider>
      </DataProvider>
    </ToastProvider>
  );
  const { unmount } = render(() => (
    <MemoryRouter history={history} root={Root}>
      <Route path="/process" component={ProcessSection}>
        <Route path="/stages" component={StagesPage} />
        <Route path="/metrics" component={MetricSettingsPage} />
        <Route path="/thresholds" component={ThresholdsPage} />
        <Route path="/playbooks/:id" component={PlaybookPage} />
        <Route path="/rules" component={RulesPage}>
          <Route path="/" />
          <Route path="/:id" component={RulePage} />
        </Route>
      </Route>
      <Route path="*" component={() => <p>elsewhere</p>} />
    </MemoryRouter>
  ));
  return { history, unmount };
};
