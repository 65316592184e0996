import { describe, expect, it } from 'vitest'
import { drillScenarioIds, toDrillKind } from '@/lib/model/drills/scenarios'
import { deriveRefusals } from '@/lib/model/operation'
import type { ClusterSnapshot, Pointer } from '@/lib/model/snapshot'
import type { PlanContext } from '@/lib/operations/run/verb'
import { aMoment, aSnapshotAt } from '@/lib/testing/a-snapshot'
import { checkCheckpointFiles, checkCoolDown, checkSteadyState, despiteWords, findSteadyStateRefusal, judgeSteadyState } from './checks'
import { drillVerbs } from './drill-verbs'

const all = aSnapshotAt(aMoment).aSnapshot()
const withTarget = (target: Pointer['target']): ClusterSnapshot => ({
  ...all,
  recovery: {
    ...all.recovery,
    jobs: all.recovery.jobs.map((job) => ({
      ...job,
      checkpoints: job.checkpoints.map((one) => ({ ...one, pointer: { ...one.pointer, target } })),
    })),
  },
})
const steadyState = { steadyState: [{ probe: 'leader-proven' as const }, { probe: 'spare-at-least' as const, count: 9 }] }

describe('the preflight of a drill', () => {
  it('A probe that does not hold refuses; the words lift it, unless it is the leader', () => {
    const results = judgeSteadyState(steadyState as never, all, aMoment)
    expect(checkSteadyState(results).map(({ level, override }) => [level, override])).toEqual([
      ['fine', undefined],
      ['refusal', despiteWords],
    ])
    expect(findSteadyStateRefusal(results, null)).toContain('The drill wants 9.')
    expect(findSteadyStateRefusal(results, despiteWords)).toBeNull()
    const without = judgeSteadyState(steadyState as never, { ...all, leader: null }, aMoment)
    expect(deriveRefusals(checkSteadyState(without), despiteWords).map(({ code }) => code)).toEqual(['leader-proven'])
    expect(findSteadyStateRefusal(without, despiteWords)).toBe('No leader stands in ZooKeeper.')
  })

  it('A missing checkpoint file refuses for good, one that was not checked or does not exist wants the words', () => {
    const none = { ...all, recovery: { ...all.recovery, jobs: all.recovery.jobs.map((job) => ({ ...job, checkpoints: [] })) } }
    const seen = [withTarget('present'), withTarget('missing'), withTarget('unreadable'), withTarget('unchecked'), none]
    expect(seen.flatMap(checkCheckpointFiles).map(({ level, override }) => [level, override ?? null])).toEqual([
      ['fine', null],
      ['refusal', null],
      ['refusal', null],
      ['refusal', despiteWords],
      ['refusal', despiteWords],
    ])
    expect(checkCheckpointFiles({ ...all, recovery: { ...all.recovery, jobs: [] } })).toEqual([])
  })

  it('A leader of less than half a minute is not broken again without the words', () => {
    const since = Date.parse(all.leader!.since)
    expect(checkCoolDown(all, since + 29_000)).toMatchObject({ level: 'refusal', override: despiteWords })
    expect(checkCoolDown(all, since + 30_000).level).toBe('fine')
  })

  it('Every scenario is refused on a cluster that forbids drills, before any host is asked', async () => {
    const context = { settings: { name: 'East', drills: { allow: false } }, snapshot: all } as unknown as PlanContext
    for (const id of drillScenarioIds)
      await expect(drillVerbs[toDrillKind(id)].plan(context)).rejects.toMatchObject({
        code: 'refused',
        message: 'Drills are forbidden on East: “drills: { allow: false }” in understudy.yaml.',
      })
  })
})
