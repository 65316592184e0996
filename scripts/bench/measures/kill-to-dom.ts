import { fetchSignedIn } from '@/e2e/fixtures/sign-in'
import { startLab, waitUntil, type Lab } from '@/e2e/lab'
import { preciseNow } from '../clock'
import type { BenchContext } from '../context'
import { openPage, type WatchedPage } from '../page/open-page'
import type { Figure } from '../report/figure'
import { quantile } from '../report/quantile'

const repetitions = 5
const goalMs = 500

/** SIGKILL of the leading JobManager of a real cluster → the page shows that the process is gone. */
export async function measureKillToDom(context: BenchContext): Promise<Figure[]> {
  const { steps } = context
  steps.step('kill-to-dom: a real Flink cluster (session timeout 4 s)')
  const lab = await startLab({ masters: 2, jobs: 1, sessionTimeoutMs: 4000, say: steps })
  try {
    const running = await context.startConsole({ confDir: lab.confDir, flinkHome: lab.flinkHome })
    try {
      const { clusters } = (await (await fetchSignedIn(`${running.url}/api/v1/clusters`)).json()) as { clusters: { id: string }[] }
      const page = await openPage(context.browser, `${running.url}/clusters/${clusters[0]?.id ?? ''}`)
      const delays: number[] = []
      const takeovers: number[] = []
      for (let i = 0; i < repetitions; i++) {
        steps.step(`kill-to-dom: SIGKILL of the leader, ${i + 1} of ${repetitions}`)
        const { gone, next } = await killOnce(lab, page)
        delays.push(gone)
        takeovers.push(next)
      }
      return [
        {
          name: 'SIGKILL → “process is gone” in the DOM, worst',
          value: quantile(delays, 1),
          unit: 'ms',
          goal: goalMs,
          note: `${repetitions} kills: ${delays.map((delay) => delay.toFixed(0)).join(', ')} ms; next leader in the DOM after ${takeovers.map((ms) => (ms / 1000).toFixed(1)).join(', ')} s (ZooKeeper session 4 s)`,
        },
      ]
    } finally {
      await running.close()
    }
  } finally {
    await lab.close()
  }
}

async function killOnce(lab: Lab, page: WatchedPage): Promise<{ gone: number; next: number }> {
  const { master } = await lab.getLeader(60_000)
  const other = lab.masters.find((one) => one !== master)
  if (!other) throw new Error('The lab has one JobManager only')
  await untilShown(page, `process ${master.master} running`, 'the leader as running')
  await untilShown(page, `role ${other.master} standby`, 'the standby in line')
  await page.forget()
  const killedAt = preciseNow()
  await master.kill()
  const goneAt = await page.whenSeen(`process ${master.master} gone`, 20_000)
  const nextAt = await page.whenSeen(`role ${other.master} leader`, 60_000)
  await master.start()
  if (goneAt === null || nextAt === null)
    throw new Error(
      `After the SIGKILL of ${master.master} the page did not show ${goneAt === null ? 'that its process is gone within 20 s' : 'the next leader within 60 s'}`,
    )
  return { gone: goneAt - killedAt, next: nextAt - killedAt }
}

function untilShown(page: WatchedPage, key: string, what: string): Promise<boolean> {
  return waitUntil(`the page shows ${what}`, { within: 90_000, every: 250 }, async () => {
    await page.forget(true)
    return (await page.countSeen(key)) > 0
  })
}
