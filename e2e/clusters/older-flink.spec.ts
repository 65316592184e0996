import { expect, test } from '../fixtures'
import { ClusterPage } from '../pages/cluster-page'

/** Flink 1.14 has a latch for each component and akka addresses: another layout than 1.15 and later. */
test.use({ labOptions: { flink: '1.14.6', masters: 2, quorum: 1, jobs: 1, sessionTimeoutMs: 20_000 } })

test('Leader, standby, job and a takeover of Flink 1.14.6 are read from its own znode layout', async ({ page, understudy, lab }) => {
  const cluster = new ClusterPage(page, understudy.url)
  const { master: dead } = await lab.getLeader()
  const [standby] = await lab.findStandbys()
  await cluster.open()
  await expect(cluster.leader(dead.master, 'running')).toBeVisible()
  await expect(cluster.master(standby!.master, 'standby')).toBeVisible()
  await expect(cluster.sentence()).toContainText('1 of 1 job would resume')
  await dead.kill()
  await expect(cluster.leader(dead.master, 'gone'), 'gone, before its session ends').toBeVisible()
  await expect(cluster.leader(standby!.master, 'running'), 'the standby leads').toBeVisible()
})
