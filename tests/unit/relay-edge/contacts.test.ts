import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ContactAnswer } from '#protocol';
import { REVEAL_PREFIX } from '../../../sync-relay/contacts/contact-desk.ts';
import { type Colleague, customer, foundCompany, type TestCompany } from './company.ts';

const PHONE = '13812345678';
let company: TestCompany;
let ren: Colleague;
let wei: Colleague;
beforeEach(async () => {
  company = await foundCompany();
  [ren, wei] = [await company.joinAs('ren', 'dev-ren'), await company.joinAs('wei', 'dev-wei')];
  await company.write(ren, 'pool:east@1', 'customerCreated', 'c-1', customer('ren'));
  const person = { person: 'p-1', name: '张三', phone: PHONE };
  await company.write(ren, 'contact:c-1@1', 'contactSaved', 'c-1', person);
});
afterEach(() => company.stop());

const ask = async (from: Colleague, path: string, body: unknown) => (await from.post(path, body)).body as ContactAnswer;
const reveals = async (): Promise<string[]> => {
  const { meta } = await company.relay.storage.load();
  return [...meta].filter(([key]) => key.startsWith(REVEAL_PREFIX)).map(([, value]) => value);
};

describe('contact desk', () => {
  it('[CD-1] the owner of a customer fetches its contacts in a batch; for others it names what was refused', async () => {
    const own = await ask(ren, '/api/contacts/batch', { customers: ['c-1', 'c-9'] });
    expect(own.contacts).toHaveLength(1);
    expect(own.contacts[0]?.rows[0]?.row).toContain(PHONE);
    expect(own.refused).toEqual(['c-9']);
    const other = await wei.post('/api/contacts/batch', { customers: ['c-1'] });
    expect(other.body).toEqual({ contacts: [], refused: ['c-1'] });
    expect(company.relay.metrics.value('jieli_contacts_refused_total')).toBe(2);
  });
  it('[CD-2] a manager reveals one at a time, each look on record; who may not is refused and sees nothing', async () => {
    const mia = await company.joinAs('mia', 'dev-mia');
    const shown = await ask(mia, '/api/contacts/reveal', { customer: 'c-1' });
    expect(shown.contacts[0]?.rows[0]?.row).toContain(PHONE);
    expect(await reveals()).toEqual([expect.stringContaining('"member":"mia"')]);
    expect(await ask(wei, '/api/contacts/reveal', { customer: 'c-1' })).toEqual({ contacts: [], refused: ['c-1'] });
    expect(await reveals()).toHaveLength(1);
  });
  it('[CD-3] a hand-over moves the contacts to the new owner at once', async () => {
    await company.write(company.owner, 'org@1', 'memberInvited', 'org', {
      member: 'jo',
      name: '小乔',
      role: 'rep',
      territories: ['east'],
    });
    const jo = await company.joinAs('jo', 'dev-jo');
    expect((await ask(jo, '/api/contacts/batch', { customers: ['c-1'] })).refused).toEqual(['c-1']);
    const east = company.log.rooms().find((room) => room.startsWith('log:east:')) ?? '';
    await company.write(ren, east, 'customerHandedOver', 'c-1', { to: 'jo' });
    expect((await ask(jo, '/api/contacts/batch', { customers: ['c-1'] })).contacts).toHaveLength(1);
    expect((await ask(ren, '/api/contacts/batch', { customers: ['c-1'] })).refused).toEqual(['c-1']);
  });
});

describe('presence', () => {
  it('[PR-1] presence carries the name the relay knows and ends with the socket', async () => {
    ren.line.send({ type: 'presence', subject: 'c-1', editing: true });
    const seen = await wei.line.take('presence', ({ entries }) => entries.length > 0);
    expect(seen.entries).toEqual([{ member: 'ren', name: '小任', subject: 'c-1', editing: true }]);
    ren.line.socket.terminate();
    expect((await wei.line.take('presence')).entries).toEqual([]);
  });
  it('[PR-2] [R72] nobody hears who looks at a private customer he may not read', async () => {
    const quiet = { ...customer('ren'), profile: { name: '悄悄' } };
    await company.write(ren, 'private:ren@1', 'customerCreated', 'c-2', quiet);
    ren.line.send({ type: 'presence', subject: 'c-2', editing: false });
    await ren.line.take('presence', ({ entries }) => entries.some(({ subject }) => subject === 'c-2'));
    wei.line.send({ type: 'presence', subject: 'c-1', editing: false });
    const { entries } = await wei.line.take('presence', (frame) => frame.entries.length > 0);
    expect(entries.map(({ subject }) => subject)).toEqual(['c-1']);
  });
});
