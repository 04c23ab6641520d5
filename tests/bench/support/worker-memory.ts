import type { Browser, CDPSession } from '@playwright/test';

const MB = 1_000_000;

interface Heard {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** Asks a target that the session is attached to, whose messages go by way of it. @throws Error as the target says it */
const askTarget = async (session: CDPSession, sessionId: string, id: number, method: string): Promise<unknown> => {
  const heard = new Promise<Heard>((resolve) => {
    const hear = (told: { readonly sessionId: string; readonly message: string }): void => {
      const answer = JSON.parse(told.message) as Heard;
      if (told.sessionId !== sessionId || answer.id !== id) return;
      session.off('Target.receivedMessageFromTarget', hear);
      resolve(answer);
    };
    session.on('Target.receivedMessageFromTarget', hear);
  });
  await session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
  const { result, error } = await heard;
  if (error !== undefined) throw new Error(`${method}: ${error.message}`);
  return result;
};

interface HeapUsage {
  readonly usedSize: number;
  readonly backingStorageSize: number;
}

/** What the shared worker of the browser's pages holds once its garbage is collected: heap and array buffers, MB. */
export const workerMemory = async (browser: Browser): Promise<number> => {
  const session = await browser.newBrowserCDPSession();
  const { targetInfos } = await session.send('Target.getTargets');
  const [worker, ...others] = targetInfos.filter(({ type }) => type === 'shared_worker');
  if (worker === undefined || others.length > 0) throw new Error('there is not one shared worker');
  const { sessionId } = await session.send('Target.attachToTarget', { targetId: worker.targetId, flatten: false });
  // One that has just begun waits for whoever attaches.
  await askTarget(session, sessionId, 1, 'Runtime.runIfWaitingForDebugger');
  await askTarget(session, sessionId, 2, 'HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize } = (await askTarget(
    session,
    sessionId,
    3,
    'Runtime.getHeapUsage',
  )) as HeapUsage;
  await session.detach();
  return (usedSize + backingStorageSize) / MB;
};
