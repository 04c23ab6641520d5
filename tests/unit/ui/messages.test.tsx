// @vitest-environment happy-dom

import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router';
import { cleanup, fireEvent, render, screen, within } from '@solidjs/testing-library';
import type { Component, ParentProps } from 'solid-js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  CHANNEL_FIELDS,
  CHANNELS,
  type Delivery,
  type MessageRequests,
  type MessageSettingsAnswer,
  type TestMessageAnswer,
} from '#protocol';
import type { Role } from '#rules';
import { DataProvider } from '../../../client/app/data-context.tsx';
import { FrameProvider } from '../../../client/app/frame-context.tsx';
import { mayOpen } from '../../../client/app/navigation.ts';
import type { DataClient } from '../../../client/data/contract.ts';
import { MessagesPage } from '../../../client/features/messages/messages-page.tsx';
import type { PushBrowser } from '../../../client/features/settings/push.ts';
import { PushCard } from '../../../client/features/settings/push-card.tsx';
import { messages as words } from '../../../client/locales/zh-CN/messages.ts';
import { ToastProvider } from '../../../client/ui/toast.tsx';
import { orgOf, signedIn, stubClient } from './stub-client.ts';

afterEach(cleanup);

const NOW = Date.now();
const unset = { setAt: null, isUnreadable: false };
const settingsOf = (changes: Partial<MessageSettingsAnswer['channels'][number]> = {}): MessageSettingsAnswer => ({
  channels: CHANNELS.map((channel) => {
    const names = CHANNEL_FIELDS[channel].flatMap(({ name, isSecret }) => (isSecret ? [name] : []));
    const secrets = Object.fromEntries(names.map((name) => [name, unset]));
    const plain = { channel, isOn: false, values: {}, secrets };
    return changes.channel === channel ? { ...plain, ...changes } : plain;
  }),
  quiet: { isOn: true, fromMinute: 1260, toMinute: 480, sendAtMinute: 510 },
  handles: [{ member: 'm1', mobile: unset, dingtalkUser: unset, devices: 2 }],
});
const delivery = (changes: Partial<Delivery> = {}): Delivery => ({
  id: 'd',
  effect: 'e',
  purpose: 'tell',
  kind: 'touchpointAlert',
  customer: 'c-1',
  recipient: 'm1',
  channel: 'dingtalkWork',
  state: 'sent',
  reason: null,
  detail: null,
  at: NOW,
  dueAt: NOW,
  sentAt: NOW,
  attempts: 1,
  ...changes,
});

type Said = { [Kind in keyof MessageRequests]?: (asked: never) => unknown };
/** A relay that answers as told; `asked` is what reached it. */
const relayOf = (said: Said) => {
  const asked: [string, unknown][] = [];
  const messages = async (kind: keyof MessageRequests, body: unknown) => {
    asked.push([kind, structuredClone(body)]);
    const answer = said[kind]?.(body as never);
    return answer === undefined ? { kind: 'offline' } : { kind: 'ok', answer };
  };
  return { asked, messages: messages as unknown as DataClient['messages'] };
};
const open = (role: Role, said: Said, page: Component = MessagesPage) => {
  const { asked, messages } = relayOf(said);
  const client = stubClient({ messages });
  client.answer('session', signedIn(role));
  client.answer('org', orgOf('云栖医疗', role));
  const Root = (props: ParentProps) => (
    <ToastProvider label="toasts">
      <DataProvider client={client}>
        <FrameProvider>{props.children}</FrameProvider>
      </DataProvider>
    </ToastProvider>
  );
  render(() => (
    <MemoryRouter history={createMemoryHistory()} root={Root}>
      <Route path="*" component={page} />
    </MemoryRouter>
  ));
  return asked;
};
const openChannel = async (name: string): Promise<void> => {
  fireEvent.click(await screen.findByRole('button', { name: new RegExp(`^${name}`) }));
  await screen.findByRole('dialog');
};
const press = (name: string): void =>
  void fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name }));
const type = (label: RegExp | string, value: string): void =>
  void fireEvent.input(screen.getByLabelText(label), { target: { value } });

