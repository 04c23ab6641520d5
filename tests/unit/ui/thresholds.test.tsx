// @vitest-environment happy-dom

import { cleanup, screen, within } from '@solidjs/testing-library';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DAY_MS, DEFAULT_PROCESS, MINUTE_MS, type Process, type ProcessPart, partKey, partOf } from '#rules';
import { thresholdGroups, timeSpent } from '../../../client/features/process/thresholds/groups.ts';
import { thresholds as words } from '../../../client/locales/zh-CN/thresholds.ts';
import { partNumbers } from '../../../client/views/part-numbers.ts';
import { makeStage, type RulesStage, START_MS } from '../../support/rules-stage.ts';
import { openProcess, processClient } from './process-desk.tsx';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: START_MS }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const stagesWith = (limitDays: number): ProcessPart => ({
  kind: 'stages',
  stages: DEFAULT_PROCESS.stages.map((stage, at) => (at === 0 ? { ...stage, limitDays } : stage)),
});
const breaker: ProcessPart = { kind: 'breaker', breaker: { ...DEFAULT_PROCESS.breaker, capPerDay: 7 } };
const publish = (stage: RulesStage, part: ProcessPart, spentMs?: number) => {
  stage.pass(1_000);
  stage.act('boss', 'processPublished', { part, ...(spentMs === undefined ? {} : { spentMs }) });
};
const group = (name: string) => screen.findByRole('region', { name });

/** Every whole number above 1 that the process holds outside of lists of words and dates. */
const numbersOf = (process: Process): readonly number[] => {
  const { breaker: pool, statusCard, visitNote, heatmap, suggestion, stages, metrics } = process;
  return [
    ...stages.map(({ limitDays }) => limitDays),
    ...[pool.graceDays, pool.quietDays, pool.capPerDay, pool.appealHours],
    ...[statusCard.silentDays, visitNote.deliverableLimit, heatmap.highlightOverdueDays, heatmap.weeks],
    ...[suggestion.emptyWeeks, suggestion.shortWeekDays, suggestion.threshold, suggestion.minimumWon],
    ...Object.values(suggestion.weights),
    ...[metrics.effectAfterDays, metrics.judgeAfterDays, metrics.withdrawMinutes],
  ];
};

describe('阈值', () => {
  it('[TH-1][R75] no number of the process is missing, and what can be edited says where', () => {
    const groups = thresholdGroups(DEFAULT_PROCESS, {}, () => 0);
    const items = groups.flatMap((one) => one.items);
    const said = items.flatMap(({ numbers }) => numbers.flatMap(({ value }) => value.match(/\d+/g) ?? [])).map(Number);
    for (const number of numbersOf(DEFAULT_PROCESS)) expect(said).toContain(number);
    const timed = DEFAULT_PROCESS.rules.filter((rule) => /"amount":[1-9]/.test(JSON.stringify(rule)));
    expect(timed.length).toBeGreaterThan(5);
    const keys = new Set(items.map(({ key }) => key));
    for (const { id } of timed) expect(keys).toContain(`rule:${id}`);
    for (const { key, href, name } of items) {
      if (name !== null) expect(href).toMatch(/^\/process\/(rules|playbooks)\/[^.]+$/);
      expect(partOf(DEFAULT_PROCESS, key)).not.toBeNull();
    }
    expect(items.find(({ key }) => key === 'stages')?.href).toBe('/process/stages');
  });

  it('[TH-1] words are no numbers: names of stages, lists and reasons stay out', () => {
    const named: Process = {
      ...DEFAULT_PROCESS,
      stages: DEFAULT_PROCESS.stages.map((stage) => ({ ...stage, name: `A1${stage.name}` })),
    };
    const part = partOf(named, 'stages');
    const numbers = part === null ? [] : partNumbers(part, named);
    expect(numbers).toHaveLength(named.stages.length);
    const note = partOf(named, 'visitNote');
    expect(note && partNumbers(note, named)).toHaveLength(1);
  });

  it('[TH-2][R75][R80] effect and override rate of the rules that act by a number; few acts are no rate', async () => {
    const stage = makeStage();
    const client = processClient(stage, 'boss');
    const answer = await client.ask({ kind: 'process' });
    const pooling = DEFAULT_PROCESS.rules.filter(({ branches }) =>
      branches.some((branch) => branch.do.some(({ kind }) => kind === 'pool')),
    );
    expect(pooling.length).toBeGreaterThan(0);
    const effects = Object.fromEntries(pooling.map(({ id }) => [id, { acted: 8, stopped: 3, lastWeek: 2 }]));
    client.answer('process', { ...answer, effects });
    openProcess(client, '/process/thresholds');
    const pool = await group(words.groups.breaker);
    expect(pool.textContent).toContain(words.acted(2 * pooling.length));
    expect(pool.textContent).toContain(words.tight(38));
    const silent = [words.columns.rate, words.columns.spent];
    for (const said of silent) expect((await group(words.groups.stages)).textContent).not.toContain(said);
    expect((await group(words.groups.stages)).textContent).toContain(words.acted(0));
    const ruleless = (await group(words.groups.visitNote)).textContent;
    for (const said of [words.columns.effect, ...silent]) expect(ruleless).not.toContain(said);
    expect(
      within(pool)
        .getByRole('link', { name: words.edit(words.groups.breaker) })
        .getAttribute('href'),
    ).toBe('/process/breaker');
    expect(document.body.textContent).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('[TH-3][R75] time of the last 7 days by part and in all, against two hours', async () => {
    const stage = makeStage();
    publish(stage, stagesWith(9), 300 * MINUTE_MS);
    stage.pass(8 * DAY_MS);
    publish(stage, stagesWith(8), 50 * MINUTE_MS);
    publish(stage, stagesWith(6), 20 * MINUTE_MS);
    publish(stage, breaker, 10 * MINUTE_MS);
    publish(stage, { kind: 'breaker', breaker: DEFAULT_PROCESS.breaker });
    const now = stage.nowMs + 1_000;
    const { of, ...all } = timeSpent(stage.fold().processChanges(), now);
    expect(all).toEqual({ totalMs: 80 * MINUTE_MS, versions: 4, untimed: 1 });
    expect([of(partKey(stagesWith(1))), of('breaker'), of('calendar')]).toEqual([70 * MINUTE_MS, 10 * MINUTE_MS, 0]);
    vi.setSystemTime(now);
    openProcess(processClient(stage, 'boss'), '/process/thresholds');
    expect(await screen.findByText(words.spent('1 小时 20 分'))).toBeTruthy();
    expect(screen.getByText(`${words.target('2 小时')}，${words.untimed(1)}`)).toBeTruthy();
    expect(screen.queryByText(words.over)).toBeNull();
    expect((await group(words.groups.stages)).textContent).toContain('1 小时 10 分');
  });

  it('[TH-3] nothing published says so, and more than two hours is marked', async () => {
    const stage = makeStage();
    openProcess(processClient(stage, 'boss'), '/process/thresholds');
    expect(await screen.findByText(words.nothing)).toBeTruthy();
    cleanup();
    publish(stage, stagesWith(9), 121 * MINUTE_MS);
    vi.setSystemTime(stage.nowMs + 1_000);
    openProcess(processClient(stage, 'boss'), '/process/thresholds');
    expect(await screen.findByText(words.over)).toBeTruthy();
  });
});
