import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const TEXT = /\.(?:html|js|css|svg|json|map|webmanifest|txt)$/;
/** Below this the head of an answer weighs more than what is saved, bytes. */
const LEAST_BYTES = 400;

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/**
 * Puts every text file of a built folder beside itself as `.br` and `.gz`: what first load is measured in is what the
 * relay sends. Answers how many bytes the files have, and how many their smallest forms.
 */
export const packFiles = async (folder: string): Promise<{ readonly plain: number; readonly packed: number }> => {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => TEXT.test(name));
  const sizes = await Promise.all(
    names.map(async (name) => {
      const path = `${folder}/${name}`;
      const text = readFileSync(path);
      if (text.length < LEAST_BYTES) return { plain: text.length, packed: text.length };
      const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
      const [br, gz] = await Promise.all([brotli(text, quality), gzipped(text, { level: 9 })]);
      writeFileSync(`${path}.br`, br);
      writeFileSync(`${path}.gz`, gz);
      return { plain: text.length, packed: br.length };
    }),
  );
  const sum = (key: 'plain' | 'packed'): number => sizes.reduce((total, size) => total + size[key], 0);
  return { plain: sum('plain'), packed: sum('packed') };
};
