// @vitest-environment happy-dom

import { cleanup, fireEvent, screen } from '@solidjs/testing-library';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { note as words } from '../../../client/locales/zh-CN/note.ts';
import { open, press } from './customer-desk.ts';

beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true, toFake: ['Date'] }));
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
});
