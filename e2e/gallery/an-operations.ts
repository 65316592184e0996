import type { OperationRecord, OperationRequest, Plan } from '@/lib/model/operation'
import type { LastLog } from '@/lib/model/last-log'
import type { AutopilotView } from '@/lib/model/autopilot-view'
import type { TakeoverService } from '@/lib/takeover/autopilot/takeover-service'
import type { Operations } from '@/lib/operations/run/operations'
import { anOperationAt } from '@/lib/testing/an-operation'

/** Operations that do nothing: invented plans and records, to look at. STOP=1: the emergency stop is on. */
export function aGalleryOperations(): Operations {
  let stop = process.env.STOP
    ? { since: new Date(Date.now() - 240_000).toISOString(), by: 'Bo', reason: 'storage maintenance went wrong' as string | null }
    : null
  const find = async (id: string) =>
    records(Date.now())
      .map((record) => ({ ...record, clusterId: 'operating' }))
      .find((record) => record.id === id) ?? null
  const operations: Partial<Operations> = {
    find,
    list: async ({ clusterId }) => records(Date.now()).map((record) => ({ ...record, clusterId: clusterId ?? record.clusterId })),
    plan: async ({ request, clusterId }) => ({ ...toPlan(request), clusterId, confirm: clusterId }),
    start: async () => records(Date.now())[0]!,
    abort: find,
    follow: (id, listener) => {
      const timer = setInterval(() => void find(id).then((record) => record && listener(record)), 1_000)
      return () => clearInterval(timer)
    },
    readLastLog: async (_clusterId, master) => aLastLog(master, Date.now()),
    findEmergencyStop: async () => stop,
    raiseEmergencyStop: async ({ actor }, reason) => (stop = { since: new Date().toISOString(), by: actor.name, reason }),
    liftEmergencyStop: async () => void (stop = null),
    close: async () => {},
  }
  return operations as Operations
}

/** Of the first master the log of a process that ran out of memory; of the others none. */
function aLastLog(master: string, now: number): LastLog {
  if (!master.startsWith('jm1:'))
    return { known: false, reason: 'This console controls no host of this cluster. Set `control: ssh` for it in understudy.yaml.' }
  const at = (secondsAgo: number) => new Date(now - secondsAgo * 1_000).toISOString().slice(0, 23).replace('T', ' ').replace('.', ',')
  const lines = [
    `${at(9)} INFO  org.apache.flink.runtime.checkpoint.CheckpointCoordinator    [] - Triggering checkpoint 4183 for job 899ba4fa6c1f1c6f.`,
    `${at(8)} ERROR org.apache.flink.util.FatalExitExceptionHandler              [] - FATAL: Thread 'flink-pekko.actor.default-dispatcher-17' produced an uncaught exception. Stopping the process...`,
    'java.lang.OutOfMemoryError: Java heap space',
    '\tat java.base/java.util.Arrays.copyOf(Arrays.java:3537)',
    '\tat org.apache.flink.runtime.checkpoint.metadata.MetadataV3Serializer.serialize(MetadataV3Serializer.java:112)',
    `${at(7)} INFO  org.apache.flink.runtime.blob.BlobServer                     [] - Stopped BLOB server at 0.0.0.0:43210`,
  ]
  const file = '/opt/flink/log/flink-flink-standalonesession-0-jm1.log'
  return { known: true, host: 'jm1', file, modifiedAt: new Date(now - 7_000).toISOString(), bytes: 412_807, proof: 'session', lines }
}

/** An autopilot that took over once and waits until an operator has looked. */
export function aGalleryTakeoverService(): TakeoverService {
  const service: Partial<TakeoverService> = {
    findAutopilot: async () => anAutopilot(Date.now()),
    refresh: async () => {},
    close: async () => {},
  }
  return service as TakeoverService
}

function anAutopilot(now: number): AutopilotView {
  const { ago } = anOperationAt(now)
  return {
    on: true,
    againAfterMs: 3_600_000,
    changedAt: ago(400_000),
    changedBy: 'Ada',
    ready: false,
    changesAt: null,
    needsAcknowledgement: true,
    sentence: 'It acted and waits until an operator acknowledges the run.',
    runs: [
      {
        id: 1,
        at: ago(86_400),
        master: 'jm1:8081',
        result: 'done',
        text: 'jm1:8081 exited; jm2:8081 led 1.2 s later.',
        operationId: toId(3),
        acknowledgedAt: null,
        acknowledgedBy: null,
      },
    ],
  }
}

function toPlan({ kind, target = null }: OperationRequest): Plan {
  const { aPlan } = anOperationAt(Date.now())
  const of: Partial<Record<OperationRequest['kind'], () => Plan>> = {
    'fenced-takeover': () => aTakeoverPlan(aPlan),
    'stop-member': () =>
      aPlan({
        kind,
        target,
        sentence: `Stops the ZooKeeper member ${target}. The quorum would stop serving: nobody could lead.`,
        checks: [
          {
            code: 'majority',
            level: 'refusal',
            text: 'Two of three members serve. Without this one there is no majority, every JobManager loses its session, and all jobs stop.',
            override: 'stop serving',
          },
          { code: 'process', level: 'fine', text: 'One process on zk2 is this member: pid 911.' },
        ],
      }),
    'hand-over': () =>
      aPlan({
        kind,
        target,
        steps: [],
        deadlineMs: 0,
        sentence: 'Moves the lead to a standby with the least interruption.',
        checks: [{ code: 'not-permitted', level: 'refusal', text: 'jm3:8081 is down, not a standby.' }],
      }),
  }
  return of[kind]?.() ?? aPlan({ kind, target })
}

