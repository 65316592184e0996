import { readFile, truncate } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOperator, type Operator } from '@/e2e/fixtures/start-operator'
import { startLab, waitUntil, type Lab } from '@/e2e/lab'
import { createZooKeeperClient, type ZooKeeperClient } from '@/lib/sources/zookeeper/client'
import { listBackups } from './backups-table'
import { readFreshTree } from './fresh-tree'

/** What Flink writes into its log when the graph of a job cannot be read. */
const fatal = /Could not retrieve submitted (?:JobGraph|ExecutionPlan)/

describe.each(['2.3.0', '1.20.1'])('a job whose graph is broken, in Flink %s', (flink) => {
  let lab: Lab
  let east: Operator
  let client: ZooKeeperClient
  let doomed: string
  let other: string
  let graphFile: string
  let left: Record<string, string>

  beforeAll(async () => {
    lab = await startLab({ flink, masters: 2, jobs: 2, taskManagers: 1 })
    east = await startOperator({ confDir: lab.confDir, flinkHome: lab.flinkHome })
    client = createZooKeeperClient({ servers: lab.zookeepers.map(({ address }) => address).join(',') })
    ;[doomed = '', other = ''] = lab.jobs
    await lab.waitForCheckpoints()
    await east.sees('both jobs run', ({ recovery }) => recovery.jobs.filter(({ verdict }) => verdict === 'recoverable').length === 2)
    graphFile = fileURL(find(doomed)!.graph!.path!)
  })
  afterAll(async () => {
    await client?.close()
    await east?.close()
    await lab?.close()
  })

  const find = (jobId: string) => east.snapshot().recovery.jobs.find((job) => job.jobId === jobId)
  const fileURL = (uri: string) => decodeURI(uri.replace(/^file:/, ''))
  /** All of the job's znodes that no session holds, with their data. */
  async function readZnodes(jobId: string): Promise<Record<string, string>> {
    const { nodes } = await readFreshTree({ client, root: '/flink/default', names: {} })
    const own = [...nodes.values()].filter(({ path, stat }) => path.includes(jobId) && stat.ephemeralOwner === '0x0')
    return Object.fromEntries(own.map(({ path, data }) => [path, Buffer.from(data ?? []).toString('base64')]))
  }
  const areDown = () => lab.masters.every((master) => !master.isRunning())
  const runs = ({ state, tasks }: NonNullable<ReturnType<typeof find>>) => state === 'running' && tasks?.running === tasks?.total

  it('It is not forgotten while the leader runs it, and the refusal says how to cancel it', async () => {
    const { checks, steps } = await east.plan('forget-job', doomed)
    expect(checks[0]).toMatchObject({ level: 'refusal', text: expect.stringContaining(`\`flink cancel ${doomed}\``) })
    expect(steps).toEqual([])
    await expect(east.operate('forget-job', doomed)).rejects.toMatchObject({ code: 'operation-refused' })
  })

  it('It ends every JobManager that begins to lead, again and again', async () => {
    for (const master of lab.masters) await master.kill()
    await truncate(graphFile, 100)
    for (let round = 0; round < 2; round++) {
      for (const master of lab.masters) await master.start()
      await waitUntil('both have ended', { within: 180_000, every: 200 }, areDown)
    }
    expect(await lab.masters[0]!.process.readLog()).toMatch(fatal)
  })

  it('It is forgotten while JobManagers are started again and end again, and the other job is recovered', async () => {
    let isWatching = true
    // A supervisor: what ended is started again.
    const supervisor = (async () => {
      while (isWatching) {
        for (const master of lab.masters) if (!master.isRunning()) await master.start()
        await new Promise((resolve) => setTimeout(resolve, 300))
      }
    })()
    try {
      await waitUntil('the crash loop is seen and the job may be forgotten', { within: 120_000, every: 200 }, async () => {
        const { checks, steps } = await east.plan('forget-job', doomed)
        return steps.length > 0 && !checks.some(({ level }) => level === 'refusal')
      })
      left = await readZnodes(doomed)
      const plan = await east.plan('forget-job', doomed)
      const named = plan.steps[1]!.commands.join('\n')
      for (const path of Object.keys(left)) expect(named).toMatch(new RegExp(`delete -v \\d+ /flink/default/${path}(?:$|\\n| )`))
      expect(named).toContain(`rm ${graphFile}`)
      const record = await east.operate('forget-job', doomed)
      expect(record, record.result ?? '').toMatchObject({ state: 'done', result: expect.stringContaining('1 removed') })
      expect(await readZnodes(doomed)).toEqual({})
      await expect(readFile(graphFile)).rejects.toThrow('ENOENT')
      await east.sees(
        'the other job runs',
        ({ leader }) => leader?.process === 'running' && find(other) !== undefined && runs(find(other)!),
        240_000,
      )
      expect(find(doomed)).toBeUndefined()
      expect(Object.keys(left)).toContain(`jobs/${doomed}/checkpoint_id_counter`)
      expect(Object.keys(await readZnodes(other)).length).toBeGreaterThan(3)
    } finally {
      isWatching = false
      await supervisor
    }
  })

  it('Restoring the back-up writes the same znodes and the broken file back', async () => {
    for (const master of lab.masters) await master.stop()
    await east.sees('nobody is in line', ({ jobManagers }) => jobManagers.every(({ inLine }) => inLine === null))
    const [backup] = await listBackups(east.journal, 'east')
    const options = { backup: backup!.name }
    const { checks } = await east.plan('restore-dangling', null, { options })
    expect(checks).toContainEqual(expect.objectContaining({ code: 'registers-job', text: expect.stringContaining(doomed) }))
    expect(await east.operate('restore-dangling', null, { options })).toMatchObject({ state: 'done' })
    expect(await readZnodes(doomed)).toEqual(left)
    expect(await readFile(graphFile)).toHaveLength(100)
    expect((await listBackups(east.journal, 'east'))[0]).toMatchObject({ removedAt: expect.any(String), restoredAt: expect.any(String) })
  })

  it('While no JobManager takes part it is forgotten whatever its graph is, and one that starts then stays', async () => {
    const record = await east.operate('forget-job', doomed)
    expect(record, record.result ?? '').toMatchObject({
      state: 'done',
      result: expect.stringContaining('Start the JobManagers that are down'),
    })
    expect(await readZnodes(doomed)).toEqual({})
    await lab.masters[0]!.start()
    await east.sees('the other job runs', () => find(other) !== undefined && runs(find(other)!), 240_000)
  })
})
