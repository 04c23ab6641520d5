// @vitest-environment happy-dom

import { cleanup, fireEvent, screen, within } from '@solidjs/testing-library';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Move, type MoveOf, type OrgState, type Scope, weekOf } from '#rules';
import type { MovesAnswer } from '../../../client/data/insight-contract.ts';
import { MovesTiles } from '../../../client/features/funnel/moves/moves-tiles.tsx';
import { moveWords } from '../../../client/locales/zh-CN/insights.ts';
import { moveHead, moveLook, moveScope } from '../../../client/views/move-words.ts';
import { START_MS } from '../../support/rules-stage.ts';
import { showPage } from './show-page.tsx';
import { orgOf, signedIn, stubClient } from './stub-client.ts';

afterEach(cleanup);

const usual = { from: 17.4, to: 20.6, weeks: 8 };
const MOVES: readonly Move[] = [
  { kind: 'white', territory: 't1', stage: 'contractSigning', mean: 2.5, usual, chance: 0.01, isAnomalous: true },
  { kind: 'inflow', territory: 't0', count: 12, before: 19, usual, chance: 0.01, isAnomalous: true },
  {
    ...{ kind: 'conversion', stage: 'internalApproval', share: { some: 5, all: 16 }, before: { some: 13, all: 25 } },
    ...{ usual: { from: 0.48, to: 0.553, weeks: 8 }, chance: 0.2, isAnomalous: false },
  },
  {
    ...{ kind: 'stay', person: 'm1', stage: 'negotiation', share: { some: 17, all: 25 }, before: null },
    ...{ usual: { from: 0.3, to: 0.4, weeks: 8 }, chance: 0.001, isAnomalous: true },
  },
  { kind: 'inflow', territory: 't1', count: 30, before: 0, usual, chance: 0.01, isAnomalous: true },
] as unknown as readonly Move[];
const answerOf = (more: Partial<MovesAnswer>): MovesAnswer => ({
  kind: 'compared',
  week: weekOf(START_MS),
  workingDays: 5,
  moves: MOVES,
  tooFew: 0,
  marked: 4,
  ...more,
});
const company = (): OrgState => orgOf('石板建材', 'owner', ['杭州', '宁波']);

const openTiles = (isWide: boolean, more: Partial<MovesAnswer> = {}, filter: Scope = {}) => {
  const client = stubClient();
  client.answer('session', signedIn('owner'));
  client.answer('org', company());
  client.answer('moves', answerOf(more));
  const opened: MoveOf[] = [];
  showPage(client, () => <MovesTiles filter={filter} isWide={isWide} onOpen={(of) => opened.push(of)} />);
  return opened;
};

