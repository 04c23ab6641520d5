import type { Browser, CDPSession } from '@playwright/test';

/** What is looked at of an event of the browser's own trace; times in µs. */
interface TraceEvent {
  readonly name: string;
  /** `X`: with a duration. */
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Of a duration, the time its thread had the processor. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly data?: { readonly url?: string } };
}

const CATEGORIES = ['devtools.timeline', 'toplevel', 'v8'];
const MAIN_THREAD = 'CrRendererMain';
const MS = 1_000;

const longestTask = (events: readonly TraceEvent[], baseUrl: string): number => {
  const pages = new Set(events.filter(({ args }) => args?.data?.url?.startsWith(baseUrl)).map(({ pid }) => pid));
  const isMain = ({ pid, name, args }: TraceEvent): boolean =>
    pages.has(pid) && name === 'thread_name' && args?.name === MAIN_THREAD;
  const threads = new Set(events.filter(isMain).map(({ pid, tid }) => `${pid} ${tid}`));
  if (threads.size === 0) throw new Error('the trace has no page');
  const tasks = events.filter(({ ph, pid, tid }) => ph === 'X' && threads.has(`${pid} ${tid}`));
  return Math.max(0, ...tasks.map(({ tdur = 0 }) => tdur)) / MS;
};

/**
 * Lets the browser trace what it does while `act` runs: the most processor time one task of the main thread of a page
 * of `baseUrl` took, ms. A block by the clock also counts what others did meanwhile on the cores of a small machine.
 */
export const longestTaskDuring = async <Result>(
  browser: Browser,
  baseUrl: string,
  act: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly cpuMs: number }> => {
  const session: CDPSession = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: CATEGORIES },
  });
  const result = await act();
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  return { result, cpuMs: longestTask(events, baseUrl) };
};
