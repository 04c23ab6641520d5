import { CALL, deepJson, fields, type Hostile, NEXT, own, ownRow, payload, replaced } from './corpus-parts.ts';
import { rowContent } from './raw-update.ts';
import { ATTACKER, attackerRow, VICTIM } from './world.ts';

/** The next element of the own log, with a row that must not be there. */
export const ROWS: readonly Hostile[] = [
  { name: 'row: no JSON', update: ownRow('hello'), reason: 'schema' },
  { name: 'row: object in place of the array', update: ownRow('{"v":1}'), reason: 'schema' },
  { name: 'row: 17 positions', update: ownRow(JSON.stringify(Array(17).fill(1))), reason: 'schema' },
  { name: 'row: with a space', update: ownRow(`${attackerRow(NEXT)} `), reason: 'schema' },
  { name: 'row: duplicate key', update: replaced('{"channel"', '{"answered":true,"channel"'), reason: 'schema' },
  { name: 'row: number as 1.0', update: ownRow(attackerRow(NEXT).replace('[1,', '[1.0,')), reason: 'schema' },
  { name: 'row: number as 1e400', update: replaced('"atMs":', '"atMs":1e400,"x":'), reason: 'schema' },
  { name: 'row: fraction', update: fields({ wall: 1.5 }), reason: 'schema' },
  { name: 'row: beyond safe integers', update: fields({ wall: 2 ** 60 }), reason: 'schema' },
  {
    name: 'row: escaped lone surrogate',
    update: fields({ payload: { ...CALL, summary: '\ud800' } }),
    reason: 'schema',
  },
  {
    name: 'row: __proto__ key',
    update: replaced('{"channel"', '{"__proto__":{"isAdmin":true},"channel"'),
    reason: 'schema',
  },
  { name: 'row: constructor key', update: payload({ ...CALL, constructor: { prototype: 1 } }), reason: 'schema' },
  { name: 'row: 5,000 deep', update: replaced('{"channel"', `{"deep":${deepJson(5000)},"channel"`), reason: 'schema' },
  { name: 'row: 7 levels in the payload', update: payload(JSON.parse(deepJson(8))), reason: 'schema' },
  {
    name: 'row: 65 keys',
    update: payload(Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`k${index}`, 1]))),
    reason: 'schema',
  },
  { name: 'row: string of 9 KB', update: payload({ ...CALL, summary: 'x'.repeat(9000) }), reason: 'tooLarge' },
  {
    name: 'row: 17 KB in small strings',
    update: payload({ ...CALL, more: Array.from({ length: 40 }, () => 'x'.repeat(500)) }),
    reason: 'tooLarge',
  },
  { name: 'row: summary over its schema', update: payload({ ...CALL, summary: 'x'.repeat(501) }), reason: 'schema' },
  { name: 'row: unknown payload key', update: payload({ ...CALL, admin: true }), reason: 'schema' },
  { name: 'row: missing payload key', update: payload({ channel: 'call' }), reason: 'schema' },
  { name: 'row: unknown type', update: fields({ type: 'moneyPrinted' }), reason: 'unknownType' },
  { name: 'row: type of the object prototype', update: fields({ type: 'toString' }), reason: 'unknownType' },
  { name: 'row: envelope version 2', update: fields({ v: 2 }), reason: 'schema' },
  { name: 'row: id with a colon', update: fields({ id: 'a:b' as never }), reason: 'schema' },
  { name: 'row: id of 65 characters', update: fields({ id: 'x'.repeat(65) as never }), reason: 'schema' },
  { name: 'row: n negative', update: fields({ n: -1 }), reason: 'schema' },
  { name: 'row: n as text', update: fields({ n: '3' as never }), reason: 'schema' },
  {
    name: 'row: 65 cites',
    update: fields({ cites: Array.from({ length: 65 }, (_, index) => `c${index}` as never) }),
    reason: 'schema',
  },
  { name: 'row: seen null', update: fields({ seen: null as never }), reason: 'schema' },
  { name: 'row: boot of 100 characters', update: fields({ boot: 'b'.repeat(100) }), reason: 'schema' },
  {
    name: 'row: author is another member',
    update: fields({ author: VICTIM.member as never }),
    reason: 'foreignAuthor',
  },
  {
    name: 'row: device is another device',
    update: fields({ device: VICTIM.device as never }),
    reason: 'foreignAuthor',
  },
  {
    name: 'row: contact in a log',
    update: fields({ type: 'contactSaved', payload: { person: 'p1', name: '王' } }),
    reason: 'wrongDocument',
  },
  {
    name: 'row: customer in a log',
    update: fields({
      type: 'customerCreated',
      payload: {
        territory: 'east',
        profile: { name: '甲' },
        opportunity: { opportunity: 'o1', name: '商机', stage: 's' },
      },
    }),
    reason: 'wrongDocument',
  },
  {
    name: 'row: org event about a customer',
    update: fields({ type: 'companyFounded', payload: { name: '公司' } }),
    reason: 'wrongDocument',
  },
  { name: 'row: slot of another event', update: fields({ n: 0, id: 'ev-new' as never }), reason: 'slotTaken' },
  {
    name: 'row: two new events on one slot',
    update: own({ content: rowContent(attackerRow(NEXT), attackerRow(NEXT, { id: 'ev-second' as never })) }),
    reason: 'slotTaken',
  },
  {
    name: 'row: shared history nobody received',
    update: fields({ type: 'historyShared', payload: { row: attackerRow(0), received: 5, mac: 'forged' } }),
    reason: 'notEntitled',
  },
  {
    name: 'row: bad one after a good one',
    update: own({ content: rowContent(attackerRow(NEXT), attackerRow(NEXT + 1, { type: 'moneyPrinted' })) }),
    reason: 'unknownType',
  },
  {
    name: 'row: one id with two contents in one update',
    update: own({
      content: rowContent(attackerRow(NEXT), attackerRow(NEXT + 1, { id: `ev-${ATTACKER.device}-${NEXT}` as never })),
    }),
    reason: 'equivocation',
  },
];
