import { test as base } from '@playwright/test'
import { findHostsObstacle, startHostsLab, waitUntil, type HostsLab } from '@/e2e/lab'
import { closeHostsTracelessly } from '../fixtures/close-lab'
import { startConsole, type RunningConsole } from '../fixtures/start-console'
import { expect, shoot, signedInContext } from '../fixtures'
import { ClusterPage } from '../pages/cluster-page'

/** Three hosts of their own: the console sees none of their processes, only ports, ZooKeeper and logs. */
const test = base.extend<object, { hosts: HostsLab; understudy: RunningConsole; obstacle: string | null }>({
  context: signedInContext,
  obstacle: [async ({}, provide) => provide(await findHostsObstacle()), { scope: 'worker' }],
  hosts: [
    async ({}, provide) => {
      const hosts = await startHostsLab({ flink: '1.20.1', hosts: 3, taskManagers: 1, sessionTimeoutMs: 20_000 })
      await provide(hosts)
      await closeHostsTracelessly(hosts)
    },
    { scope: 'worker', timeout: 600_000 },
  ],
  understudy: [
    async ({ hosts }, provide) => {
      const running = await startConsole({ confDir: hosts.confDir, flinkHome: hosts.flinkHome })
      await provide(running)
      await running.close()
    },
    { scope: 'worker', timeout: 240_000 },
  ],
})

test.describe.configure({ mode: 'serial' })

const obstacle = await findHostsObstacle()
if (obstacle) console.warn(`\nSKIPPED: the browser tests with several hosts. ${obstacle}\n`)
test.skip(obstacle !== null, obstacle ?? '')

test('Three masters that Flink’s own scripts start over ssh on three hosts are shown as a leader and two standbys in line', async ({
  page,
  hosts,
  understudy,
}) => {
  const cluster = new ClusterPage(page, understudy.url)
  const { master: leader } = await hosts.getLeader()
  for (const { master } of hosts.masters) {
    const host = hosts.getHost(master)
    expect((await host.run('hostname; ls /tmp/zookeeper/myid')).stdout.split('\n').slice(0, 2)).toEqual([host.name, '/tmp/zookeeper/myid'])
    expect(
      host.getProcesses().filter(({ command }) => command.some((word) => word.endsWith('StandaloneSessionClusterEntrypoint'))),
    ).toHaveLength(1)
  }
  await cluster.open()
  await expect(cluster.leader(leader.master, 'running')).toBeVisible()
  for (const standby of await hosts.findStandbys()) await expect(cluster.master(standby.master, 'standby')).toBeVisible()
  await expect(page.getByText('2nd in line')).toBeVisible()
  await shoot(page, 'cluster-hosts')
})

test('A leader killed on another host is shown as gone by its refused port before its session ends, and the next in line leads', async ({
  page,
  hosts,
  understudy,
}) => {
  const cluster = new ClusterPage(page, understudy.url)
  await cluster.open()
  const { master: dead } = await hosts.getLeader()
  await dead.kill()
  await expect(cluster.leader(dead.master, 'gone'), 'gone, before its session ends').toBeVisible()
  await expect(page.locator('[data-role="leader"][data-process="running"]'), 'another one leads').toBeVisible()
  await dead.start()
  await expect(cluster.master(dead.master, 'standby'), 'stands by again').toBeVisible()
})

test('A leader whose host is cut off is not called dead, another one leads, and after the cut its host answers again', async ({
  page,
  hosts,
  understudy,
}) => {
  const cluster = new ClusterPage(page, understudy.url)
  await hosts.waitForCheckpoints(1, 300_000)
  const { master: leader } = await hosts.getLeader()
  await cluster.open()
  await expect(cluster.leader(leader.master, 'running')).toBeVisible()
  const host = hosts.getHost(leader.master)
  await host.cut()
  try {
    await expect(
      page
        .locator(`[data-master="${leader.master}"][data-process="unknown"], [data-master="${leader.master}"][data-role="unreachable"]`)
        .first(),
      'not proven any more',
    ).toBeVisible()
    const dead = page.locator(`[data-master="${leader.master}"][data-process="gone"]`)
    await expect(dead).toHaveCount(0)
    await expect(page.locator('[data-role="leader"][data-process="running"]'), 'another one leads').toBeVisible()
    await expect(dead).toHaveCount(0)
    await shoot(page, 'cluster-host-cut')
  } finally {
    await host.restore()
  }
  await waitUntil('the host answers over ssh again', { within: 120_000 }, async () => (await host.run('true', 5_000)).code === 0)
  await hosts.waitForCheckpoints(1, 300_000)
})
