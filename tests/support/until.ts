/** How long a condition may take before the test fails, ms. */
const LIMIT_MS = 15_000;

/** Resolves as soon as `holds` is true; checked after each turn of the event loop that did something. */
export const until = async (what: string, holds: () => boolean): Promise<void> => {
  const started = performance.now();
  while (!holds()) {
    if (performance.now() - started > LIMIT_MS) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
