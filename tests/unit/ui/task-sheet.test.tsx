// @vitest-environment happy-dom

import { MemoryRouter, Route } from '@solidjs/router';
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DataProvider } from '../../../client/app/data-context.tsx';
import type { TaskItem } from '../../../client/data/work-contract.ts';
import { TaskSheet } from '../../../client/features/tasks/task-sheet.tsx';
import { customerFiles } from '../../../client/locales/zh-CN/customer-files.ts';
import { refusals } from '../../../client/locales/zh-CN/refusals.ts';
import { tasks } from '../../../client/locales/zh-CN/tasks.ts';
import { ToastProvider } from '../../../client/ui/toast.tsx';
import { green, makeStage } from '../../support/rules-stage.ts';
import { orgOf, signedIn, stubClient } from './stub-client.ts';

afterEach(cleanup);

/** A task of the stage's presales engineer. */
const itemOf = (): TaskItem => {
  const stage = makeStage();
  stage.act('rae', 'statusMarked', green());
  stage.attest();
  const [task] = stage.customer().tasks;
  if (task === undefined) throw new Error('no task');
  return {
    ...{ kind: 'task', id: task.id, segment: 'todo', customer: task.customer, customerName: '上海石板', task },
    ...{ people: [], atMs: task.dueAt, quietUntilMs: null, evidence: [], owner: null, mayClose: false, note: null },
  };
};

const open = (client: ReturnType<typeof stubClient>) => {
  client.answer('session', signedIn('presales'));
  client.answer('org', orgOf('石板建材', 'presales'));
  const item = itemOf();
  render(() => (
    <ToastProvider label="toasts">
      <DataProvider client={client}>
        <MemoryRouter>
          <Route path="*" component={() => <TaskSheet item={item} onClose={() => undefined} />} />
        </MemoryRouter>
      </DataProvider>
    </ToastProvider>
  ));
};

describe('a task', () => {
  it('[SH-30] a file that is not taken is said in words, and what was written stays', async () => {
    const client = stubClient();
    open({ ...client, attach: async () => ({ kind: 'refused', reason: 'unsupportedType' }) });
    const remark = await screen.findByLabelText(tasks.remark);
    fireEvent.input(remark, { target: { value: '初稿在附件里' } });
    const input = screen.getByRole('dialog').querySelector('input[type=file]');
    fireEvent.change(input as Element, { target: { files: [new File(['x'], '初稿.exe')] } });
    await vi.waitFor(() => expect(screen.getByText(customerFiles.refused.unsupportedType)).toBeTruthy());
    expect((remark as HTMLTextAreaElement).value).toBe('初稿在附件里');
  });

  it('[SH-6] a refusal names its own reason, as on the customer page', async () => {
    const refusal = { code: 'alreadyDone', field: null, params: {}, rule: 'task', version: 'template' } as const;
    open({ ...stubClient(), run: async () => ({ kind: 'refused', refusals: [refusal] }) });
    fireEvent.click(await screen.findByRole('button', { name: tasks.complete }));
    await vi.waitFor(() => expect(screen.getByText(refusals.alreadyDone)).toBeTruthy());
  });
});
