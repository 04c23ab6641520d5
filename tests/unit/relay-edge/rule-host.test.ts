import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CustomerId } from '#rules';
import { customer, foundCompany, QUARTER_ROOM, send, type TestCompany } from './company.ts';

let company: TestCompany;
beforeEach(async () => {
  company = await foundCompany();
});
afterEach(() => company.stop());

const kinds = (room: string): string[] => [...company.log.facts(room)].map(({ kind }) => kind);

describe('rule host', () => {
  it('[HO-1] what was received is sealed by itself, and everyone who reads the room gets the seal', async () => {
    const { line } = company.owner;
    line.send({ type: 'open', channel: 1, room: 'org@1' });
    await company.write(company.owner, 'org@1', 'territoryDefined', 'org', { territory: 'north', name: '华北' });
    const heard = line.heard.length;
    await line.take('data', () => line.heard.length > heard && company.log.unsealed('org@1').length === 0);
    expect(kinds('org@1')).toContain('seal');
  });
  it('[HO-2] a mark in a log room is sealed and final in the fold of the relay', async () => {
    const ren = await company.joinAs('ren', 'dev-ren');
    const east = QUARTER_ROOM(company, 'east');
    await company.write(ren, 'pool:east@1', 'customerCreated', 'c-1', customer('ren'));
    const mark = { colour: 'yellow', basis: null, need: '要一条产线', openItems: ['budget'] };
    expect(await send(ren, east, ren.author.update(east, 'statusMarked', 'c-1', mark))).toMatchObject({ type: 'ack' });
    await company.relay.ruleHost.settle();
    expect(company.log.unsealed(east)).toEqual([]);
    expect(company.relay.company.fold.customer('c-1' as CustomerId)?.mark?.standing).toBe('sealed');
  });
});
