// @vitest-environment happy-dom

import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router';
import { cleanup, render, screen } from '@solidjs/testing-library';
import { createRoot } from 'solid-js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type BoardComponent, DEFAULT_PROCESS } from '#rules';
import { DataProvider } from '../../../client/app/data-context.tsx';
import type { HeatmapAnswer } from '../../../client/data/board-contract.ts';
import { createBoardAddress } from '../../../client/features/funnel/board-address.ts';
import { BoardSection } from '../../../client/features/funnel/board-section.tsx';
import { funnel as words } from '../../../client/locales/zh-CN/funnel.ts';
import { createWide } from '../../../client/ui/wide.ts';
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

describe('a board on paper', () => {
  const WEEK_MS = 7 * 24 * 3_600_000;
  const wide = (columns: number): HeatmapAnswer => {
    const heads = Array.from({ length: columns }, (_, at) => ({
      kind: 'named' as const,
      id: `p${at}`,
      name: `产品${at}`,
    }));
    const rows = ['一', '二'].map((label, at) => ({
      ...{ kind: 'week' as const, id: `w${at}`, label: `11月第${label}周`, current: false },
      ...{ fromMs: at * WEEK_MS, toMs: (at + 1) * WEEK_MS },
    }));
    const cells = new Float64Array(columns * rows.length * 4);
    for (let at = 0; at < columns * rows.length; at++) cells.set([at + 1, 0, 0, at + 1], at * 4);
    return { ...empty([]), columns: heads, rows, cells, fullest: columns * 2 } as unknown as HeatmapAnswer;
  };
  const open = async (columns: number, address = '/'): Promise<void> => {
    const client = stubClient();
    client.answer('session', signedIn('owner'));
    client.answer('org', orgOf('云栖医疗', 'owner', ['华东']));
    client.answer('heatmap', wide(columns));
    const history = createMemoryHistory();
    history.set({ value: address });
    render(() => (
      <DataProvider client={client}>
        <MemoryRouter history={history}>
          <Route path="/" component={Board} />
        </MemoryRouter>
      </DataProvider>
    ));
    await screen.findByRole(address === '/' ? 'grid' : 'table');
  };
  const tables = (): HTMLElement[] => [...document.querySelectorAll('table')];
  const columnsOf = (table: HTMLElement): string[] =>
    [...table.querySelectorAll('thead th')].slice(1).map(({ textContent }) => textContent?.trim() ?? '');

  it('[BD-24] [R41] many columns go over several sheets with the heads of their rows, and come back to one', async () => {
    await open(40);
    const [first, ...more] = tables();
    expect(more).toEqual([]);
    dispatchEvent(new Event('beforeprint'));
    expect(tables().map((table) => columnsOf(table).length)).toEqual([14, 14, 12]);
    expect(tables().flatMap(columnsOf)).toEqual(Array.from({ length: 40 }, (_, at) => `产品${at}`));
    for (const table of tables()) expect(table.querySelectorAll('tbody th')).toHaveLength(2);
    expect(screen.getByText(words.part('产品14', '产品27', 2, 3))).toBeTruthy();
    const figures = tables().map((table) =>
      table.querySelector('tbody tr:last-child button')?.getAttribute('aria-label'),
    );
    expect(figures.map((name) => name?.match(/\d+ 家/)?.[0])).toEqual(['41 家', '55 家', '69 家']);
    dispatchEvent(new Event('afterprint'));
    expect(tables()).toEqual([first]);
    expect(columnsOf(first as HTMLElement)).toHaveLength(40);
  });

  it('[BD-24] the plain table as well; what fits stays whole', async () => {
    await open(40, '/?view=table');
    dispatchEvent(new Event('beforeprint'));
    expect(tables().map((table) => columnsOf(table).length)).toEqual([10, 10, 10, 10]);
    dispatchEvent(new Event('afterprint'));
    cleanup();
    await open(12);
    dispatchEvent(new Event('beforeprint'));
    expect(tables()).toHaveLength(1);
    expect(screen.queryByText(/部分，共/)).toBeNull();
    dispatchEvent(new Event('afterprint'));
  });

  it('[BD-24] the page keeps the shape it has on the screen', () => {
    const query = { matches: true, onchange: null as (() => void) | null };
    let isPaper = false;
    vi.stubGlobal('matchMedia', (text: string) => (text === 'print' ? { matches: isPaper } : query));
    createRoot((dispose) => {
      const isWide = createWide(1_024);
      query.matches = false;
      isPaper = true;
      query.onchange?.();
      expect(isWide()).toBe(true);
      isPaper = false;
      query.onchange?.();
      expect(isWide()).toBe(false);
      dispose();
    });
    expect(query.onchange).toBeNull();
    vi.unstubAllGlobals();
  });
});
