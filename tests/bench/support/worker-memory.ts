import type { Browser, CDPSession } from '@playwright/test';

const MB = 1_000_000;

/** Asks a target that the session is attached to, whose messages go by way of it. */
const askTarget = async <Answer>(
  session: CDPSession,
  sessionId: string,
  id: number,
  method: string,
): Promise<Answer> => {
  const answer = new Promise<Answer>((resolve) => {
    const hear = (heard: { readonly sessionId: string; readonly message: string }): void => {
      const { id: answered, result } = JSON.parse(heard.message) as { readonly id?: number; readonly result: Answer };
      if (heard.sessionId !== sessionId || answered !== id) return;
      session.off('Target.receivedMessageFromTarget', hear);
      resolve(result);
    };
    session.on('Target.receivedMessageFromTarget', hear);
  });
  await session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
  return answer;
};

/** What the shared worker of the browser's pages holds once its garbage is collected: heap and array buffers, MB. */
export const workerMemory = async (browser: Browser): Promise<number> => {
  const session = await browser.newBrowserCDPSession();
  const { targetInfos } = await session.send('Target.getTargets');
  const worker = targetInfos.find(({ type }) => type === 'shared_worker');
  if (worker === undefined) throw new Error('there is no shared worker');
  const { sessionId } = await session.send('Target.attachToTarget', { targetId: worker.targetId, flatten: false });
  await askTarget(session, sessionId, 1, 'Runtime.runIfWaitingForDebugger');
  await askTarget(session, sessionId, 2, 'HeapProfiler.collectGarbage');
  type Usage = { readonly usedSize: number; readonly backingStorageSize: number };
  const usage = await askTarget<Usage>(session, sessionId, 3, 'Runtime.getHeapUsage');
  await session.detach();
  return (usage.usedSize + usage.backingStorageSize) / MB;
};
