import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ContactAnswer } from '#protocol';
import { type CustomerId, type Envelope, encodeRow, type Fold, type MemberId, makeFold } from '#rules';
import { makeContactBook } from '../../../client/data/contacts/contact-book.ts';
import { ShownLeaves } from '../../../client/data/contacts/shown-leaves.ts';
import type { HttpOutcome, RelayHttp } from '../../../client/data/device/relay-http.ts';
import { makeSecretStore } from '../../../client/data/secret-store/secret-store.ts';
import { type MemoryDisk, makeMemoryDisk, makeMemoryStore } from '../../../client/data/storage/memory.ts';
import { makeEvent } from '../../support/yjs-log.ts';

const PHONE = '13912345678';
const saved = (customer: string): Envelope =>
  makeEvent({
    n: 0,
    id: `k-${customer}` as Envelope['id'],
    type: 'contactSaved',
    subject: customer,
    payload: { person: `p-${customer}`, name: '陈工', phone: PHONE },
  });
const rowsOf = (customer: string) => ({ customer, rows: [{ row: encodeRow(saved(customer)), received: 1 }] });

interface World {
  readonly disk: MemoryDisk;
  readonly asked: string[];
  readonly owners: Map<string, string>;
  online: boolean;
  /** Whether whom one has is known. */
  isKnown: boolean;
  /** How often that was asked for. */
  looks: number;
  /** How often a customer was folded. */
  folded: number;
  readonly book: ReturnType<typeof makeContactBook>;
}
/** A device of `me` with customers by owner; the relay serves whom `owners` names. */
const open = async (
  disk = makeMemoryDisk(),
  owners = new Map([
    ['c1', 'me'],
    ['c2', 'me'],
    ['c9', 'you'],
  ]),
  relayOwners: ReadonlyMap<string, string> = owners,
) => {
  const store = makeMemoryStore(disk);
  const generation = await store.claim();
  const asked: string[] = [];
  const answer = (way: string, customers: readonly string[], may: (customer: string) => boolean) => {
    if (!world.online) return Promise.resolve<HttpOutcome<ContactAnswer>>({ kind: 'offline' });
    asked.push(`${way} ${customers.join()}`);
    const contacts = customers.filter(may).map(rowsOf);
    return Promise.resolve<HttpOutcome<ContactAnswer>>({
      kind: 'ok',
      answer: { contacts, refused: customers.filter((customer) => !may(customer)) },
    });
  };
  const http = {
    contactBatch: (customers) => answer('batch', customers, (customer) => relayOwners.get(customer) === 'me'),
    contactReveal: (customer) => answer('reveal', [customer], (asked) => asked === 'c9'),
  } satisfies Partial<RelayHttp>;
  const fold = {
    ...makeFold(),
    customer: (id: CustomerId) => {
      world.folded += 1;
      return { owner: owners.get(id) } as never;
    },
    contacts: () => [],
  } as unknown as Fold;
  const book = makeContactBook({
    http: http as unknown as RelayHttp,
    secrets: makeSecretStore(store, generation, (count) => randomBytes(count)),
    fold: () => fold,
    member: () => 'me' as MemberId,
    shown: new ShownLeaves(),
    ownCustomers: async () => {
      world.looks += 1;
      return world.isKnown
        ? [...owners.keys()].filter((id) => owners.get(id) === 'me').map((id) => id as CustomerId)
        : null;
    },
  });
  const world: World = { disk, asked, owners, online: true, isKnown: true, looks: 0, folded: 0, book };
  return world;
};
const phoneOf = async (world: World, customer: string): Promise<string | null> => {
  const outcome = await world.book.reveal(customer as CustomerId);
  return outcome.kind === 'contacts'
    ? JSON.stringify(outcome.people).includes(PHONE)
      ? PHONE
      : 'none'
    : outcome.reason;
};

describe('contacts', () => {
  test('[CB-1] own ones are fetched ahead in one batch and are there offline, by the next start too', async () => {
    const world = await open();
    await world.book.prefetch();
    await world.book.prefetch();
    expect(world.asked).toEqual(['batch c1,c2']);
    world.online = false;
    expect(await phoneOf(world, 'c1')).toBe(PHONE);
    const next = await open(world.disk);
    next.online = false;
    expect(await phoneOf(next, 'c2')).toBe(PHONE);
  });
  test('[CB-2][I21] another’s is fetched at each reveal and not kept', async () => {
    const world = await open();
    expect([await phoneOf(world, 'c9'), await phoneOf(world, 'c9')]).toEqual([PHONE, PHONE]);
    expect(world.asked).toEqual(['reveal c9', 'reveal c9']);
    expect([...(world.disk.stores.get('secrets')?.keys() ?? [])]).toEqual([]);
    world.online = false;
    expect(await phoneOf(world, 'c9')).toBe('offline');
  });
  test('[CB-3][S16] after a hand-over it is gone from the device, whether the device or the relay knows first', async () => {
    const world = await open();
    await world.book.prefetch();
    const kept = (): string[] => [...(world.disk.stores.get('secrets')?.keys() ?? [])];
    world.owners.set('c1', 'you');
    await world.book.prefetch();
    expect(kept()).toEqual(['c2']);
    const relayKnows = await open(world.disk, world.owners, new Map([['c2', 'you']]));
    expect(await phoneOf(relayKnows, 'c2')).toBe('notEntitled');
    expect(kept()).toEqual([]);
  });
  test('[CB-4] what is kept says no name and no number in clear', async () => {
    const world = await open();
    await world.book.prefetch();
    const bytes = [...world.disk.stores.values()]
      .flatMap((store) => [...store.values()])
      .map((value) => {
        const { iv, bytes: sealed } = (value ?? {}) as { iv?: Uint8Array; bytes?: Uint8Array };
        return Buffer.concat([
          Buffer.from(iv ?? []),
          Buffer.from(sealed ?? []),
          Buffer.from(JSON.stringify(value) ?? ''),
        ]);
      });
    const all = Buffer.concat(bytes);
    expect(all.length).toBeGreaterThan(200);
    for (const secret of [PHONE, '陈工']) expect(all.includes(secret)).toBe(false);
  });
  test('[CB-6] asked for again and again one look ahead goes on at a time, and one follows with what is new', async () => {
    const world = await open();
    const first = world.book.prefetch();
    world.owners.set('c3', 'me');
    const others = [world.book.prefetch(), world.book.prefetch(), world.book.prefetch()];
    await first;
    expect(world.asked).toEqual(['batch c1,c2']);
    await Promise.all(others);
    expect([world.looks, world.asked]).toEqual([2, ['batch c1,c2', 'batch c3']]);
    expect(world.folded).toBe(0);
  });
  test('[CB-3] while it is not known whom one has, nothing is forgotten', async () => {
    const world = await open();
    await world.book.prefetch();
    world.isKnown = false;
    await world.book.prefetch();
    world.online = false;
    expect(await phoneOf(world, 'c1')).toBe(PHONE);
  });
  test('[CB-5] a full disk does not hide what was fetched', async () => {
    const world = await open();
    await world.book.prefetch();
    world.disk.stores.get('secrets')?.clear();
    world.disk.refusal = () => 'quota';
    expect(await phoneOf(world, 'c1')).toBe(PHONE);
  });
});
