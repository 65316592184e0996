import { fetchSignedIn } from '@/e2e/fixtures/sign-in'
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
/** What it holds once the start is over and nothing more is being read. */
const restMs = 15_000
const limitMs = 120_000
/** Each question has all clusters summed up: asked more often it would be a part of what is measured. */
const askMs = 1_000

interface Summary {
  id: string
  jobs: number
  jobsRecoverable: number
}

/** Cold start of a console with 200 clusters of all eras in one ZooKeeper, their JobManagers not running. */
export async function measureFleet(context: BenchContext): Promise<Figure[]> {
  const { steps } = context
  const zookeeper = await startZooKeeper(zooKeeperOptions)
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
  const startedAt = preciseNow()
  const running = await context.startConsole({ config })
  try {
    const servingAt = preciseNow()
    // Beside the questions below, or the end would be seen when the last of them is answered.
    const shown = openPage(context.browser, running.url).then((page) => untilShown(page, plans.length))
    const readAt = await untilAll(running.url, plans, ({ jobs }, wanted) => jobs === wanted)
    const checkedAt = await untilAll(running.url, plans, ({ jobs, jobsRecoverable }, wanted) => jobs === wanted && jobsRecoverable === wanted)
    const { page, shownAt } = await shown
    const atOnce = getProcessUsage(running.identity.pid)
    context.steps.step(`fleet: resting for ${restMs / 1000} s`)
    await sleep(restMs)
    const afterwards = getProcessUsage(running.identity.pid)
    await page.close()
    return toFigures(plans, { startedAt, servingAt, readAt, checkedAt, shownAt }, atOnce, afterwards)
  } finally {
    await running.close()
  }
}

async function untilShown(page: WatchedPage, rows: number): Promise<{ page: WatchedPage; shownAt: number }> {
  await page.page.waitForFunction(isFullPicture, { rows }, { polling: 50, timeout: limitMs })
  return { page, shownAt: preciseNow() }
}

/** Runs in the page: every cluster has a row, and every row tells of jobs that are all recoverable. */
function isFullPicture({ rows }: { rows: number }): boolean {
  const found = [...document.querySelectorAll('tr[data-cluster]')]
  return found.length === rows && found.every((row) => {
    const [, recoverable, all] = /(?:^|\D)(\d+)\/(\d+)(?:\D|$)/.exec([...row.children].map((cell) => cell.textContent).find((text) => /^\D*\d+\/\d+$/.test(text ?? '')) ?? '') ?? []
    return all !== undefined && Number(all) > 0 && recoverable === all
  })
}

async function untilAll(url: string, plans: ClusterPlan[], isSo: (summary: Summary, jobs: number) => boolean): Promise<number> {
  const wanted = new Map(plans.map(({ id, jobIds }) => [id, jobIds.length]))
  const deadline = preciseNow() + limitMs
  let last = ''
  while (preciseNow() < deadline) {
    const { clusters } = (await (await fetchSignedIn(`${url}/api/v1/clusters`)).json()) as { clusters: Summary[] }
    const missing = clusters.filter((cluster) => !isSo(cluster, wanted.get(cluster.id) ?? -1))
    if (clusters.length === plans.length && missing.length === 0) return preciseNow()
    last = `${clusters.length} clusters, ${missing.length} of them incomplete, e.g. ${JSON.stringify(missing[0] ?? null).slice(0, 300)}`
    await sleep(askMs)
  }
  throw new Error(`Not within ${limitMs / 1000} s: ${last}`)
}

interface Moments {
  startedAt: number
  servingAt: number
  readAt: number
  checkedAt: number
  shownAt: number
}

function toFigures(plans: ClusterPlan[], moments: Moments, atOnce: ProcessUsage, afterwards: ProcessUsage): Figure[] {
  const nodes = plans.reduce((sum, plan) => sum + plan.nodes.length, 0)
  const since = (at: number) => (at - moments.startedAt) / 1000
  return [
    { name: `cold start, ${plans.length} clusters, ${nodes} znodes → full picture in the DOM`, value: since(moments.shownAt), unit: 's', goal: 5, note: `first answer after ${since(moments.servingAt).toFixed(2)} s; ${(atOnce.cpuMs / 1000).toFixed(1)} s of CPU time until then` },
    { name: '  of it: every cluster’s znodes read', value: since(moments.readAt), unit: 's', goal: null },
    { name: '  of it: every pointer’s file looked at', value: since(moments.checkedAt), unit: 's', goal: null },
    { name: 'memory of the server process, highest', value: afterwards.peakMb, unit: 'MB', goal: 500, note: `resident set: ${atOnce.rssMb.toFixed(0)} MB at the full picture, ${afterwards.rssMb.toFixed(0)} MB ${restMs / 1000} s later` },
    { name: '  CPU of the server at rest', value: ((afterwards.cpuMs - atOnce.cpuMs) / restMs) * 100, unit: '%', goal: null },
  ]
}
