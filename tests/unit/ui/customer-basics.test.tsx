// @vitest-environment happy-dom

import { cleanup, screen } from '@solidjs/testing-library';
import { afterEach, describe, expect, it } from 'vitest';
import { customer as words } from '../../../client/locales/zh-CN/customer.ts';
import { makeStage, yellow } from '../../support/rules-stage.ts';
import { openCustomer, stageClient } from './stage-client.tsx';

afterEach(cleanup);

describe('a customer of another territory', () => {
  it('[CP-19][R67] shows its basics and whom to ask, nothing that is not known here', () => {
    const stage = makeStage();
    stage.act('rae', 'statusMarked', yellow());
    const client = stageClient(stage, 'rob');
    client.readsRecords = false;
    client.refresh();
    openCustomer(client);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('上海石板');
    expect(screen.getByText(words.elsewhere('华东', 'rae'))).toBeTruthy();
    expect(screen.queryByRole('radiogroup')).toBeNull();
    expect(screen.queryByRole('tablist')).toBeNull();
    for (const act of [words.write, words.handOver, words.call]) expect(screen.queryByText(act)).toBeNull();
    expect(document.body.textContent).not.toContain('一批石板');
  });

  it('[CP-19] is whole as soon as its records come', () => {
    const stage = makeStage();
    const client = stageClient(stage, 'rob');
    openCustomer(client);
    expect(screen.queryByText(words.elsewhere('华东', 'rae'))).toBeNull();
    expect(screen.getByRole('tablist')).toBeTruthy();
  });
});
