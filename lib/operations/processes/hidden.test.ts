import { describe, expect, it } from 'vitest'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import type { PlanContext } from '../run/verb'
import { checkHidden, findHidden, findStartObstacle, refuseNotFound } from './hidden'
import { findWorkerObstacle } from './taskmanager-parts'

const snapshot = aSnapshot()
const [first] = snapshot.jobManagers
const master = first!.master
const hiddenHere = 'This console cannot see all processes on jm1 as nobody (hidepid)'
const blind = findHidden({ seesAll: false, unread: [], user: 'nobody' }, 'jm1')
const seen = (over: Partial<typeof first>) => ({ ...snapshot, jobManagers: [{ ...first!, ...over }] })

describe('processes that are not found on a host', () => {
  it('A process that is not found may still run only where processes are hidden', () => {
    expect(findHidden({ seesAll: true, unread: [], user: 'nobody' }, 'jm1')).toBeNull()
    expect(blind).toEqual({ why: hiddenHere, whatToDo: expect.stringMatching(/^Let it sign in there as/) as string })
    expect(() => refuseNotFound(null, { what: 'x', otherwise: 'No process runs.' })).toThrow('No process runs.')
    expect(() => refuseNotFound(blind, { what: 'jm1:8081', otherwise: 'No process runs.' })).toThrow(
      `${hiddenHere}, so whether jm1:8081 runs there is not known. Nothing is stopped. Let it sign in`,
    )
    expect(checkHidden([null, blind, blind])).toMatchObject([
      { level: 'warning', text: expect.stringContaining('is not stopped') as string },
    ])
  })

  it('A process that is not found may still run where a command line is too long to be read', () => {
    const unread = findHidden({ seesAll: true, unread: [7], user: 'flink' }, 'jm1')
    expect(unread?.why).toBe('Command lines over 256 KB are not read, as that of pid 7 on jm1')
    expect(findHidden({ seesAll: true, unread: [1, 2, 3, 4, 5, 6, 7], user: null }, 'jm1')?.why).toContain(
      'pid 1, 2, 3, 4, 5 and 2 more on jm1',
    )
    expect(() => refuseNotFound(unread, { what: 'jm1:8081', otherwise: 'No process runs.' })).toThrow(
      'Command lines over 256 KB are not read, as that of pid 7 on jm1, so whether jm1:8081 runs there is not known. Nothing is stopped. Start that process',
    )
  })

  it('A JobManager is not started when the picture proves that it runs', () => {
    const runs = seen({ role: 'standby', processState: 'running', webUi: { ...first!.webUi, reachable: true } })
    for (const hidden of [null, blind])
      expect(findStartObstacle(runs, master, 'jm1', hidden)).toContain(`${master} runs: it answers on its port and is standby.`)
  })

  it('A hidden JobManager is started only when its port refuses connections, one on an open host always', () => {
    const states = (['gone', 'unknown', 'frozen'] as const).map((processState) => seen({ role: 'down', processState }))
    expect(states.map((now) => findStartObstacle(now, master, 'jm1', null))).toEqual([null, null, null])
    const [gone, ...others] = states.map((now) => findStartObstacle(now, master, 'jm1', blind))
    expect(gone).toBeNull()
    for (const text of others) expect(text).toContain(`${hiddenHere}, so whether ${master} runs there is not known`)
  })

  it('A hidden TaskManager is never called missing, and one registered from that host is named', async () => {
    const detail = [
      { id: '127.0.0.1:43117-ab12cd', slots: 1, slotsFree: 0 },
      { id: '10.9.9.9:43117-ab12cd', slots: 1, slotsFree: 0 },
      { id: 'f00f', slots: 1, slotsFree: 0 },
    ]
    const context = { snapshot: { ...snapshot, taskManagers: { ...snapshot.taskManagers, detail } } } as unknown as PlanContext
    expect(await findWorkerObstacle(context, 'localhost', null)).toBeNull()
    expect(await findWorkerObstacle(context, 'localhost', blind)).toContain(
      'no TaskManager there is called missing. The leader counts 1 from localhost. None is started.',
    )
    expect(await findWorkerObstacle(context, '10.9.9.8', blind)).toContain('Whether one runs there is not known.')
  })
})
