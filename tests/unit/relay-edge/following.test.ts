import { afterEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { type DownFrame, decodeDown, encodeUp } from '#protocol';
import { readSyncMessage, step1Message, updateMessage } from '../../../sync-relay/session/sync-messages.ts';
import type { Wire } from '../../../sync-relay/session/wire.ts';
import { until } from '../../support/until.ts';
import { type Colleague, customer, foundCompany, QUARTER_ROOM, send, type TestCompany } from './company.ts';

const ROOM = 'pool:east@1';
const FULL = 600 * 1024;
/** As many as take more than one slice. */
const MANY = 100;
let company: TestCompany;
afterEach(() => company?.stop());

const longCustomer = () => {
  const { profile, ...rest } = customer('ren');
  return { ...rest, profile: { ...profile, remark: '长'.repeat(1_000) } };
};
const create = (id: string): Promise<unknown> =>
  company.write(company.owner, ROOM, 'customerCreated', id, longCustomer());
const createMany = async (): Promise<void> => {
  for (let at = 0; at < MANY; at += 1) await create(`c-${at}`);
};

/** A connection whose line is full after every frame: with a room, a stock client's. */
const connect = ({ author, csrf }: Pick<Colleague, 'author' | 'csrf'>, room: string | null = null) => {
  const frames: Uint8Array[] = [];
  let unsent = 0;
  const wire: Wire = {
    send: (bytes) => {
      frames.push(bytes);
      unsent = FULL;
    },
    close: () => undefined,
    buffered: () => unsent,
    pause: () => undefined,
    resume: () => undefined,
  };
  const connection = company.relay.hub.connect({ member: author.member, device: author.device, csrf }, wire, room);
  const drain = (times = 1): void => {
    for (let at = 0; at < times; at += 1) {
      unsent = 0;
      connection.drained();
    }
  };
  const ask = (channel: number): void =>
    connection.receive(encodeUp({ type: 'data', channel, payload: step1Message(Uint8Array.of(0)) }));
  const open = (channel: number, of: string): void => connection.receive(encodeUp({ type: 'open', channel, room: of }));
  const down = (): DownFrame[] => frames.map(decodeDown);
  /** What came through channels since the frame of that number. */
  const payloads = (since = 0): Uint8Array[] =>
    down()
      .slice(since)
      .flatMap((frame) => (frame.type === 'data' ? [frame.payload] : []));
  return { connection, frames, drain, ask, open, down, payloads };
};
/** Takes in what payloads carry, of which nothing may have to be laid aside; 2 is an update, 1 the end of an answer. */
const takeIn = (doc: Y.Doc, payloads: readonly Uint8Array[]): (number | undefined)[] =>
  payloads.map((payload) => {
    const message = readSyncMessage(payload);
    if (message?.kind === 'update') Y.applyUpdate(doc, message.update);
    expect(doc.store.pendingStructs).toBeNull();
    return payload[1];
  });

describe('who follows a room', () => {
  it('[FD-38] while an answer waits for the line, commits come with it: nothing has to be laid aside', async () => {
    company = await foundCompany();
    await createMany();
    const { ask, open, drain, payloads, frames } = connect(company.owner);
    open(1, ROOM);
    ask(1);
    const doc = new Y.Doc();
    const heard: (number | undefined)[] = [];
    let since = 0;
    const take = (): void => {
      heard.push(...takeIn(doc, payloads(since)));
      since = frames.length;
    };
    for (let at = 0; at < 3; at += 1) {
      await create(`d-${at}`);
      drain();
      take();
    }
    drain();
    take();
    expect(heard).toEqual([2, 2, 2, 1]);
    expect(Y.encodeStateVector(doc)).toEqual(company.log.stateVector(ROOM));
    await create('e');
    take();
    expect(heard).toEqual([2, 2, 2, 1, 2]);
    expect(Y.encodeStateVector(doc)).toEqual(company.log.stateVector(ROOM));
  });

  it('[FD-38] closed and opened again, or opened for another room, an id is told nothing before it asks', async () => {
    company = await foundCompany();
    const { connection, ask, open, drain, payloads, frames } = connect(company.owner);
    open(1, 'org@1');
    ask(1);
    drain(5);
    expect(payloads().at(-1)?.[1]).toBe(1);
    open(1, ROOM);
    const since = frames.length;
    await create('c-1');
    connection.receive(encodeUp({ type: 'close', channel: 1 }));
    open(1, ROOM);
    await create('c-2');
    expect(payloads(since)).toEqual([]);
    ask(1);
    drain(5);
    const doc = new Y.Doc();
    expect(takeIn(doc, payloads(since))).toEqual([2, 1]);
    expect(Y.encodeStateVector(doc)).toEqual(company.log.stateVector(ROOM));
  });

  it('[FD-9] an answer on its way ends with the right to it, also when its id was opened for another room', async () => {
    company = await foundCompany();
    const { owner } = company;
    const east = QUARTER_ROOM(company, 'east');
    const call = { channel: 'call', answered: true, summary: '长'.repeat(500), atMs: 1 };
    const talk = (): Promise<unknown> => company.write(owner, east, 'interactionRecorded', 'c-1', call);
    await company.write(owner, ROOM, 'customerCreated', 'c-1', customer(owner.author.member));
    for (let at = 0; at < 2 * MANY; at += 1) await talk();
    for (const member of ['ren', 'mia']) {
      const rep = await company.joinAs(member, `dev-${member}`);
      const { connection, ask, open, drain, down, payloads, frames } = connect(rep);
      open(1, east);
      ask(1);
      if (member === 'mia') open(1, 'org@1');
      await company.write(owner, 'org@1', 'memberChanged', 'org', { member, territories: ['west'] });
      connection.recheck();
      const since = frames.length;
      await talk();
      drain(10);
      expect(payloads(since)).toEqual([]);
      const closed = down().flatMap((frame) => (frame.type === 'closed' ? [frame.reason] : []));
      expect(closed).toEqual(member === 'mia' ? [] : ['notEntitled']);
    }
  });

  it('[FD-20] [FD-38] a stock client whose own rows become durable while its answer waits hears their echo', async () => {
    company = await foundCompany();
    const ren = await company.joinAs('ren', 'dev-ren');
    await createMany();
    const { connection, drain, frames } = connect(ren, ROOM);
    const [first, update] = ['c-first', 'c-own'].map((id) =>
      ren.author.update(ROOM, 'customerCreated', id, longCustomer()),
    ) as [Uint8Array, Uint8Array];
    await send(ren, ROOM, first);
    const own = new Y.Doc();
    for (const one of [first, update]) Y.applyUpdate(own, one);
    connection.receive(step1Message(Y.encodeStateVector(own)));
    connection.receive(updateMessage(update));
    await until('it is stored', () => [...company.log.rows(ROOM)].some(({ event }) => event.subject === 'c-own'));
    // What it knows to be durable.
    const doc = new Y.Doc();
    Y.applyUpdate(doc, first);
    drain(10);
    // The first is the relay's own question.
    expect(takeIn(doc, frames.slice(1))).toEqual([2, 2, 1]);
    expect(Y.encodeStateVector(doc)).toEqual(company.log.stateVector(ROOM));
    await create('c-after');
    expect(takeIn(doc, frames.slice(4))).toEqual([2]);
  });
});
