import { expect, shoot, test } from './fixtures'
import { followSessions } from './fixtures/sign-in'
import { ClusterPage } from './pages/cluster-page'

/** Session of 6 s and a tick of 2 s: ZooKeeper ends it 4 to 8 s after a death; the election adds about a second. */
const TAKEOVER_MS = 20_000
const RECOVERY_MS = 60_000

test.describe.configure({ mode: 'serial' })

test('the first byte names leader, standby and checkpoint, without any script', async ({ browser, understudy, lab }) => {
  const leader = await lab.getLeader()
  const context = await browser.newContext({ javaScriptEnabled: false })
  await followSessions(context)
  const page = await context.newPage()
  await expect.poll(async () => {
    await page.goto(`${understudy.url}/clusters/default`)
    return page.getByRole('heading', { level: 1 }).textContent()
  }, { message: 'the sentence within 20 s of the start of the console', timeout: 20_000 }).toMatch(/^If .* would take over in 4–8 s, and 1 of 1 job would resume from a checkpoint at most .* old\.$/)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`If ${leader.master.master} failed now`)
  await context.close()
})

test('when the leader is killed, the page says within 2 s that its process is gone, then who takes over, then that the jobs run', async ({ page, understudy, lab }) => {
  const cluster = new ClusterPage(page, understudy.url)
  const { master: dead } = await lab.getLeader()
  const [standby] = await lab.findStandbys()
  await cluster.open()
  await expect(cluster.leader(dead.master, 'running')).toBeVisible()
  await expect(cluster.master(standby!.master, 'standby')).toBeVisible()
  await shoot(page, 'cluster-well')

  await dead.kill()
  await expect(cluster.leader(dead.master, 'gone'), 'gone within 2 s').toBeVisible({ timeout: 2_000 })
  await expect(cluster.verdict('no-leader')).toBeVisible({ timeout: 1_000 })
  await expect(cluster.sentence()).toContainText(`${dead.master} died`)
  await expect(cluster.sentence()).toContainText(`${standby!.master} should take over`)
  await shoot(page, 'cluster-leader-gone')

  await expect(cluster.leader(standby!.master, 'running'), `the standby leads within ${TAKEOVER_MS} ms`).toBeVisible({ timeout: TAKEOVER_MS })
  for (const phase of ['session-ended', 'standby-leads', 'rest-answers', 'jobs-running', 'first-checkpoint']) {
    await expect(page.locator(`[data-phase="${phase}"][data-reached="true"]`), `${phase} within ${RECOVERY_MS} ms`).toBeVisible({ timeout: RECOVERY_MS })
  }
  await expect(cluster.verdict('unprotected'), 'with the other one dead nobody could take over').toBeVisible()
  await shoot(page, 'cluster-after-takeover')

  await dead.start()
  await expect(cluster.master(dead.master, 'standby'), 'the restarted one stands by within 60 s').toBeVisible({ timeout: 60_000 })
  await expect(cluster.verdict('at-risk')).toBeVisible({ timeout: 5_000 })
})

test('when the leader is frozen, the page says so and that it is not dead; when it goes on, that too', async ({ page, understudy, lab }) => {
  const cluster = new ClusterPage(page, understudy.url)
  const { master: frozen } = await lab.getLeader()
  await cluster.open()
  await expect(cluster.leader(frozen.master, 'running')).toBeVisible()
  frozen.freeze()
  try {
    await expect(cluster.leader(frozen.master, 'frozen'), 'frozen within 7 s').toBeVisible({ timeout: 7_000 })
    const [other] = lab.masters.filter((master) => master !== frozen)
    await expect(cluster.leader(other!.master, 'running'), 'its session ends and the other one leads').toBeVisible({ timeout: TAKEOVER_MS })
  } finally {
    frozen.resume()
  }
  await expect(cluster.master(frozen.master, 'standby'), 'after SIGCONT it joins the line again within 60 s').toBeVisible({ timeout: 60_000 })
})

test('when the leader is stopped gracefully, the standby leads without waiting for a session', async ({ page, understudy, lab }) => {
  const cluster = new ClusterPage(page, understudy.url)
  await lab.waitForCheckpoints(1)
  const { master: leaving } = await lab.getLeader()
  const [standby] = await lab.findStandbys()
  await cluster.open()
  await expect(cluster.leader(leaving.master, 'running')).toBeVisible()
  await leaving.stop()
  await expect(cluster.leader(standby!.master, 'running')).toBeVisible({ timeout: TAKEOVER_MS })
  await expect(cluster.master(leaving.master, 'down')).toBeVisible({ timeout: 5_000 })
  await leaving.start()
  await expect(cluster.master(leaving.master, 'standby')).toBeVisible({ timeout: 60_000 })
})

test('when a third JobManager joins, the page follows the masters file and puts it in line', async ({ page, understudy, lab }) => {
  const cluster = new ClusterPage(page, understudy.url)
  await cluster.open()
  const third = await lab.addMaster()
  await expect(cluster.master(third.master, 'standby'), 'in line within 60 s').toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('2nd in line')).toBeVisible()
})

test('when the console dies, the page is stale within 2 s, keeps its last truth, and heals by itself', async ({ page, pageErrors, lab, startOwnConsole }) => {
  pageErrors.allow(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|Failed to (load|fetch)/)
  const own = await startOwnConsole({ confDir: lab.confDir, flinkHome: lab.flinkHome })
  const cluster = new ClusterPage(page, own.url)
  const { master: leader } = await lab.getLeader()
  await cluster.open()
  await expect(cluster.leader(leader.master, 'running')).toBeVisible({ timeout: 20_000 })
  await own.kill()
  await expect(cluster.connection('stale'), 'stale within 2 s').toBeVisible({ timeout: 2_000 })
  await expect(cluster.leader(leader.master, 'running')).toBeVisible()
  await shoot(page, 'cluster-stale')
  await startOwnConsole({ confDir: lab.confDir, flinkHome: lab.flinkHome, port: own.port, dataDir: own.dataDir })
  await expect(cluster.connection('live'), 'live again within 15 s').toBeVisible({ timeout: 15_000 })
  await expect(cluster.leader(leader.master, 'running')).toBeVisible({ timeout: 20_000 })
})
