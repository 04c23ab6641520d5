// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@solidjs/testing-library';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PayloadOf } from '#rules';
import type { RevealOutcome } from '../../../client/data/contract.ts';
import { customerContacts as words } from '../../../client/locales/zh-CN/customer-contacts.ts';
import { CUSTOMER, makeStage, type RulesStage } from '../../support/rules-stage.ts';
import { openCustomer, type StageClient, stageClient } from './stage-client.tsx';

const PHONE = '13800138000';

let stage: RulesStage;
const save = (member: string, more: Partial<PayloadOf<'contactSaved'>> = {}, cites: readonly string[] = []) =>
  stage.act(
    member,
    'contactSaved',
    { person: 'p1', name: '王总', title: '总经理', phone: PHONE, ...more },
    { subject: CUSTOMER, cites },
  );
const people = () => stage.fold().contacts(CUSTOMER);

/** Draws the contacts of `member`; `reveals` counts how often he looked. */
const open = async (member: string, outcome: () => RevealOutcome = () => ({ kind: 'contacts', people: people() })) => {
  const client: StageClient = stageClient(stage, member);
  const reveal = vi.fn(async () => structuredClone(outcome()));
  client.revealContacts = reveal;
  vi.setSystemTime(stage.nowMs);
  const drawn = openCustomer(client, '/pool/c1?tab=contacts');
  await vi.waitFor(() => panel());
  return { client, reveal, ...drawn };
};
const panel = () => screen.getByRole('tabpanel');
const text = (): string => panel().textContent ?? '';
const press = (name: string): void => {
  fireEvent.click(screen.getByRole('button', { name }));
};
const type = (label: string, value: string): void => {
  fireEvent.input(within(screen.getByRole('dialog')).getByLabelText(new RegExp(label)), { target: { value } });
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  stage = makeStage();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('who may not see them', () => {
  it('[CC-1][R67] a lock and the way to ask, without a digit, and nothing is fetched', async () => {
    save('rae');
    const { reveal } = await open('rob');
    expect(within(panel()).getByText(words.locked.title)).toBeTruthy();
    expect(text()).not.toMatch(/\d/);
    expect(panel().innerHTML).not.toContain('tel:');
    expect(document.body.innerHTML).not.toContain(PHONE);
    expect(reveal).not.toHaveBeenCalled();
  });

  it('[CC-2][R67] asks once with the reason, then waits', async () => {
    const { client } = await open('rob');
    press(words.request);
    await screen.findByRole('dialog');
    type(words.reason, '展会上要对接');
    press(words.requestSend);
    await vi.waitFor(() => expect(within(panel()).getByText(words.requested.title)).toBeTruthy());
    expect(within(panel()).queryByRole('button')).toBeNull();
    expect(client.ran).toEqual([
      { type: 'contactAccessRequested', subject: CUSTOMER, payload: { reason: '展会上要对接' } },
    ]);
  });
});

describe('who may see them', () => {
  it('[CC-3][R67] own ones at once, with a phone that dials; gone with the panel', async () => {
    save('rae', { phone: '138 0013 8000' });
    const { reveal, unmount } = await open('rae');
    await vi.waitFor(() => expect(within(panel()).getByText('王总')).toBeTruthy());
    const call = within(panel()).getByRole('link', { name: new RegExp(words.call('王总')) });
    expect(call.getAttribute('href')).toBe(`tel:${PHONE}`);
    // Once for the panel, once for the button that calls.
    expect(reveal).toHaveBeenCalledTimes(2);
    unmount();
    expect(document.body.innerHTML).not.toContain('8000');
  });

  it("[CC-3][R67] another's at a tap only, and can be put away", async () => {
    save('rae');
    const { reveal } = await open('mia');
    expect(reveal).not.toHaveBeenCalled();
    expect(document.body.innerHTML).not.toContain(PHONE);
    press(words.reveal);
    await vi.waitFor(() => expect(text()).toContain(PHONE));
    press(words.hide);
    expect(document.body.innerHTML).not.toContain(PHONE);
  });

  it('[CC-3] no network: says so, and tries again', async () => {
    save('rae');
    let isOnline = false;
    await open('mia', () =>
      isOnline ? { kind: 'contacts', people: people() } : { kind: 'hidden', reason: 'offline' },
    );
    press(words.reveal);
    await vi.waitFor(() => expect(within(panel()).getByText(words.offline.title)).toBeTruthy());
    isOnline = true;
    press(words.retry);
    await vi.waitFor(() => expect(text()).toContain(PHONE));
  });

  it('[CC-4] added after a refusal that kept what was typed', async () => {
    await open('rae');
    await vi.waitFor(() => expect(within(panel()).getByText(words.empty.title)).toBeTruthy());
    press(words.add);
    await screen.findByRole('dialog');
    type(words.fields.title, '采购');
    press(words.form.save);
    await vi.waitFor(() => expect(screen.getByText(words.nameMissing)).toBeTruthy());
    type(words.fields.name, '李工');
    press(words.form.save);
    await vi.waitFor(() => expect(screen.getByText(words.oneMissing)).toBeTruthy());
    expect(within(screen.getByRole('dialog')).getByLabelText<HTMLInputElement>(/职务/).value).toBe('采购');
    type(words.fields.wechat, 'ligong');
    press(words.form.save);
    await vi.waitFor(() => expect(within(panel()).getByText('李工')).toBeTruthy());
    expect(people()[0]?.leaves[0]?.payload).toMatchObject({ name: '李工', title: '采购', wechat: 'ligong' });
  });

  it('[CC-4] corrected, removed, and the removal undone', async () => {
    save('rae');
    await open('rae');
    await vi.waitFor(() => expect(text()).toContain(PHONE));
    press(words.editWho('王总'));
    await screen.findByRole('dialog');
    type(words.fields.phone, '13900139000');
    press(words.form.save);
    await vi.waitFor(() => expect(text()).toContain('13900139000'));
    expect(people()).toMatchObject([{ leaves: [{ payload: { title: '总经理', phone: '13900139000' } }] }]);
    press(words.removeWho('王总'));
    await vi.waitFor(() => expect(people()).toEqual([]));
    fireEvent.click(await screen.findByRole('button', { name: words.undo }));
    await vi.waitFor(() => expect(text()).toContain('13900139000'));
  });

  it('[CC-5][R12] two versions stand side by side, one tap settles them', async () => {
    save('rae');
    save('mia', { phone: '13700137000' });
    await open('rae');
    await vi.waitFor(() => expect(within(panel()).getByText(words.twice)).toBeTruthy());
    expect(text()).toContain(PHONE);
    expect(text()).toContain('13700137000');
    press(words.useWhose('mia'));
    await vi.waitFor(() => expect(within(panel()).queryByText(words.twice)).toBeNull());
    expect(people()[0]?.leaves.map(({ payload }) => payload.phone)).toEqual(['13700137000']);
  });
});

describe('owner and leaders', () => {
  it('[CC-6][R67] see who asks, grant with one tap and take it back', async () => {
    const request = stage.act('rob', 'contactAccessRequested', { reason: '展会' });
    const { client } = await open('mia');
    expect(text()).toContain('展会');
    press(words.grantWho('rob'));
    await vi.waitFor(() => expect(stage.customer().contactGrants).toEqual(['rob']));
    expect(client.ran[0]?.payload).toEqual({ member: 'rob', request });
    await vi.waitFor(() => expect(within(panel()).queryByText(words.requests)).toBeNull());
    press(words.takeBackFrom('rob'));
    await vi.waitFor(() => expect(stage.customer().contactGrants).toEqual([]));
  });

  it('[CC-6] somebody else sees neither requests nor grants', async () => {
    stage.act('rob', 'contactAccessRequested', {});
    await open('pia');
    expect(within(panel()).queryByText(words.requests)).toBeNull();
    expect(within(panel()).queryByRole('button', { name: words.grantWho('rob') })).toBeNull();
  });
});
