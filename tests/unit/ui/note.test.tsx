// @vitest-environment happy-dom

import { cleanup, fireEvent, screen } from '@solidjs/testing-library';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { note as words } from '../../../client/locales/zh-CN/note.ts';
import { open, press } from './customer-desk.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

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

  it('[VN-2] [R29] a second press saves and says nothing twice', async () => {
    const { stage } = open('rae', undefined, '/note/c1');
    await vi.waitFor(() => press(words.concerns.technicalFit));
    press(words.noPromise);
    fireEvent.input(screen.getByLabelText(words.noPromiseReason), { target: { value: '等院方' } });
    press(words.nextKinds.checkDate);
    fireEvent.input(screen.getByLabelText(words.checkAt), { target: { value: '2026-12-20' } });
    fireEvent.input(screen.getByLabelText(words.checkReason), { target: { value: '年底再定' } });
    const submit = screen.getByRole('button', { name: words.submit });
    fireEvent.click(submit);
    fireEvent.click(submit);
    await vi.waitFor(() => expect(screen.getAllByText(words.done)).toHaveLength(1));
    expect(stage.customer().notes).toHaveLength(1);
  });
});
