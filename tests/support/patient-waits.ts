import { vi } from 'vitest';

/**
 * How long something a test waits for may take before it fails, ms. The tools' own limit of one second makes a timed
 * test of every wait: on a busy machine a page alone may take longer to draw.
 */
const LIMIT_MS = 15_000;

const { waitFor } = vi;
/** By its name: files that share a process come through here one after the other. */
const patiently: typeof waitFor = (callback, options = LIMIT_MS) => waitFor(callback, options);
if (waitFor.name !== patiently.name) vi.waitFor = patiently;

if (typeof document !== 'undefined') {
  const { configure } = await import('@solidjs/testing-library');
  configure({ asyncUtilTimeout: LIMIT_MS });
}
