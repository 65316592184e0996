import { expect, it } from 'vitest'
import { systemClock } from '@/lib/base/clock'
import { FactsHolder } from './facts-holder'
import { LeaderData } from './leader-data'

const overview = (running: number) => ({
  status: 200,
  text: JSON.stringify({
    jobs: [
      {
        jid: 'a'.repeat(32),
        name: 'orders',
        state: 'RUNNING',
        'start-time': 1,
        tasks: {
          running,
          total: 4,
          finished: 0,
          created: 4 - running,
          scheduled: 0,
          deploying: 0,
          canceling: 0,
          canceled: 0,
          failed: 0,
          reconciling: 0,
          initializing: 0,
        },
      },
    ],
  }),
})

it('The slots are asked for again as soon as the number of running tasks has changed', () => {
  const data = new LeaderData(new FactsHolder('jm1:8081', systemClock, () => undefined), systemClock)
  const askJobs = (running: number) => {
    const request = data.next(false)
    expect(request.kind).toBe('jobs')
    data.apply(request, overview(running) as never)
  }
  const others: string[] = []
  askJobs(4)
  others.push(data.next(false).kind)
  data.apply({ kind: 'task-managers', path: '/taskmanagers' }, { status: 200, text: JSON.stringify({ taskmanagers: [] }) } as never)
  for (const running of [4, 4, 0, 0]) {
    askJobs(running)
    const request = data.next(false)
    others.push(request.kind)
    if (request.kind === 'task-managers') data.apply(request, { status: 200, text: JSON.stringify({ taskmanagers: [] }) } as never)
  }
  expect(others[0]).toBe('task-managers')
  expect(others[3]).toBe('task-managers')
  expect(others.filter((kind) => kind !== 'task-managers').length).toBeGreaterThanOrEqual(2)
})
