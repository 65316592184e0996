import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import type { History } from '@/lib/model/history'
import { expect, shoot, test } from '../fixtures'
import { followSessions } from '../fixtures/sign-in'
import { ClusterPage } from '../pages/cluster-page'

// A cluster of its own: a third JobManager joins it, and others count standbys. ZooKeeper ends a session 13 to 22 s after a death: what the
// page shows until then is there to be seen also when page or console are delayed by some of that.
test.use({ labOptions: { flink: '2.3.0', masters: 2, quorum: 1, jobs: 1, sessionTimeoutMs: 20_000 } })
test.describe.configure({ mode: 'serial' })

test('The cluster page names leader, standby and checkpoint in its first response, without scripts', async ({
  browser,
  understudy,
  lab,
}) => {
  const leader = await lab.getLeader()
  const context = await browser.newContext({ javaScriptEnabled: false })
  await followSessions(context)
  const page = await context.newPage()
  await expect
    .poll(
      async () => {
        await page.goto(`${understudy.url}/clusters/default`)
        return page.getByRole('heading', { level: 1 }).textContent()
      },
      { message: 'the sentence' },
    )
    .toMatch(/^If .* would take over in 13–22 s, and 1 of 1 job would resume from a checkpoint at most .* old\.$/)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`If ${leader.master.master} failed now`)
  await expect(page.getByText(/^Picture of [\d:]{8} UTC\. Without JavaScript this page does not move/)).toBeVisible()
  await context.close()
})

test('When the leader is killed, the page says that its process is gone before its session ends, then which standby takes over, then that the jobs run', async ({
  page,
  understudy,
  lab,
}) => {
  const cluster = new ClusterPage(page, understudy.url)
  const { master: dead } = await lab.getLeader()
  const [standby] = await lab.findStandbys()
  await cluster.open()
  await expect(cluster.leader(dead.master, 'running')).toBeVisible()
  await expect(cluster.master(standby!.master, 'standby')).toBeVisible()
  await shoot(page, 'cluster-well')

  await dead.kill()
  await expect(cluster.leader(dead.master, 'gone'), 'gone, before the session ends').toBeVisible()
  await expect(cluster.verdict('no-leader')).toBeVisible()
  await expect(cluster.sentence()).toContainText(`${dead.master} died`)
  await expect(cluster.sentence()).toContainText(`${standby!.master} should take over`)
  await shoot(page, 'cluster-leader-gone')

  await expect(cluster.leader(standby!.master, 'running'), 'the standby leads').toBeVisible()
  for (const phase of ['session-ended', 'standby-leads', 'rest-answers', 'jobs-running', 'first-checkpoint']) {
    await expect(page.locator(`[data-phase="${phase}"][data-reached="true"]`), phase).toBeVisible()
  }
  await expect(cluster.verdict('unprotected'), 'with the other one dead nobody could take over').toBeVisible()
  await shoot(page, 'cluster-after-takeover')

  await dead.start()
  await expect(cluster.master(dead.master, 'standby'), 'the restarted one stands by').toBeVisible()
  await expect(cluster.verdict('at-risk')).toBeVisible()
})

test('A leader that is stopped by SIGSTOP is shown as frozen and not as dead, and as a standby after SIGCONT', async ({
  page,
  understudy,
  lab,
}) => {
  const cluster = new ClusterPage(page, understudy.url)
  const { master: frozen } = await lab.getLeader()
  await cluster.open()
  await expect(cluster.leader(frozen.master, 'running')).toBeVisible()
  frozen.freeze()
  try {
    await expect(cluster.leader(frozen.master, 'frozen'), 'frozen').toBeVisible()
    const [other] = lab.masters.filter((master) => master !== frozen)
    await expect(cluster.leader(other!.master, 'running'), 'its session ends and the other one leads').toBeVisible()
  } finally {
    frozen.resume()
  }
  await expect(cluster.master(frozen.master, 'standby'), 'after SIGCONT it joins the line again').toBeVisible()
})

