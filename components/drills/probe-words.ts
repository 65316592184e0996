import { toDurationText } from '@/lib/base/durations'
import type { DrillDocument } from '@/lib/model/drills/drill-document'
import type { DrillProbe, ProbeResult } from '@/lib/model/drills/probes'

type ProbeOf<Name extends DrillProbe['probe']> = Extract<DrillProbe, { probe: Name }>

const titles: { readonly [Name in DrillProbe['probe']]: (probe: ProbeOf<Name>) => string } = {
  'leader-proven': () => 'Leader proven',
  'standbys-at-least': ({ count }) => `Standbys in line, at least ${count}`,
  'spare-at-least': ({ count }) => `ZooKeeper servers to spare, at least ${count}`,
  'all-jobs-running': () => 'All tasks of all jobs run',
  'checkpoint-younger-than': ({ ms }) => `Newest checkpoints younger than ${toDurationText(ms)}`,
  'at-most-one-leader': () => 'At most one leader',
}

export function toProbeTitle(probe: DrillProbe): string {
  // The entry is that of the probe's own name.
  return (titles[probe.probe] as (probe: DrillProbe) => string)(probe)
}

export const probeStateWords: Record<ProbeResult['state'], { shape: string; word: string; className: string }> = {
  holds: { shape: '✓', word: 'holds', className: 'text-green' },
  broken: { shape: '▲', word: 'does not hold', className: 'text-red' },
  unknown: { shape: '?', word: 'not known', className: 'text-muted' },
}

/** A probe and what it does to a drill. */
export interface SampledProbe {
  probe: DrillProbe
  /** It ends the drill and undoes the fault where it breaks. */
  stops: boolean
}

/** Those that stop the drill first; one that is both is told once. */
export function listProbes({ steadyState, stopConditions }: Pick<DrillDocument, 'steadyState' | 'stopConditions'>): SampledProbe[] {
  const stopping = new Set(stopConditions.map((probe) => JSON.stringify(probe)))
  return [
    ...stopConditions.map((probe) => ({ probe, stops: true })),
    ...steadyState.filter((probe) => !stopping.has(JSON.stringify(probe))).map((probe) => ({ probe, stops: false })),
  ]
}
