// @vitest-environment happy-dom

import { MemoryRouter, Route } from '@solidjs/router';
import { cleanup, render, screen } from '@solidjs/testing-library';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type BoardComponent, DEFAULT_PROCESS } from '#rules';
import { DataProvider } from '../../../client/app/data-context.tsx';
import type { HeatmapAnswer } from '../../../client/data/board-contract.ts';
import { createBoardAddress } from '../../../client/features/funnel/board-address.ts';
import { BoardSection } from '../../../client/features/funnel/board-section.tsx';
import { funnel as words } from '../../../client/locales/zh-CN/funnel.ts';
import { orgOf, signedIn, stubClient } from './stub-client.ts';

afterEach(cleanup);

const [component] = DEFAULT_PROCESS.board.components;
const empty = (unread: readonly string[]): HeatmapAnswer => ({
  component: component as BoardComponent,
  columns: [],
  rows: [],
  cells: new Float64Array(0),
  fullest: 0,
  unlikely: 0,
  beyond: 0,
  hasEarlier: false,
  unread: unread as HeatmapAnswer['unread'],
});

const Board = () => (
  <BoardSection
    component={component as BoardComponent}
    address={createBoardAddress()}
    isWide={false}
    isOneOfMany={false}
    isFollowing={false}
    onPin={() => undefined}
    onUnlikely={() => undefined}
    onAnswer={() => undefined}
  />
);

describe('a board without anybody', () => {
  it('[BD-23] [R37] says that records are still coming as long as they are, and only then that there is nobody', async () => {
    const client = stubClient();
    const session = signedIn('owner');
    client.answer('session', session.kind === 'signedIn' ? { ...session, firstSync: { done: 1, total: 2 } } : session);
    client.answer('org', orgOf('云栖医疗', 'owner', ['华东']));
    client.answer('heatmap', empty(['t0']));
    render(() => (
      <DataProvider client={client}>
        <MemoryRouter>
          <Route path="/" component={Board} />
        </MemoryRouter>
      </DataProvider>
    ));
    await vi.waitFor(() => expect(screen.getByText(words.coming.title)).toBeTruthy());
    for (const said of [words.empty.title, words.earliest]) expect(screen.queryByText(said)).toBeNull();
    client.answer('session', session);
    client.answer('heatmap', empty([]));
    await vi.waitFor(() => expect(screen.getByText(words.empty.title)).toBeTruthy());
    expect(screen.getByText(words.empty.line)).toBeTruthy();
    expect(screen.getByRole('link', { name: words.empty.act }).getAttribute('href')).toBe('/pool');
    for (const said of [words.earliest, words.fixedScale]) expect(screen.queryByText(said)).toBeNull();
  });
});
