import 'server-only'
import { collectDefaultMetrics, Registry } from 'prom-client'

declare global {
  var understudyMetrics: Registry | undefined
}

/** The registry of this process, with Node's own figures (event loop lag, heap, CPU) in it. */
export function getRegistry(): Registry {
  if (globalThis.understudyMetrics === undefined) {
    globalThis.understudyMetrics = new Registry()
    collectDefaultMetrics({ register: globalThis.understudyMetrics })
  }
  return globalThis.understudyMetrics
}
