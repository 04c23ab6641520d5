import { encodeRow } from '#rules';
import { client, fields, type Hostile, LAST, NEXT, own } from './corpus-parts.ts';
import { rawUpdate, rowContent } from './raw-update.ts';
import { ATTACKER, attackerRow, OWN_ROWS, ROOT, VICTIM, VICTIM_ROOT, victimEvent } from './world.ts';

/** Well-formed structs in the wrong place of a log, or in somebody else’s. */
export const LINKS: readonly Hostile[] = [
  { name: 'fork: middle insertion', update: own({ origin: [client, 0] }), reason: 'fork' },
  {
    name: 'fork: origin null again',
    update: rawUpdate({
      groups: [{ client, clock: NEXT, structs: [{ parent: ROOT, content: rowContent(attackerRow(NEXT)) }] }],
    }),
    reason: 'fork',
  },
  {
    name: 'fork: fresh client at the start of the log',
    update: rawUpdate({
      groups: [{ client: 4242, clock: 0, structs: [{ parent: ROOT, content: rowContent(attackerRow(NEXT)) }] }],
    }),
    reason: 'fork',
  },
  {
    name: 'fork: two branches in one update',
    update: rawUpdate({
      groups: [4243, 4242].map((fresh, index) => ({
        client: fresh,
        clock: 0,
        structs: [{ origin: LAST, content: rowContent(attackerRow(NEXT + index)) }],
      })),
    }),
    reason: 'fork',
  },
  { name: 'gap: clock ahead', update: own({ origin: [client, 7] }, 8), reason: 'gap' },
  { name: 'gap: clock of 2^39', update: own({ origin: [client, 2 ** 39 - 1] }, 2 ** 39), reason: 'gap' },
  {
    name: 'gap: fresh client after an unknown element',
    update: rawUpdate({
      groups: [{ client: 4242, clock: 0, structs: [{ origin: [9999, 4], content: rowContent(attackerRow(NEXT)) }] }],
    }),
    reason: 'gap',
  },
  {
    name: 'gap: fresh client not from clock 0',
    update: rawUpdate({
      groups: [{ client: 4242, clock: 3, structs: [{ origin: LAST, content: rowContent(attackerRow(NEXT)) }] }],
    }),
    reason: 'gap',
  },
  {
    name: 'equivocation: own row with other text',
    update: rawUpdate({
      groups: [
        {
          client,
          clock: 1,
          structs: [{ origin: [client, 0], content: rowContent(attackerRow(1, { subject: 'other' })) }],
        },
      ],
    }),
    reason: 'equivocation',
  },
  {
    name: 'equivocation: own row with another origin',
    update: rawUpdate({
      groups: [{ client, clock: 2, structs: [{ origin: [client, 0], content: rowContent(attackerRow(2)) }] }],
    }),
    reason: 'equivocation',
  },
  {
    name: 'equivocation: half-known struct whose known half differs',
    update: rawUpdate({
      groups: [
        {
          client,
          clock: 2,
          structs: [{ origin: [client, 1], content: rowContent(attackerRow(9), attackerRow(NEXT)) }],
        },
      ],
    }),
    reason: 'equivocation',
  },
  {
    name: 'equivocation: id of a stored event with another payload',
    update: fields({ id: `ev-${ATTACKER.device}-0` as never }),
    reason: 'equivocation',
  },
  {
    name: 'forged row under the victim’s next clock',
    update: rawUpdate({
      groups: [
        {
          client: VICTIM.client,
          clock: OWN_ROWS,
          structs: [{ origin: [VICTIM.client, OWN_ROWS - 1], content: rowContent(attackerRow(NEXT)) }],
        },
      ],
    }),
    reason: 'foreignLog',
  },
  {
    name: 'victim’s row with another text',
    update: rawUpdate({
      groups: [
        { client: VICTIM.client, clock: 0, structs: [{ parent: VICTIM_ROOT, content: rowContent(attackerRow(0)) }] },
      ],
    }),
    reason: 'replicaDiverged',
  },
  {
    name: 'victim’s row under another root',
    update: rawUpdate({
      groups: [{ client: VICTIM.client, clock: 0, structs: [{ parent: ROOT, content: rowContent(attackerRow(0)) }] }],
    }),
    reason: 'replicaDiverged',
  },
  {
    name: 'row after the victim’s last row',
    update: own({ origin: [VICTIM.client, OWN_ROWS - 1] }),
    reason: 'foreignLog',
  },
  {
    name: 'fresh client in the victim’s log',
    update: rawUpdate({
      groups: [{ client: 4242, clock: 0, structs: [{ parent: VICTIM_ROOT, content: rowContent(attackerRow(NEXT)) }] }],
    }),
    reason: 'foreignLog',
  },
  {
    name: 'row in the relay’s log',
    update: rawUpdate({
      groups: [
        {
          client: 4242,
          clock: 0,
          structs: [{ parent: 'e:relay:1', content: rowContent('[1,9,"seal",{"ranges":[]},"x"]') }],
        },
      ],
    }),
    reason: 'foreignLog',
  },
  {
    name: 'junk root name',
    update: rawUpdate({
      groups: [{ client: 4242, clock: 0, structs: [{ parent: 'junk', content: rowContent(attackerRow(NEXT)) }] }],
    }),
    reason: 'foreignLog',
  },
  {
    name: 'good row, then one of the victim’s',
    update: rawUpdate({
      groups: [
        {
          client: VICTIM.client,
          clock: OWN_ROWS,
          structs: [{ origin: [VICTIM.client, OWN_ROWS - 1], content: rowContent('x') }],
        },
        { client, clock: NEXT, structs: [{ origin: LAST, content: rowContent(attackerRow(NEXT)) }] },
      ],
    }),
    reason: 'foreignLog',
  },
  {
    name: 'victim’s very row under the own root',
    update: rawUpdate({
      groups: [
        {
          client: VICTIM.client,
          clock: 0,
          structs: [{ parent: ROOT, content: rowContent(encodeRow(victimEvent(0))) }],
        },
      ],
    }),
    reason: 'replicaDiverged',
  },
  {
    name: 'own row under the victim’s client, linked to the own log',
    update: rawUpdate({
      groups: [
        {
          client: VICTIM.client,
          clock: OWN_ROWS,
          structs: [{ origin: LAST, content: rowContent(attackerRow(NEXT)) }],
        },
      ],
    }),
    reason: 'foreignLog',
  },
];
