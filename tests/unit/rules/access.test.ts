import { describe, expect, it } from 'vitest';
import {
  accessTo,
  type CustomerHolding,
  type Holdings,
  mayAppendType,
  mayHoldType,
  type OrgState,
  parseDocument,
  standsAbove,
} from '#rules';
import { makeStage } from '../../support/rules-stage.ts';

const company = (): OrgState => {
  const stage = makeStage();
  stage.act('boss', 'territoryDefined', { territory: 'west', name: '华西' });
  stage.act('boss', 'memberInvited', { member: 'wes', name: 'wes', role: 'rep', territories: ['west'] });
  stage.act('boss', 'memberInvited', { member: 'max', name: 'max', role: 'manager', territories: ['east'] });
  stage.act('boss', 'memberInvited', { member: 'fin', name: 'fin', role: 'finance', territories: ['east'] });
  return stage.fold().org();
};
const holding: CustomerHolding = {
  territory: 'east' as never,
  owner: 'rae' as never,
  creator: 'wes' as never,
  grants: ['rob' as never],
};
const NONE: Holdings = { of: () => null, ownsIn: () => false };
const HELD: Holdings = { of: () => holding, ownsIn: () => false };
const OWNS: Holdings = { of: () => holding, ownsIn: (member) => member === ('wes' as never) };

/** `ra` = read and append, `r` = read, `a` = append, `` = nothing. */
const may = (member: string, doc: string, holdings = NONE, org = company()): string => {
  const name = parseDocument(doc);
  if (name === null) throw new Error(`no document ${doc}`);
  const { read, append } = accessTo(org, member as never, name, holdings);
  return `${read ? 'r' : ''}${append ? 'a' : ''}`;
};
const LOG = 'log:east:2026Q4';

describe('access', () => {
  it('[RA-1] [R90] all read the company, leading roles append to it', () => {
    expect(['boss', 'mia', 'rae', 'pia', 'fin'].map((member) => may(member, 'org'))).toEqual([
      'ra',
      'ra',
      'r',
      'r',
      'r',
    ]);
  });

  it('[RA-2] [R67] all read pools, selling roles append where they work or own', () => {
    expect(['rae', 'wes', 'fin'].map((member) => may(member, 'pool:east'))).toEqual(['ra', 'r', 'r']);
    expect(may('wes', 'pool:east', OWNS)).toBe('ra');
  });

  it('[RA-3] [R90] a log is read where one works or owns a customer', () => {
    expect(['boss', 'rae', 'wes', 'fin'].map((member) => may(member, LOG))).toEqual(['ra', 'ra', '', 'r']);
    expect(may('wes', LOG, OWNS)).toBe('ra');
  });

  it('[RA-4] [R72] a private document is its member’s, read by those above him', () => {
    const members = ['rae', 'mia', 'boss', 'rob', 'max'];
    expect(members.map((member) => may(member, 'private:rae'))).toEqual(['ra', 'r', 'r', '', '']);
  });

  it('[RA-5] [R67] contacts are read by owner, those above him, the boss and those granted', () => {
    const members = ['rae', 'mia', 'boss', 'rob', 'max', 'pia', 'fin'];
    expect(members.map((member) => may(member, 'contact:c1', HELD))).toEqual(['ra', 'ra', 'ra', 'ra', '', '', '']);
    expect(may('rae', 'contact:c1')).toBe('');
  });

  it('[RA-6] [R67] who created a customer adds contacts without reading them', () => {
    expect(may('wes', 'contact:c1', HELD)).toBe('a');
  });

  it('[RA-7] [R90] an inbox is its member’s to read and nobody’s to write', () => {
    expect(['rae', 'mia', 'boss'].map((member) => may(member, 'inbox:rae'))).toEqual(['r', '', '']);
  });

  it('[RA-11] [R51] [R90] leads of marketing reach marketing and leaders, and nobody else', () => {
    const stage = makeStage();
    stage.act('boss', 'memberInvited', { member: 'mark', name: 'mark', role: 'marketing', territories: [] });
    stage.act('boss', 'memberInvited', { member: 'fin', name: 'fin', role: 'finance', territories: ['east'] });
    const org = stage.fold().org();
    const members = ['boss', 'mia', 'mark', 'rae', 'pia', 'fin'];
    expect(members.map((member) => may(member, 'mql:2026Q4', OWNS, org))).toEqual(['ra', 'ra', 'ra', '', '', '']);
    expect(parseDocument('mql:2026')).toBeNull();
    const writers = (['marketing', 'manager', 'rep', 'presales', 'finance'] as const).map((role) =>
      (['leadRecorded', 'leadAssigned', 'leadDiscarded'] as const).filter((type) => mayAppendType(role, 'mql', type)),
    );
    expect(writers.map(({ length }) => length)).toEqual([2, 3, 0, 0, 0]);
    expect(mayAppendType('rep', 'pool', 'leadAccepted')).toBe(true);
    expect(mayAppendType('marketing', 'pool', 'leadOffered')).toBe(false);
  });

  it('[RA-8] [R90] who left or is unknown may nothing', () => {
    const org = company();
    const { rae } = org.members;
    if (rae === undefined) throw new Error('no rae');
    const left: OrgState = { ...org, members: { ...org.members, rae: { ...rae, active: false } } };
    for (const doc of ['org', 'pool:east', LOG, 'private:rae', 'contact:c1', 'inbox:rae']) {
      expect(may('rae', doc, HELD, left)).toBe('');
      expect(may('nobody', doc, HELD, left)).toBe('');
    }
  });

  it('[RA-9] [R90] a type stands in one class of document and needs a role that holds it', () => {
    expect(mayAppendType('rep', 'log', 'statusMarked')).toBe(true);
    expect(mayAppendType('rep', 'pool', 'statusMarked')).toBe(false);
    expect(mayAppendType('rep', 'private', 'statusMarked')).toBe(true);
    expect(mayAppendType('rep', 'private', 'historyShared')).toBe(false);
    expect(mayAppendType('rep', 'private', 'contactSaved')).toBe(false);
    expect(mayAppendType('owner', 'inbox', 'noticeSeen')).toBe(false);
    expect(mayAppendType('presales', 'log', 'statusMarked')).toBe(false);
    expect(mayAppendType('rep', 'org', 'memberInvited')).toBe(false);
    expect(mayAppendType('manager', 'org', 'processPublished')).toBe(false);
    expect(mayHoldType('finance', 'noticeSeen')).toBe(true);
    expect(mayHoldType('finance', 'visitNoteRecorded')).toBe(false);
  });

  it('[RA-10] [I22] a circle of managers ends and grants nothing', () => {
    const org = company();
    const { rae, rob } = org.members;
    if (rae === undefined || rob === undefined) throw new Error('no reps');
    const members = { ...org.members, rae: { ...rae, manager: rob.id }, rob: { ...rob, manager: rae.id } };
    const circle: OrgState = { ...org, members };
    expect(standsAbove(circle, 'mia' as never, rae.id)).toBe(false);
    expect(may('mia', 'private:rae', NONE, circle)).toBe('');
  });
});
