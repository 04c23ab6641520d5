import type { Receipt, RoomAck } from '#protocol';

/** What was stored of one batch. */
export interface StoredBatch {
  readonly room: string;
  readonly batch: number;
  readonly head: string;
  readonly receipts: readonly Receipt[];
}

/**
 * Acknowledgements of one connection: what one commit made durable goes out as one frame. To be told of each batch
 * when its commit is on disk; `send` runs when the commit has told all it covers, before anything else happens.
 */
export const makeAcks = (send: (rooms: readonly RoomAck[]) => void): ((stored: StoredBatch) => void) => {
  let waiting: StoredBatch[] = [];
  const flush = (): void => {
    const byRoom = new Map<string, { room: string; batches: number[]; head: string; receipts: Receipt[] }>();
    for (const { room, batch, head, receipts } of waiting) {
      const ack = byRoom.get(room) ?? { room, batches: [], head, receipts: [] };
      byRoom.set(room, ack);
      ack.batches.push(batch);
      ack.receipts.push(...receipts);
      ack.head = head;
    }
    waiting = [];
    send([...byRoom.values()]);
  };
  return (stored) => {
    waiting.push(stored);
    if (waiting.length === 1) queueMicrotask(flush);
  };
};
