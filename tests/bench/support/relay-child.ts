import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

/** What the relay process used; `stallMs` = longest its event loop stood since the last question. */
export interface Usage {
  readonly rssBytes: number;
  readonly cpuMs: number;
  readonly stallMs: number;
}

/** The production relay on SQLite in a process of its own. */
export interface RelayChild {
  readonly url: string;
  /** From the start of the process until it listened, ms. */
  readonly startMs: number;
  usage(): Promise<Usage>;
  ownerLink(): Promise<string>;
  /** Goes down in order. */
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('./relay-main.ts', import.meta.url));

const heard = async <Answer>(child: ChildProcess): Promise<Answer> => {
  const [answer] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the relay ended with ${code}`))),
  ])) as [Answer];
  return answer;
};

/**
 * Runs with the flags of this process: `node --cpu-prof --import tsx tests/bench/cli.ts` profiles the relay too.
 * @param messagesPerSecond what one device may send; the relay's own limit when absent
 */
export const startRelayChild = async (dataDir: string, messagesPerSecond = 20): Promise<RelayChild> => {
  const startedAt = performance.now();
  const child = fork(MAIN, [dataDir, String(messagesPerSecond)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const { url } = await heard<{ url: string }>(child);
  const ask = <Answer>(what: string): Promise<Answer> => {
    child.send(what);
    return heard(child);
  };
  return {
    url,
    startMs: performance.now() - startedAt,
    usage: () => ask<Usage>('usage'),
    ownerLink: async () => (await ask<{ link: string }>('ownerLink')).link,
    stop: async () => {
      const gone = once(child, 'exit');
      child.send('stop');
      await gone;
    },
  };
};
