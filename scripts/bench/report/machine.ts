import { arch, cpus, freemem, loadavg, release, totalmem, type } from 'node:os'
import { measureSpeed } from './speed'

export interface MachineFacts {
  at: string
  cores: number
  processor: string
  memoryGb: number
  freeGb: number
  system: string
  node: string
  /** 1, 5 and 15 minutes, before anything was started. */
  loadAverage: number[]
  /** ms for a fixed piece of work, before and after all measurements; see `measureSpeed`. */
  speedMs: number[]
}

/** What a reader must know to compare figures of two runs. Taken before anything is started. */
export function getMachineFacts(): MachineFacts {
  const processors = cpus()
  return {
    at: new Date().toISOString(),
    cores: processors.length,
    processor: processors[0]?.model.trim() || 'not known',
    memoryGb: round(totalmem() / 1e9),
    freeGb: round(freemem() / 1e9),
    system: `${type()} ${release()} ${arch()}`,
    node: process.versions.node,
    loadAverage: loadavg().map(round),
    speedMs: [measureSpeed()],
  }
}

export function toMachineText(machine: MachineFacts): string {
  const { at, cores, processor, memoryGb, freeGb, system, node, loadAverage, speedMs } = machine
  return `${at} · ${cores} cores (${processor}) · ${memoryGb} GB, ${freeGb} free · ${system} · Node ${node} · load average before ${loadAverage.join(' ')} · a fixed piece of work takes ${speedMs.join(', afterwards ')} ms`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
