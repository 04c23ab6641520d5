// @vitest-environment happy-dom

import { cleanup, fireEvent, screen, within } from '@solidjs/testing-library';
import { createSignal } from 'solid-js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type Cause,
  DAY_MS,
  type DeskState,
  type DeviceId,
  type EventId,
  findCauses,
  type MemberId,
  type Swing,
} from '#rules';
import { makeReadModels } from '../../../client/data/answers/index.ts';
import type { CausesAnswer } from '../../../client/data/insight-contract.ts';
import { taskFor } from '../../../client/features/funnel/moves/cause-words.ts';
import { CellCauses } from '../../../client/features/funnel/moves/cell-causes.tsx';
import { assign } from '../../../client/locales/zh-CN/assign.ts';
import { causeWords } from '../../../client/locales/zh-CN/insights.ts';
import { type RulesStage, START_MS } from '../../support/rules-stage.ts';
import { articleHistory, STUCK_IN } from '../../support/stuck-history.ts';
import { showPage } from './show-page.tsx';
import { orgOf, type StubClient, signedIn, stubClient } from './stub-client.ts';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const WEEK = '2026-W11';
const LOG = 'log:east:2026Q4';
/** Another object each time, as with every change of the company. */
const filterOf = (_: unknown) => ({ weeks: 8 });
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
  showPage(client, () => <CellCauses stage={cell().stage} week={cell().week} filter={filterOf(cell())} />);
  return { client, drafts, setCell };
};
/** As if its second name were a cause of its own: customers of two causes may be the same in part. */
const toldTwice = (answer: CausesAnswer): CausesAnswer => {
  const { causes, alike } = answer.finding;
  return { ...answer, finding: { ...answer.finding, causes: [...causes, ...alike], alike: [] } };
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

  it('[CF-10] the company may change while it is typed', async () => {
    const { setCell } = openCard('boss');
    await write('没见到拍');
    setCell({ stage: STUCK_IN, week: WEEK });
    // At once, not only when the disk has been asked again.
    expect((screen.getByLabelText(causeWords.guess) as HTMLTextAreaElement).value).toBe('没见到拍');
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
        script: causeWords.script(causeWords.sayVisit, SENTENCE),
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
  const TITLE = 'field:decisionMakerTitle:部门总监';
  const give = (stage: RulesStage, customers: readonly string[], to: string, traits = `${TITLE}+noMatchingVisit`) => {
    const cause = `${STUCK_IN}/${WEEK}/${traits}`;
    const origin = { kind: 'cause', cause } as const;
    const payload = { title: '约总监', to, dueMs: stage.nowMs + 40 * DAY_MS, origin };
    return customers.map((subject) => stage.act('boss', 'taskAssigned', payload, { subject, doc: LOG }));
  };

  it('[CF-13] [R54] what was given for a cause is said, and the act becomes the quiet one for the rest', async () => {
    const prepare = (stage: RulesStage): void => {
      give(stage, ['k0', 'k1'], 'dora');
      const [task = ''] = give(stage, ['k2'], 'mia');
      stage.act('mia', 'taskCompleted', { task }, { subject: 'k2', doc: LOG, cites: [task] });
    };
    const { client } = openCard('boss', new Map(), undefined, prepare, toldTwice);
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

  it('[CF-13] whoever has a task by another name of the cause is not given a second one', async () => {
    openCard('boss', new Map(), undefined, (stage) => {
      give(stage, ['k0', 'k1'], 'dora', TITLE);
    });
    await guessField();
    press(causeWords.guessSkip);
    expect(screen.getAllByRole('button', { name: causeWords.actRest(14) })).toHaveLength(1);
  });

  it('[CF-13] of many people three are named; whose task is done may be given another, and nobody else', async () => {
    const to = ['dora', 'mia', 'max', 'rae', 'rob'];
    const prepare = (done: number) => (stage: RulesStage) => {
      for (let at = 0; at < 16; at++) {
        const who = to[at % to.length] ?? '';
        const [task = ''] = give(stage, [`k${at}`], who);
        if (at >= done) continue;
        stage.act(who, 'taskCompleted', { task, remark: '约了' }, { subject: `k${at}`, doc: LOG, cites: [task] });
      }
    };
    openCard('boss', new Map(), undefined, prepare(0), toldTwice);
    await guessField();
    press(causeWords.guessSkip);
    expect(screen.getByText(/派了 16 件（dora 4 件、max 3 件、mia 3 件、另 2 人），都还没做完/)).toBeTruthy();
    expect(screen.queryAllByRole('button', { name: /派/ })).toEqual([]);
    cleanup();
    const { client } = openCard('boss', new Map(), undefined, prepare(3), toldTwice);
    await guessField();
    press(causeWords.guessSkip);
    pressFirst(causeWords.actAgain(3));
    expect(within(await screen.findByRole('dialog')).getByText(assign.line(3))).toBeTruthy();
    expect(client.ran).toEqual([]);
  });

  it('[CF-13] [R23] nobody is sent to a customer in 待清洗池, and how many those are is said', async () => {
    const { client } = openCard('boss', new Map(), undefined, undefined, (answer) => ({
      ...answer,
      customers: Object.fromEntries(
        Object.entries(answer.customers).map(([id, one]) => [id, { ...one, isPooled: id === 'k0' || id === 'k1' }]),
      ),
    }));
    await guessField();
    press(causeWords.guessSkip);
    expect(screen.getAllByText(causeWords.pooled(2)).length).toBeGreaterThan(0);
    pressFirst(causeWords.actVisit);
    const sheet = await screen.findByRole('dialog');
    expect(within(sheet).getByText(assign.line(14))).toBeTruthy();
    fireEvent.change(within(sheet).getByLabelText(assign.to), { target: { value: 'dora' } });
    fireEvent.click(within(sheet).getByRole('button', { name: assign.submit }));
    await vi.waitFor(() => expect(client.ran).toHaveLength(14));
    expect(client.ran.some(({ subject }) => ['k0', 'k1'].includes(subject))).toBe(false);
  });

  it('[CF-14] [R54] where no cause is told the stuck ones may be given tasks all the same, each once', async () => {
    const quiet = (answer: CausesAnswer): CausesAnswer => {
      const { causes, ...finding } = answer.finding;
      const [{ customers } = { customers: [] }] = causes;
      return { ...answer, finding: { ...finding, causes: [], alike: [] }, given: [], unexplained: customers };
    };
    const { client } = openCard('boss', new Map(), undefined, undefined, quiet);
    await guessField();
    press(causeWords.guessSkip);
    press(causeWords.actStuck(16));
    const sheet = await screen.findByRole('dialog');
    fireEvent.change(within(sheet).getByLabelText(assign.to), { target: { value: 'dora' } });
    fireEvent.click(within(sheet).getByRole('button', { name: assign.submit }));
    await vi.waitFor(() => expect(client.ran).toHaveLength(16));
    const origin = { kind: 'cause', cause: `${STUCK_IN}/${WEEK}/-` };
    expect(client.ran[0]).toMatchObject({ type: 'taskAssigned', payload: { title: causeWords.task, origin } });
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
    // Its second name stands under its own line, and not among the causes.
    expect(rows.slice(2, 4).map(({ textContent }) => textContent)).toEqual([
      causeWords.alike,
      expect.stringMatching(/^决策人为部门总监客户/),
    ]);
    expect(
      within(rows[1] as HTMLElement)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ).toEqual(['16/18', '0/7', '不到 0.1%']);
    expect(within(rows[1] as HTMLElement).getAllByText(/^客户\d+$/)).toHaveLength(16);
  });

  it('[CF-11] [R53] a cause that no visit is missing for asks what holds it up', () => {
    const cause = {
      traits: [{ kind: 'titleRank', value: 'director' }],
      ...{ stuck: 9, left: 1, chance: 0.01, customers: [] },
    } as unknown as Cause;
    const finding = { ...findCauses([]), stuck: 10, decided: 20 };
    const answer = { stage: '内部立项', week: '3月第2周', territory: null, finding } as unknown as CausesAnswer;
    expect(taskFor(cause, answer, orgOf('石板建材', 'owner', ['杭州']))).toEqual({
      title: causeWords.task,
      script:
        '您好，想问问项目现在走到哪一步了，还在等谁点头？需要我们准备什么，我马上办。\n\n【自己看】联系前先看上一条纪要。' +
        '找这家的原因：3月第2周：50%（10/20）卡在内部立项，其中 90%（9/10）决策人为总监级。',
    });
  });

  it('[CF-12] too few, and nothing claimed, are said as such and ask for no guess', async () => {
    const { client } = openCard('boss');
    await guessField();
    const answer = {
      ...{ stage: '内部立项', limitDays: 10, week: '3月第2周', territory: null },
      ...{ unexplained: [], customers: {}, reached: [], busy: [], given: [] },
    };
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
