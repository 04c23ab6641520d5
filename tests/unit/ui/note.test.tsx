// @vitest-environment happy-dom

import { cleanup, fireEvent, screen } from '@solidjs/testing-library';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CustomerId, worksIn } from '#rules';
import { note as words } from '../../../client/locales/zh-CN/note.ts';
import { refusals } from '../../../client/locales/zh-CN/refusals.ts';
import { shell } from '../../../client/locales/zh-CN/shell.ts';
import { open, press } from './customer-desk.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const verifiedAnswer = (answer: keyof typeof words.verifiedAnswers): string =>
  `${words.verified}：${words.verifiedAnswers[answer]}`;

const NO_COUNTS = { mine: 0, all: 0, nearlyOverdue: 0, green: 0, yellow: 0, red: 0, unowned: 0 };

describe('writing a note', () => {
  it('[VN-1] [R29] gaps are named at their fields, what was typed stays', async () => {
    const { stage } = open('rae', undefined, '/note/c1');
    await vi.waitFor(() => press(words.submit));
    await vi.waitFor(() => expect(screen.getByRole('button', { name: /还差/ })).toBeTruthy());
    const gaps = screen.getAllByRole('alert').length;
    expect(gaps).toBeGreaterThan(2);
    fireEvent.click(screen.getByRole('button', { name: words.concerns.budget }));
    fireEvent.input(screen.getByLabelText(words.agenda), { target: { value: '看样机' } });
    await vi.waitFor(() => expect(screen.getAllByRole('alert').length).toBe(gaps - 2));
    press(/还差/);
    await vi.waitFor(() => expect(screen.getByLabelText<HTMLInputElement>(words.agenda).value).toBe('看样机'));
    expect(stage.customer().notes).toEqual([]);
  });

  it('[VN-3] [R62] whether a need was verified is one tap, yes asks which, and the words outlive a no', async () => {
    const { stage } = open('rae', undefined, '/note/c1');
    await vi.waitFor(() => press(words.concerns.technicalFit));
    press(words.noPromise);
    fireEvent.input(screen.getByLabelText(words.noPromiseReason), { target: { value: '等院方' } });
    press(words.nextKinds.checkDate);
    fireEvent.input(screen.getByLabelText(words.checkAt), { target: { value: '2026-12-20' } });
    fireEvent.input(screen.getByLabelText(words.checkReason), { target: { value: '年底再定' } });
    press(words.submit);
    await vi.waitFor(() => expect(screen.getByRole('alert').textContent).toContain(refusals.verifiedNeedUnanswered));
    press(verifiedAnswer('verified'));
    await vi.waitFor(() => expect(screen.getByRole('alert').textContent).toContain(refusals.verifiedNeedNeedsText));
    fireEvent.input(screen.getByLabelText(words.verifiedNeed), { target: { value: '三条产线' } });
    press(verifiedAnswer('none'));
    expect(screen.queryByLabelText(words.verifiedNeed)).toBeNull();
    press(verifiedAnswer('verified'));
    expect(screen.getByLabelText<HTMLInputElement>(words.verifiedNeed).value).toBe('三条产线');
    press(new RegExp(`^${words.submit}`));
    await vi.waitFor(() =>
      expect(stage.customer().notes[0]?.payload.verifiedNeed).toEqual({ kind: 'verified', need: '三条产线' }),
    );
  });

  it('[VN-2] [R29] a second press saves and says nothing twice', async () => {
    const { stage } = open('rae', undefined, '/note/c1');
    await vi.waitFor(() => press(words.concerns.technicalFit));
    press(words.noPromise);
    fireEvent.input(screen.getByLabelText(words.noPromiseReason), { target: { value: '等院方' } });
    press(words.nextKinds.checkDate);
    fireEvent.input(screen.getByLabelText(words.checkAt), { target: { value: '2026-12-20' } });
    fireEvent.input(screen.getByLabelText(words.checkReason), { target: { value: '年底再定' } });
    press(verifiedAnswer('none'));
    const submit = screen.getByRole('button', { name: words.submit });
    fireEvent.click(submit);
    fireEvent.click(submit);
    await vi.waitFor(() => expect(screen.getAllByText(words.done)).toHaveLength(1));
    expect(stage.customer().notes).toHaveLength(1);
  });

  it('[VN-5] [R31] [R32] a remark alone and a missing day have their own words, which go when the field is changed', async () => {
    open('rae', undefined, '/note/c1');
    const said = () => screen.queryAllByRole('alert').map((one) => one.textContent);
    await vi.waitFor(() => fireEvent.input(screen.getByLabelText(/^备注/), { target: { value: '沟通顺利' } }));
    press(words.submit);
    await vi.waitFor(() => expect(said()).toContain(refusals.remarkAlone));
    press(words.concerns.technicalFit);
    press(new RegExp(`^${words.submit}`));
    await vi.waitFor(() => expect(said()).toContain(refusals.deliverableEmpty));
    press(words.noPromise);
    expect(said()).not.toContain(refusals.deliverableEmpty);
    press(words.nextKinds.checkDate);
    press(verifiedAnswer('none'));
    press(new RegExp(`^${words.submit}`));
    await vi.waitFor(() => expect(said().filter((text) => text === refusals.required)).toHaveLength(3));
    expect(said()).not.toContain(refusals.remarkAlone);
    fireEvent.input(screen.getByLabelText(words.noPromiseReason), { target: { value: '等' } });
    expect(said().filter((text) => text === refusals.required)).toHaveLength(2);
    fireEvent.input(screen.getByLabelText(words.checkAt), { target: { value: '2020-01-01' } });
    expect(said().filter((text) => text === refusals.required)).toHaveLength(1);
    await vi.waitFor(() => expect(said()).toContain(refusals.checkDateInPast));
    expect(said()).not.toContain(refusals.touchpointInPast);
  });

  it('[VN-5] [R30] an empty promise is said at its field until what is promised is changed', async () => {
    open('rae', undefined, '/note/c1');
    const said = () => screen.queryAllByRole('alert').map((one) => one.textContent);
    await vi.waitFor(() => press(words.submit));
    await vi.waitFor(() => expect(said()).toContain(refusals.verifiedNeedUnanswered));
    expect(said()).toContain(refusals.deliverableEmpty);
    press(words.noPromise);
    expect(said()).not.toContain(refusals.deliverableEmpty);
  });

  it('[VN-7] [R29] says that customers are read until there are some to choose from', async () => {
    const { client } = open('rae', undefined, '/note');
    await vi.waitFor(() => expect(screen.getByRole('status').textContent).toBe(shell.pending));
    client.answer('pool', { rows: [], total: 0, counts: { ...NO_COUNTS } });
    await vi.waitFor(() => expect(screen.queryByText(shell.pending)).toBeNull());
  });

  it('[VN-6] [R30] who keeps a promise is somebody who may see the customer', async () => {
    const far = { member: 'far', name: 'far', role: 'rep' as const, territories: [] };
    const { client } = open('rae', (stage) => stage.act('boss', 'memberInvited', far), '/note/c1');
    const offered = () => [...screen.getByLabelText<HTMLSelectElement>(words.by).options].map(({ value }) => value);
    await vi.waitFor(() => expect(offered()).toContain('rae'));
    const org = await client.ask({ kind: 'org' });
    const { territory } = (await client.ask({ kind: 'customer', id: 'c1' as CustomerId }))?.state ?? {};
    const mayLook = Object.values(org.members)
      .filter((one) => one.active && territory !== undefined && worksIn(one, territory))
      .map(({ id }) => id as string);
    expect(offered()).toEqual(mayLook);
    expect(offered().length).toBeLessThan(Object.values(org.members).filter(({ active }) => active).length);
  });

  it('[VN-4] [R29] what is said to be kept is on the disk, and a page that goes away keeps what no pause had kept', async () => {
    const { client } = open('rae', undefined, '/note/c1');
    const kept: unknown[] = [];
    client.saveDraft = async (_, value) => kept.push(structuredClone(value)) > 0;
    const agenda = (text: string) => fireEvent.input(screen.getByLabelText(words.agenda), { target: { value: text } });
    await vi.waitFor(() => agenda('看样'));
    await vi.waitFor(() => expect(screen.getByText(words.saved)).toBeTruthy());
    agenda('看样机');
    expect(screen.queryByText(words.saved)).toBeNull();
    expect(kept.at(-1)).toMatchObject({ agenda: '看样' });
    window.dispatchEvent(new Event('pagehide'));
    expect(kept.at(-1)).toMatchObject({ agenda: '看样机' });
  });

  it('[VN-4] a full disk is not called kept, and what it refused is tried again', async () => {
    const { client } = open('rae', undefined, '/note/c1');
    const disk = { isFull: true, kept: [] as unknown[] };
    const asked = vi.fn(async (_: string, value: unknown) => !disk.isFull && disk.kept.push(value) > 0);
    client.saveDraft = asked;
    await vi.waitFor(() => fireEvent.input(screen.getByLabelText(words.agenda), { target: { value: '看样机' } }));
    await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(1));
    await asked.mock.results[0]?.value;
    expect(screen.queryByText(words.saved)).toBeNull();
    disk.isFull = false;
    window.dispatchEvent(new Event('pagehide'));
    expect(disk.kept).toMatchObject([{ agenda: '看样机' }]);
    await vi.waitFor(() => expect(screen.getByText(words.saved)).toBeTruthy());
  });
});
