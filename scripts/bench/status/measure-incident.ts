import { setTimeout as sleep } from 'node:timers/promises'
import { fetchSignedIn } from '@/e2e/fixtures/sign-in'
import type { RunningConsole } from '@/e2e/fixtures/start-console'
import { startStatus, type RunningStatus } from '@/e2e/fixtures/start-status'
import { startLab, waitUntil } from '@/e2e/lab'
import { openJournal } from '@/lib/journal/open'
import { createPage } from '@/lib/status/store/pages'
import { readLive } from '@/lib/testing/ask-status'
import { preciseNow } from '../clock'
import type { BenchContext } from '../context'
import type { Figure } from '../report/figure'
import { quantile } from '../report/quantile'

const repetitions = 5

/**
 * SIGKILL of the leader of a real cluster → the incident at a reader of `npm run status`: console, database and another process in between.
 */
export async function measureIncident(context: BenchContext): Promise<Figure[]> {
  const { steps } = context
  steps.step('status-incident: a real Flink cluster (session timeout 4 s)')
  const lab = await startLab({ masters: 2, jobs: 1, sessionTimeoutMs: 4000, say: steps })
  const closing: (() => Promise<void>)[] = [() => lab.close()]
  try {
    const running = await context.startConsole({ confDir: lab.confDir, flinkHome: lab.flinkHome })
    closing.unshift(() => running.close())
    const status = await publish(running)
    closing.unshift(() => status.close())
    const delays: number[] = []
    for (let i = 0; i < repetitions; i++) {
      steps.step(`status-incident: SIGKILL of the leader, ${i + 1} of ${repetitions}`)
      delays.push(await killOnce(lab, status.port))
    }
    return [
      {
        name: 'leader loss → incident on the public page, worst',
        value: quantile(delays, 1),
        unit: 'ms',
        goal: 2_000,
        note: `${repetitions} kills: ${delays.map((delay) => delay.toFixed(0)).join(', ')} ms`,
      },
    ]
  } finally {
    for (const close of closing) await close()
  }
}

/** A page of the console's one cluster, served by a process of its own. */
async function publish({ url, dataDir }: RunningConsole): Promise<RunningStatus> {
  const { clusters } = (await (await fetchSignedIn(`${url}/api/v1/clusters`)).json()) as { clusters: { id: string }[] }
  const journal = await openJournal({ dataDir, databaseUrl: null })
  await createPage(
    journal,
    {
      slug: 'streams',
      title: 'Streams',
      description: null,
      isPublished: true,
      thresholdMs: 0,
      components: [{ clusterId: clusters[0]?.id ?? '', name: 'Order stream', description: null, group: null }],
    },
    Date.now(),
  )
  await journal.close()
  return startStatus(dataDir)
}

async function killOnce(lab: Awaited<ReturnType<typeof startLab>>, port: number): Promise<number> {
  const isServing = async () => {
    const [first] = await readLive(port, '/status/streams/live', (events) => events.length > 0)
    return first?.data.state === 'operational'
  }
  await waitUntil('the page says that a leader and a standby are there', { within: 120_000, every: 250 }, isServing)
  const { master } = await lab.getLeader(60_000)
  let seenAt = 0
  const seen = readLive(port, '/status/streams/live', (events) => {
    const isThere = events.some(
      ({ event, data }) =>
        event === 'state' && data.state === 'outage' && String((data.parts as Record<string, string>).now).includes('is down since'),
    )
    if (isThere) seenAt = preciseNow()
    return isThere
  })
  await sleep(300)
  const killedAt = preciseNow()
  await master.kill()
  await seen
  await waitUntil('somebody leads again', { within: 60_000, every: 250 }, async () => (await lab.getLeader(1_000)).master !== master)
  await master.start()
  return seenAt - killedAt
}
