// @vitest-environment happy-dom

import { cleanup, fireEvent, screen, waitFor, within } from '@solidjs/testing-library';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type BoardComponent, DEFAULT_PROCESS, type Move, weekOf } from '#rules';
import { FrameProvider } from '../../../client/app/frame-context.tsx';
import type { CellAnswer, HeatmapAnswer } from '../../../client/data/board-contract.ts';
import { FunnelPage } from '../../../client/features/funnel/funnel-page.tsx';
import { funnel as words } from '../../../client/locales/zh-CN/funnel.ts';
import { moveWords } from '../../../client/locales/zh-CN/insights.ts';
import { START_MS } from '../../support/rules-stage.ts';
import { showPage } from './show-page.tsx';
import { orgOf, signedIn, stubClient } from './stub-client.ts';

beforeEach(() => vi.stubGlobal('matchMedia', () => ({ matches: true })));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const COMPONENT = DEFAULT_PROCESS.board.components[0] as BoardComponent;
const WEEK_MS = 7 * 24 * 3_600_000;
const board = (count: number, unread: readonly string[] = []): HeatmapAnswer => ({
  component: COMPONENT,
  columns: ['初步接触', '签约'].map((name, at) => ({
    ...{ kind: 'stage' as const, id: `s${at}`, name, limitDays: 7, isGone: false },
  })),
  rows: ['第3周', '第2周'].map((label, at) => ({
    ...{ kind: 'week' as const, id: `w${at}`, label: `11月${label}`, current: false },
    ...{ fromMs: START_MS - at * WEEK_MS, toMs: START_MS + (1 - at) * WEEK_MS },
  })),
  cells: Float64Array.from({ length: 16 }, (_, at) => (at % 4 === 0 || at % 4 === 3 ? count : 0)),
  fullest: count,
  ...{ unlikely: 0, beyond: 0, hasEarlier: false },
  unread: unread as HeatmapAnswer['unread'],
});
const NOBODY: CellAnswer = { rows: [], entered: 3, times: 0, stillThere: 0, averageDwellDays: 0 } as never;
const MOVE = {
  ...{ kind: 'inflow', territory: 't0', count: 12, before: 19 },
  ...{ usual: { from: 17, to: 20, weeks: 8 }, chance: 0.01, isAnomalous: true },
} as unknown as Move;

const open = (address: string, heat: HeatmapAnswer = board(3)): (() => string) => {
  const client = stubClient();
  client.answer('session', signedIn('manager'));
  client.answer('org', orgOf('瑞康', 'manager', ['华东', '华北']));
  client.answer('heatmap', heat);
  client.answer('cell', NOBODY);
  client.answer('moved', NOBODY);
  client.answer('moves', {
    ...{ kind: 'compared', week: weekOf(START_MS), workingDays: 5, moves: [MOVE], tooFew: 0, marked: 1 },
  });
  return showPage(
    client,
    () => (
      <FrameProvider>
        <FunnelPage />
      </FrameProvider>
    ),
    address,
  );
};
const cell = (at: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`[data-at="${at}"]`);
  if (found === null) throw new Error(`no cell ${at}`);
  return found;
};
const panel = (name: string) => screen.findByRole('complementary', { name });
const isPinned = () => screen.queryByText(words.pinned) !== null;

describe('漏斗', () => {
  it('[BD-30][R44] a pinned list stays while keys walk the cells; opening another one lets go of it', async () => {
    open('/funnel');
    await screen.findByRole('grid');
    cell('0-0').focus();
    fireEvent.keyDown(cell('0-0'), { key: 'Enter', shiftKey: true });
    await panel('初步接触，11月第3周');
    await waitFor(() => expect(isPinned()).toBe(true));
    fireEvent.keyDown(cell('0-0'), { key: 'ArrowRight' });
    expect(await panel('初步接触，11月第3周')).toBeTruthy();
    expect(isPinned()).toBe(true);
    fireEvent.click(cell('0-1'));
    await panel('签约，11月第3周');
    await waitFor(() => expect(isPinned()).toBe(false));
    // and from there the list follows the keys again, over the cell that was pinned too
    fireEvent.keyDown(cell('0-1'), { key: 'ArrowLeft' });
    await panel('初步接触，11月第3周');
    expect(isPinned()).toBe(false);
  });

  it.each(['Esc', words.close])('[BD-30] %s gives the focus back to the cell that was opened', async (way) => {
    open('/funnel');
    await screen.findByRole('grid');
    fireEvent.click(cell('1-1'));
    const close = within(await panel('签约，11月第2周')).getByRole('button', { name: words.close });
    close.focus();
    if (way === 'Esc') fireEvent.keyDown(close, { key: 'Escape' });
    else fireEvent.click(close);
    await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull());
    expect(document.activeElement).toBe(cell('1-1'));
  });

  it('[BD-30] and to the tile where that was opened', async () => {
    open('/funnel');
    const tile = (await screen.findByText('华东，新客流入')).closest('button');
    tile?.focus();
    if (tile) fireEvent.click(tile);
    fireEvent.click(within(await panel('华东，新客流入')).getByRole('button', { name: words.close }));
    await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull());
    expect(document.activeElement).toBe(tile);
  });

  it.each([`board=${COMPONENT.id}&column=nothing&row=w0`, 'board=nothing&column=s0&row=w0'])(
    '[BD-31] a link to a cell that is none says so, without an id: %s',
    async (query) => {
      open(`/funnel?${query}`);
      const none = await panel(words.noCell.title);
      expect(none.textContent).toContain(words.noCell.line);
      expect(none.textContent).not.toMatch(/nothing|s0|w0|0\.0/);
    },
  );

  it('[BD-31] under a filter that keeps nobody one way out stands, and no word of what moved', async () => {
    const at = open('/funnel?source=-', board(0));
    expect(await screen.findByText(words.filteredEmpty)).toBeTruthy();
    expect(screen.queryByRole('region', { name: moveWords.title })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: words.clear }));
    await waitFor(() => expect(at()).toBe('/funnel'));
  });

  it('[BD-22][R37] who may see less than others reads on paper that it is what he sees, and what is missing', async () => {
    open('/funnel', board(3, ['t1']));
    expect(await screen.findByText(new RegExp(`^${words.allSeen}，`))).toBeTruthy();
    expect(screen.getByText(words.unread('华北'))).toBeTruthy();
    cleanup();
    open('/funnel');
    expect(await screen.findByText(new RegExp(`^${words.wholeCompany}，`))).toBeTruthy();
  });
});
