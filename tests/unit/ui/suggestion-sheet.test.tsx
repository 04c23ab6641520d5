// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@solidjs/testing-library';
import { createSignal } from 'solid-js';
import { afterEach, describe, expect, it } from 'vitest';
import type { CustomerId, LeadId, MemberId } from '#rules';
import { DataProvider } from '../../../client/app/data-context.tsx';
import type { CommandOutcome } from '../../../client/data/contract.ts';
import type { SuggestedLead, Suggestion } from '../../../client/data/lead-contract.ts';
import { SuggestionSheet } from '../../../client/features/tasks/suggestion-sheet.tsx';
import { suggestions as words } from '../../../client/locales/zh-CN/leads.ts';
import { ToastProvider } from '../../../client/ui/toast.tsx';
import { orgOf, signedIn, stubClient } from './stub-client.ts';

afterEach(cleanup);

const leadNamed = (id: string): SuggestedLead =>
  ({
    row: { id: id as LeadId, name: `线索${id}`, territory: null },
    score: 90,
    lines: [],
  }) as unknown as SuggestedLead;
const suggestionOf = (...ids: string[]): Suggestion =>
  ({
    ...{ id: 's1', member: 'rae' as MemberId, name: '小芮', territories: ['east'], stageName: '合同签署', atMs: 0 },
    gap: { kind: 'gap', firstWeek: '2026-W40', fromMs: 0, weeks: 2, n: 1 },
    basis: { of: 'own', won: 6 },
    found: { kind: 'leads', compared: 9, leads: ids.map(leadNamed) },
  }) as unknown as Suggestion;

describe('线索分配建议', () => {
  it('[LU-2] one named like a customer says so beside it, with the way there', () => {
    const client = stubClient();
    client.answer('session', signedIn('manager'));
    const [a, b] = [leadNamed('a'), leadNamed('b')];
    const namesake = { id: 'k1' as CustomerId, name: '无锡安达' };
    const leads = [{ ...a, row: { ...a.row, namesake } }, b];
    const suggestion: Suggestion = { ...suggestionOf(), found: { kind: 'leads', compared: 9, leads } };
    render(() => (
      <DataProvider client={client}>
        <ToastProvider label="提示">
          <SuggestionSheet suggestion={suggestion} onClose={() => undefined} />
        </ToastProvider>
      </DataProvider>
    ));
    const [link, ...more] = screen.getAllByRole('link');
    expect([link?.textContent, link?.getAttribute('href'), more.length]).toEqual(['「无锡安达」', '/pool/k1', 0]);
  });

  it('[R49] [R50] pressed twice gives those that were shown, and none that took their place meanwhile', async () => {
    const client = stubClient();
    client.answer('session', signedIn('manager'));
    client.answer('org', orgOf('甲公司', 'manager', ['华东']));
    const [shown, setShown] = createSignal(suggestionOf('a', 'b', 'c'));
    const given: string[] = [];
    let isFirst = true;
    client.run = async (command): Promise<CommandOutcome> => {
      client.ran.push(command);
      if (command.type === 'leadAssigned') {
        given.push(command.subject);
        // The next best stands in the list as soon as one is given.
        if (isFirst) setShown(suggestionOf('b', 'c', 'd'));
        isFirst = false;
      }
      return { kind: 'saved', events: [], warnings: [] };
    };
    let isClosed = false;
    render(() => (
      <DataProvider client={client}>
        <ToastProvider label="提示">
          <SuggestionSheet suggestion={shown()} onClose={() => (isClosed = true)} />
        </ToastProvider>
      </DataProvider>
    ));
    const button = screen.getByRole('button', { name: words.accept(3) });
    fireEvent.click(button);
    fireEvent.click(button);
    await waitFor(() => expect(isClosed).toBe(true));
    expect(given).toEqual(['a', 'b', 'c']);
    const answers = client.ran.filter(({ type }) => type === 'suggestionAnswered');
    expect(answers.map(({ payload }) => payload)).toEqual([
      { suggestion: 's1', answer: 'accepted', leads: ['a', 'b', 'c'] },
    ]);
  });

  it('[FA-20] [R49] [R50] with nothing to give it is acknowledged with one press, with what was found as the reason', async () => {
    const client = stubClient();
    client.answer('session', signedIn('manager'));
    client.answer('org', orgOf('甲公司', 'manager', ['华东']));
    const none = { ...suggestionOf(), found: { kind: 'noneAbove', compared: 9, threshold: 85 } } as Suggestion;
    render(() => (
      <DataProvider client={client}>
        <ToastProvider label="提示">
          <SuggestionSheet suggestion={none} onClose={() => undefined} />
        </ToastProvider>
      </DataProvider>
    ));
    expect(screen.queryByRole('button', { name: words.decline })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: words.understood }));
    await waitFor(() => expect(client.ran).toHaveLength(1));
    expect(client.ran[0]?.payload).toMatchObject({ answer: 'declined', leads: [], reason: words.noneAbove(9, 85) });
  });
});
