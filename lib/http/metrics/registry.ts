import 'server-only'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { processWide } from '@/lib/base/process-wide'

declare module '@/lib/base/process-wide' {
  interface ProcessWide {
    metrics?: Registry
  }
}

/** The registry of this process, with Node's own figures (event loop lag, heap, CPU) in it. */
export function getRegistry(): Registry {
  if (processWide.metrics === undefined) {
    processWide.metrics = new Registry()
    collectDefaultMetrics({ register: processWide.metrics })
  }
  return processWide.metrics
}
