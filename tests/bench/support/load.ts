import { performance } from 'node:perf_hooks';
import type { Line } from './line.ts';

/** Pause of the load for `ms`. */
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export interface Writer {
  readonly line: Line;
  /** The next update of this device and the room it goes to. */
  readonly next: () => { readonly room: string; readonly update: Uint8Array };
}

/**
 * Every writer sends once in `everyMs`, each at its own moment, for `forMs`, whether the answer before has come or
 * not. Answers the times to acknowledgement, ms.
 */
export const steadyLoad = async (writers: readonly Writer[], everyMs: number, forMs: number): Promise<number[]> => {
  const answers: Promise<number>[] = [];
  const refusals: string[] = [];
  const startedAt = performance.now();
  const total = Math.floor((writers.length * forMs) / everyMs);
  for (let sent = 0; sent < total; sent += 1) {
    const dueMs = startedAt + (sent * everyMs) / writers.length - performance.now();
    if (dueMs > 0) await pause(dueMs);
    const writer = writers[sent % writers.length];
    if (writer === undefined) break;
    const { room, update } = writer.next();
    answers.push(
      writer.line.append(room, update).then(
        ({ ms }) => ms,
        (cause: unknown) => {
          refusals.push(String(cause));
          return 0;
        },
      ),
    );
  }
  const times = await Promise.all(answers);
  if (refusals.length > 0) throw new Error(`${refusals.length} of ${total} refused, first: ${refusals[0]}`);
  return times;
};

/** Every writer keeps `inFlight` updates unanswered until all of its own are; answers how long it took, ms. */
export const fullLoad = async (
  writers: readonly { readonly line: Line; readonly room: string; readonly updates: readonly Uint8Array[] }[],
  inFlight: number,
): Promise<number> => {
  const startedAt = performance.now();
  await Promise.all(
    writers.map(async ({ line, room, updates }) => {
      let next = 0;
      const lane = async (): Promise<void> => {
        for (let update = updates[next++]; update !== undefined; update = updates[next++])
          await line.append(room, update);
      };
      await Promise.all(Array.from({ length: inFlight }, lane));
    }),
  );
  return performance.now() - startedAt;
};
