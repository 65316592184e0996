import type { Drill, DrillList, DrillReport } from '@/lib/model/drills/drill-report'
import type { DrillEvidence } from '@/lib/model/drills/evidence'
import { judgeDrill } from '@/lib/model/drills/judge-drill'
import { measureDrill } from '@/lib/model/drills/measure-drill'
import { predictDrill } from '@/lib/model/drills/predict-drill'
import { toDefaultDocument } from '@/lib/model/drills/default-document'
import { judgeProbe } from '@/lib/model/drills/probes'
import { drillScenarios, type DrillScenarioId } from '@/lib/model/drills/scenarios'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { aMoment, aSnapshotAt } from './a-snapshot'

const before = 'bf84a7fd-93c1-4f5b-8a53-6f1d2e9ce3f9'
const after = '2c61e9fd-0f5b-4f5b-8a53-0f1d2e9c51f7'

/** How a run of the builders went. */
export interface DrillCourse {
  scenario?: DrillScenarioId
  number?: number
  /** Recovery objective, ms. */
  objectiveMs?: number
  /** Seconds from the fault until the session ended, the next leader was announced and all jobs ran; as many as were observed. */
  seconds?: readonly [detection?: number, announced?: number, running?: number]
  abort?: string
  leftBehind?: string[]
  reason?: string | null
  id?: string
}

