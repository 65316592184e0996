import { expect, test } from 'vitest'
import type { Journal } from '@/lib/journal/dialect'
import { openJournalForEach } from '@/lib/testing/open-journal-for-each'
import { aMoment } from '@/lib/testing/a-snapshot'
import { playLength, playStatus } from '@/lib/testing/play-status'
import { threeJobs, type Watched } from '@/lib/testing/watched/watched'

// Facts of recorded outages, a snapshot per second, through the product's own snapshot, projection, rows and page: compared is
// everything that a reader sees at that second. The leader is lost at second 60.

let journal: Journal
openJournalForEach((opened) => (journal = opened))

const later = threeJobs.map((job) => ({ ...job, checkpoint: job.checkpoint + 1, ageSeconds: 0 }))
const since = playLength - 60

test('A ZooKeeper outage of three minutes without TaskManagers after it claims no work and records what comes late', async () => {
  const at = aMoment + 60_000
  const session = { state: 'disconnected', since: at, member: null, reason: 'refused', lastHeardAt: at } as const
  const back = (more: Watched): Watched => ({ leader: 2, ledFor: playLength - 245, line: [2, 3, 1], ...more })
  const pages = await playStatus(journal, {
    scenes: [
      [0, {}],
      [61, { memberLink: 'refused', running: null, tree: { status: 'stale', since: at, at }, over: { session } }],
      [245, back({ running: null })],
      [247, back({ running: 0, taskManagers: 0 })],
      [860, back({})],
      [870, back({ jobs: later })],
    ],
    moments: [240, 250, 845, 870],
    step: 5,
  })
  expect(pages[240]?.words).toBe(`Acme streams
Outage
Order stream is down.
Since 13:59:15 UTC.
Updated 14:02:15 UTC | Times in UTC
What is happening
Outage
Order stream · 14 Mar 2026, 13:59 UTC
Investigating 13:59:25 UTC
Order stream is down since 13:59:15 UTC. No automatic recovery is expected.
Details
Leader process exited | awaited
Leader session ended | awaited
New leader elected | awaited
New leader answers | awaited
Workers registered | awaited
All work runs | awaited
First checkpoint completed | awaited
Services
Order stream
Outage | since 13:59:15 UTC
90 days ago | 25.000 % over the 4 min measured (of 90 days) | today
Details of Order stream
0 leader changes shorter than 10 s in 90 days, not counted as outages. Standbys: 0. ZooKeeper servers that may fail: 0.
Past 90 days
No other incidents.`)
  expect(pages[250]?.words).toBe(`Acme streams
Degraded
Order stream is recovering.
It is back, and not all of its work is confirmed to run yet.
Updated 14:02:25 UTC | Times in UTC
What is happening
Outage
Order stream · 14 Mar 2026, 13:59 UTC · down for 3 min 5 s
Monitoring 14:02:20 UTC
Order stream was down until 14:02:20 UTC, for 3 min 5 s. Its work is not confirmed to run yet.
Investigating 13:59:25 UTC
Order stream is down since 13:59:15 UTC. No automatic recovery is expected.
Details
Leader process exited | awaited
Leader session ended | awaited
New leader elected | +3 min 5 s
New leader answers | +3 min 7 s
Workers registered | awaited
All work runs | awaited
First checkpoint completed | awaited
Services
Order stream
Degraded | recovering
90 days ago | 26.000 % over the 4 min measured (of 90 days) | today
Details of Order stream
0 leader changes shorter than 10 s in 90 days, not counted as outages. Standbys: 2. ZooKeeper servers that may fail: 1.
Past 90 days
No other incidents.`)
  expect(pages[845]?.words).toBe(`Acme streams
Degraded
Order stream is degraded.
Part of its work does not run at the moment.
Updated 14:12:20 UTC | Times in UTC
Last 24 hours
Outage
Order stream · 14 Mar 2026, 13:59 UTC · down for 3 min 5 s
Resolved 14:12:20 UTC
Order stream was down until 14:02:20 UTC, for 3 min 5 s. Not seen within 10 min: its workers, all work running, the first checkpoint.
Monitoring 14:02:20 UTC
Order stream was down until 14:02:20 UTC, for 3 min 5 s. Its work is not confirmed to run yet.
Investigating 13:59:25 UTC
Order stream is down since 13:59:15 UTC. No automatic recovery is expected.
Details
Leader process exited | not seen
Leader session ended | not seen
New leader elected | +3 min 5 s
New leader answers | +3 min 7 s
Workers registered | not seen
All work runs | not seen
First checkpoint completed | not seen
Services
Order stream
Degraded | part of its work does not run
90 days ago | 78.106 % over the 14 min measured (of 90 days) | today
Details of Order stream
0 leader changes shorter than 10 s in 90 days, not counted as outages. Standbys: 2. ZooKeeper servers that may fail: 1.
Past 90 days
No other incidents.`)
  expect(pages[870]?.words).toBe(`Acme streams
All systems operational
Order stream is operational.
Updated 14:12:45 UTC | Times in UTC
Last 24 hours
Outage
Order stream · 14 Mar 2026, 13:59 UTC · down for 3 min 5 s
Resolved 14:12:20 UTC
Order stream was down until 14:02:20 UTC, for 3 min 5 s. Not seen within 10 min: its workers, all work running, the first checkpoint.
Monitoring 14:02:20 UTC
Order stream was down until 14:02:20 UTC, for 3 min 5 s. Its work is not confirmed to run yet.
Investigating 13:59:25 UTC
Order stream is down since 13:59:15 UTC. No automatic recovery is expected.
Details
Leader process exited | not seen
Leader session ended | not seen
New leader elected | +3 min 5 s
New leader answers | +3 min 7 s
Workers registered | by +13 min 20 s
All work runs | by +13 min 20 s
First checkpoint completed | +13 min 30 s
Services
Order stream
Operational
90 days ago | 78.735 % over the 14 min measured (of 90 days) | today
Details of Order stream
0 leader changes shorter than 10 s in 90 days, not counted as outages. Standbys: 2. ZooKeeper servers that may fail: 1.
Past 90 days
No other incidents.`)
})

