import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitUntil } from '@/e2e/lab'
import { getJournal } from '@/lib/journal/database'
import { renewLease } from '@/lib/journal/leases'
import { createZooKeeperClient, type ZooKeeperClient } from '@/lib/sources/zookeeper/client'
import { startZooKeeper, type RealZooKeeper } from '@/lib/testing/real-zookeeper'
import { acknowledgeRuns, readRuns, saveSettings } from '@/lib/takeover/autopilot/autopilot-store'
import { writeBackup } from '../dangling/backup-file'
import { listBackups, noteBackup } from '../dangling/backups-table'
import { collectBackup } from '../dangling/collect-backup'
import { readFreshTree } from '../dangling/fresh-tree'
import { leaseLengthMs, toLeaseName } from '../run/live-operation'
import { createStore } from '../run/store'
import type { StandInLook } from '../testing/stand-in/cluster'
import { startStandIns, type StandIns } from '../testing/stand-in/start-stand-ins'
import { startControl, type Control } from '../testing/start-control'
import { startReplica, type Replica } from '../testing/start-replica'
import { cases, leftJob, taken, type Back, type Case, type Seen } from '../testing/killed-console-cases'

const ids = Object.keys(cases)
/** The case whose operation the next console finds before it is called interrupted. */
const earlySteps = 'hand-over-kill-begins'
/** A console with so many clusters may be kept from its database for longer than the 15 s that it has, where the machine is busy. */
const slowLeaseMs = 900_000
/** So many are put in order at once. */
const atOnce = 6

let ensemble: RealZooKeeper
let standIns: StandIns
let replica: Replica
let control: Control
/** The test's own. */
let client: ZooKeeperClient
let dataDir: string
/** The state of each cluster a moment after the console was killed. */
const atDeath = new Map<string, unknown>()

const leftZnodes: Record<string, string> = {
  [`jobs/${leftJob}`]: '',
  [`jobs/${leftJob}/checkpoint_id_counter`]: '7',
  [`jobs/${leftJob}/checkpoints`]: 'x',
}
const jobZnodes: Record<string, string> = { [`jobgraphs/${leftJob}`]: 'x', [`jobgraphs/${leftJob}/locks`]: '', ...leftZnodes }
const fileOf = (id: string) => join(standIns.of(id).storage, 'default', 'completedCheckpoint0123456789ab')
/** Names in the storage directory, whatever they are, and the left job's znodes with their data. */
async function readLeft(id: string) {
  const place = { client, root: `/${id}/default`, names: {} }
  const znodes = [...(await readFreshTree(place)).nodes.values()].filter(({ path }) => path.includes(leftJob))
  return {
    files: readdirSync(join(fileOf(id), '..')),
    znodes: Object.fromEntries(znodes.map(({ path, data }) => [path, Buffer.from(data ?? []).toString()])),
  }
}
const toLeft = (id: string, back: Back) => ({
  files: back === 'nothing' || back === 'the job' ? [] : [basename(fileOf(id))],
  znodes: back === 'all' ? leftZnodes : back === 'the job' ? jobZnodes : {},
})
/** As if it had been removed by hand a while ago: znodes, which a console leaves alone for a minute, and a file. */
async function backUpAndRemove(id: string): Promise<void> {
  const place = { client, root: `/${id}/default`, names: {} }
  for (const [path, data] of Object.entries({ jobs: '', ...leftZnodes })) await client.create(`${place.root}/${path}`, Buffer.from(data))
  const backup = await collectBackup(
    [
      { kind: 'znodes', path: `jobs/${leftJob}` },
      { kind: 'file', path: fileOf(id) },
    ],
    { place, tree: await readFreshTree(place), clusterId: id },
  )
  await noteBackup(await getJournal(), id, { ...(await writeBackup(dataDir, backup)), content: [] })
  for (const path of Object.keys(leftZnodes).reverse()) await client.delete(`${place.root}/${path}`)
  await rm(fileOf(id))
}

