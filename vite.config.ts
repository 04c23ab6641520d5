import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import solid from 'vite-plugin-solid';
import { defineConfig } from 'vitest/config';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const underTest = process.env['VITEST'] !== undefined;

/**
 * `rules/` is pure by test, and the protocol only says what goes over the wire: what a chunk does not use of them (event
 * schemas, zod) stays out of first load.
 */
const PURE = [here('rules'), here('sync-relay/protocol')];
const treeshake = { moduleSideEffects: (id: string) => !PURE.some((folder) => id.startsWith(folder)) };

/** What every first screen uses packs better together: Solid with its router; the words, dates and small parts around them. */
const FIRST_CHUNKS = [
  { name: 'solid', test: /node_modules\/(?:solid-js|@solidjs)\// },
  {
    name: 'words',
    test: /locales\/zh-CN\/(?:shell|sync|today|day-words|days)\.|calendar\/shanghai\.|rules\/(?:time|roles)\.|views\/day-near\.|icons\/(?:check|triangle-alert)\.|ui\/logo\.|views\/mark-glyph\./,
  },
];
/** lib0's look at where it runs, which its other parts name without the package. */
const environment = {
  name: 'lib0-environment',
  enforce: 'pre' as const,
  resolveId: (source: string, importer: string | undefined): string | null => {
    const isNamed = source === 'lib0/environment';
    const isNeighbour = source === './environment.js' && importer?.includes('/node_modules/lib0/') === true;
    return isNamed || isNeighbour ? here('client/data/lib0/environment.ts') : null;
  },
};

/** Seven characters, the fewest it takes, tell a few hundred files apart; the first screen names fifty of them, and a hash packs badly. */
const scriptNames = {
  entryFileNames: 'assets/[name]-[hash:7].js',
  chunkFileNames: 'assets/[name]-[hash:7].js',
};

/** Where a salesperson starts. */
const LANDING_PAGE = /\/(?:today)-page-/;

const TESTS = ['tests/{architecture,unit,property,integration}/**/*.test.{ts,tsx}'];
/** Those that draw, in a document; what a screen knows without drawing is tested in a `.test.ts`. */
const SCREENS = ['tests/**/*.test.tsx'];

/** The app is built from `client/`; tests run from the repository root. */
export default defineConfig({
  root: underTest ? here('.') : here('client'),
  plugins: [environment, solid(), tailwindcss()],
  resolve: {
    alias: {
      '#rules': here('rules/index.ts'),
      '#protocol': here('sync-relay/protocol/index.ts'),
      // Parts of the library that a worker has no use for.
      'lib0/logging': here('client/data/lib0/logging.ts'),
      'lib0/broadcastchannel': here('client/data/lib0/broadcastchannel.ts'),
      'lib0/url': here('client/data/lib0/url.ts'),
      'y-protocols/auth': here('client/data/y-protocols/auth.ts'),
      'y-protocols/awareness': here('client/data/y-protocols/awareness.ts'),
      // The Solid plugin resolves for browsers, where `ws` has no server; tests of the relay run under Node.
      ...(underTest ? { ws: here('node_modules/ws/wrapper.mjs') } : {}),
    },
  },
  worker: {
    format: 'es',
    plugins: () => [environment, solid()],
    rolldownOptions: { treeshake, output: { ...scriptNames, comments: false } },
  },
  build: {
    outDir: here('dist/client'),
    emptyOutDir: true,
    target: 'es2022',
    // The oldest browsers that know what the tokens use (OKLCH); `light-dark()` is rewritten for them.
    cssTarget: ['chrome111', 'safari16.4'],
    // The relay's CSP allows no inline script and no data: scripts.
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false,
      // A list of what each page imports is 2 KB of first load. Where people land it spares a round trip; every other
      // page is in the offline cache a moment later, and a round trip from there costs nothing.
      resolveDependencies: (file, imports, { hostType }) =>
        hostType === 'html' || LANDING_PAGE.test(file) ? imports : [],
    },
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      treeshake,
      output: { ...scriptNames, codeSplitting: { groups: FIRST_CHUNKS } },
    },
  },
  test: {
    environment: 'node',
    setupFiles: ['tests/support/patient-waits.ts'],
    testTimeout: 180_000,
    pool: 'forks',
    maxWorkers: 2,
    // Half of what a file costs is loading what every other one loads too, so those of plain Node share a process. Screens
    // keep one each: Solid listens at the document it was loaded with, and each file has one of its own.
    projects: [
      { extends: true, test: { name: 'screens', include: SCREENS } },
      { extends: true, test: { name: 'node', include: TESTS, exclude: SCREENS, isolate: false } },
    ],
  },
});
