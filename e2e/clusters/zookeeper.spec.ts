import { expect, shoot, test } from '../fixtures'
import { ClusterPage } from '../pages/cluster-page'

test.use({ labOptions: { flink: '2.3.0', masters: 2, quorum: 3, jobs: 1 } })
test.describe.configure({ mode: 'serial' })

test('A cluster with a quorum of three is protected, and the ZooKeeper page shows a leader and two followers', async ({
  page,
  understudy,
}) => {
  const cluster = new ClusterPage(page, understudy.url)
  await cluster.open()
  await expect(cluster.verdict('protected')).toBeVisible()
  await cluster.open('/zookeeper')
  await expect(page.locator('[data-member][data-mode="leader"]')).toHaveCount(1)
  await expect(page.locator('[data-member][data-mode="follower"]')).toHaveCount(2)
  await shoot(page, 'zookeeper')
})

test('The cluster’s znodes are shown decoded', async ({ page, understudy, lab }) => {
  const cluster = new ClusterPage(page, understudy.url)
  await cluster.open('/zookeeper')
  const api = await page.request.get(`${understudy.url}/api/v1/clusters/default/znodes?path=leader/dispatcher/connection_info`)
  expect(api.ok()).toBe(true)
  expect(await api.json()).toMatchObject({ decoded: { leaderSessionId: (await lab.getLeader()).leaderSessionId } })
  await expect(page.getByText('leader', { exact: true }).first()).toBeVisible()
})

test('A lost ZooKeeper member is shown and leaves no spare, until it is back', async ({ page, understudy, lab }) => {
  const cluster = new ClusterPage(page, understudy.url)
  await cluster.open('/zookeeper')
  await expect(page.locator('[data-member][data-mode="follower"]')).toHaveCount(2)
  const lost = lab.zookeepers[0]!
  await lost.kill()
  await expect(page.locator(`[data-member="${lost.address}"][data-mode="down"]`), 'down').toBeVisible()
  await cluster.open()
  await expect(cluster.verdict('at-risk'), 'led again and without a spare').toBeVisible()
  await shoot(page, 'cluster-member-lost')
  await lost.start()
  await expect(cluster.verdict('protected'), 'protected again').toBeVisible()
})

test('While the whole quorum is lost nothing is called healthy, and once it is back a new term begins', async ({
  page,
  understudy,
  lab,
}) => {
  const cluster = new ClusterPage(page, understudy.url)
  const before = (await lab.getLeader()).leaderSessionId
  await cluster.open()
  await expect(cluster.verdict('protected')).toBeVisible()
  for (const member of lab.zookeepers) await member.kill()
  await expect(cluster.anyVerdict('no-leader', 'unknown'), 'not healthy').toBeVisible()
  await expect(cluster.verdict('no-leader'), 'no leader, as every member is proven down').toBeVisible()
  await expect(cluster.sentence()).toContainText('quorum does not serve')
  await shoot(page, 'cluster-quorum-lost')
  for (const member of lab.zookeepers) await member.start()
  await expect(cluster.verdict('protected'), 'protected again').toBeVisible({ timeout: 240_000 })
  const card = page.locator('[data-leader-session]').first()
  await expect(card).not.toHaveAttribute('data-leader-session', before)
})
