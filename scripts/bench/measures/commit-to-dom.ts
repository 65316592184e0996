import { setTimeout as sleep } from 'node:timers/promises'
import type { BenchContext } from '../context'
import { openPage, type WatchedPage } from '../page/open-page'
import { createCheckpoints } from '../processes/checkpoint-change'
import { toWitnessText, type Committed } from '../processes/commit'
import { toLeaderChange } from '../processes/leader-change'
import type { Figure } from '../report/figure'
import { quantile } from '../report/quantile'
import { startRecordedStage, type RecordedStage } from './recorded-stage'

const changesOfEachKind = 200
const pauseMs = [20, 200] as const

interface Change {
  key: string
  committed: Committed
}

/** ZooKeeper commit → DOM: changes of both kinds alternate, at random distances, so that gathering is part of it. */
export async function measureCommitToDom(context: BenchContext): Promise<Figure[]> {
  context.steps.step('commit-to-dom: a cluster in a real ZooKeeper, the console, a page')
  const stage = await startRecordedStage(context, 'commits', 1)
  try {
    const running = await context.startConsole({ config: stage.config })
    try {
      const page = await openPage(context.browser, `${running.url}/clusters/${stage.plan.id}`)
      await page.forget(true)
      const first = toLeaderChange(stage.plan)
      await stage.witness.commit(first.commits)
      if ((await page.whenSeen(`leader ${first.leaderSessionId}`, 15_000)) === null)
        throw new Error('The page did not show a new leader session within 15 s')
      await sleep(3_000)
      context.steps.step(`commit-to-dom: ${changesOfEachKind} leader changes and ${changesOfEachKind} checkpoints`)
      const changes = await makeChanges(stage, context)
      await sleep(3_000)
      return [
        ...(await measureFigures('leader change', changes.leader, page, stage)),
        ...(await measureFigures('checkpoint', changes.checkpoint, page, stage)),
      ]
    } finally {
      await running.close()
    }
  } finally {
    await stage.close()
  }
}

async function makeChanges({ plan, witness }: RecordedStage, { steps }: BenchContext) {
  const nextCheckpoint = createCheckpoints(plan)
  const changes: { leader: Change[]; checkpoint: Change[] } = { leader: [], checkpoint: [] }
  for (let i = 0; i < changesOfEachKind; i++) {
    const { leaderSessionId, commits } = toLeaderChange(plan)
    changes.leader.push({ key: `leader ${leaderSessionId}`, committed: first(await witness.commit(commits)) })
    await pause()
    const checkpoint = nextCheckpoint()
    changes.checkpoint.push({
      key: `checkpoint ${plan.jobIds[0]} ${checkpoint.checkpoint}`,
      committed: first(await witness.commit(checkpoint.commits)),
    })
    await pause()
    steps.progress(`${i + 1} of each`)
  }
  return changes
}

function pause(): Promise<void> {
  return sleep(pauseMs[0] + Math.random() * (pauseMs[1] - pauseMs[0]))
}

function first([committed]: Committed[]): Committed {
  if (!committed) throw new Error('The witness committed nothing')
  return committed
}

async function measureFigures(name: string, changes: Change[], page: WatchedPage, { witness }: RecordedStage): Promise<Figure[]> {
  const seen: (number | null)[] = []
  for (const { key } of changes) seen.push(await page.whenSeen(key, 50))
  // A change that the next one overtook was never shown; it took until a newer one was.
  const shownAt = seen.map((at, i) => at ?? seen.slice(i + 1).find((later) => later !== null) ?? null)
  const toDelays = (from: (committed: Committed) => number) =>
    changes.flatMap(({ committed }, i) => {
      const at = shownAt[i]
      return at === null || at === undefined ? [] : [at - from(committed)]
    })
  const fromSent = toDelays(({ sentAt }) => sentAt)
  const fromAnswer = toDelays(({ answeredAt }) => answeredAt)
  const never = changes.length - fromSent.length
  const overtaken = seen.filter((at) => at === null).length - never
  const note = [
    `from the moment the write was sent; from its answer p50 ${toMs(quantile(fromAnswer, 0.5))}, p99 ${toMs(quantile(fromAnswer, 0.99))}; worst ${toMs(quantile(fromSent, 1))}`,
    `${changes.length} changes, ${overtaken} overtaken by the next, ${never} never shown; ${toWitnessText(witness.kind)}; clocks differ by ${page.clockOffsetMs.toFixed(2)} ms`,
  ].join('; ')
  const isComplete = never === 0
  return [
    { name: `ZooKeeper commit → DOM, ${name}, p50`, value: isComplete ? quantile(fromSent, 0.5) : null, unit: 'ms', goal: 30 },
    { name: `ZooKeeper commit → DOM, ${name}, p99`, value: isComplete ? quantile(fromSent, 0.99) : null, unit: 'ms', goal: 100, note },
  ]
}

function toMs(value: number | null): string {
  return value === null ? '–' : `${value.toFixed(1)} ms`
}