describe('who sees what', () => {
  it('[MP-1] owner and admin all of it, other leaders the log, others nothing', async () => {
    const asked = open('manager', { deliveries: () => ({ deliveries: [delivery()] }) });
    expect(await screen.findByText(words.kinds['touchpointAlert'] ?? '')).toBeTruthy();
    expect(screen.queryByText(words.channels)).toBeNull();
    expect(asked.map(([kind]) => kind)).toEqual(['deliveries']);
    cleanup();
    open('owner', { settings: () => settingsOf(), deliveries: () => ({ deliveries: [] }) });
    expect(await screen.findByText(words.channelNames.dingtalkWork)).toBeTruthy();
    expect(screen.getByText(words.logEmpty)).toBeTruthy();
    expect((['owner', 'admin', 'manager', 'regionalManager'] as const).every((role) => mayOpen(role, 'messages'))).toBe(
      true,
    );
    expect((['rep', 'presales', 'finance', 'marketing'] as const).some((role) => mayOpen(role, 'messages'))).toBe(
      false,
    );
  });
  it('[MP-6] without the relay it says so and tries again', async () => {
    const asked = open('owner', {});
    expect((await screen.findAllByText(words.offline)).length).toBeGreaterThan(0);
    const before = asked.length;
    for (const name of [words.again, words.logAgain]) fireEvent.click(screen.getByRole('button', { name }));
    await vi.waitFor(() => expect(asked.length).toBe(before + 2));
  });
});

