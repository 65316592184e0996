import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { appendFile, copyFile, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, shoot, test } from '../fixtures'
import { ClusterPage } from '../pages/cluster-page'

/** Takes the diff in both ways, and lets git apply it to a copy of the file. */
async function takeFixed(page: Page, file: string, confDir: string): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: `Copy the diff of ${file}` }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toBeVisible()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: `Download the diff of ${file}` }).click(),
  ])
  const folder = mkdtempSync(join(tmpdir(), 'understudy-fixed-'))
  try {
    await download.saveAs(join(folder, 'taken.patch'))
    expect(await readFile(join(folder, 'taken.patch'), 'utf8')).toBe(copied)
    await copyFile(join(confDir, file), join(folder, file))
    // Beside a secret a diff has no lines around its change, for which git needs an option.
    execFileSync('git', ['apply', '-p1', '--unidiff-zero', 'taken.patch'], { cwd: folder })
    return await readFile(join(folder, file), 'utf8')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test.describe.configure({ mode: 'serial' })

test('The Configuration page shows the effective options of a real cluster, each with the line it comes from', async ({
  page,
  understudy,
  lab,
}) => {
  const cluster = new ClusterPage(page, understudy.url)
  await cluster.open('/configuration')
  await expect(cluster.sentence()).toHaveText(/^(\d+.(errors?|warnings?)|No errors or warnings)/)
  const row = page.getByRole('row').filter({ has: page.getByText('high-availability.type', { exact: true }) })
  await expect(row).toContainText('zookeeper')
  await expect(row.getByRole('link')).toHaveText(/^config\.yaml:\d+$/)
  await expect(page.getByText('heartbeat.timeout', { exact: true })).toBeHidden()
  await page.getByLabel('With defaults').check()
  await expect(page.getByRole('row').filter({ has: page.getByText('heartbeat.timeout', { exact: true }) })).toContainText('default')
  await expect(page.locator('[data-finding="masters/one-host"]'), `${lab.masters.length} masters on one host`).toHaveCount(1)
})

test('A fault written into a configuration file appears on the open page, counts in the verdict, and goes once the file is corrected', async ({
  page,
  understudy,
  lab,
}) => {
  const masters = join(lab.confDir, 'masters')
  const conf = join(lab.confDir, 'config.yaml')
  const [before, confBefore] = await Promise.all([readFile(masters, 'utf8'), readFile(conf, 'utf8')])
  const cluster = new ClusterPage(page, understudy.url)
  await cluster.open('/configuration')
  try {
    await appendFile(masters, `${lab.masters[0]!.master}\n`)
    await appendFile(conf, 'high-availabilty.jobmanager.port: 50010-50020\ns3.secret-key: nobody-may-see-this\n')
    const twice = page.locator('[data-finding="masters/duplicate-line"]')
    await expect(twice).toBeVisible()
    await expect(page.locator('[data-finding="files/misspelt-key"]')).toBeVisible()
    await expect(page.getByRole('region', { name: 'Changes to config.yaml' })).toContainText('+high-availability.jobmanager.port:')
    const fixed = await takeFixed(page, 'config.yaml', lab.confDir)
    expect(fixed).toContain("\nhigh-availability.jobmanager.port: '50010-50020'\ns3.secret-key: nobody-may-see-this\n")
    expect(fixed).not.toContain('availabilty')
    await twice.getByRole('link', { name: /^masters:/ }).click()
    await expect(page.getByRole('tab', { name: /^masters/ })).toHaveAttribute('aria-selected', 'true')
    await expect(page.getByRole('region', { name: 'Text of masters' })).toContainText(/is in line 1 already/)
    await shoot(page, 'configuration-with-findings')
    for (const path of ['configuration', 'findings']) {
      const answer = await page.request.get(`${understudy.url}/api/v1/clusters/default/${path}`)
      expect(answer.ok()).toBe(true)
      expect(await answer.text()).not.toContain('nobody-may-see-this')
    }
    await expect(page.locator('body')).not.toContainText('nobody-may-see-this')
    await cluster.open()
    await expect(cluster.verdict('at-risk')).toBeVisible()
    await expect(page.getByText(/is in line 1 already/).first()).toBeVisible()
    await cluster.open('/configuration')
  } finally {
    await Promise.all([writeFile(masters, before), writeFile(conf, confBefore)])
  }
  await expect(page.locator('[data-finding="masters/duplicate-line"]')).toHaveCount(0)
})

test('The doctor’s findings can be filtered by severity and by words', async ({ page, understudy }) => {
  const cluster = new ClusterPage(page, understudy.url)
  await cluster.open('/configuration')
  const all = page.locator('[data-finding]')
  await expect(all.first()).toBeVisible()
  const count = await all.count()
  await page.getByRole('button', { name: /notes?$/ }).click()
  await expect(page.getByRole('button', { name: /notes?$/ })).toHaveAttribute('aria-pressed', 'false')
  expect(await all.count()).toBeLessThan(count)
  await page.getByRole('button', { name: /notes?$/ }).click()
  await page.getByLabel('Search findings by text, file or key').fill('no such words anywhere')
  await expect(page.getByText('No finding matches this filter.')).toBeVisible()
})
