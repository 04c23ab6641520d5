// @vitest-environment happy-dom

import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router';
import { cleanup, fireEvent, render, screen, within } from '@solidjs/testing-library';
import { createSignal, type ParentProps } from 'solid-js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  DAY_MS,
  type DeskState,
  type DeviceId,
  type EventId,
  findCauses,
  type MemberId,
  type Move,
  type MoveOf,
  type OrgState,
  type Swing,
  weekOf,
} from '#rules';
import { DataProvider } from '../../../client/app/data-context.tsx';
import { makeReadModels } from '../../../client/data/answers/index.ts';
import type { CausesAnswer, MovesAnswer } from '../../../client/data/insight-contract.ts';
import { CellCauses } from '../../../client/features/funnel/moves/cell-causes.tsx';
import { MovesTiles } from '../../../client/features/funnel/moves/moves-tiles.tsx';
import { assign } from '../../../client/locales/zh-CN/assign.ts';
import { causeWords, moveWords } from '../../../client/locales/zh-CN/insights.ts';
import { ToastProvider } from '../../../client/ui/toast.tsx';
import { moveHead, moveLook, moveScope } from '../../../client/views/move-words.ts';
import { type RulesStage, START_MS } from '../../support/rules-stage.ts';
import { articleHistory, STUCK_IN } from '../../support/stuck-history.ts';
import { orgOf, type StubClient, signedIn, stubClient } from './stub-client.ts';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const show = (client: StubClient, page: () => Element | unknown) => {
  const Root = (props: ParentProps) => (
    <ToastProvider label="toasts">
      <DataProvider client={client}>{props.children}</DataProvider>
    </ToastProvider>
  );
  render(() => (
    <MemoryRouter history={createMemoryHistory()} root={Root}>
      <Route path="*" component={() => <>{page()}</>} />
    </MemoryRouter>
  ));
};

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