/** `a` and `b` in requests and plans stand for the lines of masters. */
function toReal<T>(id: string, value: T): T {
  const [a = '', b = ''] = standIns.of(id).masters
  return JSON.parse(
    JSON.stringify(value).replaceAll(/"(stop-|start-|)([ab])"/g, (_, step: string, name: string) => `"${step}${name === 'a' ? a : b}"`),
  ) as T
}
function toSeen(id: string, { line, leads, processes }: StandInLook): Seen {
  const { masters } = standIns.of(id)
  const name = (master: string | null) => (master === masters[0] ? 'a' : 'b')
  const state = (at: number) => (processes[masters[at] ?? ''] === 'running' ? undefined : (processes[masters[at] ?? ''] as 'none'))
  return {
    line: line.map(name).join(''),
    leads: leads === null ? ('nobody' as never) : name(leads),
    ...(state(0) && { a: state(0) }),
    ...(state(1) && { b: state(1) as 'none' }),
  }
}
/** The state itself, not what the console says of it: line, leader, pids, files. */
async function look(id: string) {
  const cluster = standIns.of(id)
  const seen = await cluster.look()
  return { ...seen, pids: cluster.masters.map((master) => cluster.find(master)?.pid ?? null), left: await readLeft(id) }
}

const findBackup = async (id: string) => (await listBackups(await getJournal(), id))[0]!.name

/** Sets the lease of the operation that the dead console ran. */
async function setLease(id: string, ms: number): Promise<void> {
  const journal = await getJournal()
  const { id: holder } = (await createStore(journal).running()).find(({ clusterId }) => clusterId === id)!
  expect(await renewLease(journal, toLeaseName(id), holder, ms)).toBe(true)
}

async function suffer(id: string, { before }: Case): Promise<void> {
  const cluster = standIns.of(id)
  const [a = ''] = cluster.masters
  if (before === 'a killed' || before === 'a killed, autopilot on') await cluster.kill(a)
  if (before === 'a frozen') await cluster.freeze(a)
  if (before === 'a killed') await replica.ask({ cluster: id, do: 'sees', process: 'gone' })
  if (before === 'a frozen') await replica.ask({ cluster: id, do: 'sees', process: 'frozen' })
  if (before === 'a job is not run') await replica.ask({ cluster: id, do: 'forgettable', job: leftJob })
  if (before === 'a file dangles') await replica.ask({ cluster: id, do: 'dangles' })
}
async function runUntilHeld(id: string): Promise<void> {
  const one = cases[id]!
  const options = one.before === 'removed' ? { options: { backup: await findBackup(id) } } : {}
  await replica.ask({ cluster: id, do: 'hold', hold: toReal(id, { step: one.step, when: one.when }) })
  await replica.ask({ cluster: id, do: 'ready', count: 2 })
  await suffer(id, one)
  if (one.before !== 'a killed, autopilot on')
    await replica.ask({ cluster: id, do: 'start', request: toReal(id, { kind: one.kind, ...one.request, ...options }) })
  await replica.ask({ cluster: id, do: 'held' })
}

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'understudy-killed-'))
  // Longer than the test: a change after the console's death can then only be made by a process.
  const sessionTimeoutMs = 1_800_000
  ensemble = await startZooKeeper({ members: 1, config: [`maxSessionTimeout=${sessionTimeoutMs}`] })
  standIns = await startStandIns({
    servers: ensemble.connectString,
    sessionTimeoutMs,
    clusters: Object.fromEntries(ids.map((id) => [id, 2])),
  })
  const old = new Date(Date.now() - 600_000)
  process.env.UNDERSTUDY_DATA_DIR = dataDir
  client = createZooKeeperClient({ servers: ensemble.connectString })
  for (const id of ids.filter((each) => ['a file dangles', 'removed'].includes(cases[each]!.before ?? ''))) {
    await writeFile(fileOf(id), 'state')
    await utimes(fileOf(id), old, old)
    if (cases[id]!.before === 'removed') await backUpAndRemove(id)
  }
  for (const id of ids.filter((each) => cases[each]!.before === 'a job is not run'))
    for (const [path, data] of Object.entries({ jobs: '', jobgraphs: '', ...jobZnodes }))
      await client.create(`/${id}/default/${path}`, Buffer.from(data))
  replica = await startReplica({
    UNDERSTUDY_CONFIG: standIns.configFile,
    UNDERSTUDY_DATA_DIR: dataDir,
    REPLICA_LEASE_MS: String(slowLeaseMs),
  })
})
afterAll(async () => {
  await control?.close()
  await replica?.kill()
  await client?.close()
  await standIns?.close()
  await ensemble?.close()
  rmSync(dataDir, { recursive: true, force: true })
})

