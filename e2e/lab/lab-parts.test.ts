import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findLoggedLeadership } from './cluster/leader-log'
import { deriveHaOptions } from './conf/flink-options'
import type { ConfSettings } from './conf/settings'
import { toFlinkConf, writeConf } from './conf/write-conf'
import { toZooCfg } from './conf/zoo-cfg'
import { deriveJavaRange, findJavaMajor } from './distribution/java'
import { compareVersions, isVersion } from './distribution/version'
import { endRun } from './process/end-processes'
import { findProcess, isRunning, signalProcess } from './process/identity'
import { findRecord, writeRecord } from './process/record'
import { waitUntil } from './wait/until'

const settings: ConfSettings = {
  flink: '1.20.1',
  keys: 'recovery',
  masters: ['localhost:8081'],
  workers: ['localhost'],
  connectString: 'localhost:2181',
  pathRoot: '/flink',
  storageFolder: '/run/storage/recovery',
  checkpointFolder: '/run/storage/checkpoints',
  scratchFolder: '/run/scratch',
  pidFolder: null,
  slots: 4,
  sessionTimeoutMs: null,
  bindHost: 'localhost',
  sshOptions: null,
  javaHome: null,
}

describe('configuration of a lab', () => {
  it('A lab’s configuration has the example’s six lines, in its order, with its comment', () => {
    expect(toFlinkConf(deriveHaOptions(settings))).toBe(
      [
        'recovery.mode: zookeeper',
        'recovery.zookeeper.quorum: localhost:2181',
        'recovery.zookeeper.path.root: /flink # important: customize per cluster',
        'state.backend: filesystem',
        'state.backend.fs.checkpointdir: file:///run/storage/checkpoints',
        'recovery.zookeeper.storageDir: file:///run/storage/recovery',
        '',
      ].join('\n'),
    )
  })

  it('A lab of Flink 2.x never sets `state.backend: filesystem`, where every job would fail', () => {
    for (const keys of ['recovery', 'current'] as const) {
      expect(deriveHaOptions({ ...settings, flink: '2.3.0', keys }).map(([key]) => key)).not.toContain('state.backend')
    }
  })

  it('A lab of Flink 2.x has numbers without quotes, which Flink’s scripts take for a part of the heap size', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'us-conf-'))
    mkdirSync(join(folder, 'flink', 'conf'), { recursive: true })
    await writeConf(join(folder, 'flink'), join(folder, 'conf'), { ...settings, flink: '2.3.0', keys: 'current', sessionTimeoutMs: 6_000 })
    const text = readFileSync(join(folder, 'conf', 'config.yaml'), 'utf8')
    expect(
      text
        .match(/^ *(?:mb|session-timeout|numberOfTaskSlots): .*$/gm)
        ?.map((line) => line.trim())
        .sort(),
    ).toEqual(['mb: 128', 'numberOfTaskSlots: 4', 'session-timeout: 6000'])
    rmSync(folder, { recursive: true })
  })

  it('A lab’s zoo.cfg has the example’s form', () => {
    const member = { id: 0, host: 'localhost', clientPort: 2181, peerPort: 2888, leaderPort: 3888, dataDir: '/run/zk' }
    expect(toZooCfg(member, [member]).split('\n')).toContain('server.0=localhost:2888:3888')
  })
})

describe('versions', () => {
  it('Versions of Flink compare by number', () => {
    expect(['2.0.0', '1.9.3', '1.20.1', '1.2.1', '1.20'].sort(compareVersions)).toEqual(['1.2.1', '1.9.3', '1.20', '1.20.1', '2.0.0'])
  })

  it('Nothing but a version of Flink reaches a command line', () => {
    fc.assert(fc.property(fc.string(), (text) => !isVersion(text) || /^[\d.]+$/.test(text)))
    expect(['2.3.0', '1.20.1'].every(isVersion)).toBe(true)
    expect(['2.3', '1.20.1; rm', '../2.3.0', '--help', '2.3.0\n'].some(isVersion)).toBe(false)
  })

  it('Old and new version strings of Java are read', () => {
    expect(findJavaMajor('openjdk version "17.0.15" 2025-04-15')).toBe(17)
    expect(findJavaMajor('java version "1.8.0_392"')).toBe(8)
    expect(findJavaMajor('openjdk version "21" 2023-09-19')).toBe(21)
    expect(findJavaMajor('command not found')).toBeNull()
    expect(deriveJavaRange('1.14.6')).toEqual({ min: 8, max: 11 })
    expect(deriveJavaRange('2.3.0')).toEqual({ min: 11, max: null })
  })
})

