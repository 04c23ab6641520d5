import {
  CLOSE_CODES,
  type ClockReading,
  type CloseReason,
  type DownFrame,
  decodeUp,
  encodeDown,
  FrameError,
  LIMITS,
  PROTOCOL_VERSION,
  type UpFrame,
} from '#protocol';
import { type CustomerId, type DocumentName, parseRoom } from '#rules';
import type { Session } from '../authn/authn.ts';
import { type Committed, MalformedVector } from '../log/index.ts';
import { makeAcks } from './acks.ts';
import { type AppendGate, makeAppendGate } from './append-gate.ts';
import type { ConnectionDeps } from './connection-deps.ts';
import { makeReadPace } from './read-pace.ts';
import { HOSTILE, makeStrikes } from './strikes.ts';
import { makeSyncAnswers, type SyncAnswers } from './sync-answers.ts';
import { readSyncMessage, syncedMessage, updateMessage } from './sync-messages.ts';
import type { Telling } from './telling.ts';
import type { Wire } from './wire.ts';

interface Channel {
  readonly id: number;
  readonly room: string;
  readonly doc: DocumentName;
}

/** One device's multiplexed socket: channels for reading, appends for writing, frames of a closed table. */
export class MuxConnection {
  readonly #deps: ConnectionDeps;
  readonly #session: Session;
  readonly #wire: Wire;
  readonly #channels = new Map<number, Channel>();
  readonly #answers: SyncAnswers;
  readonly #gate: AppendGate;
  readonly #paceReading: () => void;
  readonly #strikes = makeStrikes();
  readonly #ack = makeAcks((rooms) => this.#send({ type: 'ack', tick: this.#deps.log.lastTick(), rooms }));
  #closed = false;
  #accessVersion: number;
  #catalogue = '';
  #presence = '[]';

