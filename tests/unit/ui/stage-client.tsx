import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router';
import { render } from '@solidjs/testing-library';
import type { ParentProps } from 'solid-js';
import { type CustomerId, type MemberId, rowAt, rowFacts } from '#rules';
import { DataProvider } from '../../../client/app/data-context.tsx';
import { FrameProvider } from '../../../client/app/frame-context.tsx';
import { customerAnswer, rulesOn } from '../../../client/data/answers/customer-answer.ts';
import type { CommandOutcome, CustomerAnswer } from '../../../client/data/contract.ts';
import { CustomerPage } from '../../../client/features/customer/customer-page.tsx';
import { NotePage } from '../../../client/features/note/note-page.tsx';
import { ToastProvider } from '../../../client/ui/toast.tsx';
import { ask } from '../../support/decide-desk.ts';
import type { RulesStage } from '../../support/rules-stage.ts';
import { type StubClient, stubClient } from './stub-client.ts';

export interface StageClient extends StubClient {
  readonly member: string;
  /** State of this device's files, by hash; shown at the next refresh. */
  uploads: CustomerAnswer['uploads'];
  /** Whether the records of the customer's territory come to this device; shown at the next refresh. */
  readsRecords: boolean;
  /** Answers everything anew, after the stage was changed from outside. */
  refresh(): void;
  /** Subjects and `editing` as they were told to others. */
  readonly presence: (readonly [string | null, boolean])[];
}

/** A client over a company on paper: commands are judged by the real rules and written into the stage. */
export const stageClient = (stage: RulesStage, member: string, subject = 'c1'): StageClient => {
  const base = stubClient();
  const presence: (readonly [string | null, boolean])[] = [];
  const judge = ({ type, payload, subject: on }: Parameters<StubClient['run']>[0]) =>
    ask(stage, member, type, payload, { subject: on, contacts: stage.fold().contacts(on as CustomerId) });
  const client: StageClient = {
    ...base,
    member,
    uploads: {},
    readsRecords: true,
    presence,
    check: async (command): Promise<CommandOutcome> => {
      const decision = judge(structuredClone(command));
      return decision.kind === 'refused' ? decision : { kind: 'saved', events: [], warnings: decision.warnings };
    },
    run: async (command): Promise<CommandOutcome> => {
      const sent = structuredClone(command);
      base.ran.push(sent);
      const decision = judge(sent);
      if (decision.kind === 'refused') return decision;
      stage.pass(1_000);
      const events = decision.drafts.map(
        (draft) => stage.write(member, draft.type, draft.payload, { cites: draft.cites, subject: draft.subject }).id,
      );
      client.refresh();
      return { kind: 'saved', events, warnings: decision.warnings };
    },
    setPresence: (on, editing) => void presence.push([on, editing]),
    refresh: () => {
      const fold = stage.fold();
      const org = fold.org();
      const state = fold.customer(subject as CustomerId);
      base.answer('org', org);
      base.answer('session', {
        kind: 'signedIn',
        member: member as MemberId,
        device: `${member}-phone`,
        role: org.members[member]?.role ?? null,
        awaitsFounding: false,
        firstSync: null,
      });
      if (state === null) return;
      const unsynced = state.timeline.filter(({ standing }) => standing === 'local').map(({ id }) => id);
      const row = {
        ...rowAt(rowFacts(state), org, stage.nowMs),
        basicsOnly: !client.readsRecords,
        unsynced: unsynced.length > 0,
        matches: [],
      };
      const answer: CustomerAnswer = customerAnswer(state, row, org, {
        member: member as MemberId,
        unsynced,
        uploads: client.uploads,
        rules: rulesOn(state, fold, member as MemberId, stage.nowMs),
      });
      // A worker's answer is a copy: nothing of the rules' own state is shared with a page.
      base.answer('customer', structuredClone(answer));
    },
  };
  client.refresh();
  return client;
};

/** Opens the customer's page, or the note's, at an address. */
export const openCustomer = (client: StubClient, address = '/pool/c1') => {
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
      <Route path="/pool/:id" component={CustomerPage} />
      <Route path="/note/:id?" component={NotePage} />
      <Route path="*" component={() => <p>elsewhere</p>} />
    </MemoryRouter>
  ));
  return { history, unmount };
};