describe('tiles of what moved', () => {
  it('[MV-11] [R47] [R48] value, change and what is usual, of each kind', () => {
    const told = MOVES.map((move) => {
      const { head, value, change, line } = moveLook(move, company());
      return `${head} ${value} ${change} ${line}`;
    });
    expect(told).toEqual([
      '宁波，合同签署突然变白 0 前 4 周均 2.5 先查渠道政策有没有变',
      '杭州，新客流入 12 环比 −37%，低于平常 前一周 19 家，平常 17–21 家',
      '内部立项，往后走 31% 环比 −21 个百分点 转化率 5/16 家，平常 48%–55%',
      '郑岚，商务谈判超 14 天 68% 17/25 家，高于平常 平常 30%–40%',
      '宁波，新客流入 30 前一周没有，高于平常 前一周 0 家，平常 17–21 家',
    ]);
  });

  it('[MV-12] a mark that says nothing against the week before says against what it stands', () => {
    const same = { ...MOVES[1], count: 24, before: 24 } as Move;
    const rising = { ...MOVES[2], share: { some: 20, all: 25 }, isAnomalous: true } as Move;
    const look = (move: Move) => moveLook(move, company());
    expect(look(same)).toMatchObject({ change: '和前一周一样，高于平常', mark: 'better' });
    expect(look(rising)).toMatchObject({ change: '环比 +28 个百分点，高于平常', mark: 'better' });
  });

  it('[MV-11] four tiles, the rest behind a button; a tile opens to its customers', async () => {
    const opened = openTiles(true);
    await vi.waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(4));
    fireEvent.click(screen.getByText('杭州，新客流入'));
    fireEvent.click(screen.getByText('郑岚，商务谈判超 14 天'));
    expect(opened).toMatchObject([
      { kind: 'inflow', territory: 't0' },
      { kind: 'stay', person: 'm1', stage: 'negotiation' },
    ]);
    expect(opened.map(moveScope)).toEqual([{ territory: 't0' }, { person: 'm1' }]);
    expect(opened.map((of) => moveHead(of, company()))).toEqual(['杭州，新客流入', '郑岚，商务谈判超 14 天']);
    fireEvent.click(screen.getByRole('button', { name: moveWords.all(5) }));
    const sheet = await screen.findByRole('dialog');
    expect(within(sheet).getAllByRole('listitem')).toHaveLength(5);
    expect(within(sheet).getByText(moveWords.method)).toBeTruthy();
  });

  it('[MV-11] on a phone a chip with the number of those marked opens them all', async () => {
    openTiles(false);
    const chip = await screen.findByRole('button', { name: '异动 4' });
    expect(screen.queryByRole('listitem')).toBeNull();
    fireEvent.click(chip);
    const sheet = within(await screen.findByRole('dialog'));
    const folded = sheet.getByText(moveWords.usual).closest('details');
    expect(folded?.open).toBe(false);
    expect(within(folded as HTMLElement).getByText('内部立项，往后走')).toBeTruthy();
    expect(within(folded as HTMLElement).getByText(moveWords.count(1))).toBeTruthy();
    expect(sheet.getAllByRole('listitem')).toHaveLength(5);
  });

  it('[MV-12] worse and better are marked by a word too, and what is not marked is not', async () => {
    openTiles(false);
    fireEvent.click(await screen.findByRole('button', { name: '异动 4' }));
    const words = within(await screen.findByRole('dialog'))
      .getAllByRole('listitem')
      .map((item) => [moveWords.anomalous, moveWords.better].filter((word) => item.textContent?.includes(word)).join());
    const { anomalous, better } = moveWords;
    expect(words).toEqual([anomalous, anomalous, anomalous, better, '']);
  });

  it('[MV-12] where nothing stands out that is said beside the tiles', async () => {
    openTiles(true, { moves: MOVES.filter(({ isAnomalous }) => !isAnomalous), marked: 0 });
    expect(await screen.findByText((text) => text.includes(moveWords.calm(1)))).toBeTruthy();
    expect(screen.getAllByRole('listitem')).toHaveLength(1);
  });

  it('[MV-15][R47] a range of all there can be is none, and takes no tile from a change whose usual is known', async () => {
    const vague = { ...MOVES[3], person: 'm2', usual: { from: -0.2, to: 1.1, weeks: 8 }, isAnomalous: false } as Move;
    expect(moveLook(vague, company()).line).toBe(moveWords.noUsual);
    openTiles(true, { moves: [vague, ...MOVES] });
    await vi.waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(4));
    expect(screen.queryByText(moveWords.noUsual)).toBeNull();
    cleanup();
    openTiles(true, { moves: [vague, MOVES[2] as Move], marked: 0 });
    await vi.waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(2));
    expect(screen.getAllByRole('listitem').at(-1)?.textContent).toContain(moveWords.noUsual);
  });

  it('[MV-12] of too few weeks under a filter it is not said that the company has too few', async () => {
    openTiles(true, { kind: 'tooEarly', moves: [], marked: 0 }, { person: 'm1' as never });
    expect(await screen.findByText(moveWords.tooEarlyHere)).toBeTruthy();
    expect(screen.queryByText(moveWords.tooEarly)).toBeNull();
  });

  it.each<[string, Partial<MovesAnswer>]>([
    [moveWords.shortWeek(2), { kind: 'shortWeek', workingDays: 2, moves: [], marked: 0 }],
    [moveWords.shortWeek(0), { kind: 'shortWeek', workingDays: 0, moves: [], marked: 0 }],
    [moveWords.tooEarly, { kind: 'tooEarly', moves: [], marked: 0 }],
    [moveWords.nothing, { moves: [], marked: 0, tooFew: 3 }],
  ])('[MV-12] instead of tiles: %s', async (said, more) => {
    openTiles(true, more);
    expect(await screen.findByText(said)).toBeTruthy();
    expect(screen.queryByRole('listitem')).toBeNull();
  });
});
