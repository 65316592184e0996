import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { waitUntil } from '@/e2e/lab/wait/until'
import { closeJournal, getJournal } from '@/lib/journal/database'
import type { Actor } from '@/lib/model/actor'
import type { OperationRecord, OperationRequest } from '@/lib/model/operation'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import type { UnderstudyConsole } from '@/lib/observer/console'
import { startConsole } from '@/lib/observer/start-console'
import { startTakeoverService } from '@/lib/takeover/autopilot/takeover-service'
import { Operations } from '../run/operations'
import type { PlanContextsInput } from '../run/plan-contexts'
import type { Verb } from '../run/verb'
import { readIdentities } from '@/lib/takeover/notes/noted-identities'
import { verbs } from '../verbs/all'

export const anOperator: Actor = { kind: 'person', id: 'u1', name: 'Olga', role: 'administrator' }

export interface ControlOptions {
  /** One cluster; or several, by `UNDERSTUDY_CONFIG` in `env`. */
  confDir?: string
  flinkHome?: string
  env?: Record<string, string>
  dataDir?: string
  verbs?: readonly Verb[]
  createRunner?: PlanContextsInput['createRunner']
  leaseMs?: number
}

/** Observers, operations and takeover service of real clusters in this very process, with a journal of their own. */
export async function startControl({
  confDir,
  flinkHome,
  env = {},
  dataDir: given,
  verbs: own = verbs,
  createRunner,
  leaseMs,
}: ControlOptions) {
  const dataDir = given ?? mkdtempSync(join(tmpdir(), 'understudy-control-'))
  const before = { ...process.env }
  Object.assign(process.env, {
    ...(confDir && { FLINK_CONF_DIR: confDir }),
    ...(flinkHome && { FLINK_HOME: flinkHome }),
    UNDERSTUDY_DATA_DIR: dataDir,
    UNDERSTUDY_LOG_LEVEL: 'warn',
    ...env,
  })
  const console = await startConsole()
  const log = pino({ level: process.env.DEBUG ? 'debug' : 'warn' })
  const shared = { console, getJournal, log, dataDir, environment: process.env }
  const operations = new Operations({ ...shared, verbs: own, createRunner, leaseMs })
  const takeovers = startTakeoverService({ ...shared, operations, onChange: () => undefined })
  return {
    ...toHand(console, operations, console.clusters()[0]!.id),
    dataDir,
    console,
    operations,
    takeovers,
    of: (id: string) => toHand(console, operations, id),
    async close() {
      await takeovers.close()
      await operations.close()
      await console.close()
      await closeJournal()
      for (const key of Object.keys(process.env)) if (!(key in before)) delete process.env[key]
      Object.assign(process.env, before)
      if (!given) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** What a test does to one cluster, and sees of it, through the console. */
function toHand(console: UnderstudyConsole, operations: Operations, id: string) {
  const snapshot = (): ClusterSnapshot => console.findSnapshot(id)!.snapshot
  const ask = (request: Partial<OperationRequest> & Pick<OperationRequest, 'kind'>, actor = anOperator) => ({
    clusterId: id,
    actor,
    from: '127.0.0.1',
    request: { expectedLeaderSessionId: snapshot().leader?.leaderSessionId ?? null, confirm: snapshot().cluster.name, ...request },
  })
  return {
    id,
    snapshot,
    plan: (request: Parameters<typeof ask>[0]) => operations.plan(ask(request), new AbortController().signal),
    start: (request: Parameters<typeof ask>[0]) => operations.start(ask(request)),
    ended: (record: OperationRecord): Promise<OperationRecord> =>
      new Promise((resolve) => {
        const stop = operations.follow(record.id, (now) => {
          if (now.state === 'running') return
          resolve(now)
          queueMicrotask(() => stop())
        })
      }),
    until: <T>(what: string, look: (snapshot: ClusterSnapshot) => T, within = 240_000) =>
      waitUntil(
        `${id}: ${what}`,
        {
          within,
          every: 100,
          seen: () =>
            JSON.stringify({
              leader: snapshot().leader,
              fenced: snapshot().takeover.fencedDetail,
              line: snapshot().jobManagers.map(({ master, role, inLine, proof, processState }) => ({
                master,
                role,
                inLine,
                proof,
                processState,
              })),
            }),
        },
        () => look(snapshot()),
      ),
    /** Waits until `count` contenders are in line, each identified on its host. */
    async untilAllIdentified(count: number, within = 300_000): Promise<void> {
      await waitUntil(`${id}: all are identified`, { within, every: 200, seen: () => snapshot().takeover.fencedDetail }, async () => {
        const known = await readIdentities(await getJournal(), id)
        const inLine = snapshot().jobManagers.filter(({ inLine: place }) => place !== null)
        return inLine.length === count && inLine.every(({ zkSessionId }) => zkSessionId !== null && known.has(zkSessionId))
      })
    },
  }
}

export type Control = Awaited<ReturnType<typeof startControl>>
