/**
 * `npm run relay:replay -- DIR`: checks a relay's data folder without changing it. Prints one line per document and
 * every inconsistency; exit 0 = consistent, 1 = not, 2 = the folder cannot be read.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { verifyStorage } from '../log/verify.ts';
import { DATABASE_FILE } from '../storage/contract.ts';
import { openSqliteStorage } from '../storage/sqlite.ts';

z.config({ jitless: true });

const replay = async (folder: string): Promise<number> => {
  const file = join(folder, DATABASE_FILE);
  if (!existsSync(file)) {
    console.error(`No ${DATABASE_FILE} in ${folder}.`);
    return 2;
  }
  const storage = await openSqliteStorage({ file, readOnly: true });
  const { rooms, problems } = await verifyStorage(storage);
  await storage.close();
  console.table(rooms);
  for (const problem of problems) console.error(problem);
  const rows = rooms.reduce((sum, room) => sum + room.rows, 0);
  console.log(`${rooms.length} documents, ${rows} rows, ${problems.length} problems`);
  return problems.length === 0 ? 0 : 1;
};

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Usage: npm run relay:replay -- DIR');
  process.exitCode = 2;
} else {
  process.exitCode = await replay(folder).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    console.error('Is a relay running on this folder? Stop it, or replay a copy.');
    return 2;
  });
}
