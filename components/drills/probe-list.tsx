'use client'
import { useNow } from '@/lib/client/use-now'
import type { Drill } from '@/lib/model/drills/drill-report'
import { judgeProbe, type ProbeResult } from '@/lib/model/drills/probes'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { listProbes, probeStateWords, toProbeTitle } from './probe-words'

/** The probes as they are now: which ones stop the drill, and which ones have to hold again after it. */
export function LiveProbes({ drill, snapshot }: { drill: Drill; snapshot: ClusterSnapshot }) {
  const now = useNow()
  return (
    <ul className="text-sm">
      {listProbes(drill.document).map(({ probe, stops }) => (
        <Probe
          key={JSON.stringify(probe)}
          result={judgeProbe(probe, { snapshot, evidence: drill.evidence, now })}
          aside={stops ? 'Stops the drill' : 'Holds again afterwards'}
          isQuiet={!stops}
        />
      ))}
    </ul>
  )
}

/** @param isQuiet what breaks during the fault, as it was expected to, is no alarm */
export function Probe({ result, aside, isQuiet = false }: { result: ProbeResult; aside: string; isQuiet?: boolean }) {
  const { shape, word, className } = probeStateWords[result.state]
  const isExpected = isQuiet && result.state === 'broken'
  return (
    <li
      data-probe={result.probe.probe}
      data-state={result.state}
      className="flex gap-2.5 border-t border-line py-2 first:border-t-0 first:pt-0 last:pb-0"
    >
      <span aria-hidden="true" className={`w-3 flex-none text-center ${isExpected ? 'text-amber-ink' : className}`}>
        {isExpected ? '◆' : shape}
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap justify-between gap-x-4">
          <span className="font-medium">{toProbeTitle(result.probe)}</span>
          <span className="text-xs text-muted">{aside}</span>
        </p>
        <p className="text-muted [overflow-wrap:anywhere]">
          <span className="sr-only">{word}: </span>
          {result.text}
        </p>
      </div>
    </li>
  )
}