describe('a console that is killed with SIGKILL during operations on many clusters and started again', () => {
  it('Every operation is held at its step when the console is killed', async () => {
    for (const id of ids)
      if (cases[id]!.before === 'a killed, autopilot on') {
        await saveSettings(await getJournal(), id, { isOn: true, againAfterMs: 3_600_000, by: 'Olga' })
        await waitUntil(
          'the autopilot is ready',
          { within: 180_000 },
          async () => (await replica.ask({ cluster: id, do: 'autopilot' })).ready,
        )
      }
    await Promise.all(ids.map(runUntilHeld)).finally(() => replica.kill())
    for (const id of ids) await setLease(id, id === earlySteps ? slowLeaseMs : leaseLengthMs)
    for (const id of ids) atDeath.set(id, await look(id))
  })

  it('The next console first reports the operations as running elsewhere, admits no others, and then reports them as interrupted', async () => {
    control = await startControl({ env: { UNDERSTUDY_CONFIG: standIns.configFile }, dataDir, leaseMs: slowLeaseMs })
    await Promise.all(ids.map((id) => control.of(id).until('the picture is there', ({ leader }) => leader !== null)))
    const early = control.of(earlySteps)
    await early.until('it is told as running', ({ operation }) => operation?.kind === 'hand-over')
    await expect(early.start({ kind: 'hand-over' })).rejects.toMatchObject({ code: 'operation-running' })
    await setLease(earlySteps, 1)
    await waitUntil('all are told as interrupted', { within: 120_000, every: 200 }, async () =>
      (await control.operations.list({ limit: 100 })).every(({ state }) => state === 'interrupted'),
    )
    expect(await control.operations.list({ limit: 100 })).toHaveLength(ids.length)
  })

  it.each(ids)('The interrupted operation on cluster %s names its step and left the cluster as it was', async (id) => {
    const { kind, step, seen, before, back } = cases[id]!
    const [record] = await control.operations.list({ clusterId: id, limit: 1 })
    const real = toReal(id, step)
    const at = record!.steps.findIndex((each) => each.id === real)
    expect(record).toMatchObject({
      kind,
      state: 'interrupted',
      result: expect.stringMatching(
        new RegExp(`ended during step ${at + 1} of ${record!.steps.length}, “${record!.steps[at]!.title}”. Nothing was continued`),
      ) as string,
    })
    expect(record!.steps.map(({ state }) => state)).toEqual(
      record!.steps.map((_, place) => (place < at ? 'done' : place === at ? 'interrupted' : 'skipped')),
    )
    // A process that was being started, or an election that was under way, goes on without any console.
    await expect.poll(async () => toSeen(id, await look(id)), { timeout: 120_000 }).toEqual(seen)
    const now = await look(id)
    expect({ ...now, line: [], leads: null, pids: [] }).toEqual({
      ...(atDeath.get(id) as object),
      line: [],
      leads: null,
      pids: [],
      processes: now.processes,
    })
    expect(now.left).toEqual(
      back ? toLeft(id, back) : toLeft(id, before === 'a file dangles' && id !== 'remove-done' ? 'the file' : 'nothing'),
    )
    // What was removed is recorded as removed, even if no console recorded that it is done; and nothing is called restored before it was
    // seen to be.
    for (const { removedAt, restoredAt } of await listBackups(await getJournal(), id))
      expect([removedAt !== null, restoredAt]).toEqual([id === 'remove-done' || id === 'forget-done', null])
    // The console reports the actual state.
    await control.of(id).until('the picture tells the same', ({ leader, jobManagers }) => {
      const [a] = standIns.of(id).masters
      const inLine = jobManagers
        .filter((jm) => jm.inLine !== null)
        .sort((one, other) => one.inLine! - other.inLine!)
        .map(({ master }) => (master === a ? 'a' : 'b'))
        .join('')
      return (
        inLine === seen.line &&
        (leader?.master === a ? 'a' : 'b') === seen.leads &&
        leader?.process === (seen.leads === 'b' ? 'running' : seen.a === 'none' ? 'gone' : (seen.a ?? 'running'))
      )
    })
  })

  it('A killed autopilot has its run reported and does not act again before an acknowledgement', async () => {
    for (const id of ids.filter((each) => each.startsWith('autopilot'))) {
      const journal = await getJournal()
      const [run] = await waitUntil('its run is told', { within: 180_000, every: 200 }, async () =>
        ((runs) => runs[0]?.result !== 'running' && runs)(await readRuns(journal, id)),
      )
      expect(run).toMatchObject({
        result: 'failed',
        text: expect.stringContaining('Nothing was continued') as string,
        operationId: expect.any(String) as string,
        acknowledgedAt: null,
      })
      expect(await control.takeovers.findAutopilot(id)).toMatchObject({
        ready: false,
        needsAcknowledgement: true,
        sentence: expect.stringContaining('until an operator acknowledges') as string,
      })
      await acknowledgeRuns(journal, id, 'Olga')
    }
    expect((await control.operations.list({ limit: 100 })).filter(({ state }) => state !== 'interrupted')).toEqual([])
  })

  it('A new plan by an operator brings every interrupted cluster in order', async () => {
    const left = [...ids]
    const bringInOrder = async (id: string) => {
      const { then, before, says } = cases[id]!
      if (then === null) return
      const hand = control.of(id)
      const request = { ...toReal(id, then), ...(then.kind === 'restore-dangling' && { options: { backup: await findBackup(id) } }) }
      if (then.kind === 'remove-dangling') await hand.until('something dangles', ({ recovery }) => recovery.dangling.length > 0)
      const record = await hand.ended(await hand.start(request))
      expect(record, `${id}: ${record.result}`).toMatchObject({
        state: 'done',
        ...(says && { result: then.kind === 'forget-job' ? (expect.stringContaining(says) as string) : says }),
      })
      if (then.kind === 'hand-over')
        expect(record.steps.map(({ detail }) => detail)).toEqual(
          expect.arrayContaining([
            expect.stringMatching(/^It stopped within/),
            expect.stringContaining('left the election by itself; nothing had to be removed'),
          ]) as string[],
        )
      if (then.kind === 'forget-job') expect(await readLeft(id)).toEqual(toLeft(id, 'nothing'))
      if (then.kind === 'remove-dangling') expect((await readLeft(id)).files).toEqual([])
      if (then.kind === 'restore-dangling') {
        expect(await readLeft(id)).toEqual(
          toLeft(id, before === 'removed' ? 'all' : before === 'a job is not run' ? 'the job' : 'the file'),
        )
        expect((await listBackups(await getJournal(), id))[0]).toMatchObject({ restoredAt: expect.any(String) as string })
      }
      if (then.kind === 'fenced-takeover') expect(toSeen(id, await standIns.of(id).look())).toEqual(taken)
    }
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (let id = left.shift(); id !== undefined; id = left.shift()) await bringInOrder(id)
      }),
    )
  })
})