const openTiles = (isWide: boolean, more: Partial<MovesAnswer> = {}) => {
  const client = stubClient();
  client.answer('session', signedIn('owner'));
  client.answer('org', company());
  client.answer('moves', answerOf(more));
  const opened: MoveOf[] = [];
  show(client, () => <MovesTiles filter={{}} isWide={isWide} onOpen={(of) => opened.push(of)} />);
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
      '内部立项，往后走 31% 比前一周 −21 个百分点 转化率 5/16 家，平常 48%–55%',
      '郑岚，商务谈判超 14 天 68% 17/25 家 平常 30%–40%',
      '宁波，新客流入 30 前一周没有，高于平常 前一周 0 家，平常 17–21 家',
    ]);
  });

  it('[MV-12] a mark that says nothing against the week before says against what it stands', () => {
    const same = { ...MOVES[1], count: 24, before: 24 } as Move;
    const rising = { ...MOVES[2], share: { some: 20, all: 25 }, isAnomalous: true } as Move;
    const look = (move: Move) => moveLook(move, company());
    expect(look(same)).toMatchObject({ change: '和前一周一样，高于平常', mark: 'better' });
    expect(look(rising)).toMatchObject({ change: '比前一周 +28 个百分点，高于平常', mark: 'better' });
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
    expect(within(await screen.findByRole('dialog')).getAllByRole('listitem')).toHaveLength(5);
  });

  it('[MV-12] worse and better are marked by a word too, and what is not marked is not', async () => {
    openTiles(false);
    fireEvent.click(await screen.findByRole('button', { name: '异动 4' }));
    const words = within(await screen.findByRole('dialog'))
      .getAllByRole('listitem')
      .map((item) => [moveWords.anomalous, moveWords.better].filter((word) => item.textContent?.includes(word)).join());
    expect(words).toEqual([moveWords.anomalous, moveWords.anomalous, '', moveWords.anomalous, moveWords.better]);
  });

  it('[MV-12] where nothing stands out that is said beside the tiles', async () => {
    openTiles(true, { moves: MOVES.filter(({ isAnomalous }) => !isAnomalous), marked: 0 });
    expect(await screen.findByText((text) => text.includes(moveWords.calm))).toBeTruthy();
    expect(screen.getAllByRole('listitem')).toHaveLength(1);
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

const WEEK = '2026-W11';
/** The card of the article's cell for a member; drafts are kept as a device keeps them. */
const openCard = (
  member: string,
  drafts = new Map<string, unknown>(),
  asked = { stage: STUCK_IN as string, week: WEEK },
  prepare: (stage: RulesStage) => void = () => undefined,
  change: (answer: CausesAnswer) => CausesAnswer = (answer) => answer,
) => {
  const stage = articleHistory();
  prepare(stage);
  vi.useFakeTimers({ now: stage.nowMs + 30 * DAY_MS, toFake: ['Date'] });
  const fold = stage.fold();
  const models = makeReadModels({
    fold: () => fold,
    member: () => member as MemberId,
    now: () => stage.nowMs + 30 * DAY_MS,
    unsynced: () => [],
    readsRecordsOf: () => true,
    uploads: () => ({}),
  });
  const base = stubClient();
  const client: StubClient = {
    ...base,
    saveDraft: async (key, value) => drafts.set(key, structuredClone(value)).has(key),
    loadDraft: async (key) => drafts.get(key) ?? null,
  };
  const role = fold.org().members[member]?.role ?? 'rep';
  client.answer('org', structuredClone(fold.org()));
  client.answer('session', signedIn(role, member));
  client.answer('ownDesk', structuredClone(models.answer({ kind: 'ownDesk' })));
  const causes = models.answer({ kind: 'causes', filter: {}, stage: STUCK_IN, week: WEEK }) as CausesAnswer;
  client.answer('causes', change(structuredClone(causes)));
  const [cell, setCell] = createSignal(asked);
  show(client, () => <CellCauses stage={cell().stage} week={cell().week} filter={{ weeks: 8 }} />);
  return { client, drafts, setCell };
};
const deskWith = (swing: Swing, guess: string): DeskState => ({
  member: 'boss' as MemberId,
  playbooks: [],
  guesses: [
    {
      ...{ id: 'g1' as EventId, t: START_MS, author: 'boss' as MemberId, standing: 'sealed' as const },
      ...{ device: 'boss-phone' as DeviceId, receivedAt: START_MS },
      ...{ swing, guess, found: null, judgeFrom: START_MS + 28 * DAY_MS, judged: null },
    },
  ],
  answers: [],
  coachingSeen: [],
});
const SENTENCE = '华东区 3月第2周：72%（18/25）卡在内部立项，其中 89%（16/18）决策人为部门总监，同期无总监级以上拜访';
const isSaid = (text: string): boolean =>
  screen.queryAllByText((_, element) => element?.tagName === 'P' && element.textContent === text).length > 0;
const guessField = () => screen.findByLabelText(causeWords.guess);
const write = async (text: string) => fireEvent.input(await guessField(), { target: { value: text } });
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

describe('the card that says why', () => {
  it('[CF-10] [R52] [R84] the own guess comes first, then the sentence with it below', async () => {
    const { client } = openCard('boss');
    await guessField();
    expect(screen.queryByText(/72%|89%/)).toBeNull();
    expect(screen.getByText(causeWords.sample(25))).toBeTruthy();
    press(causeWords.guessDone);
    expect(screen.getByText(causeWords.guessMissing)).toBeTruthy();
    await write('没见到拍板的人');
    press(causeWords.guessDone);
    await vi.waitFor(() => expect(client.ran).toHaveLength(1));
    const [given] = client.ran;
    const found = {
      attribute: 'field:decisionMakerTitle:部门总监+noMatchingVisit',
      value: '决策人为部门总监，同期无总监级以上拜访',
      ...{ stuckWith: 16, stuck: 18, otherWith: 0, others: 7 },
    };
    const swing = { stage: STUCK_IN, week: WEEK, scope: '{}' };
    expect(given).toEqual({
      type: 'causeGuessed',
      subject: 'boss',
      payload: { swing, guess: '没见到拍板的人', found },
    });
    // only what stands on the desk opens the evidence
    expect(isSaid(SENTENCE)).toBe(false);
    client.answer('ownDesk', deskWith(swing, '没见到拍板的人'));
    await vi.waitFor(() => expect(isSaid(SENTENCE)).toBe(true));
    expect(screen.getByText(causeWords.myGuess('没见到拍板的人'))).toBeTruthy();
    expect(screen.queryByText(causeWords.notGuessed)).toBeNull();
  });

  it('[CF-10] what was typed is still there later, each cell with its own; too long is refused and kept', async () => {
    const drafts = new Map<string, unknown>();
    const { setCell } = openCard('boss', drafts);
    const long = '猜'.repeat(301);
    await write(long);
    press(causeWords.guessDone);
    expect(screen.getByText(causeWords.guessTooLong(300))).toBeTruthy();
    setCell({ stage: STUCK_IN, week: '2026-W10' });
    await vi.waitFor(async () => expect(((await guessField()) as HTMLTextAreaElement).value).toBe(''));
    setCell({ stage: STUCK_IN, week: WEEK });
    await vi.waitFor(async () => expect(((await guessField()) as HTMLTextAreaElement).value).toBe(long));
  });

  it('[CF-11] [R53] the act opens tasks for the customers of the cause, with what to do and what to say', async () => {
    const { client } = openCard('boss');
    await guessField();
    press(causeWords.guessSkip);
    press(causeWords.actVisit);
    const sheet = await screen.findByRole('dialog');
    expect((within(sheet).getByLabelText(assign.what) as HTMLInputElement).value).toBe('请总监级以上的同事拜访决策人');
    fireEvent.change(within(sheet).getByLabelText(assign.to), { target: { value: 'dora' } });
    fireEvent.click(within(sheet).getByRole('button', { name: assign.submit }));
    await vi.waitFor(() => expect(client.ran).toHaveLength(16));
    expect(client.ran[0]).toMatchObject({
      type: 'taskAssigned',
      payload: {
        to: 'dora',
        script: expect.stringContaining(SENTENCE),
        origin: {
          kind: 'cause',
          cause: `internalApproval/${WEEK}/field:decisionMakerTitle:部门总监+noMatchingVisit`,
        },
      },
    });
    expect(new Set(client.ran.map(({ subject }) => subject)).size).toBe(16);
  });

  const pressFirst = (name: string): void => {
    const [button] = screen.getAllByRole('button', { name });
    if (button !== undefined) fireEvent.click(button);
  };
  const give = (stage: RulesStage, customers: readonly string[], to: string) => {
    const cause = `${STUCK_IN}/${WEEK}/field:decisionMakerTitle:部门总监+noMatchingVisit`;
    const origin = { kind: 'cause', cause } as const;
    const payload = { title: '约总监', to, dueMs: stage.nowMs + 40 * DAY_MS, origin };
    const doc = 'log:east:2026Q4';
    return customers.map((subject) => stage.act('boss', 'taskAssigned', payload, { subject, doc }));
  };

  it('[CF-13] [R54] what was given for a cause is said, and the act becomes the quiet one for the rest', async () => {
    const { client } = openCard('boss', new Map(), undefined, (stage) => {
      give(stage, ['k0', 'k1'], 'dora');
      const [task = ''] = give(stage, ['k2'], 'mia');
      stage.act('mia', 'taskCompleted', { task }, { subject: 'k2', doc: 'log:east:2026Q4', cites: [task] });
    });
    await guessField();
    press(causeWords.guessSkip);
    expect(screen.getByText('3月9日 09:00派了 3 件（dora 2 件、mia 1 件），做完 1 件')).toBeTruthy();
    expect(screen.queryByRole('button', { name: causeWords.actVisit })).toBeNull();
    // By its other name too: whom it reaches has nothing yet.
    expect(screen.getAllByRole('button', { name: causeWords.actRest(13) })).toHaveLength(2);
    pressFirst(causeWords.actRest(13));
    const sheet = await screen.findByRole('dialog');
    fireEvent.change(within(sheet).getByLabelText(assign.to), { target: { value: 'dora' } });
    fireEvent.click(within(sheet).getByRole('button', { name: assign.submit }));
    await vi.waitFor(() => expect(client.ran).toHaveLength(13));
    expect(client.ran.some(({ subject }) => ['k0', 'k1', 'k2'].includes(subject))).toBe(false);
  });

  it('[CF-13] of many people three are named; where everybody has one the act is to give again', async () => {
    const to = ['dora', 'mia', 'max', 'rae', 'rob'];
    const { client } = openCard('boss', new Map(), undefined, (stage) => {
      for (let at = 0; at < 16; at++) give(stage, [`k${at}`], to[at % to.length] ?? '');
    });
    await guessField();
    press(causeWords.guessSkip);
    expect(screen.getByText(/派了 16 件（dora 4 件、max 3 件、mia 3 件、另 2 人），都还没做完/)).toBeTruthy();
    pressFirst(causeWords.actAgain);
    expect(within(await screen.findByRole('dialog')).getByText(assign.line(16))).toBeTruthy();
    expect(client.ran).toEqual([]);
  });

  it('[CF-13] [R23] nobody is sent to a customer in 待清洗池, and how many those are is said', async () => {
    const { client } = openCard('boss', new Map(), undefined, undefined, (answer) => ({
      ...answer,
      customers: Object.fromEntries(
        Object.entries(answer.customers).map(([id, one]) => [id, { ...one, isSuspended: id === 'k0' || id === 'k1' }]),
      ),
    }));
    await guessField();
    press(causeWords.guessSkip);
    expect(screen.getAllByText(causeWords.suspended(2)).length).toBeGreaterThan(0);
    pressFirst(causeWords.actVisit);
    const sheet = await screen.findByRole('dialog');
    expect(within(sheet).getByText(assign.line(14))).toBeTruthy();
    fireEvent.change(within(sheet).getByLabelText(assign.to), { target: { value: 'dora' } });
    fireEvent.click(within(sheet).getByRole('button', { name: assign.submit }));
    await vi.waitFor(() => expect(client.ran).toHaveLength(14));
    expect(client.ran.some(({ subject }) => ['k0', 'k1'].includes(subject))).toBe(false);
  });

  it('[CF-11] who may not give tasks is offered none', async () => {
    const { client } = openCard('rae');
    await guessField();
    press(causeWords.guessSkip);
    expect(isSaid(SENTENCE)).toBe(true);
    // looking without a guess is said, and is nobody's case
    expect(screen.getByText(causeWords.notGuessed)).toBeTruthy();
    expect(client.ran).toEqual([]);
    expect(screen.queryByRole('button', { name: causeWords.actVisit })).toBeNull();
  });

  it('[CF-12] [R53] the evidence has counts among stuck and gone, and the customers by name', async () => {
    openCard('boss');
    await guessField();
    press(causeWords.guessSkip);
    press(causeWords.evidence);
    const rows = within(await screen.findByRole('table')).getAllByRole('row');
    expect(rows[1]?.textContent).toContain('决策人为部门总监，同期无总监级以上拜访');
    expect(
      within(rows[1] as HTMLElement)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ).toEqual(['16/18', '0/7', '不到 0.1%']);
    expect(within(rows[1] as HTMLElement).getAllByText(/^客户\d+$/)).toHaveLength(16);
  });

  it('[CF-12] too few, and nothing claimed, are said as such and ask for no guess', async () => {
    const { client } = openCard('boss');
    await guessField();
    const answer = { stage: '内部立项', limitDays: 10, week: '3月第2周', territory: null, customers: {}, given: [] };
    client.answer('causes', { ...answer, finding: findCauses([]) });
    expect(await screen.findByText(causeWords.tooFew(0, 12))).toBeTruthy();
    expect(screen.queryByLabelText(causeWords.guess)).toBeNull();
    const cases = Array.from({ length: 30 }, (_, at) => ({
      ...{ customer: `k${at}` as never, standing: at % 2 === 0 ? ('stuck' as const) : ('left' as const) },
      traits: [{ kind: 'field' as const, field: 'product', value: at % 4 < 2 ? '岩板' : '胶' }],
    }));
    const finding = findCauses([...cases, { customer: 'u' as never, standing: 'undecided', traits: [] }]);
    client.answer('causes', { ...answer, finding });
    await guessField();
    expect(screen.getByText(causeWords.undecided(1))).toBeTruthy();
    press(causeWords.guessSkip);
    expect(screen.getByText(causeWords.none(finding.comparisons))).toBeTruthy();
  });
});
