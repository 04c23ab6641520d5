// @vitest-environment happy-dom

import { createRoot } from 'solid-js';
import { expect, it, vi } from 'vitest';
import type { ReadOutcome } from '../../../client/data/import-reader/table.ts';
import { createLeadImport } from '../../../client/features/leads/create-lead-import.ts';
import { START_MS } from '../../support/rules-stage.ts';
import { orgOf, stubClient } from './stub-client.ts';

const sheet = (name: string) => ({
  name,
  rows: [
    ['公司名称', '来源'],
    ['苏州一厂', '展会'],
    ['苏州二厂', ''],
  ],
});
const FILES: Readonly<Record<string, unknown>> = {
  '展会.xlsx': { kind: 'table', hash: 'a'.repeat(64), sheets: [sheet('一组'), sheet('二组')] },
  '坏的.xlsx': { kind: 'failed', reason: 'unreadable' },
};
// The reader itself runs in a worker of the browser.
vi.mock('../../../client/data/import-reader/read-file.ts', () => ({
  readFile: async ({ name }: File) => FILES[name] as ReadOutcome,
}));

const makeJob = () =>
  createRoot(() =>
    createLeadImport({ client: stubClient(), org: () => orgOf('甲公司', 'owner', ['华东']), nowMs: () => START_MS }),
  );

it('[LU-7][R51] a file that cannot be read leaves nothing of the one before to be imported', async () => {
  const job = makeJob();
  await job.open(new File([], '展会.xlsx'));
  expect(job.plan()).toHaveLength(2);
  await job.open(new File([], '坏的.xlsx'));
  expect(job.problem()).not.toBeNull();
  expect([job.file(), job.plan()]).toEqual([null, []]);
});

it('[LU-7] what was typed for all rows stays when another sheet is chosen', async () => {
  const job = makeJob();
  await job.open(new File([], '展会.xlsx'));
  job.change({ source: '展会', campaign: '春季展' });
  job.chooseSheet('二组');
  expect(job.file()).toMatchObject({ sheet: { name: '二组' }, source: '展会', campaign: '春季展' });
});
