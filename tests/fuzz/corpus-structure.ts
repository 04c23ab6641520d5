import { client, type Hostile, LAST, NEXT, own, ownRow } from './corpus-parts.ts';
import { anyContent, anyValue, join, paddedVarUint, rawUpdate, rowContent, varString, varUint } from './raw-update.ts';
import { attackerRow, OWN_ROWS, ROOT, VICTIM } from './world.ts';

/** Bytes that are no update of a log. */
export const STRUCTURE: readonly Hostile[] = [
  { name: 'empty bytes', update: new Uint8Array(0), reason: 'malformed' },
  { name: 'only a group count', update: Uint8Array.of(1), reason: 'malformed' },
  { name: 'group count of 2^40', update: join(varUint(2 ** 40), Uint8Array.of(0)), reason: 'tooLarge' },
  {
    name: 'declared struct count 2^25',
    update: join(varUint(1), varUint(2 ** 25), varUint(client), varUint(NEXT)),
    reason: 'malformed',
  },
  {
    name: 'declared struct count past the content',
    update: rawUpdate({
      groups: [
        { client, clock: NEXT, declared: 2, structs: [{ origin: LAST, content: rowContent(attackerRow(NEXT)) }] },
      ],
    }),
    reason: 'malformed',
  },
  { name: 'declared element count 2^31', update: own({ content: anyContent([], 2 ** 31) }), reason: 'malformed' },
  {
    name: 'group without structs',
    update: rawUpdate({ groups: [{ client, clock: NEXT, structs: [] }] }),
    reason: 'malformed',
  },
  { name: 'struct without elements', update: own({ content: anyContent([]) }), reason: 'malformed' },
  {
    name: 'one client in two groups',
    update: rawUpdate({
      groups: [NEXT, NEXT + 1].map((clock) => ({
        client,
        clock,
        structs: [{ origin: [client, clock - 1], content: rowContent(attackerRow(clock)) }],
      })),
    }),
    reason: 'malformed',
  },
  { name: 'number not in its shortest form', update: join(paddedVarUint(1), own().subarray(1)), reason: 'malformed' },
  {
    name: 'number of eleven bytes',
    update: join(new Uint8Array(10).fill(0xff), Uint8Array.of(1)),
    reason: 'malformed',
  },
  {
    name: 'clientID beyond 32 bits',
    update: rawUpdate({
      groups: [{ client: 2 ** 40, clock: 0, structs: [{ origin: LAST, content: rowContent(attackerRow(NEXT)) }] }],
    }),
    reason: 'malformed',
  },
  { name: 'trailing byte', update: rawUpdate({ groups: [], trailing: Uint8Array.of(0) }), reason: 'malformed' },
  { name: 'trailing second update', update: join(own(), own()), reason: 'malformed' },
  { name: 'cut inside the last row', update: own().subarray(0, -20), reason: 'malformed' },
  {
    name: 'string length past the end',
    update: own({ content: join(varUint(1), Uint8Array.of(119), varUint(2 ** 30)) }),
    reason: 'malformed',
  },
  {
    name: 'row of broken UTF-8',
    update: own({ content: anyContent([join(Uint8Array.of(119), varUint(2), Uint8Array.of(0xc3, 0x28))]) }),
    reason: 'malformed',
  },
  {
    name: 'row with an encoded surrogate',
    update: own({ content: anyContent([join(Uint8Array.of(119), varUint(3), Uint8Array.of(0xed, 0xa0, 0x80))]) }),
    reason: 'malformed',
  },
  {
    name: 'GC struct of 2^40 on the victim’s client',
    update: rawUpdate({
      groups: [{ client: VICTIM.client, clock: OWN_ROWS, structs: [{ kind: 0, content: varUint(2 ** 40) }] }],
    }),
    reason: 'malformed',
  },
  {
    name: 'skip struct',
    update: rawUpdate({ groups: [{ client, clock: NEXT, structs: [{ kind: 10, content: varUint(5) }] }] }),
    reason: 'malformed',
  },
  { name: 'deleted content', update: own({ kind: 1, content: varUint(1) }), reason: 'malformed' },
  { name: 'JSON content', update: own({ kind: 2, content: join(varUint(1), varString('"x"')) }), reason: 'malformed' },
  {
    name: 'binary content',
    update: own({ kind: 3, content: join(varUint(2), Uint8Array.of(1, 2)) }),
    reason: 'malformed',
  },
  { name: 'text content', update: own({ kind: 4, content: varString('text') }), reason: 'malformed' },
  { name: 'embed', update: own({ kind: 5, content: varString('{}') }), reason: 'malformed' },
  {
    name: 'format',
    update: own({ kind: 6, content: join(varString('bold'), varString('true')) }),
    reason: 'malformed',
  },
  { name: 'nested array type', update: own({ kind: 7, content: varUint(0) }), reason: 'malformed' },
  { name: 'nested XML type', update: own({ kind: 7, content: join(varUint(3), varString('p')) }), reason: 'malformed' },
  {
    name: 'auto-loading sub-document',
    update: own({ kind: 9, content: join(varString('vault/boss'), anyValue({ autoLoad: true })) }),
    reason: 'malformed',
  },
  { name: 'unknown content kind 31', update: own({ kind: 31 }), reason: 'malformed' },
  { name: 'right origin', update: own({ right: LAST }), reason: 'malformed' },
  {
    name: 'right origin without origin (quadratic bomb)',
    update: rawUpdate({
      groups: [
        { client, clock: NEXT, structs: [{ right: [VICTIM.client, 0], content: rowContent(attackerRow(NEXT)) }] },
      ],
    }),
    reason: 'malformed',
  },
  {
    name: 'map key',
    update: rawUpdate({
      groups: [
        { client, clock: NEXT, structs: [{ parent: ROOT, sub: 'key', content: rowContent(attackerRow(NEXT)) }] },
      ],
    }),
    reason: 'malformed',
  },
  { name: 'map key bit on an element with origin', update: own({ extraInfo: 0x20 }), reason: 'malformed' },
  {
    name: 'nested parent',
    update: rawUpdate({
      groups: [
        { client, clock: NEXT, structs: [{ parent: [VICTIM.client, 0], content: rowContent(attackerRow(NEXT)) }] },
      ],
    }),
    reason: 'malformed',
  },
  {
    name: 'root name of 4 KB',
    update: rawUpdate({
      groups: [
        { client: 5, clock: 0, structs: [{ parent: 'x'.repeat(4096), content: rowContent(attackerRow(NEXT)) }] },
      ],
    }),
    reason: 'malformed',
  },
  {
    name: 'delete another’s rows',
    update: rawUpdate({ groups: [], deletes: [{ client: VICTIM.client, ranges: [[0, 3]] }] }),
    reason: 'malformed',
  },
  {
    name: 'delete own row beside a good one',
    update: rawUpdate({
      groups: [{ client, clock: NEXT, structs: [{ origin: LAST, content: rowContent(attackerRow(NEXT)) }] }],
      deletes: [{ client, ranges: [[0, 1]] }],
    }),
    reason: 'malformed',
  },
  {
    name: 'delete range of 2^50',
    update: rawUpdate({ groups: [], deletes: [{ client, ranges: [[0, 2 ** 50]] }] }),
    reason: 'malformed',
  },
  {
    name: '600 groups',
    update: rawUpdate({
      groups: Array.from({ length: 600 }, (_, index) => ({
        client: 1000 + index,
        clock: 0,
        structs: [{ origin: LAST, content: rowContent('x') }],
      })),
    }),
    reason: 'tooLarge',
  },
  {
    name: '50,001 elements',
    update: own({ content: anyContent(Array.from({ length: 50_001 }, () => Uint8Array.of(119, 0))) }),
    reason: 'tooLarge',
  },
  {
    name: '20,001 structs',
    update: rawUpdate({
      groups: [
        {
          client,
          clock: NEXT,
          structs: Array.from({ length: 20_001 }, (_, index) => ({
            origin: [client, NEXT + index - 1] as const,
            content: rowContent('x'),
          })),
        },
      ],
    }),
    reason: 'tooLarge',
  },
  { name: 'five megabytes', update: ownRow('x'.repeat(5_000_000)), reason: 'tooLarge' },
  {
    name: '60,000 elements in two structs',
    update: rawUpdate({
      groups: [
        {
          client,
          clock: NEXT,
          structs: [LAST[1], LAST[1] + 30_000].map((clock) => ({
            origin: [client, clock],
            content: anyContent(Array.from({ length: 30_000 }, () => Uint8Array.of(119, 0))),
          })),
        },
      ],
    }),
    reason: 'tooLarge',
  },
  {
    name: 'five megabytes in allowed pieces',
    update: own({ content: rowContent(...Array.from({ length: 640 }, () => 'x'.repeat(8000))) }),
    reason: 'tooLarge',
  },
];
