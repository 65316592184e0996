import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { getFreePorts } from '@/e2e/lab/ports/free-ports'
import { startZooKeeper } from '@/lib/testing/real-zookeeper'
import { recordedVersions } from '@/lib/testing/recorded/recorded-flink'
import { preciseNow } from '../clock'
import type { BenchContext } from '../context'
import { openPage, type WatchedPage } from '../page/open-page'
import { startClusterWriter } from '../processes/write-clusters'
import type { Figure } from '../report/figure'
import { getProcessUsage, type ProcessUsage } from '../report/process-usage'
import { layOutCluster } from '../trees/lay-out-cluster'
import { planCluster, type ClusterPlan } from '../trees/plan-cluster'
import { writeUnderstudyFile } from '../trees/write-understudy'
import { zooKeeperOptions } from './recorded-stage'

const clusterCount = 200
const nodesEach = 150
/** The memory once the start is over and nothing more is being read. */
const restMs = 15_000
const limitMs = 120_000
/**
 * Its own compiler must not take a second from a start that a quorum running for days would not: one that was started for the bench
 * compiles everything it does.
 */
const compiledOnce = '-XX:TieredStopAtLevel=1'

/** Cold start of a console with 200 clusters of all eras in one ZooKeeper, their JobManagers not running. */
export async function measureFleet(context: BenchContext): Promise<Figure[]> {
  const { steps } = context
  const zookeeper = await startZooKeeper({ ...zooKeeperOptions, javaOptions: [...zooKeeperOptions.javaOptions, compiledOnce] })
  const writer = startClusterWriter()
  try {
    steps.step(`fleet: writing ${clusterCount} clusters into a real ZooKeeper`)
    const plans = await planFleet(join(context.folder, 'fleet'))
    const port = zookeeper.members[0]?.port ?? 0
    const clusters = plans.map((plan) => ({ id: plan.id, name: `Flink ${plan.version}, ${plan.id}`, confDir: layOutCluster(plan, port) }))
    for (const [i, plan] of plans.entries()) {
      await writer.writeTree(zookeeper.connectString, plan)
      steps.progress(`${i + 1} of ${plans.length}`)
    }
    steps.step('fleet: cold start')
    return await measureStart(context, plans, writeUnderstudyFile(join(context.folder, 'fleet'), clusters))
  } finally {
    await writer.close()
    await zookeeper.close()
  }
}

async function planFleet(folder: string): Promise<ClusterPlan[]> {
  const ports = await getFreePorts(clusterCount * 2)
  return Array.from({ length: clusterCount }, (_, i) => {
    const version = recordedVersions[i % recordedVersions.length] ?? '2.3.0'
    const id = `c${String(i + 1).padStart(3, '0')}`
    return planCluster({ id, version, folder: join(folder, id), ports: [ports[i * 2] ?? 0, ports[i * 2 + 1] ?? 0], nodes: nodesEach })
  })
}

async function measureStart(context: BenchContext, plans: ClusterPlan[], config: string): Promise<Figure[]> {
  const [port = 0] = await getFreePorts(1)
  const dataDir = join(context.folder, 'fleet-data')
  // An earlier start signed the browser in, as an operator's is: creating the first account is no part of a start.
  await (await context.startConsole({ port, dataDir })).kill()
  const startedAt = preciseNow()
  const running = await context.startConsole({ config, port, dataDir, signIn: 'nobody' })
  try {
    const servingAt = preciseNow()
    const page = await openPage(context.browser, running.url)
    const wanted = Object.fromEntries(plans.map(({ id, jobIds }) => [id, jobIds.length]))
    const readAt = await untilShown(page, wanted, false)
    const shownAt = await untilShown(page, wanted, true)
    const atOnce = getProcessUsage(running.identity.pid)
    context.steps.step(`fleet: resting for ${restMs / 1000} s`)
    await sleep(restMs)
    const afterwards = getProcessUsage(running.identity.pid)
    await page.close()
    return toFigures(plans, { startedAt, servingAt, readAt, shownAt }, atOnce, afterwards)
  } finally {
    await running.close()
  }
}

/** Only the page is queried: what it shows has gone the whole way, and the server is not kept from its work. */
async function untilShown({ page }: WatchedPage, wanted: Record<string, number>, recoverable: boolean): Promise<number> {
  await page.waitForFunction(isShown, { wanted, recoverable }, { polling: 100, timeout: limitMs })
  return preciseNow()
}

/** Runs in the page: every cluster's row shows all its jobs, and with `recoverable` that all of them are. */
function isShown({ wanted, recoverable }: { wanted: Record<string, number>; recoverable: boolean }): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('tr[data-cluster]')]
  return (
    rows.length === Object.keys(wanted).length &&
    rows.every(({ dataset, children }) => {
      const text = [...children].map((cell) => cell.textContent).find((cell) => /^\D*\d+\/\d+$/.test(cell ?? ''))
      const [, some, all] = /(\d+)\/(\d+)$/.exec(text ?? '') ?? []
      return Number(all) === wanted[dataset.cluster ?? ''] && (!recoverable || some === all)
    })
  )
}

interface Moments {
  startedAt: number
  servingAt: number
  readAt: number
  shownAt: number
}

function toFigures(plans: ClusterPlan[], moments: Moments, atOnce: ProcessUsage, afterwards: ProcessUsage): Figure[] {
  const nodes = plans.reduce((sum, plan) => sum + plan.nodes.length, 0)
  const since = (at: number) => (at - moments.startedAt) / 1000
  return [
    {
      name: `cold start, ${plans.length} clusters, ${nodes} znodes → full picture in the DOM`,
      value: since(moments.shownAt),
      unit: 's',
      goal: 5,
      note: `first answer after ${since(moments.servingAt).toFixed(2)} s; ${(atOnce.cpuMs / 1000).toFixed(1)} s of CPU time until then`,
    },
    { name: '  of it: every cluster’s znodes read, files not looked at yet', value: since(moments.readAt), unit: 's', goal: null },
    {
      name: 'memory of the server process, highest',
      value: afterwards.peakMb,
      unit: 'MB',
      goal: 500,
      note: `resident set: ${atOnce.rssMb.toFixed(0)} MB at the full picture, ${afterwards.rssMb.toFixed(0)} MB ${restMs / 1000} s later`,
    },
    { name: '  CPU of the server at rest', value: ((afterwards.cpuMs - atOnce.cpuMs) / restMs) * 100, unit: '%', goal: null },
  ]
}
