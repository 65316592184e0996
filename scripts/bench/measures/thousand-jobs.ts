import { setTimeout as sleep } from 'node:timers/promises'
import { preciseNow } from '../clock'
import type { BenchContext } from '../context'
import { openPage, type Smoothness, type WatchedPage } from '../page/open-page'
import { toLeaderChange } from '../processes/leader-change'
import type { LoadFigures } from '../processes/write-clusters'
import type { Figure } from '../report/figure'
import { getProcessUsage } from '../report/process-usage'
import { quantile } from '../report/quantile'
import { startRecordedStage, type RecordedStage } from './recorded-stage'

const jobs = 1000
const everyMs = 1000
const leaderChanges = 20
const warmUpMs = 10_000
const cpuMs = 20_000

/** One cluster of 1,000 jobs, each with a checkpoint per second: leader changes, the server's CPU, the page's smoothness. */
export async function measureThousandJobs(context: BenchContext): Promise<Figure[]> {
  const { steps } = context
  steps.step(`thousand-jobs: ${jobs} jobs in a real ZooKeeper`)
  const stage = await startRecordedStage(context, 'thousand', jobs)
  try {
    const running = await context.startConsole({ config: stage.config })
    try {
      const page = await openPage(context.browser, `${running.url}/clusters/${stage.plan.id}`)
      await sleep(3_000)
      steps.step(`thousand-jobs: ${(jobs * 1000) / everyMs} checkpoints a second, warming up`)
      await stage.writer.startLoad(stage.plan, everyMs)
      await sleep(warmUpMs)
      steps.step(`thousand-jobs: CPU and smoothness over ${cpuMs / 1000} s`)
      const quiet = await measureQuietly(running.identity.pid, page, stage)
      steps.step(`thousand-jobs: ${leaderChanges} leader changes under that load`)
      const delays = await changeLeaders(stage, page)
      await stage.writer.stopLoad()
      return [...toLeaderFigures(delays), ...toLoadFigures(quiet)]
    } finally {
      await running.close()
    }
  } finally {
    await stage.close()
  }
}

interface Quiet {
  cpuPercent: number
  rssMb: number
  smoothness: Smoothness
  load: LoadFigures
  seconds: number
  checkpointsShown: number
}

async function measureQuietly(pid: number, page: WatchedPage, { writer }: RecordedStage): Promise<Quiet> {
  await page.takeSmoothness()
  await page.forget()
  await writer.takeLoadFigures()
  const from = preciseNow()
  const before = getProcessUsage(pid)
  await sleep(cpuMs)
  const after = getProcessUsage(pid)
  const seconds = (preciseNow() - from) / 1000
  return {
    cpuPercent: (after.cpuMs - before.cpuMs) / seconds / 10,
    rssMb: after.rssMb,
    smoothness: await page.takeSmoothness(),
    load: await writer.takeLoadFigures(),
    seconds,
    checkpointsShown: await page.countSeen('checkpoint '),
  }
}

async function changeLeaders({ plan, witness }: RecordedStage, page: WatchedPage): Promise<(number | null)[]> {
  const delays: (number | null)[] = []
  for (let i = 0; i < leaderChanges; i++) {
    const { leaderSessionId, commits } = toLeaderChange(plan)
    const [committed] = await witness.commit(commits)
    const at = await page.whenSeen(`leader ${leaderSessionId}`, 10_000)
    delays.push(at === null || !committed ? null : at - committed.sentAt)
    await sleep(100 + Math.random() * 400)
  }
  return delays
}

function toLeaderFigures(delays: (number | null)[]): Figure[] {
  const shown = delays.filter((delay) => delay !== null)
  const isComplete = shown.length === delays.length
  return [
    {
      name: `leader change → DOM among ${jobs} checkpoints a second, worst`,
      value: isComplete ? quantile(shown, 1) : null,
      unit: 'ms',
      goal: 150,
      note: `${delays.length} changes, from the moment the write was sent: p50 ${quantile(shown, 0.5)?.toFixed(1) ?? '–'} ms; ${delays.length - shown.length} not shown within 10 s`,
    },
  ]
}

function toLoadFigures({ cpuPercent, rssMb, smoothness, load, seconds, checkpointsShown }: Quiet): Figure[] {
  const { longTasks, gaps } = smoothness
  const longTotal = longTasks.reduce((sum, duration) => sum + duration, 0)
  return [
    {
      name: 'CPU of the server process, of one core',
      value: cpuPercent,
      unit: '%',
      goal: 50,
      note: `${(load.made / seconds).toFixed(0)} checkpoints a second were made (${(jobs * 1000) / everyMs} wanted, started at most ${load.mostLateMs.toFixed(0)} ms late); resident set ${rssMb.toFixed(0)} MB`,
    },
    {
      name: 'page: between animation frames, p99',
      value: quantile(gaps, 0.99),
      unit: 'ms',
      goal: 50,
      note: `longest ${quantile(gaps, 1)?.toFixed(0) ?? '–'} ms, ${gaps.length} frames in ${seconds.toFixed(0)} s; ${checkpointsShown} checkpoints shown`,
    },
    {
      name: 'page: long tasks (over 50 ms), longest',
      value: longTasks.length === 0 ? 0 : quantile(longTasks, 1),
      unit: 'ms',
      goal: 100,
      note: `${longTasks.length} long tasks, ${longTotal.toFixed(0)} ms in all of ${seconds.toFixed(0)} s`,
    },
  ]
}
