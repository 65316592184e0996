import { expect, fetchSignedIn, shoot, test } from '../fixtures'
import { expectFine } from '../fixtures/expect-fine'
import { expectFocusInside } from '../fixtures/expect-focus'
import { holdingStarted } from '../fixtures/hold-process'
import { getSeenCluster, killLeader } from '../fixtures/seen-cluster'
import { UnderstudyCli } from '../fixtures/understudy-cli'
import { ClusterPage } from '../pages/cluster-page'
import { OperationsPage } from '../pages/operations-page'

/** ZooKeeper would keep a dead leader's latch for two to three minutes: time enough to be faster by hand, also on a slow machine. */
const sessionTimeoutMs = 180_000
/** Sooner than this after its death ZooKeeper ends no session: it was last heard at most a third of the timeout before. */
const zooKeeperAloneMs = (2 / 3) * sessionTimeoutMs
test.use({ labOptions: { flink: '2.3.0', masters: 2, quorum: 1, jobs: 1, sessionTimeoutMs } })
test.describe.configure({ mode: 'serial' })

test('When the leader dies, the Cluster page offers the fenced takeover, and the standby leads seconds after it is confirmed', async ({
  page,
  understudy,
  lab,
}) => {
  await lab.waitForCheckpoints(1)
  const { master: dead } = await lab.getLeader()
  const standby = lab.masters.find(({ master }) => master !== dead.master)!.master
  const cluster = new ClusterPage(page, understudy.url)
  const operations = new OperationsPage(page, understudy.url)
  await cluster.open()
  await expect(cluster.leader(dead.master, 'running')).toBeVisible()
  await expect(cluster.master(standby, 'standby')).toBeVisible()
  const killedAt = Date.now()
  await dead.kill()
  await operations.nextStep('fenced-takeover').getByRole('button', { name: 'Take over now…' }).click()
  await expect(operations.plan('planned')).toBeVisible()
  await expect(operations.commit()).toHaveText(`Take over from ${dead.master}`)
  await operations.confirm()
  await expect(operations.record('done')).toBeVisible()
  await shoot(page, 'operation-takeover')
  await cluster.open()
  await expect(cluster.leader(standby, 'running')).toBeVisible()
  expect(Date.now() - killedAt, 'before ZooKeeper alone would').toBeLessThan(zooKeeperAloneMs)
})

