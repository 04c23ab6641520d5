import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { injectManifest } from 'workbox-build';
import { FIRST_LOAD_KB, firstLoad } from './first-load.ts';
import { packFiles } from './packed.ts';

/**
 * Builds `sw.ts` and writes the list of files to keep into it, holds first load against its budget, and packs what was
 * built. Runs after `vite build`, on its output.
 */
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const dist = here('../../dist/client');
const staging = here('../../dist/service-worker');

await build({
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: staging,
    emptyOutDir: true,
    target: 'es2022',
    lib: { entry: here('sw.ts'), formats: ['iife'], name: 'sw', fileName: () => 'sw.js' },
  },
});
const { count, size, warnings } = await injectManifest({
  swSrc: `${staging}/sw.js`,
  swDest: `${dist}/sw.js`,
  globDirectory: dist,
  globPatterns: ['**/*.{html,js,css,svg,png,webmanifest}'],
  globIgnores: ['sw.js'],
  // Scripts carry seven characters of hash, all else eight.
  dontCacheBustURLsMatching: /-[\w-]{7,8}\./,
  maximumFileSizeToCacheInBytes: 4_000_000,
});
if (warnings.length > 0) throw new Error(warnings.join('\n'));
console.log(`service worker: ${count} files, ${(size / 1024).toFixed(0)} KB kept offline`);

const scripts = firstLoad(dist);
const total = scripts.reduce((sum, { kb }) => sum + kb, 0);
for (const { file, kb } of scripts) console.log(`${kb.toFixed(1).padStart(8)} KB  ${file}`);
console.log(`first load of 今日: ${total.toFixed(1)} KB of gzipped script, worker included`);
if (total > FIRST_LOAD_KB) throw new Error(`first load may be ${FIRST_LOAD_KB} KB: see docs/decisions/0007`);

const { plain, packed } = await packFiles(dist);
console.log(`packed: ${(plain / 1000).toFixed(0)} KB of text go out as ${(packed / 1000).toFixed(0)} KB`);
