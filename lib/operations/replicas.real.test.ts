import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitUntil } from '@/e2e/lab'
import { verifyAudit } from '@/lib/journal/audit/verify'
import type { Journal } from '@/lib/journal/dialect'
import { openJournal } from '@/lib/journal/open'
import { hasNoPostgres, startRealPostgres, type RealPostgres } from '@/lib/testing/real-postgres'
import { startZooKeeper, type RealZooKeeper } from '@/lib/testing/real-zookeeper'
import { readRuns, saveSettings } from '@/lib/takeover/autopilot/autopilot-store'
import { createStore } from './run/store'
import { startStandIns, type StandIns } from './testing/stand-in/start-stand-ins'
import { startReplica, type Replica } from './testing/start-replica'

const races = ['race-1', 'race-2', 'race-3', 'race-4']

describe.skipIf(hasNoPostgres())('two console processes on one real Postgres and the same clusters', () => {
  let server: RealPostgres
  let ensemble: RealZooKeeper
  let standIns: StandIns
  let journal: Journal
  let dataDir: string
  /** Swapped below, so that the first is the one whose autopilot acted. */
  let replicas: Replica[] = []
  /** Which of them has the operation of a raced cluster. */
  const winners = new Map<string, Replica>()

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'understudy-replicas-'))
    ;[server, ensemble] = await Promise.all([startRealPostgres(), startZooKeeper({ members: 1, config: ['maxSessionTimeout=1800000'] })])
    const databaseUrl = await server.createDatabase()
    standIns = await startStandIns({
      servers: ensemble.connectString,
      sessionTimeoutMs: 1_800_000,
      clusters: Object.fromEntries([...races, 'pilot'].map((id) => [id, 2])),
    })
    journal = await openJournal({ dataDir, databaseUrl })
    await saveSettings(journal, 'pilot', { isOn: true, againAfterMs: 3_600_000, by: 'Olga' })
    replicas = await Promise.all(
      [1, 2].map((number) =>
        startReplica({
          UNDERSTUDY_CONFIG: standIns.configFile,
          UNDERSTUDY_DATA_DIR: join(dataDir, String(number)),
          DATABASE_URL: databaseUrl,
        }),
      ),
    )
    await Promise.all([...races, 'pilot'].flatMap((cluster) => replicas.map((replica) => replica.ask({ cluster, do: 'ready', count: 2 }))))
  })
  afterAll(async () => {
    await Promise.all(replicas.map((replica) => replica.kill()))
    await journal?.close()
    await Promise.all([standIns?.close(), server?.close()])
    await ensemble?.close()
    rmSync(dataDir, { recursive: true, force: true })
  })

  it('Of two consoles asked at the same moment, one runs the operation and the other names it and starts nothing', async () => {
    await Promise.all(
      races.map(async (cluster) => {
        const [, target] = standIns.of(cluster).masters
        await Promise.all(replicas.map((replica) => replica.ask({ cluster, do: 'hold', hold: { step: `stop-${target}`, when: 'before' } })))
        const answers = await Promise.allSettled(
          replicas.map((replica) => replica.ask({ cluster, do: 'start', request: { kind: 'restart-jobmanager', target } })),
        )
        const won = answers.findIndex(({ status }) => status === 'fulfilled')
        expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
        expect(answers[1 - won]).toMatchObject({
          reason: {
            code: expect.stringMatching(/^operation-r(unning|efused)$/) as string,
            message: expect.stringMatching(
              /“Restart one JobManager” \(Olga\) is running|Another operation is running on this cluster/,
            ) as string,
          },
        })
        winners.set(cluster, replicas[won]!)
        await replicas[won]!.ask({ cluster, do: 'held' })
        const other = replicas[1 - won]!
        await waitUntil(
          'the other one shows it',
          { within: 180_000, every: 100 },
          async () => (await other.ask({ cluster, do: 'operation' }))?.kind === 'restart-jobmanager',
        )
        await expect(other.ask({ cluster, do: 'start', request: { kind: 'hand-over' } })).rejects.toMatchObject({
          code: 'operation-running',
          message: expect.stringContaining('(Olga) is running') as string,
        })
      }),
    )
    expect((await createStore(journal).running()).map(({ clusterId }) => clusterId).sort()).toEqual(races)
  })

  it('When the leader dies under two consoles, one autopilot acts and the other reports that it does', async () => {
    const {
      masters: [leader = ''],
      kill,
    } = standIns.of('pilot')
    for (const replica of replicas) {
      await replica.ask({ cluster: 'pilot', do: 'hold', hold: { step: 'jobs', when: 'before' } })
      await waitUntil(
        'its autopilot is ready',
        { within: 180_000 },
        async () => (await replica.ask({ cluster: 'pilot', do: 'autopilot' })).ready,
      )
    }
    await kill(leader)
    const acting = await Promise.race(replicas.map((replica) => replica.ask({ cluster: 'pilot', do: 'held' }).then(() => replica)))
    replicas = [acting, ...replicas.filter((replica) => replica !== acting)]
    const [, other] = replicas
    await waitUntil(
      'the other one shows it',
      { within: 180_000, every: 100 },
      async () => (await other!.ask({ cluster: 'pilot', do: 'operation' }))?.by === 'Autopilot',
    )
    expect(await other!.ask({ cluster: 'pilot', do: 'autopilot' })).toMatchObject({
      on: true,
      ready: false,
      sentence: `It acts now: ${leader} exited unexpectedly.`,
    })
    await expect(other!.ask({ cluster: 'pilot', do: 'start', request: { kind: 'fenced-takeover' } })).rejects.toMatchObject({
      code: 'operation-running',
      message: expect.stringContaining('(Autopilot) is running') as string,
    })
    expect(await createStore(journal).list({ clusterId: 'pilot', limit: 9 })).toHaveLength(1)
    expect(await readRuns(journal, 'pilot')).toMatchObject([{ result: 'running', master: leader }])
  })

  it('When one console is killed, the other reports its operations as interrupted, keeps its own and may act on its clusters', async () => {
    const [acting, other] = replicas
    await acting!.kill()
    const store = createStore(journal)
    const isLeft = (cluster: string) => winners.get(cluster) !== acting
    await waitUntil('what it ran is told as interrupted', { within: 120_000, every: 200 }, async () =>
      (await store.running()).every(({ clusterId }) => isLeft(clusterId) && clusterId !== 'pilot'),
    )
    expect((await store.running()).map(({ clusterId }) => clusterId).sort()).toEqual(races.filter(isLeft))
    const [run] = await waitUntil('its run is told', { within: 180_000, every: 200 }, async () =>
      ((runs) => runs[0]?.result !== 'running' && runs)(await readRuns(journal, 'pilot')),
    )
    expect(run).toMatchObject({ result: 'failed', text: expect.stringContaining('Nothing was continued') as string })
    const record = await other!.ask({
      cluster: 'pilot',
      do: 'start',
      request: { kind: 'start-jobmanager', target: standIns.of('pilot').masters[0] },
    })
    expect(await other!.ask({ cluster: 'pilot', do: 'end', record })).toMatchObject({ state: 'done' })
    expect(await readRuns(journal, 'pilot')).toHaveLength(1)
    expect(await verifyAudit(journal)).toMatchObject({ brokenAt: null })
  })
})
