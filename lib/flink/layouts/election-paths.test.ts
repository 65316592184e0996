import { describe, expect, it } from 'vitest'
import { toElectionPaths } from './election-paths'
import { findLayoutTable, findLayoutTableByLabel, storeFolders } from './layout-tables'

describe('paths of the election', () => {
  it('follow from the tables: latches and leaders of 1.15 on, elections of older versions, locked pointers', () => {
    expect(toElectionPaths({})).toEqual({
      latches: 'leader/latch',
      leaders: [
        { component: 'dispatcher', path: 'leader/dispatcher/connection_info' },
        { component: 'resource-manager', path: 'leader/resource_manager/connection_info' },
        { component: 'rest-server', path: 'leader/rest_server/connection_info' },
      ],
      componentLatches: ['leader/dispatcher/latch', 'leader/resource_manager/latch', 'leader/rest_server/latch'],
      olderLatches: 'leaderlatch',
      locked: [
        ['execution-plans', '{job}'],
        ['applications', '{application}'],
        ['jobgraphs', '{job}'],
        ['jobs', '{job}', 'checkpoints', '{checkpoint}'],
      ],
    })
  })

  it('take names that were chosen, with or without slashes around them', () => {
    const { olderLatches, locked } = toElectionPaths({ latch: '/line/of/all/', plans: '/my/plans' })
    expect([olderLatches, locked[0]]).toEqual(['line/of/all', ['applications', '{application}']])
    expect(locked).toContainEqual(['my', 'plans', '{job}'])
  })
})

describe('facts of an era', () => {
  it('are found by the era and by its label, also where the newest version of it has its own', () => {
    expect(findLayoutTable('1.15-1.20')?.sessionsPerProcess).toBe(1)
    expect(findLayoutTable('1.14')?.sessionsPerProcess).toBe(3)
    expect(findLayoutTable('none')).toBeNull()
    expect(findLayoutTableByLabel('Flink 2.3')?.era).toBe('2.0-2.3')
    expect(findLayoutTableByLabel('Flink 1.15–1.18')?.era).toBe('1.15-1.18')
    expect(findLayoutTableByLabel('No Flink found')).toBeNull()
  })

  it('name every folder below the root that no operation may remove as a whole', () => {
    expect([...storeFolders].sort()).toEqual([
      'applications',
      'checkpoint-counter',
      'checkpoints',
      'execution-plans',
      'jobgraphs',
      'jobs',
      'leader',
      'leaderlatch',
      'mesos-workers',
      'running_job_registry',
    ])
  })
})
