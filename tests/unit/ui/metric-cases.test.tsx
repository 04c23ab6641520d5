// @vitest-environment happy-dom

import { cleanup, fireEvent, screen, waitFor, within } from '@solidjs/testing-library';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { assign } from '../../../client/locales/zh-CN/assign.ts';
import { intervention, metrics } from '../../../client/locales/zh-CN/metrics.ts';
import { creation, makeStage, type RulesStage } from '../../support/rules-stage.ts';
import { makeCompany, open, panel, send, tick, visits } from './metrics-desk.tsx';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const words = intervention.cases;
const card = () => panel().getByRole('region', { name: words.title.missed });
/** rae has two with no need found, c1 of both and one more; of rob's only c1 counts, which is hers. */
const withMore = (): RulesStage => {
  const stage = makeCompany();
  const { profile, ...more } = creation('rae');
  stage.act('rae', 'customerCreated', { ...more, profile: { ...profile, name: '杭州云栖' } }, { subject: 'c2' });
  visits(stage, 'rae', 1, 0, 'c2');
  return stage;
};

describe('the customers behind a number', () => {
  it('[PB-41][R63] stand behind it person by person, each a tap from its page', () => {
    open(withMore(), 'mia', 'validatedNeedRate');
    expect(card().textContent).toContain(words.companies(2));
    const links = within(card()).getAllByRole('link', { hidden: true });
    expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
      [`上海石板${words.times(6)}`, '/pool/c1'],
      ['杭州云栖', '/pool/c2'],
      ['上海石板', '/pool/c1'],
    ]);
  });

  it('[PB-44][R63] from there tasks are given about whom the person has, to him, also of a number without a playbook', async () => {
    const client = open(withMore(), 'mia', 'validatedNeedRate');
    // The one rob was at is hers: nothing is to be given to him.
    const [act, ...others] = within(card()).getAllByRole('button', { hidden: true });
    expect([act?.textContent, others.length]).toEqual([words.assign(2), 0]);
    fireEvent.click(act as HTMLElement);
    const sheet = within(await screen.findByRole('dialog', { name: assign.title }));
    fireEvent.input(sheet.getByLabelText(new RegExp(assign.what)), { target: { value: '问清楚要换几台' } });
    fireEvent.click(sheet.getByRole('button', { name: assign.submit }));
    await waitFor(() => expect(client.ran).toHaveLength(2));
    const ran = client.ran.map(({ type, subject, payload }) => [type, subject, 'to' in payload ? payload.to : null]);
    expect(ran).toEqual([
      ['taskAssigned', 'c1', 'rae'],
      ['taskAssigned', 'c2', 'rae'],
    ]);
  });

  it('[PB-41] where there are none that is said, and nothing of a number that is made of none', () => {
    open(makeCompany(), 'mia', 'churnRate');
    expect(panel().getByText(words.noNumber)).toBeTruthy();
    cleanup();
    const stage = makeStage();
    visits(stage, 'rae', 6, 6);
    open(stage, 'mia', 'validatedNeedRate');
    expect(panel().getByText(words.none.missed)).toBeTruthy();
    cleanup();
    open(makeCompany(), 'mia', 'visits');
    for (const title of Object.values(words.title)) expect(screen.queryByRole('region', { name: title })).toBeNull();
  });

  it('[PB-42] while they are looked for that is said, and those of another week are never sent', async () => {
    const client = open(
      withMore(),
      'mia',
      'validatedNeedRate',
      (query) => query.kind !== 'metricCases' || query.back === 0,
    );
    expect(panel().getByRole('region', { name: words.title.missed })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: metrics.before }));
    await waitFor(() => expect(panel().queryByRole('region', { name: words.title.missed })).toBeNull());
    expect(tick('rae').closest('label')?.textContent).toContain(intervention.lookingFor(''));
    if (!tick('rae').checked) fireEvent.click(tick('rae'));
    const act = panel().getByRole<HTMLButtonElement>('button', { name: intervention.looking });
    expect(act.disabled).toBe(true);
    fireEvent.click(act);
    expect(client.ran).toEqual([]);
  });

  it('[PB-42][R65] what is sent names whom the person has of them, said beside him before', async () => {
    const client = open(withMore(), 'mia', 'validatedNeedRate');
    const hint = (name: string) => tick(name).closest('label')?.textContent ?? '';
    expect(hint('rae')).toContain('带上手上的 2 家客户');
    expect(hint('rob')).not.toContain('带上');
    fireEvent.click(tick('rob'));
    send(2);
    await waitFor(() => expect(client.ran).toHaveLength(2));
    const sent = client.ran.map(({ subject, payload }) => [subject, 'customers' in payload ? payload.customers : null]);
    expect(sent).toEqual(
      expect.arrayContaining([
        ['rae', ['c1', 'c2']],
        ['rob', null],
      ]),
    );
  });
});
