// @vitest-environment happy-dom

import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@solidjs/testing-library';
import type { ParentProps } from 'solid-js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CustomerId, DAY_MS, type MemberId, type MetricReading, type MetricValue, metricDefinition } from '#rules';
import { DataProvider } from '../../../client/app/data-context.tsx';
import { FrameProvider } from '../../../client/app/frame-context.tsx';
import type { CoachingAnswer, CoachingRow } from '../../../client/data/desk-contract.ts';
import type { MirrorAnswer } from '../../../client/data/metric-contract.ts';
import type { VerdictRow } from '../../../client/data/mirror-contract.ts';
import { MirrorPage } from '../../../client/features/mirror/mirror-page.tsx';
import { metricFormulas, metricNames } from '../../../client/locales/zh-CN/metric-names.ts';
import { mirror as words } from '../../../client/locales/zh-CN/mirror.ts';
import { verdicts as verdictWords } from '../../../client/locales/zh-CN/verdicts.ts';
import { ToastProvider } from '../../../client/ui/toast.tsx';
import { makeStage, START_MS } from '../../support/rules-stage.ts';
import { openCustomer, stageClient } from './stage-client.tsx';
import { orgOf, type StubClient, signedIn, stubClient } from './stub-client.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: START_MS }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const open = (client: StubClient): void => {
  client.answer('session', signedIn('rep'));
  client.answer('org', orgOf('瑞康', 'rep'));
  const Root = (props: ParentProps) => (
    <ToastProvider label="toasts">
      <DataProvider client={client}>
        <FrameProvider>{props.children}</FrameProvider>
      </DataProvider>
    </ToastProvider>
  );
  render(() => (
    <MemoryRouter history={createMemoryHistory()} root={Root}>
      <Route path="*" component={MirrorPage} />
    </MemoryRouter>
  ));
};

const reading = (id: MetricReading['id'], value: MetricValue): MetricReading => ({
  id,
  value,
  change: { kind: 'none' },
  isBetter: null,
  isUnfinished: false,
  benchmark: null,
  isBelow: null,
  trend: [],
});
const row = (
  id: MetricReading['id'],
  value: MetricValue,
  past: number | null,
  teamMedian: number | null,
): MirrorAnswer['rows'][number] => ({
  definition: metricDefinition(id),
  reading: reading(id, value),
  past,
  teamMedian,
});
const share = (numerator: number, denominator: number): MetricValue => ({
  kind: 'value',
  value: numerator / denominator,
  median: null,
  n: denominator,
  fraction: { numerator, denominator },
});
const card = (memberName: string, isSeen = false): CoachingRow => ({
  id: `card-${memberName}`,
  card: {
    id: `card-${memberName}`,
    member: (memberName === '郑岚' ? 'm1' : 'm2') as MemberId,
    since: START_MS,
    customers: [],
    cycleDays: 45.4,
    basis: 'team',
  },
  memberName,
  customers: [
    { customer: 'c1' as CustomerId, name: '上海石板', greenAt: START_MS - 60 * DAY_MS, isLost: false },
    { customer: 'c2' as CustomerId, name: '苏州木业', greenAt: START_MS - 70 * DAY_MS, isLost: true },
  ],
  isSeen,
  isSeenByMember: isSeen,
  remarks: isSeen ? [{ authorName: memberName, text: '周五聊', atMs: START_MS }] : [],
});

