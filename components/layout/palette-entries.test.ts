import { describe, expect, it } from 'vitest'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import type { Actor } from '@/lib/model/actor'
import { toSummary } from '@/lib/model/summarize'
import { derivePaletteGroups } from './palette-entries'

const ada: Actor = { kind: 'person', id: 'u1', name: 'Ada', role: 'administrator' }
const snapshot = { ...aSnapshot(), cluster: { ...aSnapshot().cluster, control: 'local' as const } }
const west = { ...toSummary(snapshot), id: 'west', name: 'West' }
const find = (sought: string, actor: Actor | null = ada, here: typeof snapshot | null = snapshot) =>
  derivePaletteGroups(sought, [toSummary(snapshot), west], here, actor).flatMap(({ entries }) => entries.map(({ word }) => word))

describe('the command palette', () => {
  it('The palette finds people, keys, theme, emergency stop and autopilot by their words', () => {
    expect(find('users')).toEqual(['People'])
    expect(find('api keys')).toEqual(['Keys'])
    expect(find('theme')).toEqual(['Theme: as the system', 'Theme: light', 'Theme: dark'])
    expect(find('emergency')).toEqual(['Emergency stop…'])
    expect(find('autopilot')).toEqual(['Operations', 'Operations of West'])
    expect(find('time zone')).toEqual(['Times: local', 'Times: UTC'])
    expect(find('help')).toEqual(['Keyboard shortcuts'])
    expect(find('sign out')).toEqual(['Sign out'])
    expect(find('checkpoint')).toContain('Recovery')
    expect(find('log')).toContain('Activity')
  })

  it('The palette finds the operations page by “failover” where none is permitted: each of them says there why', () => {
    const viewer: Actor = { ...ada, role: 'viewer' }
    expect(find('failover', viewer)).toEqual(['Overview', 'Operations', 'Operations of West'])
  })

  it('The palette finds by “failover” the plans of this cluster and the operations pages of the others', () => {
    const found = find('failover')
    expect(found).toContain('Operations of West')
    expect(found.filter((word) => /^Hand over/.test(word)).length).toBeGreaterThan(0)
    expect(find('failover', ada, null)).toEqual([`Operations of ${snapshot.cluster.name}`, 'Operations of West'])
  })

  it('The palette lists operations with the reason while one runs, and a link to that one', () => {
    const operation = { id: 'o1', kind: 'restart-jobmanager', target: 'jm2:8081', step: '', startedAt: snapshot.asOf, by: 'Bo' }
    const entries = derivePaletteGroups('hand over', [], { ...snapshot, operation }, ada).flatMap((group) => group.entries)
    const [watch, ...plans] = entries.filter(({ key }) => key.startsWith('running') || key.startsWith('do '))
    expect(watch).toMatchObject({ word: 'Watch “Restart one JobManager” (Bo)', href: `/clusters/${snapshot.cluster.id}/operations/o1` })
    expect(plans.map(({ word, refused }) => [word, refused])).toContainEqual([
      'Hand over from jm1:8081…',
      '“Restart one JobManager” (Bo) is running. One operation per cluster at a time.',
    ])
    expect(plans.every(({ refused }) => refused !== undefined)).toBe(true)
  })

  it('The palette finds a job that may be forgotten by its name and by its id', () => {
    const [left, ...jobs] = snapshot.recovery.jobs.map((job, at) => (at === 0 ? { ...job, state: null, stateAt: null } : job))
    const here = { ...snapshot, recovery: { ...snapshot.recovery, jobs: [left!, ...jobs] } }
    const word = `Forget job ${left!.jobId.slice(0, 8)}…`
    expect(find('forget', ada, here)).toEqual([word])
    for (const sought of [left!.name!, left!.jobId]) expect(find(sought, ada, here)).toContain(word)
    expect(find(jobs[0]!.jobId, ada, here)).not.toContain(`Forget job ${jobs[0]!.jobId.slice(0, 8)}…`)
  })

  it('The palette offers a viewer no acts and no settings of others', () => {
    const viewer: Actor = { ...ada, role: 'viewer' }
    expect([...find('emergency', viewer), ...find('users', viewer), ...find('api keys', viewer)]).toEqual([])
    expect(find('', viewer)).not.toContain('People')
  })
})
