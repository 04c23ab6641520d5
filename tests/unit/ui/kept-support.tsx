import { MemoryRouter, Route } from '@solidjs/router';
import { fireEvent, render, screen } from '@solidjs/testing-library';
import type { JSX } from 'solid-js';
import { DataProvider } from '../../../client/app/data-context.tsx';
import type { CommandOutcome } from '../../../client/data/contract.ts';
import type { TaskItem } from '../../../client/data/work-contract.ts';
import { ToastProvider } from '../../../client/ui/toast.tsx';
import { green, makeStage } from '../../support/rules-stage.ts';
import { orgOf, person, type StubClient, signedIn, stubClient, withDrafts } from './stub-client.ts';

export const press = (name: string | RegExp): boolean => fireEvent.click(screen.getByRole('button', { name }));
export const field = (label: string) => screen.getByLabelText<HTMLTextAreaElement>(new RegExp(label));
export const write = (label: string, value: string): boolean => fireEvent.input(field(label), { target: { value } });
export const none = () => undefined;

export const refused: CommandOutcome = {
  kind: 'refused',
  refusals: [{ code: 'alreadyDone', field: null, params: {}, rule: 'task', version: 'template' }],
};

/** A device of a manager who leads one salesman; its disk outlives what is drawn. */
export const makeDevice = () => {
  const client = stubClient();
  const kept = withDrafts(client);
  const reads: Promise<unknown>[] = [];
  const load = client.loadDraft;
  client.loadDraft = (key) => {
    const read = load(key);
    reads.push(read);
    return read;
  };
  const company = orgOf('石板建材', 'manager', ['华东']);
  const rae = { ...person('m2', '小芮', 'rep'), manager: 'm1' } as ReturnType<typeof person>;
  const org = { ...company, members: { ...company.members, m2: rae } };
  client.answer('session', signedIn('manager'));
  client.answer('org', org);
  /** Once whatever is drawn has heard from the disk. */
  const looked = (): Promise<unknown> => Promise.all(reads);
  return { client, kept, org: () => org, looked, reads: () => reads.length };
};
export type Device = ReturnType<typeof makeDevice>;

export const draw = (client: StubClient, sheet: () => JSX.Element): (() => void) =>
  render(() => (
    <ToastProvider label="toasts">
      <DataProvider client={client}>
        <MemoryRouter>
          <Route path="*" component={() => <>{sheet()}</>} />
        </MemoryRouter>
      </DataProvider>
    </ToastProvider>
  )).unmount;

export const itemOf = (id: string, note: string | null = null): TaskItem => {
  const stage = makeStage();
  stage.act('rae', 'statusMarked', green());
  stage.attest();
  const [task] = stage.customer().tasks;
  if (task === undefined) throw new Error('no task');
  return {
    ...{ kind: 'task', id, segment: 'todo', customer: task.customer, customerName: '上海石板' },
    ...{ task: { ...task, id: id as typeof task.id }, people: [], atMs: task.dueAt, quietUntilMs: null },
    ...{ evidence: [], owner: null, mayClose: true, note },
  };
};
