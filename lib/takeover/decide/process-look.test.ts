import { expect, it } from 'vitest'
import { anIdentity, toLook } from '@/lib/testing/fencing/a-world'
import { deriveLiveness, type ProcessLook } from './process-look'

const identity = anIdentity(1)
const lookAt = (truth: Parameters<typeof toLook>[0]['truth'], taken?: Parameters<typeof toLook>[0]['taken']): ProcessLook =>
  toLook({ identity, truth, taken })

it('A process is dead when its id is gone, its whole thread group has ended, or its id belongs to a later process', () => {
  for (const truth of ['gone', 'zombie', 'recycled'] as const) expect(deriveLiveness(identity, lookAt(truth)).state).toBe('dead')
})

it('A zombie with running threads is alive, a stopped process is stopped, and one in the kernel is alive', () => {
  expect(deriveLiveness(identity, lookAt('half')).state).toBe('alive')
  expect(deriveLiveness(identity, lookAt('stopped')).state).toBe('stopped')
  expect(deriveLiveness(identity, lookAt('sleeping')).state).toBe('alive')
})

it('A later process on its port is a successor and no sign of life', () => {
  expect(deriveLiveness(identity, lookAt('gone', 'successor'))).toEqual({
    state: 'dead',
    how: 'pid 101 is gone; on its ports listens a later process (pid 900)',
  })
})

it.each<[string, Partial<ProcessLook>, string]>([
  ['another boot', { bootId: 'later' }, 'jm1 was started anew, or another machine answers by its name'],
  ['another container', { pidNamespace: 'pid:[9]' }, 'jm1 was looked at from another container than before'],
  ['hidden processes', { seesAll: false }, 'processes of others are hidden on jm1 (hidepid)'],
  ['macOS', { kernel: 'Darwin' }, 'a death is proven on Linux only, and jm1 runs Darwin'],
  ['ports that cannot be read', { listening: null }, 'pid 101 is gone, but the listening ports of jm1 cannot be read'],
  [
    'a holder of its RPC port that cannot be seen',
    { listening: [{ port: 6121, holders: [] }] },
    'pid 101 is gone, but a process that cannot be seen listens on its RPC port 6121',
  ],
  [
    'an elder process on its RPC port',
    { listening: [{ port: 6121, holders: [{ pid: 7, startTicks: '12' }] }] },
    'pid 101 is gone, but pid 7, which is not proven to have started later, listens on its RPC port 6121',
  ],
  [
    'a process of unknown age on its REST port',
    { listening: [{ port: 8081, holders: [{ pid: 7, startTicks: null }] }] },
    'pid 101 is gone, but pid 7, which is not proven to have started later, listens on its REST port 8081',
  ],
  [
    'a successor beside an elder',
    {
      listening: [
        { port: 6121, holders: [{ pid: 900, startTicks: '900000' }] },
        { port: 6121, holders: [{ pid: 7, startTicks: '12' }] },
      ],
    },
    'pid 101 is gone, but pid 7, which is not proven to have started later, listens on its RPC port 6121',
  ],
  [
    'an earlier process with its id',
    { process: { ...lookAt('recycled').process!, startTicks: '1' } },
    'pid 101 is a process that started before the one that was noted',
  ],
])('An absent process proves no death with %s', (_, over, why) => {
  expect(deriveLiveness(identity, { ...lookAt('gone'), ...over })).toEqual({ state: 'unknown', why })
})
