// @vitest-environment happy-dom

import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@solidjs/testing-library';
import type { ParentProps } from 'solid-js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DAY_MS, type MemberId, type Move, type OrgState, weekOf } from '#rules';
import { DataProvider } from '../../../client/app/data-context.tsx';
import { FrameProvider } from '../../../client/app/frame-context.tsx';
import type { CoachingRow } from '../../../client/data/desk-contract.ts';
import type { MovesAnswer } from '../../../client/data/insight-contract.ts';
import type { GapCount, ReviewAnswer } from '../../../client/data/work-contract.ts';
import { ReviewPage } from '../../../client/features/gaps/review-page.tsx';
import { gaps as words } from '../../../client/locales/zh-CN/gaps.ts';
import { ToastProvider } from '../../../client/ui/toast.tsx';
import { START_MS } from '../../support/rules-stage.ts';
import { orgOf, person, type StubClient, signedIn, stubClient } from './stub-client.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: START_MS }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** 郑岚 leads three, and 何平 leads one, whose numbers are his. */
const company = (): OrgState => {
  const org = orgOf('瑞康', 'manager', ['华东', '华南']);
  const led = (id: string, name: string, manager: string) => ({
    ...person(id, name, 'rep'),
    manager: manager as MemberId,
  });
  const members = [
    person('m9', '何平', 'manager'),
    led('a', '程斌', 'm1'),
    led('b', '宋雅', 'm1'),
    led('c', '陶然', 'm1'),
    led('d', '吕洋', 'm9'),
    led('e', '方舟', 'm8'),
    led('f', '季晴', 'm8'),
    led('g', '骆文', 'm8'),
    person('m8', '江舟', 'manager'),
  ];
  return { ...org, members: { ...org.members, ...Object.fromEntries(members.map((one) => [one.id, one])) } };
};
const PRIVATE = ['程斌', '宋雅', '陶然', '吕洋', '何平', '方舟', '上海石板'];

const usual = { from: 2, to: 3, weeks: 8 };
const MOVES = [
  { kind: 'white', territory: 't1', stage: 'contractSigning', mean: 2.5, usual, chance: 0.01, isAnomalous: true },
  { kind: 'inflow', territory: 't0', count: 3, before: 19, usual, chance: 0.01, isAnomalous: true },
  {
    ...{ kind: 'stay', person: 'a', stage: 'negotiation', share: { some: 17, all: 25 }, before: null },
    ...{ usual, chance: 0.001, isAnomalous: true },
  },
] as unknown as readonly Move[];
const moves: MovesAnswer = {
  ...{ kind: 'compared', week: weekOf(START_MS - 7 * DAY_MS), workingDays: 5, moves: MOVES, tooFew: 0, marked: 3 },
};
const count = (id: string, name: string) => ({
  ...{ id, name, open: 2, begun: 1, begunBefore: 0, resolved: 0, daysLost: 9 },
});
const gap = {
  ...{ id: 'g', customer: 'c1', customerName: '上海石板', holder: 'a', owner: 'a', team: 'm1', rule: 'r' },
  ...{ ruleName: '停留超期', sort: 'overdue', firstSeenMs: START_MS - 9 * DAY_MS, resolvedMs: null, closedBy: null },
  ...{ trigger: null, params: {}, reason: null, resumeAtMs: null },
} as unknown as ReviewAnswer['oldest'][number];
const review: ReviewAnswer = {
  ...{ fromMs: START_MS, toMs: START_MS + 7 * DAY_MS, label: '11月第1周' },
  byRule: [count('r', '停留超期')],
  byTeam: [count('m1', '郑岚'), count('m9', '何平'), count('m8', '江舟'), count('', '')],
  oldest: [gap],
  closed: [{ ...gap, closedBy: 'b' as MemberId, resolvedMs: START_MS }],
  overrides: [{ rule: 'r', ruleName: '停留超期', acted: 8, overridden: 3, closed: 1 }],
  signs: [
    { kind: 'lateInBulk', member: 'c' as MemberId, notes: 6, at: START_MS, memberName: '陶然', customerName: null },
  ],
};
const card = { id: 'k', memberName: '宋雅', customers: [], isSeen: false, isSeenByMember: false, remarks: [] };

