// @vitest-environment happy-dom

import { cleanup, fireEvent, render, screen, within } from '@solidjs/testing-library';
import { createSignal, type ParentProps, Show } from 'solid-js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Role } from '#rules';
import { DataProvider, useOrg } from '../../../client/app/data-context.tsx';
import type { PoolAnswer } from '../../../client/data/contract.ts';
import { CreateSheet } from '../../../client/features/pool/create-sheet.tsx';
import { namesakeWords } from '../../../client/locales/zh-CN/namesake.ts';
import { pool as words } from '../../../client/locales/zh-CN/pool.ts';
import { ToastProvider } from '../../../client/ui/toast.tsx';
import { orgOf, signedIn, stubClient } from './stub-client.ts';

afterEach(cleanup);

const KNOWN = { rows: [{ id: 'k1', name: '无锡安达包装股份有限公司' }], total: 1, counts: {} } as unknown as PoolAnswer;
const LINK = { name: namesakeWords.name('无锡安达包装股份有限公司') };
const NONE = { rows: [], total: 0, counts: {} } as unknown as PoolAnswer;

const WhenKnown = (props: ParentProps) => {
  const org = useOrg();
  return <Show when={org()}>{props.children}</Show>;
};
const open = (role: Role = 'owner', territories: readonly string[] = ['华东']) => {
  const client = stubClient();
  client.answer('session', signedIn(role));
  client.answer('org', orgOf('云栖医疗', role, territories));
  // The list behind the field has not answered yet: only the question asked on saving has.
  client.watch = (
    (watch) => (query, listener) =>
      query.kind === 'pool' ? () => undefined : watch(query, listener)
  )(client.watch) as typeof client.watch;
  const made = vi.fn();
  const [isShown, setIsShown] = createSignal(true);
  render(() => (
    <ToastProvider label="toasts">
      <DataProvider client={client}>
        <WhenKnown>
          <CreateSheet isShown={isShown()} onClose={() => undefined} onMade={made} />
        </WhenKnown>
      </DataProvider>
    </ToastProvider>
  ));
  return { client, made, setIsShown };
};
const dialog = () => within(screen.getByRole('dialog'));
const name = (text: string): boolean =>
  fireEvent.input(dialog().getByLabelText(words.form.name), { target: { value: text } });
const press = (label: string): boolean => fireEvent.click(dialog().getByRole('button', { name: label }));

describe('a new customer', () => {
  it('[NC-1] [R66] with the name of one in the pool is saved only when that is said and pressed again', async () => {
    const { client, made } = open();
    client.answer('pool', KNOWN);
    name('无锡安达包装股份有限公司');
    press(words.form.save);
    await vi.waitFor(() => expect(dialog().getByRole('button', { name: words.form.saveAnyway })).toBeTruthy());
    const link = dialog().getByRole('link', LINK);
    expect(link.getAttribute('href')).toBe('/pool/k1');
    expect(link.parentElement?.textContent).toBe('客户池里已有「无锡安达包装股份有限公司」，先看看是不是同一家。');
    expect(client.ran).toEqual([]);
    press(words.form.saveAnyway);
    await vi.waitFor(() => expect(made).toHaveBeenCalled());
    expect(client.ran).toHaveLength(1);
  });

  it('[NC-1] another name is asked about anew, and one that nobody has is saved at once', async () => {
    const { client, made } = open();
    client.answer('pool', KNOWN);
    name('无锡安达包装股份有限公司');
    press(words.form.save);
    await vi.waitFor(() => expect(dialog().getByRole('button', { name: words.form.saveAnyway })).toBeTruthy());
    client.answer('pool', NONE);
    name('无锡安达物流有限公司');
    expect(dialog().queryByRole('link', LINK)).toBeNull();
    press(words.form.save);
    await vi.waitFor(() => expect(made).toHaveBeenCalled());
    expect(client.ran).toHaveLength(1);
  });

  it('[NC-2] is as it was typed when whoever has the name has been looked at', async () => {
    const { setIsShown } = open();
    name('无锡安达包装');
    setIsShown(false);
    await vi.waitFor(() => expect(screen.getByRole('dialog', { hidden: true }).hasAttribute('data-closed')).toBe(true));
    setIsShown(true);
    await vi.waitFor(() =>
      expect((dialog().getByLabelText(words.form.name) as HTMLInputElement).value).toBe('无锡安达包装'),
    );
  });

  it('[NC-1] [DW-8] is saved all the same where a device that is still starting does not answer', async () => {
    const { client, made } = open();
    client.ask = () => new Promise(() => undefined);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      name('无锡安达包装股份有限公司');
      press(words.form.save);
      await vi.advanceTimersByTimeAsync(1_000);
    } finally {
      vi.useRealTimers();
    }
    await vi.waitFor(() => expect(made).toHaveBeenCalled());
    expect(client.ran).toHaveLength(1);
  });

  it('[NC-3] without a territory says who makes one and saves nothing, with no word against the name', async () => {
    for (const [role, said, way] of [
      ['owner', words.form.noTerritories, '/team'],
      ['rep', words.form.noTerritory, undefined],
    ] as const) {
      const { client, made } = open(role, []);
      name('无锡安达物流有限公司');
      press(words.form.save);
      await vi.waitFor(() => expect(dialog().getByRole('alert').textContent).toContain(said));
      expect(dialog().queryByRole('link', { name: words.form.toTeam })?.getAttribute('href')).toBe(way);
      expect(dialog().getByLabelText(words.form.name).getAttribute('aria-invalid')).not.toBe('true');
      expect(client.ran).toEqual([]);
      expect(made).not.toHaveBeenCalled();
      cleanup();
    }
  });
});
