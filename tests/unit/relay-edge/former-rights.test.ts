import { afterEach, describe, expect, it } from 'vitest';
import type { CustomerId, MemberId } from '#rules';
import { type ManualClock, makeManualClock } from '../../../sync-relay/clock.ts';
import { LATE_APPEND_MS } from '../../../sync-relay/company/former-rights.ts';
import { makeLogService } from '../../../sync-relay/log/index.ts';
import { makeRelayCore } from '../../../sync-relay/relay-core.ts';
import { makeMemoryDisk, makeMemoryStorage } from '../../../sync-relay/storage/memory.ts';
import { seededBytes } from '../../support/relay-log.ts';
import { type Colleague, customer, foundCompany, QUARTER_ROOM, send, type TestCompany } from './company.ts';

const START_MS = 1_790_000_000_000;
const CALL = { channel: 'call', answered: true, summary: '路上打的电话', atMs: START_MS };
const PERSON = { person: 'p', name: '张三', phone: '13812345678' };

let company: TestCompany;
let clock: ManualClock;
let ren: Colleague;
let east: string;
const disk = () => makeMemoryDisk();
const found = async (on = disk()): Promise<void> => {
  clock = makeManualClock(START_MS);
  company = await foundCompany({ clock, storage: makeMemoryStorage(on) });
  ren = await company.joinAs('ren', 'dev-ren');
  east = QUARTER_ROOM(company, 'east');
  await company.write(ren, 'pool:east@1', 'customerCreated', 'c-1', customer('ren'));
};
afterEach(() => company.stop());

const change = (fields: object) => company.write(company.owner, 'org@1', 'memberChanged', 'org', fields);
const call = async (seen: number, room = east): Promise<string> => {
  const answer = await send(ren, room, ren.author.update(room, 'interactionRecorded', 'c-1', CALL, { seen }));
  return answer.type === 'reject' ? answer.reason : answer.type;
};

describe('rights taken while a device was away', () => {
  it('[FD-23] [R90] who lost a territory hands in what he made before, not what he made after', async () => {
    await found();
    const before = company.log.lastTick();
    // still his customer: only without it does the territory go
    await company.write(ren, east, 'customerHandedOver', 'c-1', { to: null });
    await change({ member: 'ren', territories: ['west'] });
    expect(await call(before)).toBe('ack');
    expect(await call(company.log.lastTick())).toBe('notEntitled');
  });
  it('[FD-23] 30 days after the loss nothing more is taken', async () => {
    await found();
    const before = company.log.lastTick();
    await company.write(ren, east, 'customerHandedOver', 'c-1', { to: null });
    await change({ member: 'ren', territories: ['west'] });
    clock.set(START_MS + LATE_APPEND_MS - 1000);
    expect(await call(before)).toBe('ack');
    clock.set(START_MS + LATE_APPEND_MS + 1000);
    expect(await call(before)).toBe('notEntitled');
  });
  it('[FD-23] [S16] after a hand-over the former owner’s earlier contact edits are taken, a stranger’s never', async () => {
    await found();
    const wei = await company.joinAs('wei', 'dev-wei');
    const room = 'contact:c-1@1';
    const before = company.log.lastTick();
    const edit = (from: Colleague, seen: number) =>
      send(from, room, from.author.update(room, 'contactSaved', 'c-1', PERSON, { seen }));
    await company.write(company.owner, 'org@1', 'memberInvited', 'org', {
      member: 'jo',
      name: '小乔',
      role: 'rep',
      territories: ['east'],
    });
    await company.write(company.owner, 'pool:east@1', 'customerCreated', 'c-2', customer('ren'));
    await company.write(company.owner, east, 'customerHandedOver', 'c-2', { to: 'jo' });
    const second = 'contact:c-2@1';
    const late = await send(ren, second, ren.author.update(second, 'contactSaved', 'c-2', PERSON, { seen: before }));
    expect(late.type).toBe('ack');
    const after = company.log.lastTick();
    const fresh = await send(ren, second, ren.author.update(second, 'contactSaved', 'c-2', PERSON, { seen: after }));
    expect(fresh).toMatchObject({ type: 'reject', reason: 'notEntitled' });
    expect(await edit(wei, 0)).toMatchObject({ type: 'reject', reason: 'notEntitled' });
  });
  it('[FD-23] a role given up still covers what it wrote; one never held covers nothing', async () => {
    await found();
    const before = company.log.lastTick();
    await change({ member: 'ren', role: 'finance' });
    expect(await call(before)).toBe('ack');
    const org = ren.author.update('org@1', 'territoryDefined', 'org', { territory: 'n', name: 'n' }, { seen: before });
    expect(await send(ren, 'org@1', org)).toMatchObject({ type: 'reject', reason: 'notEntitled' });
  });
  it('[FD-24] the catalogue names such a document as one to hand in to, and nothing else', async () => {
    await found();
    await company.write(ren, east, 'customerHandedOver', 'c-1', { to: null });
    await change({ member: 'ren', territories: ['west'] });
    const { entries } = await ren.line.take('catalogue', (frame) =>
      frame.entries.some(({ room, read }) => room === east && !read),
    );
    expect(entries.find(({ room }) => room === east)).toEqual({ room: east, read: false, append: true, open: false });
    ren.line.send({ type: 'open', channel: 1, room: east });
    expect(await ren.line.take('closed')).toMatchObject({ channel: 1, reason: 'notEntitled' });
  });
  it('[FD-23] [DK-1] a manager whose person was moved away hands in the pack he gave before, not one given after', async () => {
    await found();
    const mia = await company.joinAs('mia', 'dev-mia');
    const pack = { playbook: 'p', version: 'template', tasks: [], effectAfterDays: 30 };
    const give = async (seen: number): Promise<string> => {
      const update = mia.author.update('desk:ren@1', 'playbookSent', 'ren', pack, { seen });
      const answer = await send(mia, 'desk:ren@1', update);
      return answer.type === 'reject' ? answer.reason : answer.type;
    };
    const before = company.log.lastTick();
    await change({ member: 'ren', manager: 'dev-owner', territories: ['west'] });
    expect(await give(before)).toBe('ack');
    expect(await give(company.log.lastTick())).toBe('notEntitled');
  });
  it('[FD-25] a restart forgets none of them and adds none', async () => {
    const kept = disk();
    await found(kept);
    await change({ member: 'ren', territories: ['west'] });
    await company.write(company.owner, east, 'customerHandedOver', 'c-1', { to: 'mia' });
    const storage = makeMemoryStorage(kept);
    const log = await makeLogService({ storage, clock, randomBytes: seededBytes('again') });
    const core = await makeRelayCore({
      log,
      storage,
      timers: { after: () => () => undefined },
      findFile: () => null,
    });
    for (const who of ['ren', 'mia', 'wei'] as MemberId[]) {
      for (const doc of [
        { kind: 'log', territory: 'east', quarter: '2026Q3' },
        { kind: 'contact', customer: 'c-1' as CustomerId },
      ] as never[]) {
        expect(core.company.formerRights(who, doc)).toEqual(company.relay.company.formerRights(who, doc));
      }
    }
    const contact = { kind: 'contact', customer: 'c-1' as CustomerId } as const;
    expect(core.company.formerRights('ren' as MemberId, contact)).not.toEqual([]);
    expect(core.company.formerRights('wei' as MemberId, contact)).toEqual([]);
    await core.close();
  });
});
