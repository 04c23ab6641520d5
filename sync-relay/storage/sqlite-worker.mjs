/**
 * The one writer of the relay's database, on a thread of its own: a commit blocks on the disk, the relay must not.
 * Plain JavaScript, because a worker thread is started from its file as it is. Requests `{ id, op, … }`, answers
 * `{ id, value }` or `{ id, failure }`.
 */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'libsql';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS rooms (name TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS segments (seq INTEGER PRIMARY KEY, room TEXT NOT NULL, bytes BLOB NOT NULL);
  CREATE INDEX IF NOT EXISTS segments_by_room ON segments (room, seq);
`;
const FORMAT = 1;

const openDatabase = ({ file, readOnly, maxPages }) => {
  const database = new Database(file, { readonly: readOnly, fileMustExist: readOnly, timeout: 0 });
  if (!readOnly) {
    // exclusive: a second relay on the same folder is refused instead of interleaving with this one
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    if (maxPages) database.exec(`PRAGMA max_page_count = ${Number(maxPages)}`);
  }
  const version = database.prepare('PRAGMA user_version').get().user_version;
  if (version > FORMAT) throw new Error(`database format ${version} is newer than this relay`);
  if (!readOnly) {
    database.exec('BEGIN IMMEDIATE');
    database.exec(SCHEMA);
    database.exec(`PRAGMA user_version = ${FORMAT}`);
    database.exec('COMMIT');
  }
  return database;
};

const database = openDatabase(workerData);

const load = () => ({
  meta: database.prepare('SELECT key, value FROM meta').all(),
  rooms: database.prepare('SELECT name FROM rooms ORDER BY number').all(),
});

const commit = ({ rooms, segments, meta }) => {
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const room of rooms) {
      database
        .prepare(
          'INSERT OR IGNORE INTO rooms (name, number) VALUES (?, (SELECT COALESCE(MAX(number), 0) + 1 FROM rooms))',
        )
        .run(room);
    }
    const insert = database.prepare('INSERT INTO segments (room, bytes) VALUES (?, ?)');
    for (const { room, bytes } of segments) insert.run(room, Buffer.from(bytes));
    const set = database.prepare(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    );
    const remove = database.prepare('DELETE FROM meta WHERE key = ?');
    for (const [key, value] of meta) {
      if (value === null) remove.run(key);
      else set.run(key, value);
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
};

const OPERATIONS = {
  load,
  commit,
  segments: ({ room }) => database.prepare('SELECT bytes FROM segments WHERE room = ? ORDER BY seq').all(room),
  close: () => database.close(),
};

parentPort.on('message', ({ id, op, ...request }) => {
  try {
    parentPort.postMessage({ id, value: OPERATIONS[op](request) });
  } catch (error) {
    parentPort.postMessage({ id, failure: error instanceof Error ? error.message : String(error) });
  }
  if (op === 'close') parentPort.close();
});