  constructor(deps: ConnectionDeps, session: Session, wire: Wire) {
    this.#deps = deps;
    this.#session = session;
    this.#wire = wire;
    this.#gate = makeAppendGate(deps, session.member, session.device);
    this.#paceReading = makeReadPace(deps, wire);
    this.#accessVersion = deps.company.accessVersion();
    this.#answers = makeSyncAnswers({
      send: (key, { update, receipts }) => this.#sendUpdate(key, update, receipts),
      done: (key) => this.#send({ type: 'data', channel: key, payload: syncedMessage() }),
      hasRoom: () => wire.buffered() < deps.limits.softBufferBytes,
    });
  }

  get device(): Session['device'] {
    return this.#session.device;
  }

  /** Says who the device is and what it may read. */
  start(): void {
    const { log } = this.#deps;
    const { member, device } = this.#session;
    this.#send({
      type: 'welcome',
      version: PROTOCOL_VERSION,
      tick: log.lastTick(),
      now: log.now(),
      epoch: log.epoch,
      member,
      device,
    });
    this.sendCatalogue();
    this.sendPresence();
  }

  receive(bytes: Uint8Array): void {
    if (this.#closed) return;
    this.#paceReading();
    let frame: UpFrame;
    try {
      frame = decodeUp(bytes);
    } catch (cause) {
      if (!(cause instanceof FrameError)) throw cause;
      this.#deps.metrics.count('jieli_frames_malformed_total');
      this.close('malformedFrame');
      return;
    }
    this.#take(frame);
  }

  /** The line has room again. */
  drained(): void {
    if (!this.#closed) this.#answers.pump();
  }

  /** The socket is gone. */
  ended(): void {
    this.#closed = true;
    this.#channels.clear();
    this.#deps.presence.leave(this.#session.device);
  }

  close(reason: CloseReason): void {
    if (this.#closed) return;
    this.#deps.metrics.count('jieli_sockets_closed_total', reason);
    this.#wire.close(CLOSE_CODES[reason].code, reason);
    this.ended();
  }

  /** Passes a commit on to the channels of its room; where an answer is on its way, or was not asked for, that holds it. */
  forward(telling: Telling): void {
    for (const { id, room } of this.#channels.values()) {
      if (room !== telling.room || !this.#answers.isComplete(id)) continue;
      const { receipts, message } = telling;
      if (receipts !== null) this.#wire.send(receipts);
      this.#send({ type: 'data', channel: id, payload: message });
    }
    if (this.#wire.buffered() > this.#deps.limits.hardBufferBytes) this.close('slowReader');
  }

  /** Looks again at what this member may read; call after every change of the company. */
  recheck(): void {
    const { company } = this.#deps;
    if (this.#closed || this.#accessVersion === company.accessVersion()) return;
    this.#accessVersion = company.accessVersion();
    const member = company.org().members[this.#session.member];
    if (!member?.active || !member.devices.includes(this.#session.device)) {
      this.close('deviceRevoked');
      return;
    }
    for (const { id, doc } of this.#channels.values()) {
      if (!company.access(this.#session.member, doc).read) this.#closeChannel(id, 'notEntitled');
    }
    this.sendCatalogue();
  }

  /** Sends the catalogue when it differs from what this device has. */
  sendCatalogue(): void {
    if (this.#closed) return;
    const entries = this.#deps.catalogue.entriesFor(this.#session.member);
    const frame: DownFrame = { type: 'catalogue', entries, backupTick: this.#deps.backup.tick() };
    const text = JSON.stringify(frame);
    if (text === this.#catalogue) return;
    this.#catalogue = text;
    this.#send(frame);
  }

  sendPresence(): void {
    if (this.#closed) return;
    const { company, presence } = this.#deps;
    const mayKnow = (subject: string): boolean => {
      const customer = company.fold.customer(subject as CustomerId);
      if (!customer?.isPrivate) return true;
      const { contributor, created } = customer;
      return company.access(this.#session.member, { kind: 'private', member: contributor ?? created.author }).read;
    };
    const entries = presence.entries(mayKnow);
    const text = JSON.stringify(entries);
    if (text === this.#presence) return;
    this.#presence = text;
    this.#send({ type: 'presence', entries });
  }

  sendTick(): void {
    if (!this.#closed) this.#send({ type: 'tick', tick: this.#deps.log.lastTick() });
  }

  #send(frame: DownFrame): void {
    if (!this.#closed) this.#wire.send(encodeDown(frame));
  }

  #sendUpdate(channel: number, update: Uint8Array, receipts: Committed['receipts']): void {
    const room = this.#channels.get(channel)?.room;
    if (room === undefined) return;
    if (receipts.length > 0) this.#send({ type: 'receipts', room, receipts });
    this.#send({ type: 'data', channel, payload: updateMessage(update) });
  }

  #take(frame: UpFrame): void {
    switch (frame.type) {
      case 'hello':
        if (frame.version !== PROTOCOL_VERSION) this.close('upgradeNeeded');
        else this.#hello(frame.clock);
        break;
      case 'open':
        this.#open(frame.channel, frame.room);
        break;
      case 'close':
        this.#drop(frame.channel);
        break;
      case 'data':
        this.#data(frame.channel, frame.payload);
        break;
      case 'append':
        this.#append(frame).catch((cause: unknown) => this.#failed(cause));
        break;
      case 'presence':
        this.#deps.presence.set(this.#session.device, this.#session.member, frame.subject, frame.editing);
        break;
      case 'giveBack':
        void this.#giveBack(frame);
        break;
    }
  }

  #hello(clock: ClockReading): void {
    const { device, member } = this.#session;
    this.#deps.witness.hello(device, member, clock.wall);
    this.#deps.evidence.stated(device, clock);
  }

  #open(id: number, room: string): void {
    // An id that is open already ends what it stood for: its answer would go on under another room's rights.
    this.#drop(id);
    if (this.#channels.size >= LIMITS.channelsPerSocket) {
      this.close('rateLimited');
      return;
    }
    const found = this.#deps.catalogue.find(room);
    if (found.kind === 'known') {
      const { read } = this.#deps.company.access(this.#session.member, found.doc);
      // Contacts are served in batches and at reveal, where it is logged; never through a channel.
      if (read && found.doc.kind !== 'contact') this.#channels.set(id, { id, room, doc: found.doc });
      else {
        this.#closeChannel(id, 'notEntitled');
        // At once: a right lost and given back before the next look would leave the catalogue, and with it the device, as before.
        this.recheck();
      }
    } else this.#closeChannel(id, found.kind === 'unknown' ? 'unknownDocument' : 'staleEpoch');
  }

  #drop(id: number): void {
    this.#channels.delete(id);
    this.#answers.cancel(id);
  }

  #closeChannel(id: number, reason: CloseReason): void {
    this.#drop(id);
    this.#send({ type: 'closed', channel: id, code: CLOSE_CODES[reason].code, reason });
  }

  #data(id: number, payload: Uint8Array): void {
    const channel = this.#channels.get(id);
    if (!channel) return;
    const message = readSyncMessage(payload);
    if (message === null) {
      this.#deps.metrics.count('jieli_frames_malformed_total');
      this.#closeChannel(id, 'malformedFrame');
      this.#strike('frame');
      return;
    }
    if (message.kind === 'update') this.#deps.metrics.count('jieli_channel_writes_refused_total');
    if (message.kind !== 'step1') return;
    try {
      this.#answers.start(id, this.#deps.log.diff(channel.room, message.stateVector, null));
    } catch (cause) {
      if (!(cause instanceof MalformedVector)) throw cause;
      this.#deps.metrics.count('jieli_frames_malformed_total');
      this.#closeChannel(id, 'malformedFrame');
      this.#strike('frame');
    }
  }

  async #append({ room, batch, update, clock }: Extract<UpFrame, { type: 'append' }>): Promise<void> {
    this.#deps.evidence.stated(this.#session.device, clock);
    const outcome = await this.#gate.append(room, update);
    if (outcome.kind === 'stored') {
      this.#ack({ room, batch, head: outcome.head, receipts: outcome.receipts });
      return;
    }
    const { reason, event, detail } = outcome;
    this.#send({ type: 'reject', batch, room, reason, event, detail });
    if (HOSTILE.has(reason)) this.#strike(reason);
  }

  /** A fault of ours: the device must not wait for an answer that never comes; it comes back and sends again. */
  #failed(cause: unknown): void {
    this.#deps.report(cause);
    this.close('storageFailing');
  }

  #strike(reason: string): void {
    this.#deps.metrics.count('jieli_strikes_total', reason);
    if (this.#strikes.add()) this.close('rateLimited');
  }

  /**
   * Takes back what a restored relay lost. The relay's MAC is what proves a row, so nobody's present rights matter:
   * the rows that gave them may be among what was lost. When the disk refuses, the answer says so and the device gives again.
   */
  async #giveBack({ room, rows, facts }: Extract<UpFrame, { type: 'giveBack' }>): Promise<void> {
    const { log, catalogue, metrics, report } = this.#deps;
    if (parseRoom(room) === null || catalogue.find(room).kind === 'staleEpoch') {
      this.#send({ type: 'givenBack', room, durable: true });
      return;
    }
    try {
      const taken = await log.giveBack(room, rows, facts);
      for (const [what, count] of Object.entries(taken)) metrics.count('jieli_given_back_total', what, count);
      this.#send({ type: 'givenBack', room, durable: true });
    } catch (cause) {
      this.#send({ type: 'givenBack', room, durable: false });
      report(cause);
    }
  }
}
