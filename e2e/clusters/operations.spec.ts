import { readFile } from 'node:fs/promises'
import { expect, shoot, test } from '../fixtures'
import { expectFine } from '../fixtures/expect-fine'
import { expectFocusInside } from '../fixtures/expect-focus'
import { holding, holdingStarted } from '../fixtures/hold-process'
import { leaveMetadata, toLeftMetadata } from '../fixtures/left-metadata'
import { getSeenCluster } from '../fixtures/seen-cluster'
import { signInAsViewer } from '../fixtures/sign-in-as-viewer'
import { ClusterPage } from '../pages/cluster-page'
import { OperationsPage } from '../pages/operations-page'

// A cluster of its own: its masters are stopped and started.
test.use({ labOptions: { flink: '2.3.0', masters: 2, quorum: 1, jobs: 1, sessionTimeoutMs: 40_000 } })
test.describe.configure({ mode: 'serial' })

test.beforeAll(({ lab }) => leaveMetadata(lab))

test('The screen stops a standby only after its plan was shown and the cluster’s name was typed', async ({ page, understudy, lab }) => {
  await lab.getLeader()
  const [standby] = await lab.findStandbys()
  const cluster = new ClusterPage(page, understudy.url)
  const operations = new OperationsPage(page, understudy.url)
  await cluster.open('/operations')
  await expect(operations.object(standby!.master)).toContainText('standby')
  await expectFine(page)
  await shoot(page, 'operations')

  const stop = operations.action(standby!.master, 'stop-jobmanager')
  await stop.focus()
  await page.keyboard.press('Enter')
  await expect(operations.plan('planned')).toBeVisible()
  await expectFocusInside(operations.dialog())
  await expect(operations.dialog()).toContainText(`pid ${standby!.pid}`)
  await expectFine(page)
  await shoot(page, 'operations-plan')
  await page.keyboard.press('Escape')
  await expect(operations.dialog()).toBeHidden()
  await expect(stop, 'the focus goes back to what opened it').toBeFocused()

  await stop.click()
  await expect(operations.plan('planned')).toBeVisible()
  await expect(operations.commit()).toHaveText(`Stop ${standby!.master}`)
  await operations.confirmField().fill((await getSeenCluster(understudy.url)).cluster.name)
  await expect(operations.commit()).not.toHaveAttribute('aria-disabled', 'true')
  await holding(understudy.identity.pid, async () => {
    await expect(operations.dialog().getByRole('alert'), 'a plan that nobody can vouch for').toContainText(
      'The plan can be confirmed when it is back',
    )
    await expect(operations.commit()).toHaveAttribute('aria-disabled', 'true')
    await shoot(page, 'operations-plan-cut-off')
  })
  await expect(operations.commit(), 'and again once the console speaks').not.toHaveAttribute('aria-disabled', 'true')
  await operations.confirmField().fill('another cluster')
  await operations.commit().click({ force: true })
  await operations.confirmField().press('Enter')
  await expect(operations.plan('planned'), 'a wrong name does nothing').toBeVisible()
  expect(standby!.isRunning()).toBe(true)
  await operations.fillReason('to see it stop')
  await operations.confirm()
  await expect(operations.record('done')).toBeVisible()
  expect(standby!.isRunning()).toBe(false)
  await expect(page.getByText('to see it stop')).toBeVisible()
  await expectFine(page)
  await shoot(page, 'operation-report')

  await page.getByRole('link', { name: 'All operations' }).click()
  await expect(page.locator('[data-record][data-state="done"]').first()).toContainText(standby!.master)
})

test('An operation that is not possible says why at its button and in its plan, and cannot be confirmed', async ({
  page,
  understudy,
  lab,
}) => {
  const { master: leader } = await lab.getLeader()
  const operations = new OperationsPage(page, understudy.url)
  await new ClusterPage(page, understudy.url).open('/operations')
  const start = operations.action(leader.master, 'start-jobmanager')
  await expect(start).toHaveAttribute('aria-disabled', 'true')
  await expect(start).toHaveAccessibleName(/runs already/)
  await start.click({ force: true })
  await expect(operations.dialog()).toBeHidden()
  await page.goto(`${understudy.url}/clusters/default/operations?do=hand-over`)
  await expect(operations.plan('planned')).toBeVisible()
  await expect(page.locator('[data-check="refusal"]')).toContainText('No standby is in line')
  await expect(operations.commit()).toHaveCount(0)
})

test('The Cluster page offers to start a JobManager that is down, and the running operation survives a reload and can be aborted', async ({
  page,
  understudy,
  lab,
}) => {
  const down = lab.masters.find((master) => !master.isRunning())!
  const cluster = new ClusterPage(page, understudy.url)
  const operations = new OperationsPage(page, understudy.url)
  await cluster.open()
  await operations
    .nextStep('start-jobmanager')
    .getByRole('button', { name: `Start ${down.master}…` })
    .click()
  await expect(operations.plan('planned')).toBeVisible()
  await operations.confirm()
  await holdingStarted(understudy.url, async () => {
    await expect(operations.record('running')).toBeVisible()
    await page.reload()
    await expect(operations.record('running')).toBeVisible()
    await expect(page.locator('[data-step]').nth(1), 'the second step waits for it').toHaveAttribute('data-state', 'running')
    await holding(understudy.identity.pid, async () => {
      await expect(page.getByText('Connection to the console lost')).toBeVisible()
      await shoot(page, 'operation-cut-off')
    })
    await expect(page.getByText('Connection to the console lost'), 'it finds it again by itself').toBeHidden()
    await page.getByRole('button', { name: 'Abort…' }).click()
    await expectFocusInside(operations.dialog())
    await expectFine(page)
    await operations
      .dialog()
      .getByRole('button', { name: /^Abort “/ })
      .click()
    await expect(operations.record('aborted')).toBeVisible()
  })
  await cluster.open()
  await expect(cluster.master(down.master, 'standby'), 'what was started by then goes on').toBeVisible()
})

