import { expect, test } from 'vitest'
import type { Journal } from '@/lib/journal/dialect'
import { openJournalForEach } from '@/lib/testing/open-journal-for-each'
import { playLength, playStatus } from '@/lib/testing/play-status'
import { threeJobs, type Watched } from '@/lib/testing/watched/watched'

// Facts of recorded outages, a snapshot per second, through the product's own snapshot, projection, rows and page: compared is
// everything that a reader sees at that second. The leader is lost at second 60.

let journal: Journal
openJournalForEach((opened) => (journal = opened))

const later = threeJobs.map((job) => ({ ...job, checkpoint: job.checkpoint + 1, ageSeconds: 0 }))
const since = playLength - 60
const led = (from: number, more: Watched = {}): Watched => ({
  leader: 2,
  ledFor: playLength - from,
  line: [2, 3],
  links: { 1: ['refused', since] },
  ...more,
})

test('A crash with a late checkpoint is one incident from the threshold to the first checkpoint', async () => {
  const pages = await playStatus(journal, {
    scenes: [
      [0, {}],
      [60, { links: { 1: ['refused', since] }, running: null }],
      [94, led(94, { running: null })],
      [95, led(94, { running: 0, taskManagers: 0 })],
      [98, led(94)],
      [250, led(94, { jobs: later })],
    ],
    moments: [70, 96, 250],
  })
  expect(pages[70]?.words).toBe(`Acme streams
Outage
Order stream is down.
Since 13:59:15 UTC. Recovery is expected to start between 13:59:41 UTC and 13:59:57 UTC.
Updated 13:59:25 UTC | Times in UTC
What is happening
Outage
Order stream · 14 Mar 2026, 13:59 UTC
Investigating 13:59:25 UTC
Order stream is down since 13:59:15 UTC. An automatic recovery is expected to start between 13:59:41 UTC and 13:59:57 UTC.
Details
Leader process exited | +0 ms
Leader session ended | awaited
New leader elected | awaited
New leader answers | awaited
Workers registered | awaited
All work runs | awaited
First checkpoint completed | awaited
Services
Order stream
Outage | since 13:59:15 UTC
90 days ago | 85.714 % over the 1 min measured (of 90 days) | today
Details of Order stream
0 leader changes shorter than 10 s in 90 days, not counted as outages. Standbys: 2. ZooKeeper servers that may fail: 1.
Past 90 days
No other incidents.`)
  expect(pages[96]?.words).toBe(`Acme streams
Degraded
Order stream is recovering.
It is back, and not all of its work is confirmed to run yet.
Updated 13:59:51 UTC | Times in UTC
What is happening
Outage
Order stream · 14 Mar 2026, 13:59 UTC · down for 34 s
Monitoring 13:59:49 UTC
Order stream was down until 13:59:49 UTC, for 34 s. Its work is not confirmed to run yet.
Investigating 13:59:25 UTC
Order stream is down since 13:59:15 UTC. An automatic recovery is expected to start between 13:59:41 UTC and 13:59:57 UTC.
Details
Leader process exited | +0 ms
Leader session ended | by +34 s
New leader elected | by +34 s
New leader answers | +35 s
Workers registered | awaited
All work runs | awaited
First checkpoint completed | awaited
Services
Order stream
Degraded | recovering
90 days ago | 64.583 % over the 1 min measured (of 90 days) | today
Details of Order stream
0 leader changes shorter than 10 s in 90 days, not counted as outages. Standbys: 1. ZooKeeper servers that may fail: 1.
Past 90 days
No other incidents.`)
  expect(pages[250]?.words).toBe(`Acme streams
All systems operational
Order stream is operational.
Updated 14:02:25 UTC | Times in UTC
Last 24 hours
Outage
Order stream · 14 Mar 2026, 13:59 UTC · down for 34 s
Resolved 14:02:25 UTC
Order stream was down until 13:59:49 UTC, for 34 s. All work runs again since 13:59:53 UTC, 38 s after the outage began.
Monitoring 13:59:49 UTC
Order stream was down until 13:59:49 UTC, for 34 s. Its work is not confirmed to run yet.
Investigating 13:59:25 UTC
Order stream is down since 13:59:15 UTC. An automatic recovery is expected to start between 13:59:41 UTC and 13:59:57 UTC.
Details
Leader process exited | +0 ms
Leader session ended | by +34 s
New leader elected | by +34 s
New leader answers | +35 s
Workers registered | by +38 s
All work runs | by +38 s
First checkpoint completed | +3 min 10 s
Services
Order stream
Operational
90 days ago | 86.400 % over the 4 min measured (of 90 days) | today
Details of Order stream
0 leader changes shorter than 10 s in 90 days, not counted as outages. Standbys: 1. ZooKeeper servers that may fail: 1.
Past 90 days
No other incidents.`)
})

test('A freeze of 37 s that is seen late is counted in one figure from the last sign of life', async () => {
  const links: Watched['links'] = { 1: ['frozen', since] }
  const pages = await playStatus(journal, {
    scenes: [
      [0, {}],
      [64, { links, running: null }],
      [97, led(97, { links, running: null })],
      [99, led(97, { links })],
      [105, led(97, { links, jobs: later })],
    ],
    moments: [64, 105],
  })
  expect(pages[64]?.words).toBe(`Acme streams
Degraded
Order stream is interrupted.
Since 13:59:15 UTC. Recovery is expected to start between 13:59:41 UTC and 13:59:57 UTC.
Updated 13:59:19 UTC | Times in UTC
Services
Order stream
Degraded | interrupted since 13:59:15 UTC
90 days ago | 100 % over the 1 min measured (of 90 days) | today
Details of Order stream
0 leader changes shorter than 10 s in 90 days, not counted as outages. Standbys: 2. ZooKeeper servers that may fail: 1.
Past 90 days
No incidents.`)
  expect(pages[105]?.words).toBe(`Acme streams
All systems operational
Order stream is operational.
Updated 14:00:00 UTC | Times in UTC
Last 24 hours
Outage
Order stream · 14 Mar 2026, 13:59 UTC · down for 37 s
Resolved 14:00:00 UTC
Order stream was down until 13:59:52 UTC, for 37 s. All work runs again since 13:59:54 UTC, 39 s after the outage began.
Monitoring 13:59:52 UTC
Order stream was down until 13:59:52 UTC, for 37 s. Its work is not confirmed to run yet.
Investigating 13:59:25 UTC
Order stream is down since 13:59:15 UTC. An automatic recovery is expected to start between 13:59:41 UTC and 13:59:57 UTC.
Details
Leader process exited | not seen
Leader session ended | by +37 s
New leader elected | by +37 s
New leader answers | by +39 s
Workers registered | by +39 s
All work runs | by +39 s
First checkpoint completed | +45 s
Services
Order stream
Operational
90 days ago | 64.761 % over the 1 min measured (of 90 days) | today
Details of Order stream
0 leader changes shorter than 10 s in 90 days, not counted as outages. Standbys: 1. ZooKeeper servers that may fail: 1.
Past 90 days
No other incidents.`)
})
