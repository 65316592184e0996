import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { lookScript } from '@/lib/takeover/looks/look-script'
import { parseLook } from '@/lib/takeover/looks/parse-look'
import { createHostRunner } from './create-runner'
import { findProcesses } from './find-processes'
import { findScript, waitScript } from './host-scripts'

const session = 'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint'
const runner = createHostRunner({ control: 'local', ssh: { options: [], socketFolder: null } })
const canMount = spawnSync('unshare', ['-m', 'true']).status === 0
const children: ChildProcess[] = []
let folder: string
let conf: string
let other: string

/** Listens, prints port, pid and the inode of its socket, and creates each file whose name it is sent. */
const listener = `
const server = require('node:net').createServer().listen(0, '127.0.0.1', () => {
  const link = require('node:fs').readlinkSync('/proc/self/fd/' + server._handle.fd)
  console.log(server.address().port, process.pid, link.replace(/\\D/g, ''))
})
process.stdin.on('data', (told) => {
  const [path, text] = JSON.parse(told)
  require('node:fs').writeSync(require('node:fs').openSync(path, 'w'), text)
  console.log('open')
})
`

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'us-hostile-'))
  chmodSync(folder, 0o755)
  conf = join(folder, 'conf')
  other = join(folder, 'other')
  for (const each of [conf, other]) mkdirSync(each)
  writeFileSync(join(folder, session), listener)
})
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function start(args: readonly string[], inside: readonly string[] = []) {
  const [first = '', ...more] = [...inside, 'bash', '-c', 'exec -a java "$@"', 'bash', process.execPath, session, ...args]
  const child = spawn(first, more, { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] })
  children.push(child)
  const answer = () => new Promise<string>((resolve) => child.stdout.once('data', (data) => resolve(String(data))))
  const [port = 0, pid = 0, inode = 0] = (await answer()).split(' ').map(Number)
  const open = (name: string, text = '') => {
    child.stdin.write(JSON.stringify([name.startsWith('/proc/') ? name : join(folder, name), text]))
    return answer()
  }
  return { port, pid, inode, open }
}

async function find({ pid }: { pid: number }, confDir = conf) {
  const { processes } = await findProcesses(runner, 'localhost', confDir)
  return processes.find(({ identity }) => identity.pid === pid)
}

function look(...args: string[]) {
  return parseLook(spawnSync('sh', ['-s', '--', ...args], { input: lookScript, encoding: 'utf8' }).stdout)
}

describe.runIf(process.platform === 'linux')('a process that imitates another', () => {
  it('A process has the sockets of its descriptors, and none that only a file name imitates', async () => {
    const victim = await start(['--configDir', conf])
    const forger = await start(['--configDir', conf])
    await forger.open(`socket:[${victim.inode}]`)
    await forger.open(`x -> socket:[${victim.inode}]`)
    await forger.open(`x\nlrwx------ 1 0 0 64 Dec  1 06:56 7 -> socket:[${victim.inode}]`)
    await forger.open(`x\n\n`)
    expect((await find(forger))?.listens).toEqual([forger.port])
    expect(look('look', String(forger.pid))?.process?.ownPorts).toEqual([forger.port])
    const held = look('death', '999999', String(victim.port))?.listening?.find(({ port }) => port === victim.port)
    expect(held?.holders.map(({ pid }) => pid)).toEqual([victim.pid])
  })

  it('A process has its sockets in the listing, with any text on its command line', async () => {
    for (const text of ['QuorumPeer', 'org.apache.flink.runtime.taskexecutor.TaskManagerRunner']) {
      const one = await start(['--configDir', conf, `-Dtext=${text}`])
      expect((await find(one))?.listens).toEqual([one.port])
    }
  })

  it('A process whose command line names two conf folders has the first, as in Flink', async () => {
    const one = await start(['--configDir', other, '--configDir', conf])
    expect([(await find(one))?.usesConfDir, (await find(one, other))?.usesConfDir]).toEqual([false, true])
  })

  it('A process whose name has a line break is found, by dash and bash', async () => {
    const one = await start(['--configDir', conf])
    const known = await find(one)
    await one.open('/proc/self/comm', 'a) \nb')
    expect(readFileSync(`/proc/${one.pid}/stat`, 'utf8').split('\n')).toHaveLength(3)
    const { pid, start: startTicks, boot } = known!.identity
    for (const shell of ['sh', 'bash']) {
      const args = ['-s', '--', '0', String(pid), startTicks, boot]
      expect(spawnSync(shell, args, { input: waitScript, encoding: 'utf8' })).toMatchObject({ stdout: 'understudy there\n', stderr: '' })
    }
    expect(await find(one)).toEqual({ ...known, ageMs: expect.any(Number) })
  })
})

describe.runIf(canMount)('a process with other mounts', () => {
  it('A process with other mounts has the folder that it sees, also through a link to an absolute path', async () => {
    for (const each of ['flink/conf', 'versions/conf', 'linked', 'theirs/conf']) mkdirSync(join(folder, each), { recursive: true })
    symlinkSync(join(folder, 'versions'), join(folder, 'linked', 'to'))
    symlinkSync('to/./x/../conf', join(folder, 'linked', 'conf'))
    mkdirSync(join(folder, 'theirs', 'x'))
    const mounts = `mount --bind ${folder}/linked ${folder}/flink && mount --bind ${folder}/theirs ${folder}/versions && exec "$@"`
    const inside = ['unshare', '-m', 'sh', '-c', mounts, 'sh']
    for (const answered of [join(folder, 'flink', 'conf'), 'flink/conf']) {
      const one = await start(['--configDir', answered], inside)
      const isOf = async (name: string) => (await find(one, join(folder, name)))?.usesConfDir
      expect([await isOf('versions/conf'), await isOf('flink/conf'), await isOf('theirs/conf')]).toEqual([false, false, true])
    }
  })
})

describe('a host', () => {
  it('A host without a program that the listing needs is an error that names the program', async () => {
    const bin = join(folder, 'bin')
    const tools = ['awk', 'base64', 'cat', 'cksum', 'date', 'grep', 'head', 'id', 'ls', 'readlink', 'sed', 'stat', 'tr']
    const folders = (process.env.PATH ?? '').split(delimiter)
    for (const missing of ['base64', 'head', 'grep']) {
      mkdirSync(bin)
      for (const tool of tools.filter((each) => each !== missing)) {
        const at = spawnSync('sh', ['-c', `command -v ${tool}`], {
          encoding: 'utf8',
          env: { ...process.env, PATH: folders.join(delimiter) },
        })
        symlinkSync(at.stdout.trim(), join(bin, tool))
      }
      const bare = {
        run: async (_host: string, argv: readonly string[], { input }: { input: string }) => {
          const { status, stdout, stderr } = spawnSync('/bin/sh', argv.slice(1), { input, encoding: 'utf8', env: { PATH: bin } as never })
          return { code: status, stdout, stderr }
        },
      } as never
      await expect(findProcesses(bare, 'jm1', conf)).rejects.toThrow(`jm1 has no ${missing}`)
      rmSync(bin, { recursive: true })
    }
  })

  it('A host whose shell reads escapes in echo keeps the backslash of domain users', () => {
    const user = `id() { printf '%s\\n' 'CORP\\cary'; }\n`
    const { stdout } = spawnSync('dash', ['-s', '--', conf], { input: user + findScript, encoding: 'utf8' })
    expect(stdout).toContain('\nuser CORP\\cary\nnow ')
  })
})
