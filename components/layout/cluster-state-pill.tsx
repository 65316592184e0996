'use client'
import { verdictWords } from '@/components/shared/verdict-words'
import { Pill } from '@/components/ui/pill'
import { useLiveCluster } from '@/lib/client/use-cluster'
import { useConnectionState } from '@/lib/client/use-connection'
import { toClusterState } from '@/lib/model/cluster-state'
import type { ClusterState } from '@/lib/model/snapshot'
import { useTabMark } from './tab-mark'

/** The state of a cluster on every page of it: an alarm is seen on each. */
export function ClusterStatePill({ id, initial }: { id: string; initial: ClusterState }) {
  const live = useLiveCluster(id)
  const state = live === null ? initial : toClusterState(live)
  useTabMark(state)
  return <StatePill state={state} />
}

/** Greyed while the page is cut off: then it is the last state that was heard. */
export function StatePill({ state, of = null }: { state: ClusterState; of?: string | null }) {
  const isCutOff = useConnectionState() === 'stale'
  const { word, tone, shape } = verdictWords[state]
  return (
    <span data-cluster-state={state} className={isCutOff ? 'stale' : ''}>
      <Pill tone={tone} shape={shape}>
        {word}
        {of === null ? null : (
          <bdi className="max-w-[16ch] truncate font-normal max-md:sr-only">
            <span className="sr-only">: </span>
            {of}
          </bdi>
        )}
      </Pill>
    </span>
  )
}
