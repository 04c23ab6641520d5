// @vitest-environment happy-dom

import { cleanup, fireEvent, screen, waitFor, within } from '@solidjs/testing-library';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_PROCESS, type MetricId } from '#rules';
import { metricNames } from '../../../client/locales/zh-CN/metric-names.ts';
import { process as processWords } from '../../../client/locales/zh-CN/process.ts';
import { processSettings } from '../../../client/locales/zh-CN/process-settings.ts';
import { makeStage, START_MS } from '../../support/rules-stage.ts';
import { openProcess, type ProcessClient, processClient } from './process-desk.tsx';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: START_MS }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const words = processSettings.metrics;
const open = async (items = DEFAULT_PROCESS.metrics.items): Promise<ProcessClient> => {
  const stage = makeStage();
  const part = { kind: 'metrics' as const, metrics: { ...DEFAULT_PROCESS.metrics, items } };
  if (items.length > 0) stage.act('boss', 'processPublished', { part });
  const client = processClient(stage, 'boss');
  openProcess(client, '/process/metrics');
  await screen.findByRole('region', { name: words.list });
  return client;
};
const of = (metric: MetricId) => {
  const found = screen.getByText(metricNames[metric]).closest('details');
  if (found === null) throw new Error(`no ${metric}`);
  return within(found);
};
const type = (metric: MetricId, label: string, value: string): void =>
  void fireEvent.input(of(metric).getByLabelText(label), { target: { value } });
/** What the draft on this device says of the metrics. */
const drafted = (client: ProcessClient) => JSON.stringify([...client.drafts.values()]);

describe('口径与基准', () => {
  it('[PB-10][R6][A18] typed in the unit, a share in percent; emptied is unset', async () => {
    const client = await open();
    type('winRate', words.benchmark, '12.5');
    type('salesCycleDays', words.target, '3.2');
    expect(of('winRate').getByText(words.set('12.5%'))).toBeTruthy();
    await waitFor(() => expect(drafted(client)).toContain('"metric":"winRate","benchmark":125'));
    expect(drafted(client)).toContain('"metric":"salesCycleDays","target":3200');
    type('winRate', words.benchmark, '');
    expect(of('winRate').getByText(words.unset)).toBeTruthy();
    await waitFor(() => expect(drafted(client)).not.toContain('winRate'));
  });

  it('[PB-10] no share above 100 %, and what is no number, is published; it is said at its field', async () => {
    const client = await open([{ metric: 'winRate', benchmark: 300 }]);
    type('winRate', words.benchmark, '130');
    fireEvent.click(screen.getByRole('button', { name: /^发布/ }));
    expect((await of('winRate').findByRole('alert')).textContent).toContain(processWords.faults['aboveWhole']?.(''));
    type('winRate', words.benchmark, '三成');
    expect((await of('winRate').findByRole('alert')).textContent).toContain(processWords.missing);
    expect(of('winRate').getByLabelText<HTMLInputElement>(words.benchmark).value).toBe('三成');
    expect(client.ran).toEqual([]);
  });
});
