// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { assign } from '../../../client/locales/zh-CN/assign.ts';
import { customer } from '../../../client/locales/zh-CN/customer.ts';
import { customerStage } from '../../../client/locales/zh-CN/customer-stage.ts';
import { TextArea } from '../../../client/ui/field.tsx';
import { createTyped, forgetTyped } from '../../../client/ui/typed.ts';
import { dialog, open, pick, press, ranTypes, type } from './customer-desk.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  cleanup();
  forgetTyped();
  vi.useRealTimers();
});

/** A sheet's form about something, opened; closed by what it returns. */
const openForm = (place: string): { readonly close: () => void; readonly send: () => void; readonly text: string } => {
  let send: () => void = () => undefined;
  const { unmount } = render(() => {
    const { typed, setTyped, sent } = createTyped(place, { reason: '' });
    send = sent;
    return <TextArea label="原因" value={typed.reason} onText={(text) => setTyped('reason', text)} />;
  });
  return { close: unmount, send: () => send(), text: field().value };
};
const field = (): HTMLTextAreaElement => screen.getByLabelText('原因');
const write = (text: string): boolean => fireEvent.input(field(), { target: { value: text } });

describe('what is typed into a sheet', () => {
  it('[UI-55] is there when it opens for the same subject, and for no other', () => {
    const first = openForm('handOver/c1');
    write('休假');
    first.close();
    const other = openForm('handOver/c2');
    expect(other.text).toBe('');
    other.close();
    expect(openForm('handOver/c1').text).toBe('休假');
  });

  it('[UI-55] is gone once it was sent, whichever comes first, and once it was emptied', () => {
    const sentOpen = openForm('a');
    write('一');
    sentOpen.send();
    sentOpen.close();
    const sentClosed = openForm('a');
    expect(sentClosed.text).toBe('');
    write('二');
    sentClosed.close();
    sentClosed.send();
    const emptied = openForm('a');
    expect(emptied.text).toBe('');
    write('三');
    write('');
    emptied.close();
    expect(openForm('a').text).toBe('');
  });

  it('[UI-55] is gone with whoever signs out', () => {
    const first = openForm('a');
    write('一');
    first.close();
    forgetTyped();
    expect(openForm('a').text).toBe('');
  });

  it('[UI-55] 记一笔 closed with Esc has its kind and its words again; saved, the next one is empty', async () => {
    const { client } = open('rae');
    const words = customerStage.recordSheet;
    await vi.waitFor(() => press(customerStage.record));
    pick(words.kinds.call);
    type(words.summaries.call, '约好周五看样品');
    fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' });
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    press(customerStage.record);
    const said = (): HTMLTextAreaElement => dialog().getByLabelText(words.summaries.call);
    expect(said().value).toBe('约好周五看样品');
    press(words.act);
    await vi.waitFor(() => expect(ranTypes(client)).toEqual(['interactionRecorded']));
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    press(customerStage.record);
    pick(words.kinds.call);
    expect(said().value).toBe('');
  });

  it('[UI-55] so have the end of an opportunity, a hand-over and a task', async () => {
    const { client } = open('mia');
    const { endSheet, ends } = customerStage;
    const close = async (): Promise<void> => {
      fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' });
      await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    };
    const sheets = [
      { opens: customerStage.end, label: endSheet.reason, choose: () => pick(new RegExp(`^${ends.lost}`)) },
      { opens: customer.handOver, label: new RegExp(customer.handOverSheet.reason), choose: () => true },
      { opens: assign.act, label: new RegExp(assign.what), choose: () => true },
    ];
    for (const { opens, label, choose } of sheets) {
      await vi.waitFor(() => press(opens));
      choose();
      type(label, '预算砍了');
      await close();
      press(opens);
      expect(dialog().getByLabelText<HTMLTextAreaElement>(label).value).toBe('预算砍了');
      await close();
    }
    expect(ranTypes(client)).toEqual([]);
  });
});
