import { defineConfig } from '@playwright/test';

const browser = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const shell = process.env['CHROMIUM_SHELL_PATH'] ?? browser;
const out = process.env['JIELI_TEST_OUT'] ?? '../../.tmp/test';
const report = process.env['JIELI_E2E_REPORT'] ?? 'e2e';

/** Needs the whole browser: its headless shell shows no notifications, and cannot always resize. */
const NEEDS_WHOLE = /\[EE-(?:25|62)\]/;
const launchOptions = (executable: string) => ({
  ...(executable === '' ? {} : { executablePath: executable }),
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  globalSetup: './support/build-relay.ts',
  outputDir: `../../.tmp/${report}`,
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: `${out}/${report}.json` }]],
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    // A trace of every journey costs a good part of the run: asked for when one is to be looked into.
    trace: process.env['JIELI_TRACE'] === undefined ? 'off' : 'retain-on-failure',
    launchOptions: launchOptions(browser),
  },
  projects: [
    { name: 'shell', grepInvert: NEEDS_WHOLE, use: { launchOptions: launchOptions(shell) } },
    // Without an executable Playwright would take its own shell here too.
    { name: 'whole', grep: NEEDS_WHOLE, use: browser === '' ? { channel: 'chromium' } : {} },
  ],
});