describe('channels', () => {
  it.each([
    [{ isOn: false }, words.off],
    [{ isOn: true }, words.missing],
    [{ isOn: true, secrets: { webhook: { setAt: 1, isUnreadable: true } } }, words.unreadable],
    [{ isOn: true, secrets: { webhook: { setAt: 1, isUnreadable: false } } }, words.on],
  ] as const)('[MP-2] %j is %s', async (changes, text) => {
    open('owner', {
      settings: () => settingsOf({ channel: 'wecomRobot', ...changes }),
      deliveries: () => ({ deliveries: [] }),
    });
    const row = await screen.findByRole('button', { name: new RegExp(`^${words.channelNames.wecomRobot}`) });
    expect(row.textContent).toContain(text);
  });
  it('[MP-2] is not turned on while a field is empty', async () => {
    const asked = open('owner', { settings: () => settingsOf(), deliveries: () => ({ deliveries: [] }) });
    await openChannel(words.channelNames.dingtalkWork);
    fireEvent.click(screen.getByLabelText(words.turnOn));
    type('AppKey', 'key');
    press(words.save);
    await vi.waitFor(() => expect(screen.getAllByText(words.needField)).toHaveLength(2));
    expect(asked.some(([kind]) => kind === 'channel')).toBe(false);
  });
  it('[MP-3] a stored secret is not shown and stays when left alone', async () => {
    const stored = {
      channel: 'dingtalkRobot',
      isOn: true,
      values: { keyword: '提醒' },
      secrets: { webhook: { setAt: NOW, isUnreadable: false }, signingSecret: unset },
    } as const;
    const asked = open('owner', {
      settings: () => settingsOf(stored),
      channel: () => settingsOf(stored),
      deliveries: () => ({ deliveries: [] }),
    });
    await openChannel(words.channelNames.dingtalkRobot);
    expect((screen.getByLabelText(words.fields['webhook'] ?? '') as HTMLInputElement).value).toBe('');
    expect(screen.getByText(/已保存，不再显示/)).toBeTruthy();
    type(/^关键词/, '接力');
    press(words.save);
    await vi.waitFor(() =>
      expect(asked).toContainEqual(['channel', { channel: 'dingtalkRobot', isOn: true, values: { keyword: '接力' } }]),
    );
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
  it('[MP-3][MP-6] what was typed stays while the relay is not reached', async () => {
    open('owner', { settings: () => settingsOf(), deliveries: () => ({ deliveries: [] }) });
    await openChannel(words.channelNames.wecomRobot);
    type(words.fields['webhook'] ?? '', 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k');
    press(words.save);
    await screen.findByText(words.offline);
    expect((screen.getByLabelText(words.fields['webhook'] ?? '') as HTMLInputElement).value).toContain('key=k');
  });
  const OUTCOMES: readonly (readonly [TestMessageAnswer, string])[] = [
    [{ kind: 'accepted' }, words.testSent],
    [{ kind: 'unknown', detail: 'TimeoutError' }, words.testUnknown],
    [{ kind: 'refused', reason: 'badToken', detail: 'token is not exist' }, words.reasons.badToken],
    [{ kind: 'retryLater', reason: 'rateLimited', afterMs: 1, detail: 'send too fast' }, words.reasons.rateLimited],
  ];
  it('[MP-4] a test says in plain words what came of it, with the vendor’s own', async () => {
    for (const [answer, text] of OUTCOMES) {
      const asked = open('owner', {
        settings: () => settingsOf({ channel: 'log', isOn: true }),
        channel: () => settingsOf({ channel: 'log', isOn: true }),
        test: () => answer,
        deliveries: () => ({ deliveries: [] }),
      });
      await openChannel(words.channelNames.log);
      press(words.test);
      expect(await screen.findByText(text)).toBeTruthy();
      if (answer.kind !== 'accepted') expect(screen.getByText(words.saidBy(answer.detail))).toBeTruthy();
      expect(asked.map(([kind]) => kind).slice(-2)).toEqual(['channel', 'test']);
      cleanup();
    }
  });
});

describe('quiet hours and handles', () => {
  it('[MP-3] each choice is stored with the rest', async () => {
    const asked = open('owner', {
      settings: () => settingsOf(),
      quiet: () => settingsOf(),
      deliveries: () => ({ deliveries: [] }),
    });
    fireEvent.change(await screen.findByLabelText(words.quietFrom), { target: { value: '1320' } });
    await vi.waitFor(() =>
      expect(asked).toContainEqual(['quiet', { isOn: true, fromMinute: 1320, toMinute: 480, sendAtMinute: 510 }]),
    );
  });
  it('[MP-3] a mobile number is checked before it leaves; what is not typed is not sent', async () => {
    const asked = open('owner', {
      settings: () => settingsOf(),
      handles: () => settingsOf(),
      deliveries: () => ({ deliveries: [] }),
    });
    await openChannel('郑岚');
    type(words.mobile, '1380000');
    press(words.save);
    await screen.findByText(words.badMobile);
    type(words.mobile, '138 0000 0001');
    press(words.save);
    await vi.waitFor(() => expect(asked).toContainEqual(['handles', { member: 'm1', mobile: '13800000001' }]));
  });
});

describe('the log', () => {
  it('[MP-5] every state and reason has words, and a kind without words is shown', async () => {
    const states = Object.keys(words.states) as (keyof typeof words.states)[];
    const deliveries = [
      ...states.map((state) => delivery({ id: state, state })),
      delivery({ id: 'new', kind: 'brandNew', purpose: 'withdraw', channel: null, customer: null }),
      delivery({ id: 'bad', state: 'failed', reason: 'signature', detail: 'sign not match' }),
    ];
    open('manager', { deliveries: () => ({ deliveries }) });
    for (const state of states) expect((await screen.findAllByText(words.states[state])).length).toBeGreaterThan(0);
    expect(screen.getByText(words.withdrawal(words.otherKind))).toBeTruthy();
    expect(screen.getByText(new RegExp(`${words.reasons.signature}.*sign not match`))).toBeTruthy();
    expect(Object.values(words.reasons).every((text) => text.length > 3)).toBe(true);
  });
});

describe('notifications of this device', () => {
  const browserOf = (made: boolean): PushBrowser => {
    let isOn = false;
    return {
      state: async () => (isOn ? 'on' : 'off'),
      subscribe: async (key) => {
        isOn = made && key === 'relay-key';
        return isOn ? { endpoint: 'https://fcm.googleapis.com/x', p256dh: 'p', auth: 'a' } : null;
      },
      unsubscribe: async () => {
        isOn = false;
        return 'https://fcm.googleapis.com/x';
      },
    };
  };
  it('[MP-7] are turned on with the relay’s key and off again', async () => {
    const browser = browserOf(true);
    const asked = open(
      'rep',
      { pushKey: () => ({ key: 'relay-key' }), subscribe: () => ({}), unsubscribe: () => ({}) },
      () => <PushCard browser={browser} />,
    );
    fireEvent.click(await screen.findByRole('button', { name: words.push.turnOn }));
    expect(await screen.findByText(words.push.on)).toBeTruthy();
    expect(asked).toContainEqual(['subscribe', { endpoint: 'https://fcm.googleapis.com/x', p256dh: 'p', auth: 'a' }]);
    fireEvent.click(screen.getByRole('button', { name: words.push.turnOff }));
    expect(await screen.findByText(words.push.off)).toBeTruthy();
    expect(asked).toContainEqual(['unsubscribe', { endpoint: 'https://fcm.googleapis.com/x' }]);
  });
  it('[MP-7] what stands in the way is said, and a half subscription is undone', async () => {
    open('rep', {}, () => <PushCard browser={null} />);
    expect(await screen.findByText(words.push.unsupported)).toBeTruthy();
    cleanup();
    open('rep', { pushKey: () => ({ key: null }) }, () => <PushCard browser={browserOf(true)} />);
    fireEvent.click(await screen.findByRole('button', { name: words.push.turnOn }));
    expect(await screen.findByText(words.push.notOffered)).toBeTruthy();
    cleanup();
    open('rep', { pushKey: () => ({ key: 'relay-key' }) }, () => <PushCard browser={browserOf(true)} />);
    fireEvent.click(await screen.findByRole('button', { name: words.push.turnOn }));
    expect(await screen.findByText(words.push.failed)).toBeTruthy();
    expect(screen.getByText(words.push.off)).toBeTruthy();
  });
});
