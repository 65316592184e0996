import { defineConfig } from '@playwright/test'
import { findSystemChromium } from './scripts/setup/chromium.mjs'

const isRoot = process.getuid?.() === 0

export default defineConfig({
  projects: [
    // Only Node and Chromium: consoles without a cluster, or over the situations of the gallery.
    { name: 'stand-ins', testDir: 'e2e/stand-ins', outputDir: 'test-results/playwright/stand-ins' },
    // Real ZooKeeper, and Flink for most.
    { name: 'clusters', testDir: 'e2e/clusters', outputDir: 'test-results/playwright/clusters' },
  ],
  testMatch: '**/*.spec.ts',
  // A spec has a real cluster for itself and goes through it in order; it mostly waits, so two cores carry three of them.
  workers: 3,
  fullyParallel: false,
  // A test that only passes the second time has found something.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Limits are for what hangs, as in vitest.config.ts: on a machine that is busy with other things some take ten times as long.
  timeout: 600_000,
  expect: { timeout: 120_000 },
  // Its file is named by PLAYWRIGHT_JSON_OUTPUT_FILE; without it, nobody reads one.
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['list'], ['json']] : 'list',
  use: {
    browserName: 'chromium',
    headless: true,
    viewport: { width: 1280, height: 900 },
    // Without a film of the page: it costs more than the tests themselves where there is no GPU; the DOM is kept.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: findSystemChromium() ?? undefined,
      // The browser talks to the console and to nobody else.
      args: [
        ...(isRoot ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
