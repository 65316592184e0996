import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitUntil } from '@/e2e/lab'
import { getFreePorts } from '@/e2e/lab/ports/free-ports'
import type { ProcessIdentity } from '../decide/process-look'
import { confirmProcess, proveProcess, type SessionClaim } from '../decide/prove-process'
import { sendSignal, waitUntilGone, type ProcessSignal } from '@/lib/sources/hosts/act-on-process'
import { createHostRunner } from '@/lib/sources/hosts/create-runner'
import { findProcesses } from '@/lib/sources/hosts/find-processes'
import type { HostRunner } from '@/lib/sources/hosts/runner'
import { createExitWatch } from '@/lib/sources/hosts/watch-exits'
import { findRecyclingObstacle, recycleScript, startPidNamespace, type PidNamespace } from '@/lib/testing/a-pid-namespace'
import { askLiveness, lookAtProcess } from './look-at-process'

const session = 'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint'
const host = 'localhost'
const times = 20
const obstacle = findRecyclingObstacle()
if (obstacle) console.warn(`\nSKIPPED: process ids that are given a second time. ${obstacle}\n`)

let folder: string
let space: PidNamespace
let runner: HostRunner
let rpcPort: number
let restPort: number

beforeAll(async () => {
  if (obstacle) return
  folder = mkdtempSync(join(tmpdir(), 'us-recycled-'))
  ;[rpcPort, restPort] = (await getFreePorts(2)) as [number, number]
  const listen = `for (const port of [${rpcPort}, ${restPort}]) require('node:net').createServer().listen(port, '127.0.0.1')\n`
  writeFileSync(join(folder, session), listen)
  symlinkSync(process.execPath, join(folder, 'java'))
  space = await startPidNamespace()
  runner = space.toInside(createHostRunner({ control: 'local', ssh: { options: [], socketFolder: null } }))
})
afterAll(() => {
  space?.close()
  if (folder) rmSync(folder, { recursive: true, force: true })
})

/** Always the same command line, and the same ports. @param pid of a process that ended meanwhile; the new process gets it */
async function start(pid = 0): Promise<number> {
  const command = [join(folder, 'java'), session, '--configDir', folder, '--host', host, '--webui-port', String(restPort)]
  const { stdout } = await runner.run(host, ['sh', '-s', '--', String(pid), folder, ...command], {
    deadlineMs: 60_000,
    input: recycleScript,
  })
  return Number(stdout)
}

const look = (pid: number) => lookAtProcess(runner, host, { mode: 'look', pid })

/** Notes a process as the console does: to be signalled, and to be proven dead. */
async function note(pid: number) {
  const seen = await waitUntil('it listens', { within: 60_000, every: 20 }, async () => {
    const now = await look(pid)
    return now.process?.ownPorts?.includes(rpcPort) && now.process.ownPorts.includes(restPort) && now
  })
  const found = (await findProcesses(runner, host, folder)).processes.find(({ identity }) => identity.pid === pid)!
  const identity: ProcessIdentity = {
    host,
    pid,
    startTicks: seen.process!.startTicks!,
    bootId: seen.bootId!,
    pidNamespace: seen.pidNamespace!,
    rpcPort,
    restPort,
    published: null,
    commandLine: '',
    mode: 'session',
  }
  return { seen, found, identity }
}
type Noted = Awaited<ReturnType<typeof note>>

const toClaim = (): SessionClaim => ({
  zkSessionId: '0x1',
  published: { rpcAddress: `pekko.tcp://flink@${host}:${rpcPort}/user/rpc/dispatcher_1`, restAddress: `http://${host}:${restPort}` },
  listed: null,
})

/** Ends the process and gives its pid to another one, while its end is watched and waited for. */
async function recycle({ found, identity }: Noted): Promise<Noted> {
  const watch = createExitWatch(runner)
  let begun = () => {}
  const watched = new Promise<void>((resolve) => (begun = resolve))
  const exited = new Promise<void>((resolve) => watch.watchExit(found.identity, { onExit: resolve, onWatched: begun }))
  await watched
  const gone = waitUntilGone(runner, found.identity, 30_000)
  const pid = await start(identity.pid)
  await exited
  watch.close()
  expect([pid, await gone]).toEqual([identity.pid, true])
  return note(pid)
}

/** Does everything that is meant for the process that is gone. */
async function actOn({ found, identity }: Noted) {
  const signals: ProcessSignal[] = ['STOP', 'TERM', 'KILL', 'CONT']
  return {
    lastSent: await Promise.all(signals.map((signal) => sendSignal(runner, found.identity, signal))),
    lives: await Promise.all((['kill', 'death'] as const).map((mode) => askLiveness(runner, identity, mode))),
  }
}

describe.skipIf(obstacle)(`a process id that is given ${times} times to a process with the same command line and ports`, () => {
  it('A process with a recycled pid gets no signal meant for its predecessor, proves it dead and never passes for it', async () => {
    let old = await note(await start())
    for (let time = 1; time <= times; time++) {
      expect(confirmProcess(old.seen, toClaim(), old.identity, new Map())).toBeNull()
      const next = await recycle(old)
      const { pid, startTicks } = old.identity
      expect({ ...next.found.identity, start: '' }).toEqual({ ...old.found.identity, start: '' })
      const dead = {
        state: 'dead',
        how: `pid ${pid} is another process now, started later; on its ports listens a later process (pid ${pid})`,
      }
      expect(await actOn(old)).toEqual({ lastSent: ['another', 'another', 'another', 'another'], lives: [dead, dead] })
      expect(confirmProcess(next.seen, toClaim(), old.identity, new Map())).toContain('is not the process that was noted')
      expect(proveProcess([old.seen, next.seen], toClaim(), old.identity, new Map())).toContain('was another process a moment ago')
      const after = (await look(pid)).process!
      expect([after.startTicks, after.state]).toEqual([next.identity.startTicks, expect.stringMatching(/^[RSD]$/)])
      expect(BigInt(next.identity.startTicks)).toBeGreaterThan(BigInt(startTicks))
      old = next
    }
    expect(await sendSignal(runner, old.found.identity, 'KILL')).toBe('sent')
    expect(await waitUntilGone(runner, old.found.identity, 30_000)).toBe(true)
  })
})
