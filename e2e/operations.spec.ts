import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { expect, shoot, test } from './fixtures'
import { signInAsViewer } from './fixtures/sign-in-as-viewer'
import { ClusterPage } from './pages/cluster-page'
import { OperationsPage } from './pages/operations-page'

/** ZooKeeper would keep a dead leader's place for 27 to 42 s: time enough to be faster by hand. */
test.use({ labOptions: { flink: '2.3.0', masters: 2, quorum: 1, jobs: 1, sessionTimeoutMs: 40_000 } })
test.describe.configure({ mode: 'serial' })

async function expectFine(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3).join(' | ')}`)).toEqual([])
}

async function expectFocusInside(dialog: Locator): Promise<void> {
  await expect.poll(() => dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true)
}

test('a standby is stopped through the screen: its plan is read first, and nothing is done before the name is typed', async ({ page, understudy, lab }) => {
  await lab.getLeader()
  const [standby] = await lab.findStandbys()
  const cluster = new ClusterPage(page, understudy.url)
  const operations = new OperationsPage(page, understudy.url)
  await cluster.open('/operations')
  await expect(operations.object(standby!.master)).toContainText('standby', { timeout: 30_000 })
  await expectFine(page)
  await shoot(page, 'operations')

  const stop = operations.action(standby!.master, 'stop-jobmanager')
  await stop.focus()
  await page.keyboard.press('Enter')
  await expect(operations.plan('planned')).toBeVisible({ timeout: 20_000 })
  await expectFocusInside(operations.dialog())
  await expect(operations.dialog()).toContainText(`pid ${standby!.pid}`)
  await expectFine(page)
  await shoot(page, 'operations-plan')
  await page.keyboard.press('Escape')
  await expect(operations.dialog()).toBeHidden()
  await expect(stop, 'the focus goes back to what opened it').toBeFocused()

  await stop.click()
  await expect(operations.plan('planned')).toBeVisible({ timeout: 20_000 })
  await expect(operations.commit()).toHaveText(`Stop ${standby!.master}`)
  await operations.confirmField().fill('another cluster')
  await operations.commit().click({ force: true })
  await operations.confirmField().press('Enter')
  await expect(operations.plan('planned'), 'a wrong name does nothing').toBeVisible()
  expect(standby!.isRunning()).toBe(true)
  await operations.fillReason('to see it stop')
  await operations.confirm()
  await expect(operations.record('done')).toBeVisible({ timeout: 45_000 })
  expect(standby!.isRunning()).toBe(false)
  await expect(page.getByText('to see it stop')).toBeVisible()
  await expectFine(page)
  await shoot(page, 'operation-report')

  await page.getByRole('link', { name: 'All operations' }).click()
  await expect(page.locator('[data-record][data-state="done"]').first()).toContainText(standby!.master)
})

test('what is not possible says why, at its button and in its plan, and has no button that does it', async ({ page, understudy, lab }) => {
  const { master: leader } = await lab.getLeader()
  const operations = new OperationsPage(page, understudy.url)
  await new ClusterPage(page, understudy.url).open('/operations')
  const start = operations.action(leader.master, 'start-jobmanager')
  await expect(start).toHaveAttribute('aria-disabled', 'true')
  await expect(start).toHaveAccessibleName(/runs already/)
  await start.click({ force: true })
  await expect(operations.dialog()).toBeHidden()
  await page.goto(`${understudy.url}/clusters/default/operations?do=hand-over`)
  await expect(operations.plan('planned')).toBeVisible({ timeout: 20_000 })
  await expect(page.locator('[data-check="refusal"]')).toContainText('No standby is in line')
  await expect(operations.commit()).toHaveCount(0)
})

test('the Cluster page offers to start what is down; the running operation survives a reload, and is aborted', async ({ page, understudy, lab }) => {
  const down = lab.masters.find((master) => !master.isRunning())!
  const cluster = new ClusterPage(page, understudy.url)
  const operations = new OperationsPage(page, understudy.url)
  await cluster.open()
  await operations.nextStep('start-jobmanager').getByRole('button', { name: `Start ${down.master}…` }).click()
  await expect(operations.plan('planned')).toBeVisible({ timeout: 20_000 })
  await operations.confirm()
  await expect(operations.record('running')).toBeVisible({ timeout: 10_000 })
  await page.reload()
  await expect(operations.record('running')).toBeVisible({ timeout: 5_000 })
  // Before that, the script that starts it may be ended before it has.
  await expect(page.locator('[data-step]').nth(1), 'the second step waits for it').toHaveAttribute('data-state', 'running', { timeout: 20_000 })
  await page.getByRole('button', { name: 'Abort…' }).click()
  await expectFocusInside(operations.dialog())
  await expectFine(page)
  await operations.dialog().getByRole('button', { name: /^Abort “/ }).click()
  await expect(operations.record('aborted')).toBeVisible({ timeout: 25_000 })
  await cluster.open()
  await expect(cluster.master(down.master, 'standby'), 'what was started by then goes on').toBeVisible({ timeout: 60_000 })
})

test('a viewer sees what could be done, can do nothing, and is told why', async ({ browser, understudy, lab }) => {
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

test('the emergency stop is said on every page, forbids what is new, and is lifted', async ({ page, understudy, lab }) => {
  const { master: leader } = await lab.getLeader()
  const cluster = new ClusterPage(page, understudy.url)
  const operations = new OperationsPage(page, understudy.url)
  await cluster.open('/operations')
  await page.getByRole('button', { name: 'Emergency stop', exact: true }).click()
  await operations.dialog().getByLabel(/Why/).fill('something is wrong')
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

test('when the leader dies, the Cluster page offers the takeover, and the standby leads seconds after it was confirmed', async ({ page, understudy, lab }) => {
  await lab.waitForCheckpoints(1)
  const { master: dead } = await lab.getLeader()
  // The console started it, so the lab knows its line but not its process.
  const standby = lab.masters.find(({ master }) => master !== dead.master)!.master
  const cluster = new ClusterPage(page, understudy.url)
  const operations = new OperationsPage(page, understudy.url)
  await cluster.open()
  await expect(cluster.leader(dead.master, 'running')).toBeVisible()
  await expect(cluster.master(standby, 'standby')).toBeVisible({ timeout: 30_000 })
  const killedAt = Date.now()
  await dead.kill()
  await operations.nextStep('fenced-takeover').getByRole('button', { name: 'Take over now…' }).click({ timeout: 5_000 })
  await expect(operations.plan('planned')).toBeVisible({ timeout: 15_000 })
  await expect(operations.commit()).toHaveText(`Take over from ${dead.master}`)
  const confirmedAt = Date.now()
  await operations.confirm()
  await expect(operations.record('done')).toBeVisible({ timeout: 45_000 })
  await shoot(page, 'operation-takeover')
  await cluster.open()
  await expect(cluster.leader(standby, 'running')).toBeVisible({ timeout: 5_000 })
  expect(Date.now() - confirmedAt, 'far below the 27 s that ZooKeeper alone would take').toBeLessThan(25_000)
  expect(confirmedAt - killedAt).toBeLessThan(20_000)
})
