import * as encoding from 'lib0/encoding';
import { type EventId, encodeRow } from '#rules';
import { EVENT_TYPES } from '../support/event-types.ts';
import type { Prng } from '../support/prng.ts';
import { makeEvent } from '../support/yjs-log.ts';
import {
  anyContent,
  anyValue,
  join,
  paddedVarUint,
  type RawGroup,
  type RawId,
  type RawStruct,
  rawUpdate,
  rowContent,
  varString,
  varUint,
} from './raw-update.ts';
import { ATTACKER, ROOT, VICTIM, VICTIM_ROOT } from './world.ts';

/** What the attacker knows: the end of its own log and the last update the relay took from it. */
export interface Knowledge {
  readonly last: RawId;
  readonly nextN: number;
  readonly clocks: ReadonlyMap<number, number>;
  readonly lastTaken: Uint8Array;
}
export interface Generator {
  readonly name: string;
  readonly make: (prng: Prng, knowledge: Knowledge) => Uint8Array;
}

export const ODD_NUMBERS = [
  0,
  1,
  -1,
  0.5,
  1e21,
  2 ** 31,
  2 ** 53 - 1,
  2 ** 53,
  -(2 ** 53),
  Number.NaN,
  Number.POSITIVE_INFINITY,
];
export const ODD_TEXTS = [
  '',
  'a',
  '__proto__',
  'constructor',
  'e:relay:1',
  '客户'.repeat(50),
  '\u0000',
  '\ud800',
  'x'.repeat(9000),
  '{"a":1}',
];

/** Any JSON-like value, small. */
export const oddValue = (prng: Prng, depth = 0): unknown => {
  switch (prng.int(depth > 4 ? 4 : 6)) {
    case 0:
      return null;
    case 1:
      return prng.chance(0.5);
    case 2:
      return prng.pick(ODD_NUMBERS);
    case 3:
      return prng.pick(ODD_TEXTS);
    case 4:
      return Array.from({ length: prng.int(4) }, () => oddValue(prng, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: prng.int(4) }, () => [prng.pick(ODD_TEXTS).slice(0, 20), oddValue(prng, depth + 1)]),
      );
  }
};

const freshEvent = (prng: Prng, { nextN }: Knowledge, step = 0): ReturnType<typeof makeEvent> =>
  makeEvent({ n: nextN + step, id: `ev-${nextN + step}-${prng.int(1e9)}` as EventId });
const freshRow = (prng: Prng, knowledge: Knowledge, step = 0): string => encodeRow(freshEvent(prng, knowledge, step));

const nextStruct = (prng: Prng, knowledge: Knowledge, changes: Partial<RawStruct> = {}): Uint8Array => {
  const [client, clock] = knowledge.last;
  const struct = { origin: knowledge.last, content: rowContent(freshRow(prng, knowledge)), ...changes };
  return rawUpdate({ groups: [{ client, clock: clock + 1, structs: [struct] }] });
};

const anyId = (prng: Prng, { last }: Knowledge): RawId => [
  prng.pick([last[0], ATTACKER.client, VICTIM.client, prng.int(2 ** 31), 2 ** 33]),
  prng.pick([0, 1, 2, last[1], last[1] + 1, prng.int(50), 2 ** 41]),
];
const anyRoot = (prng: Prng): string => prng.pick([ROOT, VICTIM_ROOT, 'e:relay:1', 'e:', 'junk', '', 'x'.repeat(300)]);

