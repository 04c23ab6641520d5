import { CLOSE_CODES, type CloseReason } from '#protocol';
import type { Session } from '../authn/authn.ts';
import { MalformedVector } from '../log/index.ts';
import { type AppendGate, makeAppendGate } from './append-gate.ts';
import type { ConnectionDeps } from './connection-deps.ts';
import { makeReadPace } from './read-pace.ts';
import { makeSyncAnswers, type SyncAnswers } from './sync-answers.ts';
import { keepAliveMessage, readSyncMessage, step1Message, syncedMessage, updateMessage } from './sync-messages.ts';
import type { Telling } from './telling.ts';
import type { Wire } from './wire.ts';

const ONLY = 0;
/** Shorter than the 30 s after which y-websocket takes silence for a dead line. */
const KEEP_ALIVE_MS = 15_000;

/**
 * A stock y-websocket client on its own socket, one room: reads, and appends its own device's log by ordinary
 * updates. It hears that an update is durable by its echo.
 */
export class StockConnection {
  readonly #deps: ConnectionDeps;
  readonly #session: Session;
  readonly #wire: Wire;
  readonly #room: string;
  readonly #answers: SyncAnswers;
  readonly #gate: AppendGate;
  readonly #paceReading: () => void;
  #closed = false;
  #stopKeepAlive: () => void = () => undefined;

  constructor(deps: ConnectionDeps, session: Session, wire: Wire, room: string) {
    this.#deps = deps;
    this.#session = session;
    this.#wire = wire;
    this.#room = room;
    this.#gate = makeAppendGate(deps, session.member, session.device);
    this.#paceReading = makeReadPace(deps, wire);
    this.#answers = makeSyncAnswers({
      send: (_key, { update }) => this.#send(updateMessage(update)),
      done: () => this.#send(syncedMessage()),
      hasRoom: () => wire.buffered() < deps.limits.softBufferBytes,
    });
  }

  get device(): Session['device'] {
    return this.#session.device;
  }

  /** Asks for what the client has and the relay has not. */
  start(): void {
    const reason = this.#refusal();
    if (reason) {
      this.close(reason);
      return;
    }
    this.#send(step1Message(this.#deps.log.stateVector(this.#room)));
    this.#keepAlive();
  }

  receive(bytes: Uint8Array): void {
    if (this.#closed) return;
    this.#paceReading();
    const message = readSyncMessage(bytes);
    if (message === null) {
      this.#deps.metrics.count('jieli_frames_malformed_total');
      this.close('malformedFrame');
      return;
    }
    if (message.kind === 'update') this.#append(message.update).catch(this.#deps.report);
    if (message.kind !== 'step1') return;
    try {
      this.#answers.start(ONLY, this.#deps.log.diff(this.#room, message.stateVector, null));
    } catch (cause) {
      if (!(cause instanceof MalformedVector)) throw cause;
      this.#deps.metrics.count('jieli_frames_malformed_total');
      this.close('malformedFrame');
    }
  }

  drained(): void {
    if (!this.#closed) this.#answers.pump();
  }

  ended(): void {
    this.#closed = true;
    this.#stopKeepAlive();
  }

  close(reason: CloseReason): void {
    if (this.#closed) return;
    this.#deps.metrics.count('jieli_sockets_closed_total', reason);
    this.#wire.close(CLOSE_CODES[reason].code, reason);
    this.ended();
  }

  /** Passes a commit on; where an answer is on its way, or was not asked for, that holds it. */
  forward(telling: Telling): void {
    if (telling.room === this.#room && this.#answers.isComplete(ONLY)) this.#send(telling.message);
    if (this.#wire.buffered() > this.#deps.limits.hardBufferBytes) this.close('slowReader');
  }

  recheck(): void {
    const member = this.#deps.company.org().members[this.#session.member];
    const isStanding = member?.active && member.devices.includes(this.#session.device);
    const reason = isStanding ? this.#refusal() : 'deviceRevoked';
    if (reason) this.close(reason);
  }

  sendCatalogue(): void {}
  sendPresence(): void {}
  sendTick(): void {}

  #refusal(): CloseReason | null {
    const found = this.#deps.catalogue.find(this.#room);
    if (found.kind !== 'known') return found.kind === 'unknown' ? 'unknownDocument' : 'staleEpoch';
    if (found.doc.kind === 'contact') return 'notEntitled';
    return this.#deps.company.access(this.#session.member, found.doc).read ? null : 'notEntitled';
  }

  #keepAlive(): void {
    this.#stopKeepAlive = this.#deps.timers.after(KEEP_ALIVE_MS, () => {
      this.#send(keepAliveMessage());
      this.#keepAlive();
    });
  }

  #send(bytes: Uint8Array): void {
    if (!this.#closed) this.#wire.send(bytes);
  }

  async #append(update: Uint8Array): Promise<void> {
    // What a client sends to answer our step 1 when it has nothing new.
    if (update.length === 2 && update[0] === 0 && update[1] === 0) return;
    const outcome = await this.#gate.append(this.#room, update);
    if (outcome.kind === 'stored') return;
    if (outcome.reason === 'gap') this.#send(step1Message(this.#deps.log.stateVector(this.#room)));
    else this.close(outcome.reason === 'storageFailing' ? 'storageFailing' : 'notEntitled');
  }
}