describe('我的复盘', () => {
  it('[MR-1][MR-2][R88][R6] own numbers stand with definition, own past and median; unknown ones are only named', () => {
    const client = stubClient();
    client.answer('mirror', {
      member: 'm1' as MemberId,
      label: '10月第4周',
      rows: [
        row('fulfilmentRate', share(9, 12), 0.5, 0.8),
        row('winRate', { kind: 'tooFew', n: 2 }, null, null),
        row('churnRate', { kind: 'noDenominator' }, null, null),
      ],
    });
    open(client);
    const [kept, won] = within(screen.getByRole('region', { name: words.numbers })).getAllByRole('listitem');
    expect(kept?.textContent).toContain(metricFormulas.fulfilmentRate);
    for (const said of ['75%', '9/12', '50%', '+25 个百分点', '80%']) expect(kept?.textContent).toContain(said);
    for (const said of ['样本 2，先不判断', words.noPast, words.noMedian]) expect(won?.textContent).toContain(said);
    expect(screen.getByText(words.empty(metricNames.churnRate))).toBeTruthy();
    expect(document.body.textContent).not.toMatch(/NaN|undefined/);
  });

  it('[MR-1][R88] where no number has a median of the team, it has no place in any row; one line says why', () => {
    const client = stubClient();
    client.answer('mirror', {
      member: 'm1' as MemberId,
      label: '10月第4周',
      rows: [row('fulfilmentRate', share(9, 12), 0.5, null), row('winRate', share(1, 5), 0.2, null)],
    });
    open(client);
    for (const said of [words.median, words.noMedian]) expect(screen.queryByText(said)).toBeNull();
    expect(screen.getByText(words.noMedians)).toBeTruthy();
    expect(screen.getAllByText(words.past)).toHaveLength(2);
  });

  it('[MR-3][R87] the own card is acknowledged with a sentence, which stays when it is not saved', async () => {
    const client = stubClient();
    client.answer('coaching', { own: card('郑岚'), team: [] });
    open(client);
    const own = screen.getByRole('region', { name: words.card.own });
    expect(own.textContent).toContain(words.card.basis.team(45));
    expect(
      within(own)
        .getByRole('link', { name: /上海石板/ })
        .getAttribute('href'),
    ).toBe('/pool/c1');
    const field = within(own).getByRole<HTMLInputElement>('textbox');
    fireEvent.input(field, { target: { value: ' 周五聊 ' } });
    const run = client.run;
    client.run = async () => ({ kind: 'storage', reason: 'quota' });
    fireEvent.click(within(own).getByRole('button', { name: words.card.seen }));
    await waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'));
    expect(field.value).toBe(' 周五聊 ');
    client.run = run;
  });

  it('[MR-3][R87] a manager has the cards of his people on his own page; a seen one asks no more', async () => {
    const client = stubClient();
    const team: CoachingAnswer['team'] = [card('程斌'), card('宋雅', true)];
    client.answer('coaching', { own: null, team });
    open(client);
    const list = screen.getByRole('region', { name: words.team });
    const [first] = within(list).getAllByRole('button', { name: words.card.seen });
    expect(within(list).getAllByRole('button', { name: words.card.seen })).toHaveLength(1);
    expect(list.textContent).toContain(words.card.said('宋雅', '周五聊'));
    if (first) fireEvent.click(first);
    await waitFor(() => expect(client.ran).toHaveLength(1));
    expect(client.ran[0]).toEqual({ type: 'coachingSeen', subject: 'm2', payload: { card: 'card-程斌' } });
  });

  it('[MR-4][MR-5][R27][R81] an empty field is a link to where it is filled in; signs ask softly', () => {
    const client = stubClient();
    client.answer('selfCheck', {
      unfilled: [{ id: 'c1' as CustomerId, name: '上海石板', fields: ['city', 'level'] }],
      customers: 3,
      fields: 5,
      signs: [{ kind: 'lateInBulk', member: 'm1' as MemberId, notes: 6, at: START_MS, customerName: null }],
    });
    open(client);
    const link = screen.getByRole('link', { name: words.fill('城市') });
    expect(link.getAttribute('href')).toBe('/pool/c1?tab=profile&field=city');
    expect(screen.getByText(words.profileMore(2))).toBeTruthy();
    expect(screen.getByText(words.signsLine)).toBeTruthy();
  });

  const verdict = (more: Partial<VerdictRow>): VerdictRow => ({
    id: 'g1',
    stage: '内部立项',
    week: '3月第2周',
    scope: { territory: 't0', product: '-' },
    guess: '没见到拍板的人',
    found: { attribute: 'x', value: '决策人为部门总监', stuckWith: 16, stuck: 18, otherWith: 0, others: 7 },
    judgeFrom: START_MS,
    judged: null,
    isDue: true,
    before: { some: 7, all: 25 },
    after: null,
    tasks: 4,
    done: 1,
    ...more,
  });

  it('[MR-6][MR-7][R52][R54][R84] a due guess asks for a verdict beside what was found and what moved', async () => {
    const client = stubClient();
    client.answer('verdicts', {
      rows: [verdict({}), verdict({ id: 'g2', isDue: false, week: '3月第3周', found: null })],
      ...{ due: 1, right: 4, wrong: 1, undecided: 2 },
    });
    open(client);
    const due = await screen.findByRole('region', { name: verdictWords.head('3月第2周', '内部立项') });
    expect(screen.getByText('归因准确率 80%（4/5），另有 2 条说不准')).toBeTruthy();
    for (const said of [
      '没见到拍板的人',
      '16/18',
      '之前 28%（7/25），之后还没有客户到期',
      '4 条，做完 1 条',
      '没填的',
    ]) {
      expect(due.textContent).toContain(said);
    }
    const later = screen.getByRole('region', { name: verdictWords.head('3月第3周', '内部立项') });
    expect(within(later).queryByRole('button')).toBeNull();
    fireEvent.input(within(due).getByRole('textbox'), { target: { value: '派了高层就动了' } });
    fireEvent.click(within(due).getByRole('button', { name: verdictWords.verdicts.right }));
    await waitFor(() => expect(client.ran).toHaveLength(1));
    expect(client.ran[0]).toEqual({
      type: 'causeJudged',
      subject: 'm1',
      payload: { guess: 'g1', verdict: 'right', reason: '派了高层就动了' },
    });
  });

  it('[MR-7] a verdict stands in words and may be changed', async () => {
    const client = stubClient();
    const judged = { verdict: 'wrong', reason: null } as unknown as VerdictRow['judged'];
    client.answer('verdicts', {
      rows: [verdict({ isDue: false, judged })],
      ...{ due: 0, right: 0, wrong: 1, undecided: 0 },
    });
    open(client);
    fireEvent.click(await screen.findByRole('button', { name: verdictWords.again }));
    expect(screen.getByRole('button', { name: verdictWords.verdicts.undecided })).toBeTruthy();
  });

  it('[MR-4][R27] the link opens the field in the profile, ready to be typed into', async () => {
    const stage = makeStage();
    openCustomer(stageClient(stage, 'rae'), '/pool/c1?tab=profile&field=remark');
    const field = await screen.findByRole('textbox', { name: /备注/ });
    expect(document.activeElement).toBe(field);
  });
});