test('A request that arrives twice starts one operation, and its key starts no other', async ({ understudy }) => {
  const { jobManagers, leader, cluster } = await getSeenCluster(understudy.url)
  const { master: target } = jobManagers.find(({ role }) => role === 'down')!
  const body = { kind: 'start-jobmanager', target, confirm: cluster.name, expectedLeaderSessionId: leader!.leaderSessionId }
  const send = (what: object, key = 'once-in-this-test') =>
    fetchSignedIn(`${understudy.url}/api/v1/clusters/default/operations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(what),
    })
  const answers = await Promise.all([send(body), send(body), send(body)])
  const ids = await Promise.all(answers.map(async (answer) => [answer.status, ((await answer.json()) as { id: string }).id]))
  const [[, id]] = ids as [[number, string]]
  expect(ids).toEqual(Array(3).fill([202, id]))
  const other = await send({ ...body, kind: 'restart-jobmanager' })
  expect([other.status, ((await other.json()) as { error: { code: string } }).error.code]).toEqual([422, 'key-used'])
  await fetchSignedIn(`${understudy.url}/api/v1/operations/${id}/events`).then((stream) => stream.text())
  const { operations } = (await (await fetchSignedIn(`${understudy.url}/api/v1/clusters/default/operations`)).json()) as {
    operations: { id: string; kind: string; state: string }[]
  }
  expect(operations.filter(({ kind }) => kind === 'start-jobmanager').map((one) => [one.id === id, one.state])).toEqual([[true, 'done']])
  expect([
    (await send(body)).status,
    (await getSeenCluster(understudy.url)).jobManagers.filter(({ role }) => role === 'standby').length,
  ]).toEqual([202, 1])
})

test('The autopilot, once switched on, takes over when the leader dies and then waits for an acknowledgement', async ({
  page,
  context,
  understudy,
}) => {
  const operations = new OperationsPage(page, understudy.url)
  const cluster = new ClusterPage(page, understudy.url)
  await cluster.open('/operations')
  const card = operations.autopilot()
  await expect(card).toContainText('Never triggered.')
  await card.getByRole('button', { name: 'Switch on…' }).click()
  await expectFocusInside(operations.dialog())
  await expectFine(page)
  await shoot(page, 'autopilot-dialog')
  const commit = operations.dialog().getByRole('button', { name: /^Switch it on for/ })
  await operations.confirmField().fill('another cluster')
  await expect(commit).toHaveAttribute('aria-disabled', 'true')
  await operations.fillReason('nobody is awake')
  await operations.confirmField().fill((await getSeenCluster(understudy.url)).cluster.name)
  await commit.click()
  await expect(operations.dialog()).toBeHidden()
  await expect(card.getByText('On, would act'), 'it says that it would act once its host watches the leader').toBeVisible()
  await expectFine(page)
  await shoot(page, 'autopilot-on')

  // A plan is open in a browser meanwhile.
  const {
    leader,
    jobManagers,
    cluster: { name },
  } = await getSeenCluster(understudy.url)
  const next = jobManagers.find(({ role }) => role === 'standby')!.master
  const elsewhere = new OperationsPage(await context.newPage(), understudy.url)
  await elsewhere.open(`?do=stop-jobmanager&target=${next}`)
  await expect(elsewhere.plan('planned')).toBeVisible()
  await elsewhere.confirmField().fill(name)
  await expect(elsewhere.commit()).not.toHaveAttribute('aria-disabled', 'true')

  const killedAt = Date.now()
  const dead = await killLeader(understudy.url)
  await expect(card.locator('[data-run="done"]')).toBeVisible()
  expect(Date.now() - killedAt, 'before ZooKeeper alone would').toBeLessThan(zooKeeperAloneMs)
  expect((await getSeenCluster(understudy.url)).leader).toMatchObject({ master: next })
  expect(dead).toBe(leader!.master)
  await expect(card).toContainText('not acknowledged')
  await expect(card.getByText('On, would not act')).toBeVisible()
  await expectFine(page)
  await shoot(page, 'autopilot-acted')

  await expect(elsewhere.dialog().getByRole('alert'), 'the other plan is out of date').toContainText(`${next} leads now`)
  await expect(elsewhere.commit()).toHaveAttribute('aria-disabled', 'true')
  await elsewhere.commit().click({ force: true })
  await expect(elsewhere.plan('planned')).toBeVisible()
  await shoot(elsewhere.page, 'operations-plan-stale')
  await elsewhere.dialog().getByRole('button', { name: 'Plan anew' }).click()
  await expect(elsewhere.dialog(), 'anew it knows who leads').toContainText(/lead/)
  await elsewhere.page.close()

  await card.getByRole('link', { name: 'Report' }).click()
  await expect(operations.record('done')).toContainText('Autopilot')
  await cluster.open('/operations')
  await card.getByRole('button', { name: 'Acknowledge and re-arm' }).click()
  await expect(card.getByRole('button', { name: /Acknowledge and re-arm/ })).toBeHidden()
  await expect(card).toContainText('acknowledged by ada@example.org')
  await card.getByRole('button', { name: 'Switch off…' }).click()
  await operations.confirmField().fill(name)
  await operations
    .dialog()
    .getByRole('button', { name: /^Switch it off for/ })
    .click()
  await expect(card).toContainText('It is off')
})

test('The command line shows a plan with its commands, reports refusals, aborts a start on Ctrl-C and streams a restart', async ({
  understudy,
  lab,
}) => {
  const { jobManagers, leader, cluster } = await getSeenCluster(understudy.url)
  const leading = leader!.master ?? ''
  const { master } = jobManagers.find(({ role }) => role === 'down')!
  const cli = await UnderstudyCli.withKey(understudy.url)
  expect(await cli.run(['start-jobmanager', master, '--dry-run'])).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringMatching(
      new RegExp(`1\\. Start JobManager ${master}, on localhost\\n[^\\n]*${lab.flinkHome}/bin/jobmanager\\.sh start localhost`),
    ),
  })
  expect(await cli.run(['start-jobmanager', leading, '--dry-run'])).toMatchObject({ code: 2, out: expect.stringContaining('runs already') })
  expect(await cli.run(['start-jobmanager', leading, '--yes', cluster.name])).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('runs already'),
  })
  const viewer = await UnderstudyCli.withKey(understudy.url, 'viewer')
  expect(await viewer.run(['start-jobmanager', master, '--yes', cluster.name])).toMatchObject({
    code: 2,
    err: expect.stringContaining('role operator'),
  })
  expect((await getSeenCluster(understudy.url)).jobManagers.find((one) => one.master === master)?.role, 'nothing was done yet').toBe('down')

  const ending = cli.run(['start-jobmanager', master, '--yes', cluster.name], /→ [\s\S]*→ /)
  await holdingStarted(understudy.url, async () => void (await ending))
  expect(await ending).toMatchObject({
    code: 3,
    err: expect.stringContaining('Ctrl-C once more'),
    out: expect.stringContaining('aborted: '),
  })
  await expect
    .poll(async () => (await getSeenCluster(understudy.url)).jobManagers.find((one) => one.master === master)?.role, {
      message: 'what was started by then goes on',
    })
    .toBe('standby')
  const done = await cli.run(['restart-jobmanager', master, '--yes', cluster.name, '--reason', 'from the command line'])
  expect(done).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringMatching(
      /^Stops exactly[^\n]*\nOperation [0-9a-f-]{36}\n→ Stop[\s\S]*\n→ Start[\s\S]*daemon on host[\s\S]*\ndone: [^\n]+was restarted and is standby now\.\n$/,
    ),
  })
})
