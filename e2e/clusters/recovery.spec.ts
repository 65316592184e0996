import { readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, shoot, test } from '../fixtures'
import { ClusterPage } from '../pages/cluster-page'

test.use({ labOptions: { flink: '1.20.1', keys: 'recovery', masters: 2, quorum: 1, jobs: 2 } })
test.describe.configure({ mode: 'serial' })

test('Both jobs of a Flink 1.20.1 with recovery.* keys are shown as recoverable, and their checkpoints advance', async ({
  page,
  understudy,
  lab,
}) => {
  const cluster = new ClusterPage(page, understudy.url)
  await cluster.open('/recovery')
  for (const job of lab.jobs) await expect(page.locator(`[data-job="${job}"][data-verdict="recoverable"]`)).toBeVisible()
  const row = page.locator(`[data-job="${lab.jobs[0]}"]`)
  const before = await row.getAttribute('data-checkpoint')
  await expect(row, 'a newer checkpoint').not.toHaveAttribute('data-checkpoint', before!)
  await shoot(page, 'recovery')
})

test('A missing job graph file makes the cluster unprotected and is named with its job, until the file is back', async ({
  page,
  understudy,
  lab,
}) => {
  const folder = join(lab.settings.storageFolder, 'default')
  const file = (await readdir(folder)).find((name) => name.startsWith('submittedJobGraph'))!
  const cluster = new ClusterPage(page, understudy.url)
  await cluster.open()
  await expect(cluster.anyVerdict('at-risk', 'protected')).toBeVisible()
  await rename(join(folder, file), join(folder, `${file}.away`))
  try {
    await expect(cluster.verdict('unprotected')).toBeVisible({ timeout: 240_000 })
    await expect(cluster.sentence()).toContainText('no JobManager could take over')
    await expect(page.getByText(file).first()).toBeVisible()
    await shoot(page, 'cluster-broken-pointer')
  } finally {
    await rename(join(folder, `${file}.away`), join(folder, file))
  }
  await expect(cluster.anyVerdict('at-risk', 'protected')).toBeVisible({ timeout: 240_000 })
})