function aTakeoverPlan(aPlan: (over: Partial<Plan>) => Plan): Plan {
  return aPlan({
    kind: 'fenced-takeover',
    target: null,
    deadlineMs: 30_000,
    sentence:
      'Proves on jm1 that the process of jm1:8081 (pid 2801) is dead, then removes its place in the election. jm2:8081 leads at once, in about 1.2 s instead of 21–36 s.',
    steps: [
      {
        id: 'prove',
        title: 'Proves the death of jm1:8081: pid 2801, started 12:58:15, is gone or belongs to another',
        host: 'jm1',
        commands: ['cat /proc/2801/stat /proc/2801/cmdline', 'cat /proc/sys/kernel/random/boot_id'],
      },
      { id: 'read', title: 'Reads the election anew and decides', host: null, commands: [] },
      {
        id: 'remove',
        title: 'Removes what its session 0x1000015a68a0000 owns, in one transaction guarded by version and owner',
        host: null,
        commands: [
          'multi(check /flink/default/leader/latch v12, delete /flink/default/leader/latch/_c_0f5b2b7c-93c1-4f5b-8a53-6f1d2e9ce3f9-latch-0000000011 v0)',
        ],
      },
      { id: 'wait', title: 'Waits until jm2:8081 leads', host: null, commands: [] },
    ],
    checks: [
      { code: 'jobs', level: 'warning', text: 'audit-sink made its newest checkpoint 41 s ago: it repeats so much.' },
      { code: 'gone', level: 'fine', text: 'On jm1 no process is pid 2801 with that start time.' },
      { code: 'mapping', level: 'fine', text: 'Session 0x1000015a68a0000 belongs to that process: its log names it.' },
      { code: 'standby', level: 'fine', text: 'jm2:8081 is next in line and its process runs.' },
    ],
  })
}

const steps = ['skipped', 'failed'] as const
const toId = (number: number) => `6c0f9a52-0d1f-4a2b-9d53-00000000000${number}`

function records(now: number): OperationRecord[] {
  const { ago, aPlan, aRecord, anEndedRecord } = anOperationAt(now)
  const output = Array.from(
    { length: 60 },
    (_, line) =>
      `2026-03-14 13:58:${String(line).padStart(2, '0')},120 INFO  org.apache.flink.runtime.entrypoint.ClusterEntrypoint [] - line ${line + 1}`,
  ).join('\n')
  const running = aRecord()
  const failed = anEndedRecord({
    id: toId(1),
    plan: aPlan({ kind: 'stop-jobmanager', target: 'jm3:8081' }),
    startedAt: ago(7_200),
    endedAt: ago(7_160),
    state: 'failed',
    reason: null,
    by: { id: 'k', name: 'nightly', kind: 'key' },
    result: 'jm3:8081 did not end within 30 s of SIGTERM; its latch is left. Look at its log, then take it out by force.',
  })
  return [
    { ...running, steps: running.steps.map((step) => (step.state === 'running' ? { ...step, output, droppedCharacters: 18_204 } : step)) },
    anEndedRecord({ id: toId(2), startedAt: ago(3_600), endedAt: ago(3_588) }),
    {
      ...failed,
      steps: failed.steps.map((step, index) =>
        index === 0
          ? step
          : {
              ...step,
              state: steps[index === 1 ? 1 : 0],
              detail: index === 1 ? 'did not end within 30 s' : null,
              ...(index > 1 ? { startedAt: null, endedAt: null } : {}),
            },
      ),
    },
    anEndedRecord({
      id: toId(3),
      plan: aTakeoverPlan(aPlan),
      startedAt: ago(86_400),
      endedAt: ago(86_398.6),
      by: { id: 'autopilot', name: 'Autopilot', kind: 'system' },
      reason: null,
      result: 'jm2:8081 leads 1.2 s after the death of jm1:8081 was proven; 3 of 3 jobs run again after 2.9 s.',
    }),
    anEndedRecord({
      id: toId(4),
      plan: aPlan({ kind: 'rolling-restart-jobmanagers', target: null }),
      startedAt: ago(200_000),
      endedAt: ago(199_900),
      state: 'interrupted',
      result:
        'The console that ran this ended during step 2 of 4. Nothing was continued. Look at the cluster as it is now, then plan anew.',
    }),
    anEndedRecord({
      id: toId(5),
      plan: aPlan({ kind: 'start-taskmanager', target: 'tm1' }),
      startedAt: ago(300_000),
      endedAt: ago(299_970),
      state: 'aborted',
      abortedBy: 'Bo',
      result: 'Bo ended it. What was done until then stays done; look at the cluster as it is now.',
    }),
  ]
}
