/**
 * Installs what a fresh machine lacks, with nothing but Node: the packages, a browser and Chinese fonts.
 * Plain JavaScript, because it runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a command with inherited output on stderr; throws an Error naming it when it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 2, 2], ...options });
  if (result.error) throw new Error(`${command}: ${result.error.message}`);
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${result.status ?? result.signal}`);
}

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 20)) return;
  throw new Error(`Node 20.20 or newer is needed; this is ${process.versions.node}`);
}

/** `npm ci` when the installed packages are not those of the lock file. */
export function ensurePackages() {
  const lock = createHash('sha256')
    .update(readFileSync(`${ROOT}/package-lock.json`))
    .digest('hex');
  const stamp = `${ROOT}/node_modules/.jieli-lock`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.error('Installing packages (npm ci) …');
  run('npm', ['ci', '--no-audit', '--no-fund'], { env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' } });
  writeFileSync(stamp, lock);
}

/** The same browser without a desktop's surroundings, in Debian a package of its own: journeys take a fifth less of processor. */
const SHELL = '/usr/bin/chromium-headless-shell';
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium'];

function installedBrowser() {
  const named = process.env['CHROMIUM_PATH'];
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, which does not exist`);
  }
  return BROWSERS.find((path) => existsSync(path)) ?? null;
}

function hasChineseFont() {
  const listed = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' });
  return listed.status === 0 && listed.stdout.trim() !== '';
}

/** As root directly, else through sudo without a question; false where neither or no apt. */
function install(packages) {
  if (packages.length === 0 || !existsSync('/usr/bin/apt-get')) return packages.length === 0;
  console.error(`Installing ${packages.join(', ')} …`);
  const isRoot = process.getuid?.() === 0;
  const prefix = isRoot ? [] : ['sudo', '-n'];
  const apt = (args) => {
    const [command = '', ...rest] = [...prefix, 'apt-get', ...args];
    run(command, rest, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  };
  try {
    apt(['update', '-qq']);
    apt(['install', '-y', '-qq', '--no-install-recommends', ...packages]);
    return true;
  } catch (error) {
    console.error(String(error));
    return false;
  }
}

/**
 * Paths of a Chromium that Playwright can drive: one installed, else Debian's, else Playwright's own build (then the
 * empty string: Playwright finds it itself). `shell` is its headless shell, which comes with Debian's where that is
 * installed by this; the same one where there is none, or where CHROMIUM_PATH says which is wanted.
 */
export function ensureBrowsers() {
  const isNamed = Boolean(process.env['CHROMIUM_PATH']);
  const fonts = hasChineseFont() ? [] : ['fonts-noto-cjk', 'fontconfig'];
  if (installedBrowser()) install(fonts);
  else if (!install(['chromium', 'chromium-headless-shell', ...fonts])) install(['chromium', ...fonts]);
  const browser = installedBrowser();
  if (browser) return { browser, shell: !isNamed && existsSync(SHELL) ? SHELL : browser };
  try {
    run('npx', ['playwright', 'install', 'chromium']);
    return { browser: '', shell: '' };
  } catch {
    throw new Error('No Chromium: install one and name it in CHROMIUM_PATH, then run npm test again.');
  }
}
