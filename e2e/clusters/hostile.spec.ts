import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getFreePorts } from '@/e2e/lab/ports/free-ports'
import type { MultiOperation } from '@/lib/sources/zookeeper/messages/multi'
import { startFakeJobManager, type FakeServer } from '@/lib/testing/fake-job-manager'
import { startZooKeeper, type RealZooKeeper } from '@/lib/testing/real-zookeeper'
import { startClusterWriter, type ClusterWriter } from '@/scripts/bench/processes/write-clusters'
import { layOutCluster } from '@/scripts/bench/trees/lay-out-cluster'
import { planCluster, type ClusterPlan } from '@/scripts/bench/trees/plan-cluster'
import { startFakes } from '@/scripts/bench/trees/start-fakes'
import { writeUnderstudyFile } from '@/scripts/bench/trees/write-understudy'
import { expect, shoot, test } from '../fixtures'
import { ClusterPage } from '../pages/cluster-page'

type Respond = Parameters<typeof startFakeJobManager>[0]['current']

const mischief: Record<string, Respond> = {
  html: (_, response) =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end('<html><script>document.title = "owned"</script></html>'),
  'only-500': (_, response) =>
    void response.writeHead(500, { 'content-type': 'application/json' }).end('{"errors":["<img src=x onerror=alert(1)>"]}'),
  nonsense: (_, response) =>
    void response
      .writeHead(200, { 'content-type': 'application/json' })
      .end('{"flink-version": {"toString": 1}, "jobs": "many", "__proto__": {"polluted": true}}'),
  never: () => {},
  // 100 MB, in pieces, for as long as the client reads.
  endless: (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const piece = Buffer.alloc(1 << 20, '[')
    let left = 100
    const write = () => {
      while (left-- > 0 && response.write(piece));
      if (left <= 0) response.end()
    }
    response.on('drain', write).on('error', () => {})
    write()
  },
}

/** What the page shows for each, in the verdict or a reason under it. */
const sentences: Record<string, RegExp> = {
  denied: /may not be read|no right|denied/i,
  many: /More than 200 znodes cannot be understood/,
  garbage: /does not begin with the stream magic/i,
  html: /answers an HTML page, not JSON/i,
  'only-500': /answers 500 to \/config/i,
  nonsense: /answers JSON of another shape/i,
  never: /has answered nothing|does not answer/i,
  endless: /is larger than \d+ bytes/i,
}

/** Clusters made from one recording, in one real ZooKeeper: one healthy, each other one hostile in its own way. */
class HostileStage {
  private constructor(
    readonly zooKeeper: RealZooKeeper,
    readonly config: string,
    private readonly closers: (() => Promise<unknown>)[],
  ) {}

  static async start(): Promise<HostileStage> {
    const folder = await mkdtemp(join(tmpdir(), 'understudy-hostile-'))
    const zooKeeper = await startZooKeeper({ members: 1, tickTimeMs: 2000, config: ['maxSessionTimeout=120000'] })
    const writer = startClusterWriter()
    const closers: (() => Promise<unknown>)[] = [
      () => rm(folder, { recursive: true, force: true }),
      () => zooKeeper.close(),
      () => writer.close(),
    ]
    const clusters: { id: string; confDir: string }[] = []
    for (const id of ['well', ...Object.keys(sentences)]) {
      const [leader = 0, standby = 0] = await getFreePorts(2)
      const plan = planCluster({ id, version: '2.3.0', folder: join(folder, id), ports: [leader, standby], jobs: 1 })
      clusters.push({ id, confDir: layOutCluster(plan, zooKeeper.members[0]?.port ?? 0) })
      closers.push(await startMasters(plan))
      await writeTree(plan, zooKeeper, writer)
    }
    return new HostileStage(zooKeeper, writeUnderstudyFile(folder, clusters), closers)
  }

  async close(): Promise<void> {
    for (const close of this.closers.reverse()) await close()
  }
}

async function startMasters(plan: ClusterPlan): Promise<() => Promise<unknown>> {
  const current = mischief[plan.id]
  if (!current) return startFakes(plan)
  const fakes: FakeServer[] = []
  for (const port of plan.ports) fakes.push(await startFakeJobManager({ current }, port))
  return () => Promise.all(fakes.map((fake) => fake.kill()))
}

