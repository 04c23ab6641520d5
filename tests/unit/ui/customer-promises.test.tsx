// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@solidjs/testing-library';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PayloadOf } from '#rules';
import { customerFiles as files } from '../../../client/locales/zh-CN/customer-files.ts';
import { customerPromises as words } from '../../../client/locales/zh-CN/customer-promises.ts';
import { makeStage, note, type RulesStage, START_MS } from '../../support/rules-stage.ts';
import { openCustomer, type StageClient, stageClient } from './stage-client.tsx';

const DAY_MS = 86_400_000;

let stage: RulesStage;
const promise = (text: string, dueInDays: number): string => {
  const commitment: PayloadOf<'visitNoteRecorded'>['commitment'] = {
    kind: 'promised',
    deliverable: [{ kind: 'paragraph', runs: [{ text }] }],
    dueMs: START_MS + dueInDays * DAY_MS,
    by: 'rae',
  };
  return stage.act('rae', 'visitNoteRecorded', note({ commitment }));
};
const open = async (member: string, prepare: (client: StageClient) => void = () => undefined) => {
  const client = stageClient(stage, member);
  prepare(client);
  vi.setSystemTime(stage.nowMs);
  openCustomer(client, '/pool/c1?tab=promises');
  await vi.waitFor(() => panel());
  return client;
};
const panel = () => screen.getByRole('tabpanel');
const rows = (): string[] =>
  within(panel())
    .queryAllByRole('listitem')
    .map(({ textContent }) => textContent ?? '');
const press = (name: string): void => {
  fireEvent.click(screen.getByRole('button', { name }));
};
const delivered = (index: number) => stage.customer().notes[index]?.delivered;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  stage = makeStage();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('promises', () => {
  it('[CR-1][R30][R37] overdue first with how late, delivered ones with who and how late', async () => {
    promise('样机', 8);
    const late = promise('比价表', 1);
    promise('接口清单', 3);
    stage.pass(2 * DAY_MS);
    stage.act('rae', 'commitmentDelivered', { note: late, remark: '发微信了' });
    stage.pass(3 * DAY_MS);
    await open('rae');
    expect(rows().map((row) => row.match(/样机|比价表|接口清单/)?.[0])).toEqual(['接口清单', '样机', '比价表']);
    expect(rows()[0]).toContain(words.over(2));
    expect(rows()[1]).not.toContain('超');
    expect(rows()[2]).toContain(words.late(1));
    expect(rows()[2]).toContain('发微信了');
    expect(rows()[2]).toMatch(/你 11月4日 .+ 交的/);
  });

  it('[CR-2][R30] one tap ticks, 撤销 and another tap take it back', async () => {
    promise('比价表', 1);
    await open('rae');
    press(words.tick('比价表'));
    await vi.waitFor(() => expect(delivered(0)).toBeTruthy());
    fireEvent.click(await screen.findByRole('button', { name: words.undo }));
    await vi.waitFor(() => expect(delivered(0)).toBeNull());
    press(words.tick('比价表'));
    await vi.waitFor(() => expect(screen.getByRole('button', { name: words.untick('比价表') })).toBeTruthy());
    press(words.untick('比价表'));
    await vi.waitFor(() => expect(delivered(0)).toBeNull());
    expect(screen.getByRole('button', { name: words.tick('比价表') })).toBeTruthy();
  });

  it('[CR-3][R30] with a file and a word; a refused file loses nothing', async () => {
    promise('比价表', 1);
    const evidence = { sha256: 'c'.repeat(64), name: '比价.xlsx', size: 900, documentType: 'delivery' } as const;
    await open('rae', (client) => {
      client.attach = async (file) =>
        file.size === 0 ? { kind: 'refused', reason: 'empty' } : { kind: 'queued', evidence };
    });
    press(words.more);
    const sheet = await screen.findByRole('dialog');
    fireEvent.input(within(sheet).getByLabelText(new RegExp(words.remark)), { target: { value: '当面交的' } });
    const give = (file: File): void => {
      const input = sheet.querySelector<HTMLInputElement>('input[type=file]');
      if (input) fireEvent.change(input, { target: { files: [file] } });
    };
    give(new File([], '空.xlsx'));
    await vi.waitFor(() => expect(within(sheet).getByRole('alert').textContent).toBe(files.refused.empty));
    give(new File(['x'], '比价.xlsx'));
    await vi.waitFor(() => expect(within(sheet).getByText('比价.xlsx')).toBeTruthy());
    fireEvent.click(within(sheet).getByRole('button', { name: words.submit }));
    await vi.waitFor(() => expect(delivered(0)?.payload).toMatchObject({ remark: '当面交的', evidence: [evidence] }));
    await vi.waitFor(() => expect(rows()[0]).toContain('当面交的'));
  });

  it('[CR-4] who may not act on the customer sees no tick', async () => {
    promise('比价表', 1);
    stage.act('boss', 'memberInvited', { member: 'fin', name: 'fin', role: 'finance', territories: ['east'] });
    stage.admit('fin');
    await open('fin');
    expect(rows()[0]).toContain('比价表');
    expect(within(panel()).queryAllByRole('button')).toEqual([]);
  });

  it('[CR-1] nothing promised yet', async () => {
    await open('rae');
    expect(within(panel()).getByText(words.empty.title)).toBeTruthy();
  });
});
