import { describe, expect, it } from 'vitest'
import type { AutopilotRun } from '@/lib/model/autopilot-view'
import type { OperationRecord } from '@/lib/model/operation'
import { operationKindIds, operationKinds } from '@/lib/model/operation-kinds'
import { findOurDoing, findOurDoingUntil } from './our-doing'
import { toAutopilotView } from './to-view'

const now = Date.parse('2026-03-14T13:00:00.000Z')
const aRun = (over: Partial<AutopilotRun> = {}): AutopilotRun => ({
  id: 1,
  at: new Date(now - 1_000).toISOString(),
  master: 'jm1:8081',
  result: 'done',
  text: '',
  operationId: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  ...over,
})
const view = (over: Partial<Parameters<typeof toAutopilotView>[0]> = {}) =>
  toAutopilotView({
    settings: { isOn: true, againAfterMs: 3_600_000, changedAt: now, changedBy: 'Olga' },
    runs: [],
    isStopped: false,
    isWatching: true,
    oursUntil: null,
    now,
    readiness: { isReady: true, why: '', leader: 'jm1:8081', next: 'jm2:8081' },
    ...over,
  })

describe('the autopilot’s readiness', () => {
  it('The autopilot is ready and names the JobManager that would lead', () => {
    expect(view()).toMatchObject({
      ready: true,
      changesAt: null,
      needsAcknowledgement: false,
      sentence: expect.stringContaining('jm2:8081 would lead') as string,
    })
  })

  it('The autopilot is not ready while it acts, and asks for an acknowledgement only afterwards', () => {
    expect(view({ runs: [aRun({ result: 'running' })] })).toMatchObject({
      ready: false,
      needsAcknowledgement: false,
      sentence: 'It acts now: jm1:8081 exited unexpectedly.',
    })
    expect(view({ runs: [aRun()] })).toMatchObject({ ready: false, needsAcknowledgement: true })
  })

  it('The view names the time when its answer changes by the clock alone, and null when the clock decides nothing', () => {
    const held = aRun({ at: new Date(now - 1_000_000).toISOString() })
    expect(view({ runs: [held], oursUntil: now + 5_000 }).changesAt, 'it waits for the later one').toBe(
      new Date(now + 2_600_000).toISOString(),
    )
    expect(view({ runs: [{ ...held, acknowledgedAt: new Date(now).toISOString() }], oursUntil: now + 5_000 }).changesAt).toBe(
      new Date(now + 5_000).toISOString(),
    )
    const lasting = [
      { isStopped: true, runs: [held] },
      { oursUntil: Infinity },
      { readiness: null },
      { isWatching: false },
      { runs: [aRun({ result: 'running' as const })] },
    ]
    expect(lasting.map((over) => view(over).changesAt)).toEqual([null, null, null, null, null])
  })

  it('The autopilot is not ready while an exit may be caused by an operator’s operation, and says until when', () => {
    const last = (over: Partial<OperationRecord>) =>
      ({
        kind: 'hand-over',
        by: { kind: 'person', id: 'u', name: 'Olga' },
        startedAt: new Date(now - 9_000).toISOString(),
        endedAt: new Date(now - 5_000).toISOString(),
        ...over,
      }) as OperationRecord
    expect(view({ oursUntil: findOurDoingUntil([last({})], now) })).toMatchObject({
      ready: false,
      sentence: expect.stringContaining('until 2026-03-14T13:00:10.000Z') as string,
    })
    expect(view({ oursUntil: findOurDoingUntil([last({ endedAt: null })], now) })).toMatchObject({
      ready: false,
      sentence: expect.stringContaining('An operation that stops JobManagers or ZooKeeper members runs') as string,
    })
    expect(findOurDoingUntil([last({ endedAt: new Date(now - 15_000).toISOString() })], now)).toBeNull()
    expect(findOurDoingUntil([last({ kind: 'back-up-dangling' })], now)).toBeNull()
    expect(findOurDoingUntil([last({ by: { kind: 'system', id: 'autopilot', name: 'Autopilot' } })], now)).toBeNull()
  })

  it('Only operations that stop or move JobManagers hold the autopilot back, however many others follow', () => {
    const at = (ms: number) => new Date(now + ms).toISOString()
    const one = (kind: OperationRecord['kind'], startedAt: number, endedAt: number | null) =>
      ({
        kind,
        by: { kind: 'person', id: 'u', name: 'Olga' },
        startedAt: at(startedAt),
        endedAt: endedAt === null ? null : at(endedAt),
      }) as OperationRecord
    const others = [one('restart-taskmanager', -2_000, null), one('start-cluster', -3_000, -2_500)]
    expect([findOurDoingUntil(others, now), findOurDoing(others, now)]).toEqual([null, null])
    const moved = one('hand-over', -9_000, -5_000)
    expect([findOurDoingUntil([...others, moved], now), findOurDoing([...others, moved], now)]).toEqual([now + 10_000, moved])
    expect(findOurDoing([one('hand-over', 1, null)], now), 'begun after the exit').toBeNull()
    expect(operationKindIds.filter((kind) => operationKinds[kind].mayEnd !== null)).toEqual([
      'restart-member',
      'stop-member',
      'rolling-restart-quorum',
      'stop-quorum',
      'stop-cluster',
      'restart-jobmanager',
      'stop-jobmanager',
      'rolling-restart-jobmanagers',
      'hand-over',
      'fenced-takeover',
    ])
  })

  it('A held-back exit needs no acknowledgement', () => {
    expect(view({ runs: [aRun({ result: 'held-back' })] })).toMatchObject({ ready: true, needsAcknowledgement: false })
  })
})