async function writeTree(plan: ClusterPlan, { connectString }: RealZooKeeper, writer: ClusterWriter): Promise<void> {
  if (plan.id === 'denied') return writer.createDenied(connectString, `${plan.pathRoot}/default`)
  await writer.writeTree(connectString, plan)
  const spoil = spoiled[plan.id]
  if (spoil) await writer.write(connectString, spoil(plan))
}

const spoiled: Record<string, (plan: ClusterPlan) => MultiOperation[]> = {
  garbage: ({ nodes }) =>
    nodes
      .filter(({ owner, data }) => owner === null && data.length > 60)
      .map(({ path }) => ({ kind: 'setData', path, data: Buffer.from('aced0005737200ffffffff<script>', 'latin1'), version: -1 })),
  many: ({ pathRoot }) =>
    Array.from({ length: 20_000 }, (_, i) => ({
      kind: 'create',
      path: `${pathRoot}/default/execution-plans/<script>alert(${i})<`,
      data: Buffer.from('\u0000\ufffd<b>'),
      mode: 'persistent',
    })),
}

let stage: HostileStage

test.describe.configure({ mode: 'serial', timeout: 900_000 })
test.beforeAll(async () => {
  stage = await HostileStage.start()
})
test.afterAll(() => stage.close())

test('Hostile znodes and JobManagers are each named, never called protected, run no script, and leave the healthy cluster’s page working', async ({
  page,
  startOwnConsole,
}) => {
  const own = await startOwnConsole({ env: { UNDERSTUDY_CONFIG: stage.config } })
  const well = new ClusterPage(page, own.url, 'well')
  const expectWell = async () => {
    await well.open()
    await expect(well.sentence()).toContainText('and 1 of 1 job would resume')
  }
  await expect(async () => expectWell()).toPass()
  for (const [id, sentence] of Object.entries(sentences)) {
    const cluster = new ClusterPage(page, own.url, id)
    await cluster.open()
    await expect(page.locator('main'), id).toContainText(sentence)
    await expect(cluster.verdict('protected'), id).toHaveCount(0)
    await cluster.open('/zookeeper')
    await cluster.open('/recovery')
    expect(await page.title(), id).toContain('Understudy')
    await expectWell()
  }
  const many = new ClusterPage(page, own.url, 'many')
  await many.open()
  await shoot(page, 'cluster-hostile')
})

test('While ZooKeeper is down for a minute no cluster is called healthy, and once it is back all recover by themselves', async ({
  page,
  startOwnConsole,
}) => {
  const own = await startOwnConsole({ env: { UNDERSTUDY_CONFIG: stage.config } })
  const well = new ClusterPage(page, own.url, 'well')
  await expect(async () => {
    await well.open()
    await expect(well.sentence()).toContainText('would take over')
  }).toPass()
  const list = await page.context().newPage()
  await list.goto(own.url)
  const row = list.locator('tr[data-cluster="well"]')
  await expect(row).toHaveAttribute('data-level', /protected|at-risk/)
  await row.locator('[data-arrow]').focus()
  const [member] = stage.zooKeeper.members
  await member!.kill()
  await expect(well.anyVerdict('unknown', 'no-leader'), 'not healthy').toBeVisible()
  await expect(well.sentence()).toContainText(/ZooKeeper/)
  await shoot(page, 'cluster-zookeeper-gone')
  await expect(row, 'its row went to those of its verdict').toHaveAttribute('data-level', /unknown|no-leader/)
  await expect(row.locator('[data-arrow]'), 'and whoever stood on it goes on from there').toBeFocused()
  await list.keyboard.press('Home')
  await expect(list.locator('tr[data-cluster] [data-arrow]').first()).toBeFocused()
  await list.close()
  await page.waitForTimeout(60_000)
  await expect(well.anyVerdict('unknown', 'no-leader')).toBeVisible()
  await member!.restart()
  await stage.zooKeeper.untilServing()
  await expect(well.sentence(), 'healed').toContainText('would take over')
})