test('When the leader is stopped by SIGTERM, the standby leads without waiting for a session to end', async ({ page, understudy, lab }) => {
  const cluster = new ClusterPage(page, understudy.url)
  await lab.waitForCheckpoints(1)
  const { master: leaving } = await lab.getLeader()
  const [standby] = await lab.findStandbys()
  await cluster.open()
  await expect(cluster.leader(leaving.master, 'running')).toBeVisible()
  await leaving.stop()
  await expect(cluster.leader(standby!.master, 'running')).toBeVisible()
  await expect(cluster.master(leaving.master, 'down')).toBeVisible()
  await leaving.start()
  await expect(cluster.master(leaving.master, 'standby')).toBeVisible()
})

test('When a third JobManager joins, the page follows the masters file and puts it in line', async ({ page, understudy, lab }) => {
  const cluster = new ClusterPage(page, understudy.url)
  await cluster.open()
  const third = await lab.addMaster()
  await expect(cluster.master(third.master, 'standby'), 'in line').toBeVisible()
  await expect(page.getByText('2nd in line')).toBeVisible()
})

test('When the console is killed, an open page is marked stale, keeps its last content, and is live again once the console is back', async ({
  page,
  pageErrors,
  lab,
  startOwnConsole,
}) => {
  pageErrors.allow(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|Failed to (load|fetch)/)
  const own = await startOwnConsole({ confDir: lab.confDir, flinkHome: lab.flinkHome })
  const cluster = new ClusterPage(page, own.url)
  const { master: leader } = await lab.getLeader()
  await cluster.open()
  await expect(cluster.leader(leader.master, 'running')).toBeVisible()
  await own.kill()
  // After 1.9 s of silence, by a clock of the test's own: lib/client/live-connection.test.ts.
  await expect(cluster.connection('stale')).toBeVisible()
  await expect(cluster.leader(leader.master, 'running')).toBeVisible()
  await shoot(page, 'cluster-stale')
  await startOwnConsole({ confDir: lab.confDir, flinkHome: lab.flinkHome, port: own.port, dataDir: own.dataDir })
  await expect(cluster.connection('live'), 'live again').toBeVisible()
  await expect(cluster.leader(leader.master, 'running')).toBeVisible()
})

// The following tests look back at what the earlier ones did to the cluster.

const readHistory = async (page: Page, url: string): Promise<History> =>
  (await page.request.get(`${url}/api/v1/clusters/default/history`)).json()

test('A link with a time shows the cluster as it was when the leader had died, without scripts', async ({ browser, page, understudy }) => {
  const { events, terms, problem } = await readHistory(page, understudy.url)
  expect(problem).toBeNull()
  expect(terms.length, 'a term for each leader there was').toBeGreaterThanOrEqual(4)
  const died = events.filter(({ text }) => text.endsWith('exited')).at(-1)!
  const context = await browser.newContext({ javaScriptEnabled: false })
  await followSessions(context)
  const plain = await context.newPage()
  await plain.goto(`${understudy.url}/clusters/default?at=${died.at}`)
  await expect(plain.locator('[data-past]')).toContainText('As it was on')
  await expect(plain.locator(`[data-master="${died.subject}"][data-process="gone"]`)).toBeVisible()
  await expect(plain.locator('[data-level="no-leader"]')).toBeVisible()
  // Its process ended first; then, without scripts as well, on to what followed.
  await plain.getByRole('link', { name: 'Next change' }).click()
  await expect.poll(() => new URL(plain.url()).searchParams.get('at')).not.toBe(died.at)
  await expect(plain.locator('[data-past]')).toBeVisible()
  await plain.getByRole('link', { name: 'Back to now' }).click()
  await expect(plain.locator('[data-past]')).toHaveCount(0)
  await context.close()
})