const handOver = (startedAt: number): Watched => ({
  over: {
    operation: {
      id: 'o1',
      kind: 'hand-over',
      target: 'jm2:8081',
      step: 'Stops the leader',
      startedAt: new Date(aMoment + startedAt * 1_000).toISOString(),
      by: 'Ada',
    },
  },
})
const second: Watched = { leader: 2, ledFor: playLength - 61.5, line: [2, 3], links: { 1: ['refused', since] } }
const lost: Watched = { links: { 1: ['refused', since] }, running: null }

test('A hand-over of 1.5 s is maintenance without an incident or lost uptime and counts as one leader change', async () => {
  const pages = await playStatus(journal, {
    scenes: [
      [0, {}],
      [58, handOver(58)],
      [60, { ...handOver(58), ...lost }],
      [61.5, { ...handOver(58), ...second, running: null }],
      [63, second],
    ],
    moments: [61, 90],
  })
  expect(pages[61]?.words).toBe(`Acme streams
Maintenance
Order stream is under maintenance.
Planned work is under way; a short interruption is part of it.
Updated 13:59:16 UTC | Times in UTC
Services
Order stream
Maintenance | interrupted since 13:59:15 UTC
90 days ago | 100 % over the 1 min measured (of 90 days) | today
Details of Order stream
0 leader changes shorter than 10 s in 90 days, not counted as outages. Standbys: 2. ZooKeeper servers that may fail: 1.
Past 90 days
No incidents.`)
  expect(pages[90]?.words).toBe(`Acme streams
All systems operational
Order stream is operational.
Updated 13:59:45 UTC | Times in UTC
Services
Order stream
Operational
90 days ago | 100 % over the 1 min measured (of 90 days) | today
Details of Order stream
1 leader change shorter than 10 s in 90 days, not counted as outages. Standbys: 1. ZooKeeper servers that may fail: 1.
Past 90 days
No incidents.`)
  expect(await journal.db.selectFrom('status_updates').selectAll().execute(), 'nothing for webhooks and feeds').toEqual([])
})

test('A hand-over that lasts longer than the threshold is an outage', async () => {
  const pages = await playStatus(journal, {
    scenes: [
      [0, {}],
      [58, handOver(58)],
      [60, { ...handOver(58), ...lost }],
    ],
    moments: [69, 70],
  })
  const first = (at: number) => pages[at]?.words.split('\n').slice(1, 3)
  expect([first(69), first(70)]).toEqual([
    ['Maintenance', 'Order stream is under maintenance.'],
    ['Outage', 'Order stream is down.'],
  ])
})
