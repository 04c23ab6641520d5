import { Agent, request as sendRequest } from 'node:http';
import * as Y from 'yjs';
import { type DownFrame, decodeDown, decodeUp, encodeUp, FrameError, type Receipt, type UpFrame } from '#protocol';
import { readSyncMessage, step1Message } from '../../sync-relay/session/sync-messages.ts';
import type { Prng } from '../support/prng.ts';
import type { Colleague } from '../unit/relay-edge/company.ts';
import { type Edge, edgeFaults, makeEdge, type RawLine, settled } from './edge-world.ts';
import { FRAMES, type Sight, SYNC } from './frame-generators.ts';
import { type HostileRequest, hostileRequest } from './http-generators.ts';
import { count, endOf, type Tally } from './run-world.ts';
import { OWN_ROWS } from './world.ts';

const HONEST_EVERY = 25;
/** Of 100 inputs; the others go through the multiplexed socket. */
const HTTP_SHARE = 10;
const STOCK_SHARE = 28;

interface Attack {
  readonly edge: Edge;
  readonly mirror: Y.Doc;
  sight: Sight;
  receipts: readonly Receipt[];
  mux: RawLine;
  stock: RawLine;
  http: Colleague;
}

/** The update an input carries into a log, with what became of it. */
interface Outcome {
  readonly label: string;
  /** Set when the relay may have stored something of the attacker's. */
  readonly update?: Uint8Array;
  readonly mayChange: boolean;
}

const decoded = (bytes: Uint8Array): UpFrame | null => {
  try {
    return decodeUp(bytes);
  } catch (error) {
    if (error instanceof FrameError) return null;
    throw error;
  }
};
const answerTo = (frame: UpFrame, answers: readonly DownFrame[]): string => {
  if (frame.type === 'append') {
    const answer = answers.find(({ type }) => type === 'ack' || type === 'reject');
    if (answer?.type === 'ack') return 'stored';
    return answer?.type === 'reject' ? answer.reason : 'no answer';
  }
  if (frame.type === 'giveBack') return answers.some(({ type }) => type === 'givenBack') ? 'answered' : 'no answer';
  return answers.some(({ type }) => type === 'closed') ? 'channel closed' : answers.length > 0 ? 'answered' : 'taken';
};

const FIRST_CHANNEL = 1;
const QUESTION = step1Message(Uint8Array.of(0));
/** A socket on which the channel of the log is open and answered, so that it is told of commits. */
const openMux = (edge: Edge): RawLine => {
  const line = edge.connect(null);
  line.connection.receive(encodeUp({ type: 'open', channel: FIRST_CHANNEL, room: edge.room }));
  line.connection.receive(encodeUp({ type: 'data', channel: FIRST_CHANNEL, payload: QUESTION }));
  return line;
};
const openStock = (edge: Edge): RawLine => {
  const line = edge.connect(edge.room);
  line.connection.receive(QUESTION);
  return line;
};

const tryMux = async (attack: Attack, bytes: Uint8Array): Promise<Outcome> => {
  const frame = decoded(bytes);
  if (attack.mux.closed() !== null) attack.mux = openMux(attack.edge);
  const line = attack.mux;
  line.take();
  line.connection.receive(bytes);
  await settled();
  const answers = line.take().map(decodeDown);
  const closed = line.closed();
  if (frame === null) return { label: closed === null ? 'bad frame taken' : `closed ${closed}`, mayChange: false };
  for (const answer of answers) {
    if (answer.type !== 'ack' || frame.type !== 'append') continue;
    const receipts = answer.rooms.flatMap((room) => room.receipts);
    const nextN = Math.max(attack.sight.nextN, ...receipts.map(({ n }) => Math.min(n, 2 ** 40) + 1));
    attack.sight = { ...attack.sight, nextN };
    attack.receipts = receipts;
  }
  if (frame.type === 'open') attack.sight = { ...attack.sight, channel: frame.channel };
  const label = answerTo(frame, answers);
  const isStored = label === 'stored' && frame.type === 'append' && frame.room === attack.edge.room;
  return {
    label: closed === null || label === 'stored' ? label : `closed ${closed}`,
    mayChange: label === 'stored',
    ...(isStored ? { update: frame.update } : {}),
  };
};

const tryStock = async (attack: Attack, bytes: Uint8Array): Promise<Outcome> => {
  const { edge } = attack;
  if (attack.stock.closed() !== null) attack.stock = openStock(edge);
  const line = attack.stock;
  line.take();
  const before = edge.company.relay.metrics.value('jieli_appends_total');
  line.connection.receive(bytes);
  await settled();
  const message = readSyncMessage(bytes);
  const isStored = edge.company.relay.metrics.value('jieli_appends_total') > before;
  if (isStored && message?.kind === 'update') {
    return { label: 'stored', mayChange: true, update: message.update };
  }
  const closed = line.closed();
  if (message === null && closed === null) return { label: 'bad message taken', mayChange: false };
  return {
    label: closed === null ? (line.take().length > 0 ? 'answered' : 'taken') : `closed ${closed}`,
    mayChange: false,
  };
};

