import { expect, it } from 'vitest'
import { anIdentity, toLook } from './a-world'
import { judgeLife, toIdentity, type ProcessLook } from './process-look'

const identity = anIdentity(1)
const lookAt = (truth: Parameters<typeof toLook>[0]['truth'], portTaken = false): ProcessLook => toLook({ identity, truth, portTaken })

it('a process is dead when its id is gone, its whole thread group has ended, or its id belongs to a later process', () => {
  for (const truth of ['gone', 'zombie', 'recycled'] as const) expect(judgeLife(identity, lookAt(truth)).state).toBe('dead')
})

it('a zombie whose other threads run is alive, a stopped one is stopped, one in the kernel is alive', () => {
  expect(judgeLife(identity, lookAt('half')).state).toBe('alive')
  expect(judgeLife(identity, lookAt('stopped')).state).toBe('stopped')
  expect(judgeLife(identity, lookAt('sleeping')).state).toBe('alive')
})

it.each<[string, Partial<ProcessLook>, string]>([
  ['another boot', { bootId: 'later' }, 'jm1 was started anew, or another machine answers by its name'],
  ['another container', { pidNamespace: 'pid:[9]' }, 'jm1 was looked at from another container than before'],
  ['hidden processes', { seesAll: false }, 'processes of others are hidden on jm1 (hidepid)'],
  ['macOS', { kernel: 'Darwin' }, 'a death is proven on Linux only, and jm1 runs Darwin'],
  ['ports that cannot be read', { listening: null }, 'pid 101 is gone, but the listening ports of jm1 cannot be read'],
  ['its RPC port taken', { listening: [6121] }, 'pid 101 is gone, but somebody still listens on its RPC port 6121'],
])('an absent process proves nothing after %s', (_, over, why) => {
  expect(judgeLife(identity, { ...lookAt('gone'), ...over })).toEqual({ state: 'unknown', why })
})

const command = ['java', '-cp', 'x.jar', 'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint', '--configDir', '/conf', '--host', 'jm1', '--webui-port', '8081']
const seen = (over: object): ProcessLook => ({ ...lookAt('running'), process: { ...lookAt('running').process!, arguments: command, ownPorts: [8081, 6121], ...over } })
const expected = { host: 'jm1', pid: 101, rpcPort: 6121, restPort: 8081 }

it('an identity is noted of a JobManager that lives and holds its port', () => {
  expect(toIdentity(seen({}), expected)).toEqual({ ...identity, commandLine: command.join(' ') })
})

it.each<[string, object, string]>([
  ['another program', { arguments: ['sleep', '60', '--webui-port', '8081'] }, 'pid 101 on jm1 is no JobManager'],
  ['a JobManager of another port', { arguments: [...command.slice(0, -1), '9999'] }, 'pid 101 on jm1 was started for port 9999, not 8081'],
  ['one that does not hold the port', { ownPorts: [7000] }, 'pid 101 on jm1 does not listen on port 8081'],
  ['a zombie', { state: 'Z' }, 'pid 101 on jm1 is not there any more'],
])('no identity is noted of %s', (_, over, why) => {
  expect(toIdentity(seen(over), expected)).toBe(why)
})
