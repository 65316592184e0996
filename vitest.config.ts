import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))

export default defineConfig({
  resolve: {
    alias: {
      '@': root.replace(/\/$/, ''),
      // Next resolves `server-only` itself; outside Next its package throws on purpose.
      'server-only': fileURLToPath(new URL('lib/testing/server-only.ts', import.meta.url)),
    },
  },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['{lib,app,components,scripts,e2e}/**/*.test.ts'], exclude: ['**/*.real.test.ts'] },
      },
      {
        // Against a real ZooKeeper or Flink: slower, one file at a time, because two cores carry them all.
        extends: true,
        test: {
          name: 'real',
          include: ['{lib,e2e}/**/*.real.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