/** Content of each kind, well-formed for Yjs. */
const CONTENTS: Readonly<Record<number, (prng: Prng, knowledge: Knowledge) => Uint8Array>> = {
  0: (prng) => varUint(prng.pick([0, 1, 2 ** 20, 2 ** 40])),
  1: (prng) => varUint(prng.pick([0, 1, 2 ** 31])),
  2: (prng) => join(varUint(1), varString(prng.pick(['"x"', 'undefined', '{']))),
  3: (prng) => join(varUint(2), Uint8Array.of(prng.int(256), prng.int(256))),
  4: (prng) => varString(prng.pick(ODD_TEXTS.filter((text) => text !== '\ud800'))),
  5: () => varString('{}'),
  6: () => join(varString('k'), varString('1')),
  7: (prng) => join(varUint(prng.int(8)), varString('p')),
  8: (prng, knowledge) => rowContent(freshRow(prng, knowledge)),
  9: (prng) => join(varString('guid'), anyValue({ autoLoad: prng.chance(0.5) })),
  10: (prng) => varUint(prng.int(100)),
};

/** One encoded plain value of each tag, right or cut short. */
const taggedValue = (prng: Prng): Uint8Array => {
  const tag = prng.pick([116, 117, 118, 119, 120, 121, 122, 123, 124, 125, 126, 127, prng.int(256)]);
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, tag);
  if (tag === 119) encoding.writeVarString(encoder, prng.pick(['', 'row', '[1,2]']));
  if (tag === 117 || tag === 118) encoding.writeVarUint(encoder, prng.pick([0, 1, 2 ** 25]));
  if (tag === 116) encoding.writeVarUint(encoder, prng.pick([0, 3, 2 ** 30]));
  if (tag === 125) encoding.writeVarInt(encoder, prng.pick([0, -1, 2 ** 40]));
  const rest = Uint8Array.from({ length: prng.int(9) }, () => prng.int(256));
  return join(encoding.toUint8Array(encoder), rest);
};

const honest = (prng: Prng, knowledge: Knowledge): Uint8Array => {
  const count = 1 + prng.int(3);
  return nextStruct(prng, knowledge, {
    content: rowContent(...Array.from({ length: count }, (_, step) => freshRow(prng, knowledge, step))),
  });
};

/** Rows in several fresh clients, chained in order, or with one link broken. */
const clientChain = (prng: Prng, knowledge: Knowledge): Uint8Array => {
  const broken = prng.chance(0.5) ? prng.int(3) : -1;
  let origin = knowledge.last;
  const groups = Array.from({ length: 3 }, (_, step): RawGroup => {
    const client = 1 + prng.int(2 ** 32 - 2);
    const link = step === broken ? anyId(prng, knowledge) : origin;
    origin = [client, 0];
    return { client, clock: 0, structs: [{ origin: link, content: rowContent(freshRow(prng, knowledge, step)) }] };
  });
  return rawUpdate({ groups: prng.chance(0.5) ? groups.toReversed() : groups });
};

const ENVELOPE_FIELDS = [
  'v',
  'id',
  'type',
  'subject',
  'author',
  'device',
  'n',
  'prev',
  'cites',
  'seen',
  'lam',
  'at',
  'wall',
  'boot',
  'mono',
  'monoSeen',
  'ruleVersion',
  'payload',
] as const;

