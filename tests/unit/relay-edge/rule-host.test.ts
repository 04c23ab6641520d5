import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { type BlobHash, type CustomerId, PRESALES_RULE } from '#rules';
import { type ManualClock, makeManualClock } from '../../../sync-relay/clock.ts';
import { step1Message } from '../../../sync-relay/session/sync-messages.ts';
import { makeMemoryStorage } from '../../../sync-relay/storage/memory.ts';
import { gateStorage } from '../../support/gated-storage.ts';
import { makeManualTimers } from '../../support/manual-timers.ts';
import { until } from '../../support/until.ts';
import { type Colleague, customer, foundCompany, QUARTER_ROOM, send, type TestCompany } from './company.ts';
import { goodPdf } from './files.ts';

let company: TestCompany;
afterEach(() => company.stop());

const START_MS = 1_790_000_000_000;
const kinds = (room: string): string[] => [...company.log.facts(room)].map(({ kind }) => kind);
/** How often presales was called; other rules act in the meantime. */
const calls = (room: string): number =>
  [...company.log.facts(room)].filter((fact) => fact.kind === 'fired' && fact.rule === PRESALES_RULE).length;
const yellow = { colour: 'yellow', basis: null, need: '要一条产线', openItems: ['budget'] };
const green = (basis: string | null) => ({
  colour: 'green',
  basis,
  checks: { needVerified: true, budgetDefinite: true, keyPersonAgrees: true },
  evidence: [
    {
      sha256: createHash('sha256').update(goodPdf()).digest('hex'),
      name: '确认书.pdf',
      size: goodPdf().length,
      documentType: 'requirementConfirmation',
    },
  ],
});
const hash = createHash('sha256').update(goodPdf()).digest('hex') as BlobHash;
/** Uploads the confirmation as a device would. */
const upload = async (from: Colleague): Promise<void> => {
  const encoded = (text: string): string => Buffer.from(text).toString('base64');
  const made = await fetch(`${company.url}/api/blobs`, {
    method: 'POST',
    headers: {
      ...from.headers(),
      'tus-resumable': '1.0.0',
      'upload-length': String(goodPdf().length),
      'upload-metadata': `sha256 ${encoded(hash)},documentType ${encoded('requirementConfirmation')}`,
    },
  });
  await fetch(company.url + (made.headers.get('location') ?? ''), {
    method: 'PATCH',
    headers: {
      ...from.headers(),
      'tus-resumable': '1.0.0',
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
    },
    body: new Uint8Array(goodPdf()),
  });
};
const greenCustomer = async (ren: Colleague): Promise<string> => {
  const east = QUARTER_ROOM(company, 'east');
  await company.write(ren, 'pool:east@1', 'customerCreated', 'c-1', customer('ren'));
  const marked = await send(ren, east, ren.author.update(east, 'statusMarked', 'c-1', yellow));
  if (marked.type !== 'ack') throw new Error(JSON.stringify(marked));
  await company.write(ren, east, 'statusMarked', 'c-1', green(marked.rooms[0]?.receipts[0]?.id ?? null));
  return east;
};
const tasks = () => company.relay.company.fold.customer('c-1' as CustomerId)?.tasks ?? [];

describe('rule host', () => {
  it('[HO-1] what was received is sealed by itself, and everyone who reads the room gets the seal', async () => {
    company = await foundCompany();
    const { line } = company.owner;
    line.send({ type: 'open', channel: 1, room: 'org@1' });
    line.send({ type: 'data', channel: 1, payload: step1Message(Uint8Array.of(0)) });
    await company.write(company.owner, 'org@1', 'territoryDefined', 'org', { territory: 'north', name: '华北' });
    const heard = line.heard.length;
    await line.take('data', () => line.heard.length > heard && company.log.unsealed('org@1').length === 0);
    expect(kinds('org@1')).toContain('seal');
  });
  it('[HO-2] a mark in a log room is sealed and final in the fold of the relay', async () => {
    company = await foundCompany();
    const ren = await company.joinAs('ren', 'dev-ren');
    const east = QUARTER_ROOM(company, 'east');
    await company.write(ren, 'pool:east@1', 'customerCreated', 'c-1', customer('ren'));
    await company.write(ren, east, 'statusMarked', 'c-1', yellow);
    await company.relay.ruleHost.settle();
    expect(company.log.unsealed(east)).toEqual([]);
    expect(company.relay.company.fold.customer('c-1' as CustomerId)?.mark?.standing).toBe('sealed');
  });
  it('[HO-3] [R22] [S17] a green whose file is stored fires one presales task, and settling again fires no other', async () => {
    company = await foundCompany();
    const ren = await company.joinAs('ren', 'dev-ren');
    const east = await greenCustomer(ren);
    await company.relay.ruleHost.settle();
    expect(calls(east)).toBe(0);
    await upload(ren);
    await company.relay.ruleHost.settle();
    await company.relay.ruleHost.settle();
    expect(calls(east)).toBe(1);
    const proposals = tasks().filter(({ kind }) => kind === 'draftProposal');
    expect(proposals.map(({ status }) => status)).toEqual(['open']);
    expect(proposals[0]?.firedAt).not.toBeNull();
  });
  it('[HO-4] [S22] while an operator has to confirm the clock nothing is sealed or fired; afterwards all of it', async () => {
    const clock: ManualClock = makeManualClock(START_MS);
    company = await foundCompany({ clock });
    clock.setJumped(true);
    await company.write(company.owner, 'org@1', 'territoryDefined', 'org', { territory: 'north', name: '华北' });
    const before = kinds('org@1').length;
    await company.relay.ruleHost.settle();
    expect(kinds('org@1').length).toBe(before);
    expect((await company.owner.post('/api/admin/confirm-clock', {})).body).toEqual({ health: 'ok' });
    expect(company.log.unsealed('org@1')).toEqual([]);
  });
  it('[HO-5] [S8] what arrives while a seal is being written is sealed as well', async () => {
    const storage = gateStorage(makeMemoryStorage());
    company = await foundCompany({ storage });
    const define = (name: string): Promise<unknown> =>
      company.write(company.owner, 'org@1', 'territoryDefined', 'org', { territory: name, name });
    await define('north');
    storage.hold();
    const written = define('south');
    await storage.waiting();
    const settled = company.relay.ruleHost.settle();
    storage.release();
    await Promise.all([written, settled]);
    await company.relay.ruleHost.settle();
    expect(company.log.unsealed('org@1')).toEqual([]);
  });
  it('[HO-6] sealing goes on by itself once the disk takes something again', async () => {
    const storage = gateStorage(makeMemoryStorage());
    const timers = makeManualTimers();
    company = await foundCompany({ storage, deps: { timers } });
    await company.write(company.owner, 'org@1', 'territoryDefined', 'org', { territory: 'north', name: '华北' });
    storage.setFailing(true);
    timers.advance(1_000);
    await company.relay.ruleHost.settle();
    expect(company.log.unsealed('org@1')).not.toEqual([]);
    storage.setFailing(false);
    timers.advance(1_000);
    await until('sealed without being asked', () => company.log.unsealed('org@1').length === 0);
    expect(company.log.health()).toBe('ok');
  });
});
