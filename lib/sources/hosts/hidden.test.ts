import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aHiddenRunner, findHiddenObstacle } from '@/lib/testing/a-hidden-runner'
import { createHostRunner } from './create-runner'
import { lookAtProcess } from '@/lib/takeover/looks/look-at-process'
import { findProcesses } from './find-processes'

const session = 'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint'
const runner = createHostRunner({ control: 'local', ssh: { options: [], socketFolder: null } })
const obstacle = findHiddenObstacle()
if (obstacle) console.warn(`\nSKIPPED: hosts that hide processes. ${obstacle}\n`)
const children: ChildProcess[] = []
let folder: string
let listening: number

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'us-hidden-'))
  for (const name of ['conf', 'other', 'cwd']) await mkdir(join(folder, name))
  await symlink(join(folder, 'conf'), join(folder, 'cwd', 'conf'))
  await writeFile(
    join(folder, 'listen.cjs'),
    "require('node:net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port) })\n",
  )
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

/** Listens on a port of its own, and prints it. */
async function startListener(args: string[], cwd: string): Promise<{ pid: number; port: number }> {
  await writeFile(join(cwd, session), `require(${JSON.stringify(join(folder, 'listen.cjs'))})\n`)
  const child = spawn(process.execPath, [session, ...args], { cwd, argv0: 'java', stdio: ['ignore', 'pipe', 'ignore'] })
  children.push(child)
  const port = Number(await new Promise((resolve) => child.stdout.once('data', (data) => resolve(String(data)))))
  return { pid: child.pid!, port }
}

describe.runIf(process.platform === 'linux')('a process without a port on its command line', () => {
  it('A process that names no port has the ports it listens on, and its own conf folder', async () => {
    const plain = await startListener(['--configDir', join(folder, 'conf'), '--executionMode', 'cluster'], folder)
    const relative = await startListener(['--configDir=conf'], join(folder, 'cwd'))
    const other = await startListener(['-c', join(folder, 'other')], folder)
    const { processes, seesAll, user } = await findProcesses(runner, 'localhost', join(folder, 'conf'))
    const find = ({ pid }: { pid: number }) => processes.find(({ identity }) => identity.pid === pid)
    expect([plain, relative, other].map(find)).toMatchObject([
      { listens: [plain.port], usesConfDir: true, java: { host: null, webUiPort: null } },
      { listens: [relative.port], usesConfDir: true },
      { listens: [other.port], usesConfDir: false },
    ])
    expect([seesAll, user]).toEqual([true, spawnSync('id', ['-un'], { encoding: 'utf8' }).stdout.trim()])
    listening = plain.pid
  })
})

describe.runIf(!obstacle)('a host that hides processes of others (hidepid=2, another user)', () => {
  it('A host that hides processes reports that it shows only a part, and to which user', async () => {
    const { processes, seesAll, user } = await findProcesses(aHiddenRunner(runner), 'localhost', join(folder, 'conf'))
    expect({ seen: processes.some(({ identity }) => identity.pid === listening), seesAll, user }).toEqual({
      seen: false,
      seesAll: false,
      user: 'nobody',
    })
  })

  it('A host that hides processes shows all to root and to the group of the mount', async () => {
    expect((await findProcesses(aHiddenRunner(runner, { uid: 0 }), 'localhost', '/c')).seesAll).toBe(true)
    const inGroup = await findProcesses(aHiddenRunner(runner, { gid: 65_534 }), 'localhost', '/c')
    expect([inGroup.seesAll, inGroup.processes.find(({ identity }) => identity.pid === listening)?.listens]).toEqual([true, null])
  })

  // Actual visibility, the process listing by these scripts, and the inspection of one process agree.
  it.each<[string, Parameters<typeof aHiddenRunner>[1], boolean]>([
    ['another user', {}, false],
    ['root', { uid: 0 }, true],
    ['root without CAP_SYS_PTRACE, as in a container', { uid: 0, without: 'sys_ptrace', hidepid: 4 }, false],
    ['a member of the group of gid=', { gid: 65_534 }, true],
    ['one whose user id is the number of that group', { uid: 65_534, gid: 65_534, group: 65_533 }, false],
    ['a member of that group under hidepid=4, which knows no group', { gid: 65_534, hidepid: 4 }, false],
    ['another user under hidepid=1, which shows that they are there and not what they are', { hidepid: 1 }, false],
  ])('Listing processes and looking at one agree on whether all are visible to %s', async (_who, hiding, seesAll) => {
    const hidden = aHiddenRunner(runner, hiding)
    const { seesAll: inTable, processes } = await findProcesses(hidden, 'localhost', '/c')
    const look = await lookAtProcess(hidden, 'localhost', { mode: 'look', pid: listening })
    expect({ inTable, inLook: look.seesAll }).toEqual({ inTable: seesAll, inLook: seesAll })
    if (seesAll) expect(processes.some(({ identity }) => identity.pid === listening)).toBe(true)
  })
})