describe('leadership by the log', () => {
  const granted = (at: string, id: string) =>
    `2026-11-22 ${at} INFO  org.apache.flink.runtime.dispatcher.DispatcherRestEndpoint [] - http://localhost:8081 was granted leadership with leaderSessionID=${id}`
  const one = '11111111-1111-4111-8111-111111111111'
  const two = '22222222-2222-4222-8222-222222222222'

  it('The leader of a lab is the last one whose log grants it leadership', () => {
    expect(findLoggedLeadership([granted('10:00:00,000', one), granted('10:01:00,000', two)].join('\n'))).toEqual({
      at: '2026-11-22 10:01:00,000',
      leaderSessionId: two,
    })
  })

  it('A lab has no leader after leadership was lost or before it was granted', () => {
    const lost =
      '2026-11-22 10:02:00,000 INFO  org.apache.flink.runtime.dispatcher.DispatcherRestEndpoint [] - http://localhost:8081 lost leadership'
    expect(findLoggedLeadership([granted('10:00:00,000', one), lost].join('\n'))).toBeNull()
    expect(findLoggedLeadership('')).toBeNull()
  })

  it('The leader of a lab is the one whose dispatcher leads, also where another process leads the REST endpoint', () => {
    const dispatcher = (at: string, words: string) =>
      `2026-11-22 ${at} INFO  org.apache.flink.runtime.dispatcher.runner.DefaultDispatcherRunner [] - DefaultDispatcherRunner was ${words}`
    const grantedTo = dispatcher('10:00:00,100', `granted leadership with leader id ${two}. Creating new DispatcherLeaderProcess.`)
    expect(findLoggedLeadership([grantedTo, granted('10:00:00,200', one)].join('\n'))).toEqual({
      at: '2026-11-22 10:00:00,100',
      leaderSessionId: two,
    })
    const revoked = dispatcher('10:02:00,000', `revoked the leadership with leader id ${two}. Stopping the DispatcherLeaderProcess.`)
    expect(findLoggedLeadership([grantedTo, granted('10:00:00,200', one), revoked].join('\n'))).toBeNull()
  })
})

describe('processes', () => {
  it('A process is known by pid and start time, and another one with that pid is never signalled', () => {
    const own = findProcess(process.pid)
    expect(own?.pid).toBe(process.pid)
    expect(own && isRunning(own)).toBe(true)
    const impostor = { pid: process.pid, startedAt: 'another time' }
    expect(isRunning(impostor)).toBe(false)
    expect(signalProcess(impostor, 'SIGKILL')).toBe(false)
  })

  it('A recorded pid that belongs to another process by now is left alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'understudy-record-'))
    writeRecord(folder, { owner: { pid: 1, startedAt: '0' }, processes: [{ name: 'old', pid: process.pid, startedAt: 'another time' }] })
    expect(findRecord(folder)?.processes).toHaveLength(1)
    expect(await endRun(folder, 0)).toEqual([])
    rmSync(folder, { recursive: true })
  })
})

describe('waiting', () => {
  it('A wait that times out reports what was awaited, what was seen, and the last error as its cause', async () => {
    const failing = waitUntil('the sun rises', { within: 50, every: 10, seen: () => 'It is night.' }, () => {
      throw new Error('dark')
    })
    await expect(failing).rejects.toMatchObject({ message: 'Not within 0.05 s: the sun rises. It is night.', cause: { message: 'dark' } })
  })

  it('A wait returns what its probe found', async () => {
    let looks = 0
    expect(await waitUntil('three looks', { within: 1000, every: 1 }, () => (++looks === 3 ? looks : null))).toBe(3)
  })
})