const open = (address: string): { client: StubClient; at: () => string } => {
  const client = stubClient();
  client.answer('session', signedIn('manager'));
  client.answer('org', company());
  client.answer('review', review);
  client.answer('moves', moves);
  client.answer('coaching', { own: null, team: [card as unknown as CoachingRow] });
  const history = createMemoryHistory();
  history.set({ value: address });
  const Root = (props: ParentProps) => (
    <ToastProvider label="toasts">
      <DataProvider client={client}>
        <FrameProvider>{props.children}</FrameProvider>
      </DataProvider>
    </ToastProvider>
  );
  render(() => (
    <MemoryRouter history={history} root={Root}>
      <Route path="*" component={ReviewPage} />
    </MemoryRouter>
  ));
  return { client, at: () => history.get() };
};

describe('每周复盘', () => {
  it('[RV-1][R87][R88] in the meeting view no person stands, no card and no sign; teams of three and more do', async () => {
    open('/review');
    await screen.findByText(words.review.signsLine);
    for (const name of ['程斌', '陶然', '上海石板']) expect(document.body.textContent).toContain(name);
    fireEvent.click(screen.getByRole('button', { name: words.review.present }));
    const meeting = await screen.findByRole('region', { name: words.review.meeting });
    for (const name of PRIVATE) expect(document.body.textContent).not.toContain(name);
    expect(document.body.textContent).not.toContain(words.review.signs);
    expect(document.body.textContent).not.toContain(words.noTeam);
    expect(within(meeting).queryByRole('link')).toBeNull();
    for (const said of ['停留超期', '华东，新客流入', words.review.share(50)])
      expect(meeting.textContent).toContain(said);
    for (const lead of ['郑岚', '江舟']) expect(meeting.textContent).toContain(words.teamOf(lead));
  });

  const teamRows = async (byTeam: ReviewAnswer['byTeam']) => {
    const { client } = open('/review?view=meeting');
    client.answer('review', { ...review, byTeam });
    const table = await screen.findByRole('table', { name: words.byTeam });
    return within(table)
      .getAllByRole('row')
      .slice(1)
      .map((row) => [...row.children].map(({ textContent }) => textContent));
  };

  it('[RV-1] what is of no team of three is one row of the meeting, so that teams come to as much as rules', async () => {
    const [m1, m9, m8, none] = review.byTeam as [GapCount, GapCount, GapCount, GapCount];
    const rows = await teamRows([m1, m9, m8, none]);
    expect(rows.at(-1)).toEqual([words.review.others, '4', '2↑', '0', '0', words.table.days(18)]);
    expect(rows.reduce((sum, [, open]) => sum + Number(open), 0)).toBe(8);
    cleanup();
    expect((await teamRows([m1, m8, none])).at(-1)?.slice(0, 2)).toEqual([words.noTeam, '2']);
  });

  it('[RV-1] one small team alone is left out, and that is said', async () => {
    const [m1, m9, m8] = review.byTeam as [GapCount, GapCount, GapCount];
    expect(await teamRows([m1, m9, m8])).toHaveLength(2);
    expect(screen.getByText(words.review.leftOut)).toBeTruthy();
    expect(document.body.textContent).not.toContain('何平');
  });

  it('[RV-1] leaving it by button or by Esc leads back to the page', async () => {
    const { at } = open('/review?view=meeting');
    fireEvent.click(await screen.findByRole('button', { name: words.review.leave }));
    await waitFor(() => expect(at()).toBe('/review'));
    expect(await screen.findByText(words.review.signsLine)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: words.review.present }));
    await screen.findByRole('region', { name: words.review.meeting });
    fireEvent.keyDown(window, { key: 'Escape' });
    await waitFor(() => expect(screen.queryByRole('region', { name: words.review.meeting })).toBeNull());
  });

  it('[RV-2][R55] a region turned white is warned of with what to check, on the page and in the meeting', async () => {
    open('/review');
    const warning = `${moves.week.label}，华南，合同签署突然变白：前 4 周均 2.5。先查渠道政策有没有变。`;
    expect(await screen.findByText(warning)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: words.review.present }));
    await screen.findByRole('region', { name: words.review.meeting });
    expect(screen.getByText(warning)).toBeTruthy();
  });
});
