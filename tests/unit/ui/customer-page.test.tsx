// @vitest-environment happy-dom

import { cleanup, fireEvent, screen, within } from '@solidjs/testing-library';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { customer as words } from '../../../client/locales/zh-CN/customer.ts';
import { customerStage } from '../../../client/locales/zh-CN/customer-stage.ts';
import { creation, makeStage, START_MS } from '../../support/rules-stage.ts';
import { dialog, MINUTE, open, press, ranTypes } from './customer-desk.ts';
import { openCustomer, stageClient } from './stage-client.tsx';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: START_MS }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('head', () => {
  it('[CP-1] name, kind and who else looks; others see me until I leave', async () => {
    const { client, unmount } = open('rae');
    await vi.waitFor(() => expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('上海石板'));
    expect(screen.getByText('工程客户')).toBeTruthy();
    expect(client.presence).toEqual([['c1', false]]);
    client.answer('presence', [
      { member: 'rae' as never, name: 'rae', editing: false },
      { member: 'mia' as never, name: 'mia', editing: false },
    ]);
    await vi.waitFor(() => expect(screen.getByText(words.looking('mia'))).toBeTruthy());
    expect(screen.queryByText(words.looking('rae'))).toBeNull();
    unmount();
    expect(client.presence.at(-1)).toEqual([null, false]);
  });

  it('[CP-1] [R72] a private customer says who sees it', async () => {
    const stage = makeStage();
    stage.act('rae', 'customerCreated', creation(), { subject: 'p1', doc: 'private:rae' });
    vi.setSystemTime(stage.nowMs);
    openCustomer(stageClient(stage, 'rae', 'p1'), '/pool/p1');
    await vi.waitFor(() => expect(screen.getAllByText(new RegExp(words.private)).length).toBeGreaterThan(0));
    press(words.handOver);
    expect(dialog().getByText(words.handOverSheet.privateFirst)).toBeTruthy();
  });

  it('[CP-2] [R90] a colleague of the territory neither moves nor hands over; presales adds no opportunity', async () => {
    open('rob');
    await vi.waitFor(() => expect(screen.getByRole('link', { name: words.write })).toBeTruthy());
    expect(screen.queryByRole('button', { name: words.handOver })).toBeNull();
    expect(screen.queryByRole('button', { name: customerStage.move })).toBeNull();
    cleanup();
    open('pia');
    await vi.waitFor(() => expect(screen.getByRole('button', { name: customerStage.record })).toBeTruthy());
    expect(screen.queryByRole('button', { name: customerStage.add })).toBeNull();
    press(customerStage.record);
    expect(dialog().queryByRole('radio', { name: customerStage.recordSheet.kinds.quoteSent })).toBeNull();
  });

  it('[CP-13] handed to a colleague; a leader takes it back at once', async () => {
    const { stage, client } = open('mia');
    await vi.waitFor(() => press(words.handOver));
    press(words.handOverSheet.act);
    expect(dialog().getByText(words.handOverSheet.missing)).toBeTruthy();
    const select = dialog().getByLabelText(words.handOverSheet.to);
    expect(within(select).queryByRole('option', { name: /pia/ })).toBeNull();
    fireEvent.change(select, { target: { value: 'rob' } });
    press(words.handOverSheet.act);
    await vi.waitFor(() => expect(stage.customer().owner).toBe('rob'));
    await vi.waitFor(() => press(words.handOverSheet.undo));
    await vi.waitFor(() => expect(stage.customer().owner).toBe('rae'));
    expect(ranTypes(client)).toEqual(['customerHandedOver', 'customerHandedOver']);
  });

  it('[CP-18] [R12] two hand-overs made apart are settled by one tap on either', async () => {
    const acts = { rob: words.keepOwner('rob'), mia: words.takeOwner('mia') };
    for (const [owner, act] of Object.entries(acts)) {
      const { stage } = open('boss', (s) => {
        const seen = s.tick();
        s.act('boss', 'customerHandedOver', { to: 'mia' }, { device: 'boss-desk', seen });
        s.pass(MINUTE);
        s.act('boss', 'customerHandedOver', { to: 'rob' }, { seen });
      });
      expect(stage.customer().alsoHandedTo.map(({ to }) => to)).toEqual(['mia']);
      await vi.waitFor(() => press(act));
      await vi.waitFor(() => expect(stage.customer().alsoHandedTo).toEqual([]));
      expect(stage.customer().owner).toBe(owner);
      cleanup();
    }
  });

  it('[CP-15] [R67] the owner calls at once; for a manager nothing is revealed before he opens the contacts', async () => {
    const person = { person: 'p', leaves: [{ payload: { person: 'p', name: '王总', phone: '138 0013 8000' } }] };
    const reveal = vi.fn(async () => ({ kind: 'contacts' as const, people: [person] as never }));
    const stage = makeStage();
    vi.setSystemTime(stage.nowMs);
    openCustomer({ ...stageClient(stage, 'rae'), revealContacts: reveal });
    await vi.waitFor(() =>
      expect(screen.getByRole('link', { name: words.callNamed('王总') }).getAttribute('href')).toBe('tel:13800138000'),
    );
    cleanup();
    reveal.mockClear();
    openCustomer({ ...stageClient(stage, 'mia'), revealContacts: reveal });
    await vi.waitFor(() => expect(screen.getByRole('button', { name: words.call })).toBeTruthy());
    expect(reveal).not.toHaveBeenCalled();
  });

  it('[CP-17] the open tab stands in the address', async () => {
    const { history } = open('rae', () => undefined, '/pool/c1?tab=profile');
    await vi.waitFor(() =>
      expect(screen.getByRole('tab', { selected: true }).textContent).toContain(words.tabs.profile),
    );
    fireEvent.click(screen.getByRole('tab', { name: words.tabs.notes }));
    await vi.waitFor(() => expect(history.get()).toBe('/pool/c1?tab=notes'));
  });
});