export const STRUCTURED: readonly Generator[] = [
  { name: 'honest', make: honest },
  { name: 'known again', make: (_prng, { lastTaken }) => lastTaken },
  {
    name: 'envelope field',
    make: (prng, knowledge) => {
      const event = { ...freshEvent(prng, knowledge), [prng.pick(ENVELOPE_FIELDS)]: oddValue(prng) };
      return nextStruct(prng, knowledge, { content: rowContent(encodeRow(event)) });
    },
  },
  {
    name: 'payload of any type',
    make: (prng, knowledge) => {
      const event = { ...freshEvent(prng, knowledge), type: prng.pick(EVENT_TYPES), payload: oddValue(prng) };
      return nextStruct(prng, knowledge, { content: rowContent(encodeRow(event)) });
    },
  },
  {
    name: 'row text',
    make: (prng, knowledge) => {
      const text = freshRow(prng, knowledge);
      const at = prng.int(text.length);
      const changed =
        text.slice(0, at) + prng.pick(['', ' ', ',', '"', '[', '1', '\\u0041', '中']) + text.slice(at + prng.int(3));
      return nextStruct(prng, knowledge, { content: rowContent(changed) });
    },
  },
  {
    name: 'value of any tag',
    make: (prng, knowledge) => nextStruct(prng, knowledge, { content: anyContent([taggedValue(prng)]) }),
  },
  {
    name: 'declared counts',
    make: (prng, knowledge) => {
      const lie = prng.pick([0, 2, 100, 2 ** 25, 2 ** 40]);
      const [client, clock] = knowledge.last;
      const structs = [
        {
          origin: knowledge.last,
          content: anyContent([join(Uint8Array.of(119), varString('x'))], prng.pick([1, lie])),
        },
      ];
      return rawUpdate({
        groups: [{ client, clock: clock + 1, structs, declared: prng.pick([1, lie]) }],
        declaredGroups: prng.pick([1, lie]),
      });
    },
  },
  ...Object.entries(CONTENTS).map(
    ([kind, content]): Generator => ({
      name: `content kind ${kind}`,
      make: (prng, knowledge) => nextStruct(prng, knowledge, { kind: Number(kind), content: content(prng, knowledge) }),
    }),
  ),
  {
    name: 'links',
    make: (prng, knowledge) => {
      const { client, clock } = { client: anyId(prng, knowledge)[0], clock: anyId(prng, knowledge)[1] };
      const struct: RawStruct = {
        content: rowContent(freshRow(prng, knowledge)),
        ...(prng.chance(0.7) ? { origin: anyId(prng, knowledge) } : {}),
        ...(prng.chance(0.2) ? { right: anyId(prng, knowledge) } : {}),
        parent: prng.chance(0.8) ? anyRoot(prng) : anyId(prng, knowledge),
        ...(prng.chance(0.1) ? { sub: 'key' } : {}),
      };
      return rawUpdate({ groups: [{ client, clock, structs: [struct] }] });
    },
  },
  { name: 'chain of clients', make: clientChain },
  {
    name: 'delete set',
    make: (prng, knowledge) => {
      const ranges = [anyId(prng, knowledge)];
      return rawUpdate({ groups: [], deletes: [{ client: anyId(prng, knowledge)[0], ranges }] });
    },
  },
  {
    name: 'padded numbers',
    make: (prng, knowledge) => {
      const update = nextStruct(prng, knowledge);
      return join(paddedVarUint(1), update.subarray(1, prng.chance(0.5) ? update.length : undefined));
    },
  },
];

/** The same bytes, damaged in one place. */
export const mutate = (prng: Prng, bytes: Uint8Array): Uint8Array => {
  const copy = Uint8Array.from(bytes);
  const at = prng.int(Math.max(1, copy.length));
  switch (prng.int(6)) {
    case 0:
      copy[at] = (copy[at] ?? 0) ^ (1 << prng.int(8));
      return copy;
    case 1:
      copy[at] = prng.int(256);
      return copy;
    case 2:
      return copy.subarray(0, at);
    case 3:
      return join(copy.subarray(0, at), Uint8Array.of(prng.int(256)), copy.subarray(at));
    case 4:
      return join(copy.subarray(0, at), copy.subarray(prng.int(copy.length + 1)));
    default:
      return join(copy.subarray(0, at), copy.subarray(at + 1 + prng.int(8)));
  }
};

export const BLIND: readonly Generator[] = [
  {
    name: 'blind mutation',
    make: (prng, knowledge) => {
      let bytes = prng.chance(0.8) ? honest(prng, knowledge) : knowledge.lastTaken;
      for (let times = 1 + prng.int(3); times > 0; times -= 1) bytes = mutate(prng, bytes);
      return bytes;
    },
  },
  { name: 'random bytes', make: (prng) => Uint8Array.from({ length: prng.int(64) }, () => prng.int(256)) },
];
