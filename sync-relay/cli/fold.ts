import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { config } from 'zod/mini';
import { BadLine, FOLD_HELP, foldLines, summaryText } from './fold-lines.ts';

/** `npm run fold`: see FOLD_HELP. Answers on stdout, complaints on stderr. */
const OPTIONS = { digest: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean' } } as const;

const parse = (): { file: string; digest: boolean; json: boolean; help: boolean } | null => {
  try {
    const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
    const [file = '', ...more] = positionals;
    if (more.length > 0 || (file === '' && values.help !== true)) return null;
    return { file, digest: values.digest ?? false, json: values.json ?? false, help: values.help ?? false };
  } catch {
    return null;
  }
};

const run = async (): Promise<number> => {
  const options = parse();
  if (options === null || options.help) {
    (options === null ? process.stderr : process.stdout).write(FOLD_HELP);
    return options === null ? 2 : 0;
  }
  const input = options.file === '-' ? process.stdin : createReadStream(options.file);
  // readline does not pass a stream's failure on to its iterator.
  const failure = new Promise<never>((_, reject) => input.once('error', reject));
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  const { fold, summary } = await Promise.race([foldLines(lines), failure]);
  const digest = options.digest ? fold.digest() : null;
  if (options.json) process.stdout.write(`${JSON.stringify(digest === null ? summary : { digest, ...summary })}\n`);
  else process.stdout.write(`${digest === null ? '' : `digest         ${digest}\n`}${summaryText(summary)}\n`);
  return 0;
};

const complain = (error: unknown): number => {
  if (error instanceof BadLine) {
    process.stderr.write(`${error.message}\nNothing was folded.\n`);
    return 1;
  }
  if (error instanceof Error && 'code' in error) {
    process.stderr.write(`cannot read the file: ${String(error.code)}\n`);
    return 2;
  }
  throw error;
};

config({ jitless: true });
process.exitCode = await run().catch(complain);
