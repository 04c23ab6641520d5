// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@solidjs/testing-library';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AddSheet } from '../../../client/features/leads/add-sheet.tsx';
import { TaskSheet } from '../../../client/features/tasks/task-sheet.tsx';
import { leads } from '../../../client/locales/zh-CN/leads.ts';
import { tasks } from '../../../client/locales/zh-CN/tasks.ts';
import { type PoolAct, PoolActSheet } from '../../../client/views/pool-act-sheet.tsx';

import { draw, field, itemOf, makeDevice, none, press, write } from './kept-support.tsx';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('sentences of one and the same', () => {
  it('[CP-25][R22] a task’s result and what it lacks are two; taken back to work it loses neither, done both', async () => {
    const { client, kept } = makeDevice();
    const task = () => <TaskSheet item={itemOf('e1')} onClose={none} />;
    let close = draw(client, task);
    write(tasks.remark, '初稿写了一半');
    close();
    close = draw(client, task);
    await vi.waitFor(() => expect(field(tasks.remark).value).toBe('初稿写了一半'));
    press(tasks.giveBack);
    expect(field(tasks.missing).value).toBe('初稿写了一半');
    write(tasks.missing, '缺图纸');
    close();
    await vi.waitFor(() =>
      expect(Object.fromEntries(kept)).toEqual({ 'task-completed-e1': '初稿写了一半', 'task-returned-e1': '缺图纸' }),
    );
    const { task: state, ...item } = itemOf('e1');
    const returned = { ...state, status: 'returned', returned: { missing: '缺图纸' } } as unknown as typeof state;
    close = draw(client, () => <TaskSheet item={{ ...item, task: returned }} onClose={none} />);
    press(tasks.resume);
    await vi.waitFor(() => expect(client.ran.map(({ type }) => type)).toEqual(['taskResumed']));
    close();
    expect(kept.size).toBe(2);
    draw(client, task);
    await vi.waitFor(() => expect(field(tasks.remark).value).toBe('初稿写了一半'));
    press(tasks.complete);
    await vi.waitFor(() => expect(kept.size).toBe(0));
    expect(client.ran.at(-1)).toMatchObject({ type: 'taskCompleted', payload: { remark: '初稿写了一半' } });
  });

  it('[CP-25][R23] what is written to void a customer of the pool does not stand where it is released', async () => {
    const { client, kept, looked } = makeDevice();
    const deps = { data: client, colleagues: [], run: async () => null, search: async () => [] };
    const sheet = (act: PoolAct, onDone: () => void = none) => (
      <PoolActSheet
        act={act}
        targets={[{ id: 'c1' as never, name: '上海石板', entry: 'e1' as never }]}
        deps={deps}
        onClose={none}
        onDone={onDone}
      />
    );
    const area = () => screen.getByRole<HTMLTextAreaElement>('textbox');
    let close = draw(client, () => sheet('void'));
    fireEvent.input(area(), { target: { value: '同行' } });
    close();
    await vi.waitFor(() => expect([...kept]).toEqual([['pool-void-c1', '同行']]));
    close = draw(client, () => sheet('release'));
    await looked();
    expect(area().value).toBe('');
    close();
    const onDone = vi.fn();
    draw(client, () => sheet('void', onDone));
    await vi.waitFor(() => expect(area().value).toBe('同行'));
    fireEvent.click(screen.getAllByRole('button').at(-1) as HTMLElement);
    await vi.waitFor(() => expect(onDone).toHaveBeenCalled());
    await vi.waitFor(() => expect(kept.size).toBe(0));
  });

  it('[CP-25][R83] the remark of a lead comes back with the name it was written below', async () => {
    const { client, kept } = makeDevice();
    const sheet = () => <AddSheet onClose={none} />;
    const close = draw(client, sheet);
    write(leads.add.name, '无锡安达');
    write(leads.add.remark, '问过岩板报价');
    close();
    await vi.waitFor(() => expect(kept.size).toBe(1));
    draw(client, sheet);
    await vi.waitFor(() => expect(field(leads.add.remark).value).toBe('问过岩板报价'));
    expect(field(leads.add.name).value).toBe('无锡安达');
    press(leads.add.save);
    await vi.waitFor(() => expect(kept.size).toBe(0));
  });
});
