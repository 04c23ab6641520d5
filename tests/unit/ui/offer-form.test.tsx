// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, describe, expect, it } from 'vitest';
import type { CustomerId, OfferedLead } from '#rules';
import { DataProvider } from '../../../client/app/data-context.tsx';
import { NamesakeWarning } from '../../../client/app/namesake.tsx';
import type { PoolAnswer } from '../../../client/data/contract.ts';
import { leads } from '../../../client/locales/zh-CN/leads.ts';
import { createKeptText } from '../../../client/views/create-kept-text.ts';
import { OfferForm } from '../../../client/views/offer-form.tsx';
import { stubClient } from './stub-client.ts';

afterEach(cleanup);

/** What was said to it is written down in the order it came. */
const show = (
  more: Partial<OfferedLead>,
  pool: readonly { readonly id: string; readonly name: string }[] = [],
): readonly string[] => {
  const said: string[] = [];
  const client = stubClient();
  client.answer('pool', { rows: pool, total: pool.length, counts: {} } as unknown as PoolAnswer);
  const unknown = { decisionMakerTitle: '', city: '', industry: '', level: '', product: '' };
  const lead = { ...unknown, source: '', campaign: '', remark: '' };
  const Form = () => {
    const reason = createKeptText(client, 'offer-o1');
    return (
      <OfferForm
        lead={{ ...lead, ...more }}
        problem={null}
        reason={reason}
        onAccept={() => said.push('accepted')}
        onDecline={(why) => said.push(why)}
      >
        <NamesakeWarning name="无锡安达有限公司" customer={'c1' as CustomerId} />
      </OfferForm>
    );
  };
  render(() => (
    <DataProvider client={client}>
      <Form />
    </DataProvider>
  ));
  return said;
};
const press = (name: string): boolean => fireEvent.click(screen.getByRole('button', { name }));
const told = (): (string | null)[] => screen.queryAllByRole('definition').map(({ textContent }) => textContent);

describe('a lead that was given', () => {
  it('[LU-3] [R51] says where it comes from, its campaign and what was noted, and nothing of what is not known', () => {
    show({ source: '展会', campaign: '秋季建材展', remark: '问过岩板报价' });
    expect(told()).toEqual(['展会', '秋季建材展', '问过岩板报价']);
    expect(screen.getAllByRole('term').map(({ textContent }) => textContent)).toEqual([
      leads.add.source,
      leads.add.campaign,
      leads.add.remark,
    ]);
    expect(screen.queryByRole('link')).toBeNull();
    cleanup();
    show({ source: '官网' });
    expect(told()).toEqual(['官网']);
    cleanup();
    show({ industry: '仪器', city: '苏州', product: '岩板', level: '200 人', decisionMakerTitle: '采购总监' });
    expect(told()).toEqual(['仪器', '200 人', '苏州', '岩板', '采购总监']);
  });

  it('[LU-2] with the name of another customer it says so, with the way to him', async () => {
    const itself = { id: 'c1', name: '无锡安达有限公司' };
    show({}, [itself, { id: 'k0', name: '无锡安达物流' }, { id: 'k1', name: '无锡安达' }]);
    const link = await screen.findByRole('link');
    expect([link.textContent, link.getAttribute('href')]).toEqual(['「无锡安达」', '/pool/k1']);
    cleanup();
    show({}, [itself]);
    expect(screen.queryByRole('link')).toBeNull();
  });

  it('[LU-4] [R51] who began to return it may still accept it, and what he typed is there if he returns it after all', () => {
    const said = show({});
    const reason = (): HTMLTextAreaElement => screen.getByLabelText(leads.offer.declineReason);
    press(leads.offer.decline);
    fireEvent.input(reason(), { target: { value: '不在我的片区' } });
    press(leads.offer.keep);
    expect(screen.queryByLabelText(leads.offer.declineReason)).toBeNull();
    press(leads.offer.accept);
    press(leads.offer.decline);
    expect(reason().value).toBe('不在我的片区');
    press(leads.offer.decline);
    expect(said).toEqual(['accepted', '不在我的片区']);
  });
});