test('The arrow keys move the time slider from change to change, and End moves it to now', async ({ page, understudy }) => {
  const cluster = new ClusterPage(page, understudy.url)
  await cluster.open()
  const slider = page.getByRole('slider', { name: 'Move through time' })
  await expect(slider).toHaveAttribute('aria-valuetext', 'now')
  await slider.press('ArrowLeft')
  await expect(page.locator('[data-past]')).toBeVisible()
  await expect(slider).toBeFocused()
  const last = await page.locator('[data-past]').getAttribute('data-past')
  await slider.press('ArrowLeft')
  await expect.poll(async () => (await page.locator('[data-past]').getAttribute('data-past'))! < last!).toBe(true)
  await expect(page.locator('header').getByText('past')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Next step' })).toHaveCount(0)
  await shoot(page, 'cluster-past')
  await slider.press('End')
  await expect(page.locator('[data-past]')).toHaveCount(0)
  await expect(cluster.connection('live')).toBeVisible()
})

test('The filter of the Activity page is open on a wide screen and folded on a narrow one', async ({ page, understudy }) => {
  await page.goto(`${understudy.url}/clusters/default/activity?source=term`)
  const [fold, words] = [page.getByText('Filter · filtered'), page.getByLabel('Search')]
  await expect(words).toBeVisible()
  await expect(fold, 'nothing to open').toBeHidden()
  await page.setViewportSize({ width: 360, height: 780 })
  await expect(fold).toBeVisible()
  await expect(words).toBeHidden()
  await page.locator('summary').filter({ has: fold }).press('Enter')
  await expect(words).toBeVisible()
})

test('The Activity page lists events, filters them, follows new ones live and exports them as CSV', async ({ page, understudy, lab }) => {
  await page.goto(`${understudy.url}/clusters/default/activity`)
  await expect(page.locator('[data-entry]').filter({ hasText: 'took the lead' }).first()).toBeVisible()
  await shoot(page, 'activity')
  // By the filter: the newest fifty lines need not reach back to the first death of this lab.
  await page.getByRole('checkbox', { name: 'Terms' }).check()
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(page.locator('[data-entry]:not([data-source="term"])')).toHaveCount(0)
  await expect(page.locator('[data-source="term"]').filter({ hasText: 'The process of' }).first()).toBeVisible()
  const showAll = page.getByRole('link', { name: 'Show all' })
  await showAll.click()
  // The form is replaced then: values filled in before are lost with the old one.
  await expect(showAll).toHaveCount(0)
  await page.getByLabel('Search').fill('exited')
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(page).toHaveURL(/text=exited/)
  await expect(page.locator('[data-entry]').filter({ hasNotText: 'exited' })).toHaveCount(0)
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV' }).click()])
  const lines = readFileSync(await download.path(), 'utf8')
    .trimEnd()
    .split('\r\n')
  expect(lines[0]).toBe('at,source,kind,severity,clusterId,subject,who,text,id')
  expect(lines.length).toBe((await page.locator('[data-entry]').count()) + 1)
  await showAll.click()
  await expect(showAll).toHaveCount(0)
  const [standby] = await lab.findStandbys()
  await expect(page.locator('[data-entry]').filter({ hasText: 'took the lead' }).first()).toBeVisible()
  const downs = page.locator('[data-entry]').filter({ hasText: `${standby!.master} is down` })
  const before = await downs.count()
  const asked: string[] = []
  // But for its connection, which it opens again after any delay of more than four seconds.
  page.on('request', (request) => request.resourceType() !== 'eventsource' && asked.push(new URL(request.url()).pathname))
  await standby!.kill()
  await expect.poll(() => downs.count(), { message: 'a new line without a reload' }).toBe(before + 1)
  expect(
    asked.filter((path) => path.startsWith('/api/v1/activity')),
    'it was pushed: the page asked for nothing',
  ).toEqual([])
  await standby!.start()
})

test('A console that is killed and started again continues the same term and shows the gap between', async ({
  page,
  lab,
  startOwnConsole,
}) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'understudy-data-'))
  const first = await startOwnConsole({ confDir: lab.confDir, flinkHome: lab.flinkHome, dataDir })
  const { master: leader } = await lab.getLeader()
  await expect
    .poll(async () => (await readHistory(page, first.url)).terms.map(({ master, to }) => [master, to]))
    .toEqual([[leader.master, null]])
  await first.kill()
  await sleep(3_000)
  const second = await startOwnConsole({ confDir: lab.confDir, flinkHome: lab.flinkHome, dataDir })
  await expect
    .poll(
      async () => {
        const { terms, gaps } = await readHistory(page, second.url)
        return { terms: terms.map(({ master, to }) => [master, to]), gaps: gaps.length }
      },
      { message: 'one term, one gap, once the lease of the dead one ran out' },
    )
    .toEqual({ terms: [[leader.master, null]], gaps: 1 })
  await page.goto(`${second.url}/clusters/default`)
  await expect(page.locator('[data-gap]').first()).toBeAttached()
  await page.goto('about:blank')
  await second.close()
  rmSync(dataDir, { recursive: true, force: true })
})
