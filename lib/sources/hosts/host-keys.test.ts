import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getFreePorts } from '@/e2e/lab/ports/free-ports'
import { waitUntil } from '@/e2e/lab/wait/until'
import { createHostRunner } from './create-runner'

const sshd = '/usr/sbin/sshd'
const isPossible = existsSync(sshd) && spawnSync('ssh', ['-V']).error === undefined
if (!isPossible) console.warn('\nSKIPPED: host keys. They need ssh and sshd (Debian: apt-get install openssh-server).\n')

let folder: string
let port: number
let server: ChildProcess | null = null
beforeAll(async () => {
  if (!isPossible) return
  folder = await mkdtemp(join(tmpdir(), 'us-host-keys-'))
  ;[port = 0] = await getFreePorts(1)
  for (const name of ['host', 'other', 'user']) spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, name)])
  const settings = {
    Port: port,
    ListenAddress: '127.0.0.1',
    HostKey: join(folder, 'host'),
    AuthorizedKeysFile: join(folder, 'user.pub'),
    PidFile: 'none',
    StrictModes: 'no',
    UsePAM: 'no',
  }
  await writeFile(
    join(folder, 'sshd_config'),
    Object.entries(settings)
      .map((setting) => `${setting.join(' ')}\n`)
      .join(''),
  )
  spawnSync('mkdir', ['-p', '/run/sshd'])
  server = spawn(sshd, ['-D', '-e', '-f', join(folder, 'sshd_config')], { stdio: 'ignore' })
  await waitUntil('sshd listens', { within: 60_000 }, () => listens(port))
})
afterAll(async () => {
  server?.kill('SIGKILL')
  if (folder) await rm(folder, { recursive: true, force: true })
})

function listens(at: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(at, '127.0.0.1')
    const end = (answer: boolean) => () => (socket.destroy(), resolve(answer))
    socket.once('connect', end(true)).once('error', end(false))
  })
}

/** @param known the host's key in known_hosts */
async function runThere(known: 'host' | 'other' | null, marks: string): Promise<unknown> {
  const file = join(folder, `known-${known}`)
  const key = known && (await readFile(join(folder, `${known}.pub`), 'utf8'))
  await writeFile(file, key === null ? '' : `[jm9.invalid]:${port} ${key}[127.0.0.1]:${port} ${key}`)
  const sets = { HostName: '127.0.0.1', User: userInfo().username, UserKnownHostsFile: file, GlobalKnownHostsFile: '/dev/null' }
  const options = [
    '-F',
    'none',
    '-p',
    String(port),
    '-i',
    join(folder, 'user'),
    ...Object.entries(sets).flatMap((one) => ['-o', one.join('=')]),
  ]
  const runner = createHostRunner({ control: 'ssh', ssh: { options, socketFolder: null } })
  return runner.run('jm9.invalid', ['touch', join(folder, marks)], { deadlineMs: 600_000 }).finally(() => runner.close())
}

describe.runIf(isPossible)('a host over ssh', () => {
  it('A host whose key was accepted runs the command', async () => {
    expect(await runThere('host', 'asked')).toMatchObject({ code: 0 })
    expect(existsSync(join(folder, 'asked'))).toBe(true)
  })

  it.each([
    ['whose key nobody accepted', null, 'ssh refuses jm9.invalid: its key was not accepted here. Run “ssh jm9.invalid” once'],
    ['whose key is another than the accepted one', 'other', 'ssh refuses jm9.invalid: its key is another than the one in known_hosts.'],
  ] as const)('A host %s is refused with what to do, runs nothing, and its key is not saved', async (_which, known, text) => {
    await expect(runThere(known, 'never')).rejects.toMatchObject({ name: 'HostError', message: expect.stringContaining(text) as string })
    expect(existsSync(join(folder, 'never'))).toBe(false)
    expect(await readFile(join(folder, `known-${known}`), 'utf8')).not.toContain(
      (await readFile(join(folder, 'host.pub'), 'utf8')).split(' ')[1],
    )
  })
})
