import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { pureRooms } from './scripts/lint/import-zones.mjs'

const root = fileURLToPath(new URL('.', import.meta.url))

// lib/base holds what lives as long as the process; the other pure rooms hold nothing.
const stateless = pureRooms.filter((room) => room !== 'lib/base').map((room) => `${room}/**/*.test.ts`)

// More at once than there are cores: the longest of them wait for a silence to last, and cost nothing meanwhile.
// Limits are for what hangs: on a machine that is busy with other things some take ten times as long.
const quick = { maxWorkers: 4, testTimeout: 600_000, hookTimeout: 600_000 }

export default defineConfig({
  resolve: {
    alias: {
      '@': root.replace(/\/$/, ''),
      // Next resolves `server-only` itself; outside Next its package throws on purpose.
      'server-only': fileURLToPath(new URL('lib/testing/server-only.ts', import.meta.url)),
    },
  },
  test: {
    // Of waiting for what is seen; by itself it would be one second.
    expect: { poll: { timeout: 60_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{lib,app,components,scripts,e2e}/**/*.test.ts'],
          exclude: ['**/*.real.test.ts', ...stateless],
          ...quick,
        },
      },
      {
        extends: true,
        // Without a process for each file, which costs more than most of these tests: they may change nothing that outlives them
        // (scripts/lint/stateless-tests.test.ts).
        test: { name: 'pure', include: stateless, exclude: ['**/*.real.test.ts'], isolate: false, ...quick },
      },
      {
        // Against a real ZooKeeper or Flink: mostly waits for sessions to end, so three files at a time on two cores.
        extends: true,
        test: {
          name: 'real',
          include: ['{lib,e2e}/**/*.real.test.ts'],
          // Only for what hangs without a word: every wait inside has a limit of its own and says what was missing. Above their sums.
          testTimeout: 900_000,
          hookTimeout: 900_000,
          maxWorkers: 3,
        },
      },
    ],
  },
})
