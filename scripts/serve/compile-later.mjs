import { setFlagsFromString } from 'node:v8'

/** V8 11, in Node 20: a function is optimized after so many bytes of its bytecode ran (flag-definitions.h, `interrupt_budget`). */
const usualBudget = 132 * 1024
const startBudget = 4 * usualBudget

/**
 * Lets functions run longer before V8 optimizes them. For functions that run only for a second at a start of many clusters, optimizing
 * costs more (a quarter of all its time) than it gains. Later versions have a cheaper compiler in between.
 * @returns ends it
 */
export function compileLater() {
  if (!process.versions.v8.startsWith('11.')) return () => undefined
  setFlagsFromString(`--interrupt-budget=${startBudget}`)
  return () => setFlagsFromString(`--interrupt-budget=${usualBudget}`)
}
