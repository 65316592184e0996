import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getFreePorts } from '@/e2e/lab/ports/free-ports'
import { startZooKeeper } from '@/lib/testing/real-zookeeper'
import { expect, shoot, test } from '../fixtures'
import { ClusterPage } from '../pages/cluster-page'

interface Conf {
  masters?: string
  conf?: string
}

/** Conf folders of clusters with one fault each, below one temporary folder. */
async function writeClusters(clusters: Record<string, Conf>): Promise<{ folder: string; file: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-bad-'))
  const lines = ['clusters:']
  for (const [id, { masters, conf }] of Object.entries(clusters)) {
    const confDir = join(folder, id, 'conf')
    await mkdir(confDir, { recursive: true })
    if (masters !== undefined) await writeFile(join(confDir, 'masters'), masters)
    if (conf !== undefined) await writeFile(join(confDir, 'flink-conf.yaml'), conf)
    lines.push(`  - id: ${id}`, `    confDir: ${confDir}`)
  }
  const file = join(folder, 'understudy.yaml')
  await writeFile(file, lines.join('\n'))
  return { folder, file }
}

const ha = (quorum: string, root = '/flink') =>
  `high-availability: zookeeper\nhigh-availability.zookeeper.quorum: ${quorum}\nhigh-availability.zookeeper.path.root: ${root}\nhigh-availability.storageDir: file:///var/flink/ha\n`

/** Accepts and never answers: a port that is worse than a closed one. */
async function listenSilently(): Promise<{ port: number; server: Server }> {
  const server = createServer((socket) => socket.on('error', () => {}))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return { port: (server.address() as { port: number }).port, server }
}

test('Each of nine broken clusters has a sentence of its own, none is called healthy, and none breaks the page of another', async ({
  page,
  pageErrors,
  startOwnConsole,
}) => {
  const zooKeeper = await startZooKeeper({ members: 1 })
  const silent = await listenSilently()
  const [closed] = await getFreePorts(1)
  const masters = `localhost:${closed}\n`
  const quorum = zooKeeper.connectString
  const { folder, file } = await writeClusters({
    'not-ha': { masters, conf: 'jobmanager.rpc.address: localhost\n' },
    'no-masters': { conf: ha(quorum, '/a') },
    'empty-masters': { masters: '# nobody\n\n', conf: ha(quorum, '/b') },
    'garbage-masters': { masters: ';rm -rf /:8081\n<script>alert(1)</script>:99999\n', conf: ha(quorum, '/c') },
    'not-running': { masters, conf: ha(quorum, '/d') },
    'quorum-refused': { masters, conf: ha(`localhost:${closed}`) },
    'quorum-silent': { masters, conf: ha(`127.0.0.1:${silent.port}`) },
    'quorum-unresolvable': { masters, conf: ha('no-such-host.invalid:2181') },
    'no-files': {},
  })
  try {
    const own = await startOwnConsole({ env: { UNDERSTUDY_CONFIG: file } })
    const expected: Record<string, RegExp> = {
      'not-ha': /^High availability is off/,
      'no-masters': /masters file/i,
      'empty-masters': /masters file/i,
      'garbage-masters': /masters/i,
      'not-running': /has written nothing to ZooKeeper|does not exist/,
      'quorum-refused': /quorum does not serve|ZooKeeper does not answer/,
      'quorum-silent': /ZooKeeper does not answer/,
      'quorum-unresolvable': /ZooKeeper does not answer/,
      'no-files': /none of Flink's files|configuration folder/i,
    }
    for (const [id, sentence] of Object.entries(expected)) {
      const cluster = new ClusterPage(page, own.url, id)
      await cluster.open()
      await expect(cluster.sentence(), id).toContainText(sentence)
      await expect(cluster.anyVerdict('unknown', 'no-leader'), `${id} is not healthy`).toBeVisible()
    }
    await page.goto(own.url)
    await expect(page.getByRole('link', { name: /not-running/ }).first()).toBeVisible()
    await shoot(page, 'clusters-bad-days')
    pageErrors.allow(/404/)
    const answer = await page.goto(`${own.url}/clusters/nowhere`)
    expect(answer?.status(), 'a cluster that does not exist').toBe(404)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    expect((await page.request.get(`${own.url}/healthz`)).ok()).toBe(true)
  } finally {
    silent.server.close()
    await zooKeeper.close()
    await rm(folder, { recursive: true, force: true })
  }
})

test('A mistake in understudy.yaml is shown with line and column, and goes once the file is corrected', async ({
  page,
  startOwnConsole,
}) => {
  const { folder, file } = await writeClusters({ one: { masters: 'localhost:1\n', conf: 'a: b\n' } })
  try {
    const own = await startOwnConsole({ env: { UNDERSTUDY_CONFIG: file } })
    await page.goto(own.url)
    await expect(page.getByRole('link', { name: /one/ }).first()).toBeVisible()
    const right = await readFile(file, 'utf8')
    const poll = (message: string) =>
      expect.poll(
        async () => {
          await page.reload()
          return page.locator('main').textContent()
        },
        { message },
      )
    await writeFile(file, 'clusters:\n  - id: one\n    confDirr: /nowhere\n')
    await poll('line and column').toMatch(/3:5|line 3/)
    await writeFile(file, right)
    await poll('no mistake any more').not.toMatch(/3:5|line 3/)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
