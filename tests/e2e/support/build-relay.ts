import { copyFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
/** Beside the built client as the sources are: the relay finds it from where its own script lies. */
const FOLDER = here('.tmp');
/** The script of its own that the relay starts a thread from. */
const THREAD = 'sqlite-worker.mjs';

/**
 * The relay as one script, made of its sources before each run: every journey starts a relay of its own, many of them
 * several times, and three quarters of a start is reading 350 modules one by one.
 */
export default async function buildRelay(): Promise<void> {
  await build({
    root: here(''),
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: { '#rules': here('rules/index.ts'), '#protocol': here('sync-relay/protocol/index.ts') } },
    build: {
      ssr: 'sync-relay/main.ts',
      target: 'node20',
      outDir: FOLDER,
      emptyOutDir: false,
      reportCompressedSize: false,
      rolldownOptions: { output: { entryFileNames: 'relay.js', codeSplitting: false } },
    },
  });
  copyFileSync(here(`sync-relay/storage/${THREAD}`), `${FOLDER}/${THREAD}`);
}
