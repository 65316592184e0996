import { toDrillId } from '@/lib/testing/a-drill'
import { runningDrillId } from '@/lib/testing/situations-operated'
import { expect } from '../fixtures'
import { expectFine } from '../fixtures/expect-fine'
import { test } from '../fixtures/gallery'

test.describe.configure({ mode: 'parallel' })

const running = `/clusters/drilling/drills/${runningDrillId}`

test('Abort stays in sight at 360 px wherever the page is scrolled, is reached before the phases, and Esc does not press it', async ({
  page,
  gallery,
}) => {
  const aborts: string[] = []
  page.on('request', (request) => request.method() === 'POST' && aborts.push(new URL(request.url()).pathname))
  await page.setViewportSize({ width: 360, height: 640 })
  await page.goto(gallery.url + running)
  const abort = page.getByRole('button', { name: 'Abort and resume jm1:8081' })
  for (const y of [0, 600, 100_000]) {
    await page.evaluate((to) => window.scrollTo(0, to), y)
    await expect(abort).toBeInViewport({ ratio: 1 })
  }
  await abort.focus()
  await page.keyboard.press('Escape')
  expect(aborts).toEqual([])
  await page.keyboard.press('Enter')
  await expect.poll(() => aborts).toEqual([`/api/v1/operations/${runningDrillId}/abort`])
})

test('A reload finds the running drill again, with its phases, its guard and its steps', async ({ page, gallery }) => {
  await page.goto(gallery.url + running)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('jm1:8081 has been frozen for')
  await expect(page.locator('[data-phase="detection"]')).toHaveAttribute('data-state', 'current')
  await expect(page.getByRole('region', { name: 'Guard' })).toContainText('even if this console dies')
  await expect(page.locator('[data-step="measure"]')).toHaveAttribute('data-state', 'running')
})

test('With forced colours the pages of drills pass axe, and what was measured and predicted keeps its mark', async ({ page, gallery }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  for (const path of ['/clusters/mayAct/drills', `/clusters/mayAct/drills/${toDrillId(61)}`, running]) {
    await page.goto(gallery.url + path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectFine(page, path)
  }
  const solid = page.locator('[data-phase="detection"] .drill-solid')
  expect(await solid.evaluate((element) => getComputedStyle(element).backgroundColor)).not.toBe('rgba(0, 0, 0, 0)')
})

test('A report prints on two pages', async ({ page, gallery }) => {
  for (const number of [61, 52]) {
    await page.goto(`${gallery.url}/clusters/mayAct/drills/${toDrillId(number)}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    const pdf = (await page.pdf({ format: 'A4', margin: { top: '14mm', bottom: '14mm', left: '14mm', right: '14mm' } })).toString('latin1')
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g), `#${number}`).toHaveLength(2)
  }
})

test('The keyboard goes from the cluster’s navigation to a scenario’s plan and back', async ({ page, gallery }) => {
  await page.goto(`${gallery.url}/clusters/mayAct/drills`)
  const run = page.getByRole('button', { name: 'Run “Stop the leader”…' })
  await run.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  await dialog.getByLabel('Recovery objective, in seconds').fill('60')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('The plan is for 60 s.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(run).toBeFocused()
})
