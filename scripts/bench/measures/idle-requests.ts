import { fetchSignedIn } from '@/e2e/fixtures/sign-in'
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startLab, waitUntil, type Lab } from '@/e2e/lab'
import type { BenchContext } from '../context'
import { startCountingProxy, type CountingProxy } from '../proxy/counting-proxy'
import { createRequestCounter } from '../proxy/http-requests'
import { createFrameCounter, type Counts } from '../proxy/zookeeper-frames'
import type { Figure } from '../report/figure'

const idleMs = 60_000
/** Longer than the minute for which the session that read the election after the start is kept (lib/takeover/election). */
const settleMs = 75_000
/** Any 127.x.y.z is the loopback interface on Linux: the same ports can be listened on once more there. */
const proxyHost = '127.0.0.2'

/** Requests per second while nothing happens, counted on the wire between the console and a real cluster without a job. */
export async function measureIdleRequests(context: BenchContext): Promise<Figure[]> {
  const { steps, folder } = context
  steps.step('idle-requests: a real Flink cluster without a job')
  const lab = await startLab({ masters: 2, jobs: 0, sessionTimeoutMs: null, say: steps })
  const proxies: CountingProxy[] = []
  try {
    const zookeeper = await startCountingProxy(proxyHost, lab.zookeepers[0]?.settings.clientPort ?? 0, createFrameCounter)
    proxies.push(zookeeper)
    const masters: CountingProxy[] = []
    for (const { master } of lab.masters)
      masters.push(await startCountingProxy(proxyHost, Number(master.split(':')[1]), createRequestCounter))
    proxies.push(...masters)
    const running = await context.startConsole({ confDir: copyConf(lab, join(folder, 'idle-conf')), flinkHome: lab.flinkHome })
    try {
      await untilSettled(running.url)
      steps.step(`idle-requests: settling for ${settleMs / 1000} s, then counting for ${idleMs / 1000} s`)
      await sleep(settleMs)
      for (const proxy of proxies) proxy.reset()
      await sleep(idleMs)
      return [toZooKeeperFigure(zookeeper), ...masters.map((proxy, i) => toMasterFigure(lab.masters[i]?.master ?? '', proxy))]
    } finally {
      await running.close()
    }
  } finally {
    for (const proxy of proxies) proxy.close()
    await lab.close()
  }
}

/** The cluster's conf folder, its addresses those of the proxies. */
function copyConf(lab: Lab, confDir: string): string {
  cpSync(lab.confDir, confDir, { recursive: true, dereference: true })
  const ports = [
    ...lab.masters.map(({ master }) => master.split(':')[1] ?? ''),
    ...lab.zookeepers.map(({ settings }) => String(settings.clientPort)),
  ]
  for (const name of readdirSync(confDir).filter((file) => /^(masters|config\.yaml|flink-conf\.yaml)$/.test(file))) {
    const file = join(confDir, name)
    writeFileSync(
      file,
      ports.reduce((text, port) => text.replaceAll(`localhost:${port}`, `${proxyHost}:${port}`), readFileSync(file, 'utf8')),
    )
  }
  return confDir
}

async function untilSettled(url: string): Promise<void> {
  await waitUntil('the console knows leader and standby', { within: 60_000, every: 500 }, async () => {
    const { clusters } = (await (await fetchSignedIn(`${url}/api/v1/clusters`)).json()) as {
      clusters: { leader: string | null; standbys: number }[]
    }
    return clusters[0]?.leader?.startsWith(proxyHost) && clusters[0].standbys === 1
  })
}

function toZooKeeperFigure({ counts, connections }: CountingProxy): Figure {
  return {
    name: 'requests to ZooKeeper while idle',
    value: toRate(counts),
    unit: '/s',
    goal: 0.2,
    note: `in ${idleMs / 1000} s: ${toText(counts)}; ${connections} new connections`,
  }
}

function toMasterFigure(master: string, { counts, connections }: CountingProxy): Figure {
  return {
    name: `requests to JobManager ${master} while idle`,
    value: toRate(counts),
    unit: '/s',
    goal: 0.5,
    note: `in ${idleMs / 1000} s: ${toText(counts)}; ${connections} new connections`,
  }
}

function toRate(counts: Counts): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0) / (idleMs / 1000)
}

function toText(counts: Counts): string {
  return [...counts].map(([kind, count]) => `${count} × ${kind}`).join(', ') || 'none'
}
