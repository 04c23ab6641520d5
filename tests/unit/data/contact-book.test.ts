import { describe, expect, it } from 'vitest';
import type { ContactAnswer } from '#protocol';
import { type CustomerId, encodeRow, makeFold } from '#rules';
import { makeContactBook } from '../../../client/data/contacts/contact-book.ts';
import type { HttpOutcome, RelayHttp } from '../../../client/data/device/relay-http.ts';
import { makeSecretStore } from '../../../client/data/secret-store/secret-store.ts';
import { makeMemoryDisk, makeMemoryStore } from '../../../client/data/storage/memory.ts';
import { CUSTOMER, makeStage, type RulesStage } from '../../support/rules-stage.ts';

const PHONE = '13812345678';
const randomBytes = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

/** The relay's contact desk for the rows of a stage; `member` may see `own`. */
const desk = (stage: RulesStage) => {
  const asked: string[] = [];
  const state = { offline: false, refused: new Set<string>(), asked };
  const rowsOf = (customer: string) =>
    stage.rows
      .filter(({ event, doc }) => doc === `contact:${customer}` && event.id !== 'unsent')
      .map(({ event, received }) => ({ row: encodeRow(event), received: received ?? 0 }));
  const answer = (customers: readonly string[]): HttpOutcome<ContactAnswer> => {
    if (state.offline) return { kind: 'offline' };
    const contacts = customers
      .filter((one) => !state.refused.has(one))
      .map((customer) => ({ customer, rows: rowsOf(customer) }));
    return { kind: 'ok', answer: { contacts, refused: customers.filter((one) => state.refused.has(one)) } };
  };
  const http = {
    contactBatch: async (customers: readonly string[]) => {
      asked.push(`batch ${customers.join()}`);
      return answer(customers);
    },
    contactReveal: async (customer: string) => {
      asked.push(`reveal ${customer}`);
      return answer([customer]);
    },
  } as Pick<RelayHttp, 'contactBatch' | 'contactReveal'> as RelayHttp;
  return { http, state };
};

const open = async (member: string, stage = makeStage()) => {
  stage.act('rae', 'contactSaved', { person: 'p1', name: '王总', phone: PHONE });
  const disk = makeMemoryDisk();
  const store = makeMemoryStore(disk);
  const secrets = makeSecretStore(store, await store.claim(), randomBytes);
  const { http, state } = desk(stage);
  // A device folds no contact rows but its own unsent ones: it gets the others from the desk.
  const fold = () => {
    const known = makeFold();
    known.apply(
      stage.rows.filter(({ doc, received }) => !doc.startsWith('contact:') || received === null),
      stage.facts,
    );
    return known;
  };
  const book = makeContactBook({ http, secrets, fold, member: () => member as never });
  return { stage, book, state, disk, store, secrets };
};
const phones = (outcome: Awaited<ReturnType<Awaited<ReturnType<typeof open>>['book']['reveal']>>) =>
  outcome.kind === 'contacts' ? outcome.people.map(({ leaves }) => leaves[0]?.payload.phone) : outcome;

describe('contacts on the device', () => {
  it('[CK-1][R67] contacts of own customers are prefetched and there with no network', async () => {
    const { book, state } = await open('rae');
    await book.prefetch();
    expect(state.asked).toEqual([`batch ${CUSTOMER}`]);
    await book.prefetch();
    expect(state.asked).toHaveLength(1);
    state.offline = true;
    expect(phones(await book.reveal(CUSTOMER))).toEqual([PHONE]);
  });

  it('[CK-2][R67][R90] others are fetched at every reveal, never kept, and hidden offline', async () => {
    const { book, state, disk } = await open('mia');
    await book.prefetch();
    expect(state.asked).toEqual([]);
    expect(phones(await book.reveal(CUSTOMER))).toEqual([PHONE]);
    expect(phones(await book.reveal(CUSTOMER))).toEqual([PHONE]);
    expect(state.asked).toEqual([`reveal ${CUSTOMER}`, `reveal ${CUSTOMER}`]);
    expect(disk.stores.get('secrets')?.size).toBe(0);
    state.offline = true;
    expect(await book.reveal(CUSTOMER)).toEqual({ kind: 'hidden', reason: 'offline' });
    state.offline = false;
    state.refused.add(CUSTOMER);
    expect(await book.reveal(CUSTOMER)).toEqual({ kind: 'hidden', reason: 'notEntitled' });
  });

  it('[CK-3][R90] a customer handed over, or refused by the relay, is forgotten here', async () => {
    const { stage, book, state, disk } = await open('rae');
    await book.prefetch();
    expect(disk.stores.get('secrets')?.size).toBe(1);
    state.refused.add(CUSTOMER);
    expect(await book.reveal(CUSTOMER)).toEqual({ kind: 'hidden', reason: 'notEntitled' });
    expect(disk.stores.get('secrets')?.size).toBe(0);
    state.refused.clear();
    await book.prefetch();
    stage.act('mia', 'customerHandedOver', { to: 'rob' });
    await book.prefetch();
    expect(disk.stores.get('secrets')?.size).toBe(0);
  });

  it('[CK-4] an own entry not sent yet stands beside what was fetched, once', async () => {
    const { stage, book } = await open('rae');
    await book.prefetch();
    stage.act('rae', 'contactSaved', { person: 'p2', name: '李工', phone: '13900000000' }, { receivedMs: null });
    expect(phones(await book.reveal('c1' as CustomerId))).toEqual([PHONE, '13900000000']);
  });

  it('[CK-5][R93] at rest nothing readable of a contact is there, nor under another key', async () => {
    const { book, disk, store, secrets } = await open('rae');
    await book.prefetch();
    const [kept] = [...(disk.stores.get('secrets')?.values() ?? [])] as { bytes: Uint8Array }[];
    expect(kept?.bytes.length).toBeGreaterThan(100);
    expect(Buffer.from(kept?.bytes ?? []).includes(PHONE)).toBe(false);
    disk.stores.get('meta')?.delete('secretKey');
    const stranger = makeSecretStore(store, disk.generation, randomBytes);
    expect(await stranger.get(CUSTOMER)).toBeNull();
    expect(await secrets.get(CUSTOMER)).not.toBeNull();
  });

  it('[CK-5] a disk that refuses the key is asked again', async () => {
    const { disk, secrets } = await open('rae');
    disk.refusal = () => 'quota';
    await expect(secrets.put('c9', 1)).rejects.toThrow('quota');
    disk.refusal = () => null;
    await secrets.put('c9', 1);
    expect(await secrets.get('c9')).toBe(1);
  });
});
