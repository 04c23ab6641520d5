import type { Sleep } from '../platform.ts';

/** What stays awake on a device: some 80 MB; a company of 500 people has more, of which a person looks at few. */
export const deviceSleep: Sleep = {
  awake: 2_000,
  rows: 60_000,
  openingRows: 20_000,
  load: async () => (await import('./packed-sleepers.ts')).packedDrowsing,
};
