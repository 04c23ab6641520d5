// @vitest-environment happy-dom

import { cleanup, render } from '@solidjs/testing-library';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DataProvider } from '../../../client/app/data-context.tsx';
import { LocalAlerts } from '../../../client/app/local-alerts.tsx';
import type { AlertItem, InboxAnswer } from '../../../client/data/work-contract.ts';
import { calmSync, orgOf, signedIn, stubClient } from './stub-client.ts';

const NOON = Date.UTC(2026, 9, 12, 4, 0);
const NIGHT = Date.UTC(2026, 9, 12, 14, 0);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  localStorage.clear();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const alert = (id: string, isProvisional: boolean): AlertItem => ({
  id,
  kind: 'alert',
  segment: 'todo',
  customer: 'c-1' as AlertItem['customer'],
  customerName: '丙客户',
  people: [],
  atMs: NOON,
  quietUntilMs: null,
  rule: 'touchpoint.passed',
  ruleName: '触点过 2 小时没动静',
  trigger: 'touchpointPassed',
  params: { atMs: NOON },
  effects: [],
  exit: 'close',
  text: null,
  mayClose: false,
  note: null,
  isLed: false,
  isProvisional,
});
const inboxOf = (...items: readonly AlertItem[]): InboxAnswer => ({
  items,
  counts: { todo: items.length, decide: 0, notice: 0 },
  later: 0,
  done: [],
  leads: false,
});

/** A signed-in device at a time, with or without a network; answers with what was shown, tag and title. */
const open = (atMs: number, connection: 'online' | 'offline', permission: NotificationPermission = 'granted') => {
  vi.setSystemTime(atMs);
  const shown: string[] = [];
  const client = stubClient();
  client.answer('session', signedIn('rep'));
  client.answer('org', orgOf('云栖医疗', 'rep'));
  client.answer('sync', { ...calmSync, connection });
  client.answer('inbox', inboxOf(alert('effect-1', true), alert('effect-2', false)));
  const surface = {
    permission: () => permission,
    origin: 'https://jieli.example',
    registration: async () => ({
      showNotification: async (title: string, options: object) => {
        shown.push(`${(options as { tag: string }).tag}: ${title}`);
      },
    }),
  };
  render(() => (
    <DataProvider client={client}>
      <LocalAlerts surface={surface} />
    </DataProvider>
  ));
  return { shown, client };
};
const settle = () => new Promise((resolve) => setImmediate(resolve));

it('[SW-5][R36] without a network what is due and not confirmed rings once under its effect’s tag', async () => {
  const { shown, client } = open(NOON, 'offline');
  await vi.waitFor(() => expect(shown).toEqual(['effect-1: 丙客户']));
  client.answer('inbox', inboxOf(alert('effect-1', true), alert('effect-3', true)));
  await vi.waitFor(() => expect(shown).toEqual(['effect-1: 丙客户', 'effect-3: 丙客户']));
  cleanup();
  const again = open(NOON, 'offline');
  await settle();
  expect(again.shown).toEqual([]);
});
it('[SW-5] what was not allowed to be shown is not taken for shown', async () => {
  const denied = open(NOON, 'offline', 'denied');
  await settle();
  expect(denied.shown).toEqual([]);
  cleanup();
  const allowed = open(NOON, 'offline');
  await vi.waitFor(() => expect(allowed.shown).toEqual(['effect-1: 丙客户']));
});
it('[SW-5] with a network, and at night, the device says nothing by itself', async () => {
  const online = open(NOON, 'online');
  await settle();
  expect(online.shown).toEqual([]);
  cleanup();
  const night = open(NIGHT, 'offline');
  await settle();
  expect(night.shown).toEqual([]);
});
