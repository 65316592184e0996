import { spawnSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toLogLines } from '@/lib/model/log-end'
import { createHostRunner } from './create-runner'
import { listLogFiles, readLogEnd } from './log-files'

const runner = createHostRunner({ control: 'local', ssh: { options: [], socketFolder: null } })
const host = 'localhost'
const listening = '2026-12-01 12:00:00,001 INFO  x [] - Rest endpoint listening at localhost:8081'
const own = 'flink-root-standalonesession-0-host.log'
let folder: string

beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'log files ')))) // with a space, as folders may have
afterEach(() => rm(folder, { recursive: true, force: true }))

const write = async (name: string, text: string | Buffer, secondsAgo = 0) => {
  await writeFile(join(folder, name), text)
  const at = Math.floor(Date.now() / 1_000) - secondsAgo
  await utimes(join(folder, name), at, at)
  return at * 1_000
}
const list = async () => {
  const listed = await listLogFiles(runner, host, folder)
  return listed.state === 'listed' ? listed.files : listed.state
}

describe('the logs of a host', () => {
  it('Logs of JobManagers are listed newest first, with the lines that say whose they are', async () => {
    const before = await write('flink-root-standalonesession-1-host.log', 'noise\n', 60)
    const now = await write(own, `noise\n${listening}\nmore\n`)
    await write('flink-root-taskexecutor-0-host.log', listening)
    await write('flink-root-standalonesession-0-host.out', listening)
    await write('notes.log', listening)
    expect(await list()).toEqual([
      { folder, name: own, modifiedAt: now, bytes: `noise\n${listening}\nmore\n`.length, told: `${listening}\n` },
      { folder, name: 'flink-root-standalonesession-1-host.log', modifiedAt: before, bytes: 6, told: '' },
    ])
  })

  it('Links, folders and pipes that are named like a log are not read, and a name with a line break is no other file', async () => {
    await writeFile(join(folder, 'secret'), `${listening}\nsecret\n`)
    await symlink(join(folder, 'secret'), join(folder, own))
    await mkdir(join(folder, 'flink-a-standalonesession-1-host.log'))
    spawnSync('mkfifo', [join(folder, 'flink-a-standalonesession-2-host.log')])
    await write('flink-x\nsecret\n-standalonesession-3-host.log', listening)
    expect(await list()).toEqual([])
    for (const name of [own, '../secret', 'secret', 'flink-x/../../secret.log', 'flink-a-standalonesession-2-host.log'])
      expect(await readLogEnd(runner, host, { folder, name })).toBeNull()
  })

  it('A folder that is missing or may not be read is told apart', async () => {
    expect(await listLogFiles(runner, host, join(folder, 'none'))).toEqual({ state: 'missing' })
    await chmod(folder, 0o000)
    const expected = process.getuid?.() === 0 ? 'listed' : 'unreadable'
    expect((await listLogFiles(runner, host, folder)).state).toBe(expected)
    await chmod(folder, 0o700)
  })

  it('The end of a log is read, at most 64 KB of it, also of a log with holes of a terabyte', async () => {
    const now = await write(own, `${'x'.repeat(100_000)}\nlast\n`)
    const read = await readLogEnd(runner, host, { folder, name: own })
    expect(read).toMatchObject({ modifiedAt: now, size: 100_006 })
    expect([read!.bytes.length, Buffer.from(read!.bytes).subarray(-5).toString()]).toEqual([65_536, 'last\n'])
    await truncate(join(folder, own), 1024 ** 4)
    const huge = await readLogEnd(runner, host, { folder, name: own })
    expect(huge?.bytes.length).toBe(65_536)
    expect(toLogLines(huge!.bytes, false)).toEqual([])
  })

  it('A log of any bytes is read as it is, and its listing cannot be forged', async () => {
    const forged = Buffer.concat([Buffer.from([0, 255, 254, 10]), Buffer.from(`understudy end\nfile 1 1\nname:\nZmFsc2U=\n${listening}\n`)])
    await write(own, forged)
    expect(await list()).toMatchObject([{ name: own, told: `${listening}\n` }])
    const read = await readLogEnd(runner, host, { folder, name: own })
    expect(Buffer.from(read!.bytes).equals(forged)).toBe(true)
  })

  it('A folder with thousands of logs is listed with the twelve newest', async () => {
    for (let n = 0; n < 40; n++) await write(`flink-root-standalonesession-${n}-host.log`, `${n}`, n)
    const files = await list()
    expect((files as { name: string }[]).map(({ name }) => Number(/-(\d+)-host/.exec(name)?.[1]))).toEqual(
      Array.from({ length: 12 }, (_, n) => n),
    )
  })
})
