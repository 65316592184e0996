import { setTimeout as sleep } from 'node:timers/promises'
import type { Journal } from '@/lib/journal/dialect'
import { changeStatus } from '@/lib/status/store/change'
import { writeCluster } from '@/lib/status/store/clusters'
import { writeObserved } from '@/lib/status/store/head'
import { aPublicCluster } from '@/lib/testing/a-status'
import { toClusterId } from '@/lib/testing/fill-status'
import { preciseNow } from '../clock'
import type { BenchContext } from '../context'
import { startChild } from '../processes/child'
import type { Figure } from '../report/figure'
import { quantile } from '../report/quantile'

const [reading, mute, changes] = [5_000, 50, 30]

/** A change in the database → the last of 5,000 readers, beside 50 that never read. The clock starts before the write does. */
export async function measureLive({ steps }: BenchContext, port: number, journal: Journal, names: readonly string[]): Promise<Figure[]> {
  const readers = startChild('live-readers.ts')
  try {
    steps.step(`status-pages: ${reading} live readers`)
    await readers.ask('open', { port, path: '/status/streams/live', reading, mute })
    const delays: number[] = []
    for (let i = 0; i < changes; i++) {
      // Anywhere between two pulses, but long enough after the last change for all to have read it.
      await sleep(700 + Math.random() * 600)
      const arriving = readers.ask<{ last: number | null; arrived: number }>('next', 5_000)
      await sleep(20)
      const changedAt = preciseNow()
      await change(journal, names, i % 2 === 0)
      const { last, arrived } = await arriving
      if (last === null) throw new Error(`only ${arrived} of ${reading} readers got a change within 5 s`)
      delays.push(last - changedAt)
    }
    return [
      {
        name: `change → last of ${reading} live readers, p99`,
        value: quantile(delays, 0.99),
        unit: 'ms',
        goal: 250,
        note: `${changes} changes; p50 ${(quantile(delays, 0.5) ?? 0).toFixed(0)} ms; ${mute} more readers never read; SQLite, written by another process`,
      },
    ]
  } finally {
    await readers.close()
  }
}

async function change(journal: Journal, names: readonly string[], isLost: boolean): Promise<void> {
  const now = Date.now()
  await changeStatus(journal, now, async (writer) => {
    await writeObserved(writer, Object.fromEntries(names.map((name) => [toClusterId(name), now])))
    await writeCluster(writer, {
      clusterId: toClusterId(names[0] ?? ''),
      cluster: aPublicCluster(isLost ? { state: 'taking-over', leaderlessSince: now } : {}),
      since: now,
    })
  })
}
