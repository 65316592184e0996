import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '@/lib/model/actor'
import { aFakeConsole, type FakeConsole } from '@/lib/testing/a-fake-console'
import { aJournalPlace, type TestJournals } from '@/lib/testing/a-journal'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import { Operations } from './run/operations'
import { createTakeoverContext } from '@/lib/takeover/autopilot/takeover-context'
import { identifyJobManager } from '@/lib/takeover/identities/identify'
import { verbs } from './verbs/all'

const hasSsh = spawnSync('ssh', ['-V']).status === 0
if (!hasSsh)
  console.warn('\nSKIPPED: what a cluster’s files have real ssh do. There is no ssh here (Debian: apt-get install openssh-client).\n')

const ada: Actor = { kind: 'person', id: 'ada', name: 'Ada', role: 'operator' }
const log = pino({ level: 'silent' })
let folder: string
let place: TestJournals
/** Files that a program would create if ssh ran it. */
let marker: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-ssh-'))
  marker = join(folder, 'ran')
  place = aJournalPlace()
})
afterEach(async () => {
  await place.close()
  await rm(folder, { recursive: true, force: true })
})

/** A cluster whose second master is on another machine and whose conf folder is not to be trusted. */
async function aCluster(sshOpts: string, sshOptions: string | null = null): Promise<FakeConsole> {
  const confDir = join(folder, 'conf')
  await mkdir(confDir, { recursive: true })
  await writeFile(join(confDir, 'masters'), '192.0.2.1:8081\n')
  await writeFile(
    join(confDir, 'flink-conf.yaml'),
    `high-availability: zookeeper\nhigh-availability.zookeeper.quorum: 127.0.0.1:1\nenv.ssh.opts: ${sshOpts}\n`,
  )
  const fake = aFakeConsole({
    findSettings: (id) => ({
      id,
      name: id,
      confDir,
      flinkHome: folder,
      zookeeper: null,
      hosts: { control: 'ssh', sshOptions, memberConfDirs: {} },
      webUi: null,
    }),
  })
  const { cluster, jobManagers } = aSnapshot()
  fake.publish({ cluster: { ...cluster, control: 'ssh' }, jobManagers: [{ ...jobManagers[1]!, master: '192.0.2.1:8081' }] })
  return fake
}
const environment = (over: Record<string, string> = {}): NodeJS.ProcessEnv => ({
  NODE_ENV: 'test',
  PATH: process.env.PATH ?? '',
  HOME: folder,
  ...over,
})

/** What the readiness tracker asks of a standby's host once it has read the election: no click. @returns why it is not identified */
async function identify(fake: FakeConsole, own: NodeJS.ProcessEnv): Promise<unknown> {
  const ground = createTakeoverContext(fake, 'east', { dataDir: folder, environment: own })
  const { snapshot } = fake.findSnapshot('east')!
  const [jm] = snapshot.jobManagers
  const latch = {
    path: '/flink/default/leader/latch/_c_1-latch-0000000001',
    owner: jm!.zkSessionId!,
    version: 0,
    czxid: '0x1',
    sequence: 1,
  }
  const reading = { at: Date.now(), isFresh: true, layout: 'process' as const, latches: [latch], strays: [], leaders: [], locks: [] }
  try {
    const hosts = await ground.getHosts()
    return await identifyJobManager({ hosts: hosts!, reading, snapshot, known: new Set() }, jm!)
  } finally {
    await ground.close()
  }
}

/** The operator requests the plan alone. @returns the answer */
async function plan(fake: FakeConsole, own: NodeJS.ProcessEnv): Promise<string> {
  const operations = new Operations({ console: fake, verbs, dataDir: folder, environment: own, log, getJournal: () => place.open() })
  try {
    const asked = {
      clusterId: 'east',
      actor: ada,
      from: '::1',
      request: { kind: 'stop-jobmanager' as const, target: '192.0.2.1:8081', dryRun: true },
    }
    return JSON.stringify(await operations.plan(asked, AbortSignal.timeout(60_000)).catch((error: Error) => error.message))
  } finally {
    await operations.close()
  }
}

/** The ways of the review by which a program ran, and the one that never did. */
const spellings = (program: string, configFile: string) => [
  `-o =ProxyCommand=${program}`,
  `-o "ProxyCommand"=${program}`,
  `-o"ProxyCommand"${program}`,
  `-F ${configFile}`,
  `-F${configFile}`,
  `-o ProxyCommand=${program}`,
  `-o =KnownHostsCommand=${program}`,
]

describe.runIf(hasSsh)('a program that a cluster’s env.ssh.opts would have ssh run', () => {
  it('A dry run does not run a program named in env.ssh.opts, and its answer names the option', async () => {
    const configFile = join(folder, 'config')
    await writeFile(configFile, `ProxyCommand touch ${marker}\n`)
    for (const spelling of spellings(`touch\${IFS}${marker}`, configFile)) {
      const answer = await plan(await aCluster(spelling), environment())
      expect({ spelling, ran: existsSync(marker) }).toEqual({ spelling, ran: false })
      expect(answer, spelling).toMatch(/in env\.ssh\.opts is not taken from a cluster’s files/)
    }
  })

  it('Background identification of processes does not run a program named in env.ssh.opts', async () => {
    const answer = await identify(await aCluster(`-o =ProxyCommand=touch\${IFS}${marker}`), environment())
    expect(answer).toMatch(/in env\.ssh\.opts is not taken from a cluster’s files/)
    expect(existsSync(marker)).toBe(false)
  })

  it('A program named in the console’s own ssh options is run', async () => {
    const configFile = join(folder, 'config')
    await writeFile(configFile, `ProxyCommand touch ${marker}\n`)
    await plan(await aCluster('-o =ProxyCommand=false', `-F ${configFile}`), environment())
    expect(existsSync(marker)).toBe(true)
  })
})

describe('the background look at hosts', () => {
  /** An ssh that records its arguments and ends. */
  async function aRecordingSsh(): Promise<{ path: string; calls: () => Promise<string> }> {
    const bin = join(folder, 'bin')
    await mkdir(bin)
    await writeFile(join(bin, 'ssh'), `#!/bin/sh\nprintf '%s ' "$@" >> ${marker}\nexit 255\n`)
    await chmod(join(bin, 'ssh'), 0o755)
    return { path: `${bin}${delimiter}${process.env.PATH}`, calls: () => readFile(marker, 'utf8').catch(() => '') }
  }

  it('Background identification calls ssh with the harmless options of the cluster’s files', async () => {
    const ssh = await aRecordingSsh()
    await identify(await aCluster('-p 2222 -l flink'), environment({ PATH: ssh.path }))
    expect(await ssh.calls()).toMatch(/ -p 2222 -l flink .* -- 192\.0\.2\.1 /s)
  })

  it('Background identification does not call ssh at all with hostile options of the cluster’s files', async () => {
    const ssh = await aRecordingSsh()
    const answer = await identify(await aCluster('-o =ProxyCommand=id'), environment({ PATH: ssh.path }))
    expect(answer).toMatch(/is not taken from a cluster’s files/)
    expect(await ssh.calls()).toBe('')
  })
})
