import * as encoding from 'lib0/encoding';
import { encodeUp, type UpFrame } from '#protocol';
import { step1Message, updateMessage } from '../../sync-relay/session/sync-messages.ts';
import type { Prng } from '../support/prng.ts';
import { BLIND, type Knowledge, mutate, ODD_NUMBERS, ODD_TEXTS, oddValue, STRUCTURED } from './generators.ts';
import { join, paddedVarUint, varUint } from './raw-update.ts';
import { ATTACKER, VICTIM } from './world.ts';

/** What a hostile client knows when it makes a message. */
export interface Sight extends Knowledge {
  readonly rooms: readonly string[];
  /** A channel that is open, or was. */
  readonly channel: number;
  /** Own rows with the relay's receipts, as it was told of them. */
  readonly receipts: readonly { readonly row: string; readonly received: number; readonly mac: string }[];
}
export interface MessageGenerator {
  readonly name: string;
  readonly make: (prng: Prng, sight: Sight) => Uint8Array;
}

const NUMBERS = [...ODD_NUMBERS, 3, 77];
const TEXTS = ODD_TEXTS.filter((text) => text !== '\ud800');
/** Mostly what belongs there, otherwise anything. */
const or = <Value>(prng: Prng, right: Value): Value => (prng.chance(0.93) ? right : (oddValue(prng) as Value));
const anyUpdate = (prng: Prng, sight: Sight): Uint8Array =>
  prng.pick(prng.chance(0.7) ? STRUCTURED : BLIND).make(prng, sight);
const room = (prng: Prng, { rooms }: Sight): string =>
  prng.chance(0.85)
    ? prng.pick(rooms)
    : prng.pick([...TEXTS, 'org@2', 'contact:c1@1', 'pool:east', 'log:east:2026Q4@9']);
const clock = (prng: Prng) => or(prng, { boot: or(prng, 'b'), mono: or(prng, 1), wall: or(prng, prng.pick(NUMBERS)) });

/** State vectors: right, with a lying count, a client twice, numbers padded, cut short or beyond the limits. */
export const stateVector = (prng: Prng): Uint8Array => {
  const size = prng.pick([0, 1, 2, 5, 40]);
  const entries = Array.from({ length: size }, () =>
    join(
      prng.chance(0.1)
        ? paddedVarUint(prng.int(100))
        : varUint(prng.pick([ATTACKER.client, VICTIM.client, prng.int(2 ** 31)])),
      varUint(prng.pick([0, 1, 3, 2 ** 31, 2 ** 50])),
    ),
  );
  const vector = join(varUint(prng.pick([size, size, size, 0, 20_001, 2 ** 40])), ...entries);
  return prng.chance(0.2) ? mutate(prng, vector) : vector;
};

/** Messages of the y-websocket protocol, each kind and step. */
export const SYNC: readonly MessageGenerator[] = [
  { name: 'step 1', make: (prng) => step1Message(stateVector(prng)) },
  { name: 'update', make: (prng, sight) => updateMessage(anyUpdate(prng, sight)) },
  {
    name: 'any step, any length',
    make: (prng, sight) => {
      const body = prng.chance(0.5) ? stateVector(prng) : anyUpdate(prng, sight);
      const length = varUint(prng.pick([body.length, 0, body.length + 1, 2 ** 31, 2 ** 52]));
      return join(varUint(0), varUint(prng.int(6)), length, body);
    },
  },
  {
    name: 'awareness',
    make: (prng) =>
      join(
        varUint(prng.pick([1, 2, 3])),
        Uint8Array.from({ length: prng.int(40) }, () => prng.int(256)),
      ),
  },
  { name: 'damaged message', make: (prng, sight) => mutate(prng, updateMessage(anyUpdate(prng, sight))) },
  { name: 'random message', make: (prng) => Uint8Array.from({ length: prng.int(48) }, () => prng.int(256)) },
];

type Maker = (prng: Prng, sight: Sight) => UpFrame;
let batches = 0;
const MAKERS: { readonly [Type in UpFrame['type']]: Maker } = {
  hello: (prng) => ({ type: 'hello', version: prng.chance(0.9) ? 1 : or(prng, 2), clock: clock(prng) }),
  open: (prng, sight) => ({ type: 'open', channel: or(prng, prng.int(4)), room: or(prng, room(prng, sight)) }),
  data: (prng, sight) => ({
    type: 'data',
    channel: prng.pick([sight.channel, prng.int(4), 2 ** 52]),
    payload: prng.pick(SYNC).make(prng, sight),
  }),
  close: (prng) => ({ type: 'close', channel: or(prng, prng.int(4)) }),
  append: (prng, sight) => {
    batches += 1;
    const batch = or(prng, batches);
    return {
      type: 'append',
      batch,
      room: or(prng, room(prng, sight)),
      clock: clock(prng),
      update: anyUpdate(prng, sight),
    };
  },
  presence: (prng) => ({
    type: 'presence',
    subject: or(prng, prng.pick(['c1', null, ...TEXTS])),
    editing: or(prng, prng.chance(0.5)),
  }),
  giveBack: (prng, sight) => {
    const known = sight.receipts.length === 0 ? { row: '{}', received: 1, mac: '' } : prng.pick(sight.receipts);
    const forged = {
      row: or(prng, known.row),
      received: or(prng, prng.pick([known.received, 1])),
      mac: or(prng, known.mac),
    };
    return {
      type: 'giveBack',
      room: or(prng, room(prng, sight)),
      rows: or(
        prng,
        Array.from({ length: prng.int(3) }, () => or(prng, forged)),
      ),
      facts: or(
        prng,
        Array.from({ length: prng.int(3) }, () => or(prng, JSON.stringify(oddValue(prng)))),
      ),
    };
  },
};
const TYPES = Object.keys(MAKERS) as (keyof typeof MAKERS)[];

/** Frames of the multiplexed socket: each kind with right and odd fields, and what no kind is. */
export const FRAMES: readonly MessageGenerator[] = [
  ...TYPES.map(
    (type): MessageGenerator => ({ name: type, make: (prng, sight) => encodeUp(MAKERS[type](prng, sight)) }),
  ),
  {
    name: 'any tag, any JSON',
    make: (prng) => {
      const encoder = encoding.createEncoder();
      encoding.writeVarUint(encoder, prng.pick([0, 1, 3, 4, 5, 6, 7, 255, 2 ** 40]));
      const text = JSON.stringify(oddValue(prng)) ?? '';
      encoding.writeVarString(encoder, prng.pick([text, '{', '['.repeat(5000), '{"__proto__":{"version":1}}', '']));
      if (prng.chance(0.3)) encoding.writeVarUint8Array(encoder, Uint8Array.of(0, 0));
      return encoding.toUint8Array(encoder);
    },
  },
  { name: 'damaged frame', make: (prng, sight) => mutate(prng, encodeUp(MAKERS[prng.pick(TYPES)](prng, sight))) },
  { name: 'random frame', make: (prng) => Uint8Array.from({ length: prng.int(48) }, () => prng.int(256)) },
];