test('A viewer sees every operation, can start none, and is told why', async ({ browser, understudy, lab }) => {
  const context = await signInAsViewer(browser, understudy.url)
  const page = await context.newPage()
  const operations = new OperationsPage(page, understudy.url)
  await new ClusterPage(page, understudy.url).open('/operations')
  await expect(page.getByText(/needs the role operator; you are viewer/)).toBeVisible()
  await expect(page.locator('[data-kind]:not([aria-disabled="true"])')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Emergency stop', exact: true })).toHaveCount(0)
  await expect(page.getByRole('button', { name: /Switch on/ })).toHaveAttribute('aria-disabled', 'true')
  await expectFine(page)
  await operations.open(`?do=stop-jobmanager&target=${lab.masters[0]!.master}`)
  await expect(operations.plan('failed')).toContainText('role operator')
  await expect(operations.commit()).toHaveCount(0)
  await context.close()
})

test('The emergency stop is shown on every page, forbids new operations, and can be lifted', async ({ page, understudy, lab }) => {
  const { master: leader } = await lab.getLeader()
  const cluster = new ClusterPage(page, understudy.url)
  const operations = new OperationsPage(page, understudy.url)
  await cluster.open('/operations')
  await page.getByRole('button', { name: 'Emergency stop', exact: true }).click()
  await operations
    .dialog()
    .getByLabel(/^Reason/)
    .fill('something is wrong')
  await operations.dialog().getByRole('button', { name: 'Stop all operations' }).click()
  const banner = page.locator('[data-emergency-stop]')
  await expect(banner).toContainText('something is wrong')
  await expect(operations.action(leader.master, 'stop-jobmanager')).toHaveAttribute('aria-disabled', 'true')
  await expectFine(page)
  await shoot(page, 'emergency-stop')
  await page.goto(understudy.url)
  await expect(banner).toBeVisible()
  await cluster.open()
  await banner.getByRole('button', { name: 'Lift it…' }).click()
  await banner.getByRole('button', { name: 'Allow operations again' }).click()
  await expect(banner).toBeHidden()
})

test('The screen backs up, removes and restores orphaned metadata while a leader works', async ({ page, understudy, lab }) => {
  // It begins with up to two minutes in which the console must not yet call anything dangling.
  test.setTimeout(900_000)
  const { file, znode } = toLeftMetadata(lab)
  const operations = new OperationsPage(page, understudy.url)
  await new ClusterPage(page, understudy.url).open('/recovery')
  const znodes = page.locator(`[data-dangling="znodes ${znode}"]`)
  const left = page.locator(`[data-dangling="file ${file}"]`)
  await expect(znodes).toBeVisible({ timeout: 240_000 })
  await expect(left, 'the storage directory is listed once a minute').toBeVisible({ timeout: 240_000 })
  await expectFine(page)
  await shoot(page, 'dangling')
  await page.getByRole('button', { name: 'Back up all…' }).click()
  await expect(operations.plan('planned')).toBeVisible()
  await shoot(page, 'dangling-back-up-plan')
  await operations.confirm()
  await expect(operations.record('done')).toBeVisible()

  await new ClusterPage(page, understudy.url).open('/recovery')
  await expect(page.locator('[data-backup]')).toHaveCount(1)
  await znodes.getByRole('button', { name: /^Remove/ }).click()
  await expect(operations.plan('planned')).toBeVisible()
  await expect(operations.dialog()).toContainText(`deleteall ${lab.settings.pathRoot}/default/${znode}`)
  await operations.dialog().getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Remove all…' }).click()
  await expect(operations.plan('planned')).toBeVisible()
  await shoot(page, 'dangling-remove-plan')
  await operations.confirm()
  await expect(operations.record('done')).toContainText('removed')
  await shoot(page, 'dangling-removed')
  await expect(readFile(file)).rejects.toThrow('ENOENT')

  await new ClusterPage(page, understudy.url).open('/recovery')
  await expect(znodes).toHaveCount(0)
  await expect(page.locator('[data-backup]')).toHaveCount(2)
  const newest = page.locator('[data-backup]').first()
  await expect(newest).toContainText('removed')
  await newest.getByRole('button', { name: /^Restore/ }).click()
  await expect(operations.plan('planned')).toBeVisible()
  await operations.confirm()
  await expect(operations.record('done')).toBeVisible()
  expect(await readFile(file, 'utf8')).toBe('state')
  await new ClusterPage(page, understudy.url).open('/recovery')
  await expect(znodes, 'it dangles again').toBeVisible()
  await expect(page.locator('[data-backup]').first()).toContainText('restored')
  await shoot(page, 'dangling-restored')
  expect((await getSeenCluster(understudy.url)).leader, 'the leader was not disturbed').not.toBeNull()
})