const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const statusOf = (edge: Edge, { method, path, headers, body }: HostileRequest, own: Record<string, string>) =>
  new Promise<number | string>((resolve) => {
    const { hostname, port } = new URL(edge.company.url);
    const options = {
      hostname,
      port,
      agent,
      method,
      path,
      headers: { ...own, ...headers, 'content-length': body.length },
    };
    sendRequest(options, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
      response.on('error', () => resolve('cut'));
    })
      .on('error', (error) => resolve('code' in error ? String(error.code) : 'cut'))
      .end(body);
  });

const tryHttp = async (attack: Attack, prng: Prng, request: HostileRequest): Promise<Outcome> => {
  const { edge } = attack;
  // Tries at links come back with time; without it only the first ones would be read.
  edge.clock.set(edge.clock.now() + 2_500);
  const own = { ...attack.http.headers(), ...(prng.chance(0.1) ? { origin: 'https://evil.example' } : {}) };
  const status = await statusOf(edge, request, own);
  if (status === 401) attack.http = await edge.signIn();
  return { label: String(status), mayChange: status === 200 || status === 201 || status === 401 };
};

const next = async (attack: Attack, prng: Prng): Promise<{ name: string; bytes: Uint8Array; outcome: Outcome }> => {
  const share = prng.int(100);
  if (share < HTTP_SHARE) {
    const request = hostileRequest(prng);
    return { name: `http: ${request.name}`, bytes: request.body, outcome: await tryHttp(attack, prng, request) };
  }
  const isStock = share < STOCK_SHARE;
  const { name, make } = prng.pick(isStock ? SYNC : FRAMES);
  const bytes = make(prng, attack.sight);
  const outcome = isStock ? await tryStock(attack, bytes) : await tryMux(attack, bytes);
  return { name: `${isStock ? 'stock' : 'mux'}: ${name}`, bytes, outcome };
};

const BAD = new Set(['no answer', 'bad frame taken', 'bad message taken']);

/** Sends `inputs` hostile messages through the relay's own connections and listener; answers what went wrong. */
export const runEdge = async (prng: Prng, inputs: number, tally: Tally): Promise<readonly string[]> => {
  const faults: string[] = [];
  const uncaught = (error: unknown): void => {
    faults.push(`uncaught ${String(error)}`);
  };
  process.on('uncaughtException', uncaught).on('unhandledRejection', uncaught);
  const edge = await makeEdge();
  const mirror = new Y.Doc();
  Y.applyUpdate(mirror, edge.attacker.all());
  const rooms = [edge.room, edge.room, ...edge.company.log.rooms()];
  const attack: Attack = {
    edge,
    mirror,
    receipts: [],
    mux: openMux(edge),
    stock: openStock(edge),
    http: edge.http,
    sight: {
      last: endOf(mirror),
      nextN: OWN_ROWS,
      clocks: new Map(),
      lastTaken: edge.attacker.all(),
      rooms,
      channel: FIRST_CHANNEL,
      receipts: [],
    },
  };
  for (let input = 0; input < inputs; input += 1) {
    const before = edge.state();
    let made: Awaited<ReturnType<typeof next>>;
    try {
      made = await next(attack, prng);
    } catch (error) {
      faults.push(`input ${input}: threw ${String(error)}`);
      continue;
    }
    const { name, bytes, outcome } = made;
    const say = (fault: string): void => {
      faults.push(`input ${input} (${name}): ${fault}: ${Buffer.from(bytes).toString('base64').slice(0, 2000)}`);
    };
    count(tally, name, outcome.label);
    if (BAD.has(outcome.label) || outcome.label.startsWith('5')) say(outcome.label);
    if (outcome.update !== undefined) {
      Y.applyUpdate(mirror, outcome.update);
      const rows = mirror.getArray<string>(`e:${edge.attacker.device}`).toArray();
      const receipts = attack.receipts.flatMap(({ id, received, mac }) => {
        const row = rows.find((text) => text.includes(JSON.stringify(id)));
        return row === undefined ? [] : [{ row, received, mac }];
      });
      const nextN = Math.max(attack.sight.nextN, rows.length);
      attack.sight = { ...attack.sight, last: endOf(mirror), nextN, lastTaken: outcome.update, receipts };
    } else if (!outcome.mayChange && edge.state() !== before) say('a refusal changed the state');
    if (input % HONEST_EVERY === 0) {
      const refused = await edge.serveHonest();
      if (refused !== null) say(refused);
    }
  }
  faults.push(...edgeFaults(edge, mirror));
  agent.destroy();
  await edge.company.stop();
  await settled();
  process.off('uncaughtException', uncaught).off('unhandledRejection', uncaught);
  return faults;
};