/** Builders of drills whose fault was done at `faultAt` (epoch ms), as the model derives them from what was observed. */
export function aDrillAt(faultAt: number, cluster: ClusterSnapshot['cluster'] = aSnapshotAt(faultAt).aSnapshot().cluster) {
  const iso = (seconds: number) => new Date(faultAt + seconds * 1000).toISOString()
  const snapshot: ClusterSnapshot = { ...aSnapshotAt(faultAt).aSnapshot(), cluster }
  const jobs = snapshot.recovery.jobs.map(({ jobId, name }) => ({ jobId, name }))

  const anEvidence = ({ scenario = 'freeze-leader', seconds = [33.9, 34.3, 41.6] }: DrillCourse): DrillEvidence[] => {
    const [detection, announced, running] = seconds
    const at = (after: number) => faultAt + Math.round(after * 1000)
    const seen = (
      what: DrillEvidence['what'],
      after: number,
      clock: DrillEvidence['clock'],
      uncertaintyMs: number,
      subject: string | null = null,
    ) => ({
      what,
      at: at(after),
      clock,
      uncertaintyMs,
      source: sources[clock],
      subject,
    })
    const standby = drillScenarios[scenario].target === 'first-standby'
    const isKill = drillScenarios[scenario].signal !== 'STOP'
    return [
      seen('leader-announced', -3, 'console', 100, before),
      seen('fault-done', 0, 'host', 4),
      ...(isKill ? [seen('process-gone', 0.02, 'host', 4, standby ? 'jm2:8081' : 'jm1:8081')] : []),
      ...(detection === undefined
        ? []
        : [
            seen('session-ended', detection + 0.05, 'console', 100, standby ? 'jm2:8081' : 'jm1:8081'),
            seen('session-ended', detection, 'zookeeper', 12, standby ? 'jm2:8081' : 'jm1:8081'),
          ]),
      ...(standby || announced === undefined
        ? []
        : [seen('leader-announced', announced + 0.06, 'console', 100, after), seen('leader-announced', announced, 'zookeeper', 12, after)]),
      ...(standby || running === undefined
        ? []
        : [
            seen('rest-answers', (announced ?? 0) + 0.7, 'console', 250),
            seen('task-managers-back', (announced ?? 0) + 3.5, 'console', 250),
            ...jobs.map(({ jobId }, index) => seen('job-running', running - index * 0.2, 'console', 250, jobId)),
            seen('jobs-running', running, 'console', 250),
            ...jobs.map(({ jobId }, index) => seen('first-checkpoint', running + 3.6 - index * 0.3, 'zookeeper', 12, jobId)),
            seen('first-checkpoint', running + 3.6, 'zookeeper', 12),
          ]),
    ]
  }
  const sources = { host: 'the host of jm1:8081', zookeeper: 'time of the znode', console: 'ZooKeeper watch' } as const

  const aDrill = (course: DrillCourse = {}): Drill => {
    const { scenario = 'freeze-leader', number = 61, objectiveMs = 60_000, id = toDrillId(number) } = course
    const prediction = predictDrill({ scenario, snapshot, measured: null, now: faultAt - 3_000 })
    const evidence = anEvidence(course)
    return {
      id,
      number,
      clusterId: cluster.id,
      scenario,
      state: 'running',
      verdict: null,
      sentence: null,
      startedAt: iso(-4),
      endedAt: null,
      document: toDefaultDocument(scenario, snapshot, prediction, objectiveMs),
      prediction,
      target: toTarget(scenario),
      guard: {
        host: 'jm1',
        state: 'waiting',
        actsAt: iso(60),
        text: 'The guard on jm1 waits: pid 4410, it undoes the fault at its deadline.',
      },
      evidence,
      measures: measureDrill({ scenario, prediction, evidence, jobs, leaderBefore: before }),
    }
  }

  const aReport = (course: DrillCourse = {}): DrillReport => {
    const { scenario = 'freeze-leader', leftBehind = [], abort = null, reason = 'Repeat of #53 after the registration fix' } = course
    const drill = aDrill(course)
    const undoneAt = (course.seconds?.[2] ?? 41.6) + 4.5
    const { undo } = drillScenarios[scenario]
    const evidence: DrillEvidence[] = [
      ...drill.evidence,
      {
        what: 'undone',
        at: faultAt + undoneAt * 1000,
        clock: 'host',
        uncertaintyMs: 4,
        source: 'the host of jm1:8081',
        subject: drill.target!.master,
      },
      {
        what: 'in-line-again',
        at: faultAt + (undoneAt + 5.9) * 1000,
        clock: 'console',
        uncertaintyMs: 100,
        source: 'ZooKeeper watch',
        subject: drill.target!.master,
      },
    ]
    const probes = drill.document.steadyState.map((probe) => judgeProbe(probe, { snapshot, evidence: [], now: faultAt }))
    const rollback = {
      isDone: true,
      text:
        undo === 'continue'
          ? `SIGCONT to pid ${drill.target!.pid} on jm1; it runs.`
          : `Flink’s script started ${drill.target!.master} again.`,
    }
    const judged = judgeDrill({
      document: drill.document,
      measures: drill.measures,
      after: probes,
      rollback,
      leftBehind,
      isFaultDone: true,
      abort,
    })
    return {
      id: drill.id,
      number: drill.number,
      clusterId: drill.clusterId,
      clusterName: cluster.name,
      scenario,
      title: drillScenarios[scenario].title,
      ...judged,
      startedAt: drill.startedAt,
      endedAt: iso(undoneAt + 7),
      by: { id: 'u1', name: 'Ada', kind: 'person' },
      reason,
      target: drill.target,
      leader: toLeaders(scenario, course.seconds),
      document: drill.document,
      prediction: drill.prediction,
      measures: drill.measures,
      steadyState: { before: probes, after: probes },
      guard: { host: 'jm1', state: 'ended', actsAt: iso(60), text: 'Not needed: ended by this console after the undo.' },
      rollback,
      leftBehind,
      configuration: {
        fingerprint: '7c1e09d4a94bb20f',
        flinkVersion: '2.3.0',
        sessionTimeoutMs: 40_000,
        tickTimeMs: 2_000,
        checkpointIntervalMs: 5_000,
        options: {
          'high-availability.zookeeper.client.session-timeout': '60 s',
          'high-availability.zookeeper.client.tolerate-suspended-connections': null,
          'restart-strategy.type': 'exponential-delay',
          'heartbeat.timeout': '50 s',
        },
      },
      clock: { host: 'jm1', offsetMs: -12, uncertaintyMs: 4 },
      evidence,
    }
  }
  return { snapshot, aDrill, aReport, iso }
}

function toTarget(scenario: DrillScenarioId): Drill['target'] {
  return drillScenarios[scenario].target === 'leader'
    ? { master: 'jm1:8081', host: 'jm1', pid: 2_801 }
    : { master: 'jm2:8081', host: 'jm2', pid: 2_802 }
}

function toLeaders(scenario: DrillScenarioId, seconds: DrillCourse['seconds']): DrillReport['leader'] {
  if (drillScenarios[scenario].target === 'first-standby') return { before, after: before, afterMaster: 'jm1:8081' }
  return seconds !== undefined && seconds[1] === undefined
    ? { before, after: before, afterMaster: 'jm1:8081' }
    : { before, after, afterMaster: 'jm2:8081' }
}

export const toDrillId = (number: number) => `d0000000-0d1f-4a2b-9d53-${String(number).padStart(12, '0')}`

/** A run of the list, from its report. */
export function toDrillSummary({ measures, ...report }: DrillReport): DrillList['drills'][number] {
  const { id, number, clusterId, scenario, verdict, sentence, startedAt, endedAt, prediction, target, guard } = report
  return { id, number, clusterId, scenario, state: 'ended', verdict, sentence, startedAt, endedAt, prediction, target, guard, measures }
}

export const { aDrill, aReport } = aDrillAt(aMoment)
