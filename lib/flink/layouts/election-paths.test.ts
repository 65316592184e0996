import { describe, expect, it } from 'vitest'
import { toElectionPaths } from './election-paths'
import { findLayoutTable, findLayoutTableByLabel, storeFolders } from './layout-tables'

describe('paths of the election', () => {
  it('The paths of the election cover latches and leaders from 1.15 on, older elections and locked pointers', () => {
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

  it('The paths of the election follow configured names, with or without slashes around them', () => {
    const { olderLatches, locked } = toElectionPaths({ latch: '/line/of/all/', plans: '/my/plans' })
    expect([olderLatches, locked[0]]).toEqual(['line/of/all', ['applications', '{application}']])
    expect(locked).toContainEqual(['my', 'plans', '{job}'])
  })
})

describe('facts of an era', () => {
  it('The table of an era is found by the era and by its label, also by the label of its newest version', () => {
    expect(findLayoutTable('1.15-1.20')?.sessionsPerProcess).toBe(1)
    expect(findLayoutTable('1.14')?.sessionsPerProcess).toBe(3)
    expect(findLayoutTable('none')).toBeNull()
    expect(findLayoutTableByLabel('Flink 2.3')?.era).toBe('2.0-2.3')
    expect(findLayoutTableByLabel('Flink 1.15–1.18')?.era).toBe('1.15-1.18')
    expect(findLayoutTableByLabel('No Flink found')).toBeNull()
  })

  it('The store folders are every folder below the root that no operation may remove as a whole', () => {
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
