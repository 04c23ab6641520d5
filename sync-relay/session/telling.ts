import { encodeDown } from '#protocol';
import type { Committed } from '../log/index.ts';
import { updateMessage } from './sync-messages.ts';

/** One commit on its way to everyone who reads its room: each form is encoded once, and only when somebody does. */
export class Telling {
  readonly room: string;
  readonly #committed: Committed;
  #message: Uint8Array | null = null;
  #receipts: Uint8Array | null = null;

  constructor(committed: Committed) {
    this.room = committed.room;
    this.#committed = committed;
  }

  /** The update as a y-websocket message. */
  get message(): Uint8Array {
    this.#message ??= updateMessage(this.#committed.update);
    return this.#message;
  }

  /** Frame with the receipts of its rows, to go before the update; null without rows. */
  get receipts(): Uint8Array | null {
    const { room, receipts } = this.#committed;
    if (receipts.length === 0) return null;
    this.#receipts ??= encodeDown({ type: 'receipts', room, receipts });
    return this.#receipts;
  }
}
