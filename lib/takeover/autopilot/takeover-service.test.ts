import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RunningOperation } from '@/lib/model/operation'
import { aFakeConsole, type FakeConsole } from '@/lib/testing/a-fake-console'
import { aJournalPlace, type TestJournals } from '@/lib/testing/a-journal'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import type { Operations } from '@/lib/operations/run/operations'
import { startTakeoverService, type TakeoverService } from './takeover-service'

let place: TestJournals
let console: FakeConsole
let service: TakeoverService
let lastSent: number

beforeEach(async () => {
  place = aJournalPlace()
  const journal = await place.open()
  console = aFakeConsole()
  lastSent = 0
  const operations = {
    find: async () => null,
    list: async () => [],
    findEmergencyStop: async () => null,
  } as Partial<Operations> as Operations
  service = startTakeoverService({
    console,
    operations,
    getJournal: async () => journal,
    dataDir: place.place.dataDir,
    environment: process.env,
    log: pino({ level: 'silent' }),
    onChange: () => void lastSent++,
  })
  await toldOf(() => undefined, 0)
})
afterEach(async () => {
  await service.close()
  await place.close()
})

/** How often it was notified of what `happens`, once it was as often as it is to be. */
async function toldOf(happens: () => void, times = 1): Promise<number> {
  const before = lastSent
  happens()
  await vi.waitFor(() => expect(lastSent - before).toBeGreaterThanOrEqual(times), 60_000)
  await sleep(30)
  return lastSent - before
}

describe('the takeover service', () => {
  it('The autopilot’s view is announced when the leader, the next in line or the running operation changes, and only then', async () => {
    const { leader, jobManagers, cluster } = aSnapshot()
    expect(await toldOf(() => console.publish({ cluster: { ...cluster, control: 'local' } }))).toBe(1)
    expect(
      await toldOf(() => console.publish({ verdict: { level: 'at-risk', sentence: 'Something else.', detail: null, reasons: [] } }), 0),
      'nothing of it',
    ).toBe(0)
    expect(await toldOf(() => console.publish({ leader: null }))).toBe(1)
    expect(await toldOf(() => console.publish({ leader }))).toBe(1)
    expect(await toldOf(() => console.publish({ jobManagers: jobManagers.filter(({ role }) => role !== 'standby') }))).toBe(1)
    expect(
      await toldOf(() =>
        console.publishOperation('east', {
          id: 'o1',
          kind: 'hand-over',
          target: null,
          step: '',
          startedAt: new Date().toISOString(),
          by: 'Olga',
        } satisfies RunningOperation),
      ),
    ).toBe(1)
    expect(await toldOf(() => console.publishOperation('east', null))).toBe(1)
  })

  it('The takeover service looks at a cluster only after its first pictures are complete', async () => {
    let show = () => {}
    const starting = aFakeConsole({ whenReady: () => new Promise((resolve) => (show = resolve)) })
    const { cluster } = aSnapshot()
    const journal = await place.open()
    const operations = {
      find: async () => null,
      list: async () => [],
      findEmergencyStop: async () => null,
    } as Partial<Operations> as Operations
    const fenced: unknown[] = []
    const second = startTakeoverService({
      console: Object.assign(starting, { publishFenced: (_id: string, facts: unknown) => void fenced.push(facts) }),
      operations,
      getJournal: async () => journal,
      dataDir: place.place.dataDir,
      environment: process.env,
      log: pino({ level: 'silent' }),
      onChange: () => undefined,
    })
    starting.publish({ cluster: { ...cluster, control: 'local' } })
    // As long as a console with snapshots of its clusters takes, and as long again.
    const [startedAt, others] = [performance.now(), vi.spyOn(console, 'publishFenced')]
    console.publish({ cluster: { ...cluster, control: 'local' } })
    await vi.waitFor(() => expect(others).toHaveBeenCalled(), 60_000)
    await sleep(200 + performance.now() - startedAt)
    expect(fenced).toEqual([])
    show()
    await vi.waitFor(() => expect(fenced).toHaveLength(1), 60_000)
    await second.close()
  })

  it('The autopilot’s view is announced one last time when this console no longer acts on the cluster', async () => {
    expect(await toldOf(() => console.changeSet([]))).toBe(1)
    expect(await toldOf(() => console.publish({ leader: null }), 0)).toBe(0)
  })
})
