'use client'
import { pagePaths } from '@/lib/base/paths'
import { useRouter } from 'next/navigation'
import { useCallback, useDeferredValue, useMemo, useState, useTransition } from 'react'
import { useCluster } from '@/lib/client/use-cluster'
import { useHistory } from '@/lib/client/use-history'
import { FrozenAt } from '@/lib/client/use-now'
import type { History, Moment } from '@/lib/model/history'
import { mergeLanes, mergeVerdicts } from '@/lib/model/merge-lanes'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { ClusterParts } from './cluster-parts'
import { rangeMs, type RangeName } from './lane-scale'
import { LeadershipLanes, type TimeNavigation } from './leadership-lanes'
import { PastBanner } from './past/past-banner'
import { staleSince } from '@/components/shared/provenance'

interface ClusterPageProps {
  initial: ClusterSnapshot
  history: History
  /** How far back `history` reaches. */
  range: RangeName
  /** The moment of the past to show; null: now. */
  moment: Moment | null
}

/** One cluster, live or as it was. The lanes are the same in both, so that the slider keeps the focus. */
export function ClusterPage({ initial, history: rendered, range: renderedRange, moment }: ClusterPageProps) {
  const live = useCluster(initial.cluster.id, initial)
  const [range, setRange] = useState(renderedRange)
  const remembered = useHistory(initial.cluster.id, rangeMs[range], live.epoch, { lengthMs: rangeMs[renderedRange], history: rendered })
  const until = Date.parse(remembered.to)
  const lanes = useMemo(() => mergeLanes(remembered.lanes, live.lanes, until), [remembered.lanes, live.lanes, until])
  const history = useMemo(
    () => ({ ...remembered, verdicts: mergeVerdicts(remembered.verdicts, live.verdicts, until) }),
    [remembered, live.verdicts, until],
  )
  const travel = useTimeNavigation(live, moment)
  const lanesPanel = (
    <LeadershipLanes
      lanes={lanes}
      history={history}
      range={range}
      onRange={setRange}
      travel={travel}
      staleSince={moment === null ? staleSince(live, 'zookeeper') : null}
    />
  )
  // One structure for both: the panel of the lanes stays the same element.
  return (
    <div className={moment === null ? '' : 'past'}>
      {moment === null ? null : <PastBanner moment={moment} clusterId={live.cluster.id} />}
      <Parts live={live} moment={moment} lanes={lanesPanel} />
    </div>
  )
}

function Parts({ live, moment, lanes }: { live: ClusterSnapshot; moment: Moment | null; lanes: React.ReactNode }) {
  const snapshot = moment?.snapshot ?? live
  const recovery = useDeferredValue(snapshot.recovery)
  return (
    <FrozenAt value={moment === null ? null : Date.parse(moment.takenAt)}>
      <ClusterParts
        snapshot={snapshot}
        recovery={moment === null ? recovery : snapshot.recovery}
        moment={moment}
        lanes={<FrozenAt value={null}>{lanes}</FrozenAt>}
      />
    </FrozenAt>
  )
}

function useTimeNavigation(live: ClusterSnapshot, moment: Moment | null): TimeNavigation {
  const router = useRouter()
  const [, startTransition] = useTransition()
  const base = pagePaths.cluster(live.cluster.id)
  const onMove = useCallback(
    (at: number | null) => {
      startTransition(() => router.replace(at === null ? base : `${base}?at=${new Date(Math.round(at)).toISOString()}`, { scroll: false }))
    },
    [router, base],
  )
  const last = live.events[0]?.at ?? null
  const [at, previous, next] = [moment?.at ?? null, moment === null ? last : moment.previousChange, moment?.nextChange ?? null]
  return useMemo(() => ({ at: toMs(at), previous: toMs(previous), next: toMs(next), onMove }), [at, previous, next, onMove])
}

function toMs(iso: string | null): number | null {
  return iso === null ? null : Date.parse(iso)
}
