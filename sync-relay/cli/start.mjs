/**
 * `npm start`: installs and builds what is missing or stale, then runs the relay. Plain Node, because it runs
 * before anything is installed. All it says itself goes to stderr, so that `--json` leaves stdout to one line.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const fail = (message) => {
  console.error(message);
  process.exit(1);
};

const run = (command, args, env = {}) => {
  const result = spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 2, 2], env: { ...process.env, ...env } });
  if (result.error || result.status !== 0)
    fail(`${command} ${args.join(' ')}: ${result.error?.message ?? `ended with ${result.status}`}`);
};

const checkNode = () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 20))
    fail(`Node 20.20 or newer is needed; this is ${process.versions.node}`);
};

const hashOf = (paths) => {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(path).update(readFileSync(join(ROOT, path)));
  return hash.digest('hex');
};

const isStamped = (stamp, text) => existsSync(stamp) && readFileSync(stamp, 'utf8') === text;

const ensurePackages = () => {
  const stamp = join(ROOT, 'node_modules/.jieli-lock');
  const lock = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  if (isStamped(stamp, lock)) return;
  console.error('Installing packages …');
  run('npm', ['ci', '--no-audit', '--no-fund'], { PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' });
  writeFileSync(stamp, lock);
};

const filesUnder = (folder) =>
  readdirSync(join(ROOT, folder))
    .sort()
    .flatMap((name) => {
      const path = `${folder}/${name}`;
      return statSync(join(ROOT, path)).isDirectory() ? filesUnder(path) : [path];
    });

/** Pages that were opened before go on asking for files of their own build. */
const keepPreviousBuild = () => {
  if (!existsSync(join(ROOT, 'dist/client/index.html'))) return;
  rmSync(join(ROOT, 'dist/previous'), { recursive: true, force: true });
  renameSync(join(ROOT, 'dist/client'), join(ROOT, 'dist/previous'));
};

const ensureBuild = () => {
  const sources = [...filesUnder('client'), ...filesUnder('rules'), ...filesUnder('sync-relay/protocol')];
  const digest = hashOf([...sources, 'vite.config.ts', 'package-lock.json']);
  const stamp = join(ROOT, 'dist/.jieli-sources');
  if (isStamped(stamp, digest) && existsSync(join(ROOT, 'dist/client/index.html'))) return;
  console.error('Building …');
  keepPreviousBuild();
  run('npm', ['run', '-s', 'build']);
  writeFileSync(stamp, digest);
};

checkNode();
ensurePackages();
ensureBuild();
const relay = spawn(process.execPath, ['--import', 'tsx', 'sync-relay/main.ts', ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => relay.kill(signal));
relay.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
