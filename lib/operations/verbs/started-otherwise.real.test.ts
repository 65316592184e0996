import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { pickVersionOfDay, startLab, type Lab } from '@/e2e/lab'
import { runCommand } from '@/e2e/lab/process/run-command'
import { findProcess } from '@/e2e/lab/process/identity'
import type { OperationRecord } from '@/lib/model/operation'
import { startControl, type Control } from '../testing/start-control'

const flink = pickVersionOfDay('1.20.1', process.env.UNDERSTUDY_STARTED_FLINK)

let lab: Lab
let control: Control
const started = new Set<number>()
beforeAll(async () => {
  lab = await startLab({ flink, masters: 2, jobs: 0, taskManagers: 1 })
  control = await startControl({ confDir: lab.confDir, flinkHome: lab.flinkHome })
})
afterAll(async () => {
  await control?.close()
  for (const pid of started) if (findProcess(pid)?.command.join(' ').includes(lab.confDir)) process.kill(pid, 'SIGKILL')
  await lab?.close()
})

const find = (master: string) => control.snapshot().jobManagers.find((jm) => jm.master === master)!
const pids = async () =>
  (await runCommand('pgrep', ['-f', `StandaloneSessionClusterEntrypoint.*--configDir ${lab.confDir}`])).stdout
    .split('\n')
    .filter(Boolean)
    .map(Number)
async function done(begun: Promise<OperationRecord>): Promise<OperationRecord> {
  const record = await control.ended(await begun)
  expect(record, record.result ?? '').toMatchObject({ state: 'done' })
  return record
}
/** The standby is ended by hand; the process in its place was not started as the masters file names it. */
async function endStandby(): Promise<{ standby: string; leader: string; port: string; arguments: string[] }> {
  await control.untilAllIdentified(2)
  const standby = control.snapshot().jobManagers.find(({ role }) => role === 'standby')!
  const leader = control.snapshot().leader!
  const pid = Number(/pid (\d+)/.exec((await control.plan({ kind: 'stop-jobmanager', target: standby.master })).sentence)![1])
  const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replace(/\0$/, '').split('\0')
  process.kill(pid, 'SIGTERM')
  await control.until('it is gone', () => find(standby.master).processState === 'gone' && find(standby.master).inLine === null)
  return { standby: standby.master, leader: leader.master!, port: standby.master.split(':')[1]!, arguments: words }
}
function setRest(over: Record<string, number | undefined>): void {
  if (flink.startsWith('1.')) return setFlat(over)
  const file = join(lab.confDir, 'config.yaml')
  const conf = parse(readFileSync(file, 'utf8')) as { rest: object }
  writeFileSync(file, stringify({ ...conf, rest: { ...conf.rest, ...over } }))
}
function setFlat(over: Record<string, number | undefined>): void {
  const file = join(lab.confDir, 'flink-conf.yaml')
  const kept = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => !Object.keys(over).some((key) => line.startsWith(`rest.${key}:`)))
  const lines = Object.entries(over).flatMap(([key, value]) => (value === undefined ? [] : [`rest.${key}: ${value}`]))
  writeFileSync(file, [...lines, ...kept].join('\n'))
}
const script = (...args: string[]) =>
  runCommand(join(lab.flinkHome, 'bin', 'jobmanager.sh'), ['start', ...args], {
    env: { ...process.env, FLINK_CONF_DIR: lab.confDir },
    timeoutMs: 120_000,
  })
/** The plan names the pid that really runs. */
async function expectOperable(standby: string, before: readonly number[]): Promise<number> {
  await control.untilAllIdentified(2)
  const [pid = 0, ...others] = (await pids()).filter((each) => !before.includes(each))
  expect(others).toEqual([])
  started.add(pid)
  const plan = await control.plan({ kind: 'stop-jobmanager', target: standby })
  expect(plan).toMatchObject({ sentence: `Stops exactly the process of ${standby}: pid ${pid} on localhost, and no other.` })
  await expect(control.start({ kind: 'start-jobmanager', target: standby })).rejects.toMatchObject({
    code: 'operation-refused',
    message: expect.stringContaining('runs already') as string,
  })
  return pid
}

describe(`JobManagers of Flink ${flink} that were started otherwise than the masters file names them`, () => {
  it('A JobManager started by jobmanager.sh without host and port belongs to the cluster by rest.port of its configuration', async () => {
    const { standby, port } = await endStandby()
    setRest({ port: Number(port) })
    const before = await pids()
    expect((await script()).code).toBe(0)
    const pid = await expectOperable(standby, before)
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toMatch(/--host|rest\.port|webui-port/)
    await done(control.start({ kind: 'restart-jobmanager', target: standby }))
  })

  it('A JobManager started by another name of its host belongs to the cluster', async () => {
    const { standby, port } = await endStandby()
    const before = await pids()
    expect((await script('127.0.0.1', port)).code).toBe(0)
    await expectOperable(standby, before)
  })

  it('A JobManager started by a bare java command line with rest.bind-port belongs to the cluster and can take the lead', async () => {
    const { standby, port, leader, arguments: words } = await endStandby()
    setRest({ port: undefined, 'bind-port': Number(port) })
    const before = await pids()
    const main = words.findIndex((word) => word.endsWith('StandaloneSessionClusterEntrypoint'))
    const out = openSync(join(lab.folder, 'bare.out'), 'a')
    const child = spawn(
      words[0]!,
      [
        ...words.slice(1, main + 1).map((word) => (word.startsWith('-Dlog.file=') ? `-Dlog.file=${join(lab.folder, 'bare.log')}` : word)),
        '--configDir',
        lab.confDir,
        '--executionMode',
        'cluster',
      ],
      { detached: true, stdio: ['ignore', out, out] },
    )
    closeSync(out)
    child.unref()
    await expectOperable(standby, before)
    setRest({ 'bind-port': undefined })
    await done(control.start({ kind: 'hand-over' }))
    expect(control.snapshot().leader?.master).toBe(standby)
    expect(find(leader).role).toBe('standby')
  })

  it('A stop of the cluster ends JobManagers that were started otherwise, the leader last', async () => {
    const leader = control.snapshot().leader!.master
    const plan = await control.plan({ kind: 'stop-cluster' })
    expect(plan.steps.at(-1)?.title).toContain(`Stop JobManager ${leader}`)
    await done(control.start({ kind: 'stop-cluster' }))
    expect(await pids()).toEqual([])
  })
})
