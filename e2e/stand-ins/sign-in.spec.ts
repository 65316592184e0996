import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import Database from 'better-sqlite3'
import { Secret, TOTP } from 'otpauth'
import { expect, fetchSignedIn, shoot, test as base } from '../fixtures'
import { expectFineInAllLooks } from '../fixtures/expect-fine'
import { startPlainConsole } from '../fixtures/own-console'
import { administrator, findLinkToken, followSessions } from '../fixtures/sign-in'
import type { RunningConsole } from '../fixtures/start-console'

/** A console at its very first start, without any account. */
const test = base.extend<object, { fresh: RunningConsole }>({
  fresh: [
    async ({}, provide) => {
      const running = await startPlainConsole({ signIn: 'nobody' })
      await provide(running)
      await running.close()
    },
    { scope: 'worker', timeout: 240_000 },
  ],
})

const toCode = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret) }).generate()

/** As if every session had signed in an hour ago. */
function forgetProofs(dataDir: string): void {
  const journal = new Database(join(dataDir, 'journal.sqlite'))
  journal.prepare('update sessions set "createdAt" = ?').run(new Date(Date.now() - 3_600_000).toISOString())
  journal.prepare('update session_marks set proven_at = null').run()
  journal.close()
}

/** Why a request was refused; Next's own announcer is an alert too. */
const said = '[role="alert"]:not(#__next-route-announcer__)'

test.describe.configure({ mode: 'serial' })

const ada = { ...administrator, email: 'grace@example.org' }

async function signIn(page: Page, url: string, email = ada.email, password = ada.password): Promise<void> {
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test('At the first start the printed link, and only it, makes the first administrator, once, by keyboard alone', async ({
  page,
  fresh,
  pageErrors,
}) => {
  pageErrors.allow(/400|410/)
  await page.goto(fresh.url)
  await expect(page).toHaveURL(`${fresh.url}/sign-in`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign-in is not possible')
  const link = `${fresh.url}/welcome#${await findLinkToken(fresh.logFile)}`
  await page.goto(link)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Become the first administrator')
  expect(page.url(), 'the secret leaves the address').toBe(`${fresh.url}/welcome`)
  await expectFineInAllLooks(page)
  await shoot(page, 'welcome')
  await page.getByLabel('Your name').focus()
  for (const text of [ada.name, ada.email, 'password1234']) {
    await page.keyboard.type(text)
    await page.keyboard.press('Tab')
  }
  await page.getByLabel('New password').press('Enter')
  await expect(page.locator(said)).toContainText('guessers try')
  await page.getByLabel('New password').fill(ada.password)
  await page.getByLabel('New password').press('Enter')
  await expect(page).toHaveURL(`${fresh.url}/`)
  await expect(page.getByRole('button', { name: `Account of ${ada.email}` })).toBeVisible()
  await page.goto('about:blank')
  await page.goto(link)
  await expect(page.locator(said)).toContainText('used already')
})

test('A wrong password is refused, the right one leads on to the page that was asked for, and signing out ends the session', async ({
  page,
  fresh,
  pageErrors,
}) => {
  pageErrors.allow(/401/)
  await page.goto(`${fresh.url}/clusters/default/configuration`)
  await expect(page).toHaveURL(`${fresh.url}/sign-in?next=%2Fclusters%2Fdefault%2Fconfiguration`)
  await expectFineInAllLooks(page)
  await shoot(page, 'sign-in')
  await page.getByLabel('E-mail address').fill(ada.email)
  await page.getByLabel('Password', { exact: true }).fill('wrong')
  await page.keyboard.press('Enter')
  await expect(page.locator(said)).toContainText('do not belong together')
  await page.getByLabel('Password', { exact: true }).fill(ada.password)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`${fresh.url}/clusters/default/configuration`)
  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(`${fresh.url}/sign-in`)
  await page.goto(fresh.url)
  await expect(page).toHaveURL(`${fresh.url}/sign-in`)
})

test('An invitation makes a viewer without administrator settings, whose open page is signed out by their removal', async ({
  page,
  fresh,
  browser,
  pageErrors,
}) => {
  await signIn(page, fresh.url)
  await expect(page).toHaveURL(`${fresh.url}/`)
  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('link', { name: 'People' }).click()
  await page.getByLabel('Invite by e-mail address').fill('vera@example.org')
  await page.getByRole('button', { name: 'Create invitation' }).click()
  const link = await page.locator('[data-secret]').textContent()
  await page.getByRole('button', { name: `Password link for ${ada.email}` }).click()
  const open = page.getByRole('row').filter({ has: page.getByRole('button', { name: `Revoke the password link of ${ada.email}` }) })
  await expect(open).toContainText(`created by ${ada.email}`)
  await expect(page.getByRole('button', { name: 'Revoke the invitation of vera@example.org' })).toBeVisible()
  await expectFineInAllLooks(page)
  await shoot(page, 'people')
  await open.getByRole('button').click()
  await expect(open).toBeHidden()

  const theirs = await browser.newContext()
  const vera = await theirs.newPage()
  await vera.goto(link ?? '')
  await vera.getByLabel('Your name').fill('Vera')
  await vera.getByLabel('New password').fill('a lamp for vera too')
  await vera.getByRole('button', { name: 'Create the account' }).click()
  await expect(vera.locator('[data-connection="live"]').first()).toBeVisible()
  await vera.getByRole('button', { name: /^Account of/ }).click()
  await expect(vera.getByRole('link', { name: 'People' })).toBeHidden()
  await vera.goto(`${fresh.url}/settings/people`)
  await expect(vera.getByRole('heading', { level: 1 })).toHaveText('This page is for administrators.')
  await vera.goto(fresh.url)
  await expect(vera.locator('[data-connection="live"]').first()).toBeVisible()

  await page.reload()
  await page.getByRole('button', { name: 'Remove vera@example.org…' }).click()
  await page.getByRole('button', { name: 'Remove vera@example.org', exact: true }).click()
  await expect(vera, 'out').toHaveURL(/\/sign-in\?next=%2F$|\/sign-in$/)
  await theirs.close()
  await page.getByRole('button', { name: `Remove ${ada.email}…` }).click()
  pageErrors.allow(/409/)
  await page.getByRole('button', { name: `Remove ${ada.email}`, exact: true }).click()
  await expect(page.locator(said)).toContainText('last administrator')
})

test('An API key is shown once, works within its role, and its open stream ends with it', async ({ page, fresh }) => {
  await signIn(page, fresh.url)
  await expect(page).toHaveURL(`${fresh.url}/`)
  await page.goto(`${fresh.url}/settings/keys`)
  await page.getByLabel('What for').fill('prometheus')
  await page.getByRole('button', { name: 'Create key' }).click()
  const key = (await page.locator('[data-secret]').textContent()) ?? ''
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${fresh.url}${path}`, { ...init, headers: { authorization: `Bearer ${key}` } })
  expect([
    (await ask('/metrics')).status,
    (await ask('/api/v1/clusters')).status,
    (await ask('/api/v1/keys')).status,
    (await ask('/api/v1/emergency-stop', { method: 'POST' })).status,
  ]).toEqual([200, 200, 403, 403])
  expect((await fetch(`${fresh.url}/metrics`)).status).toBe(401)
  await expectFineInAllLooks(page)
  await shoot(page, 'keys')
  const stream = await ask('/api/v1/clusters/events')
  await page.reload()
  await expect(page.locator('[data-secret]')).toBeHidden()
  await expect(page.getByText(key)).toBeHidden()
  await page.getByRole('button', { name: 'Revoke the key prometheus…' }).click()
  await page.getByRole('button', { name: 'Revoke “prometheus”' }).click()
  await expect(page.getByText('No keys yet.')).toBeVisible()
  expect((await ask('/metrics')).status).toBe(401)
  const ended = await Promise.race([stream.text().then(() => 'ended'), sleep(120_000, 'goes on', { ref: false })])
  expect(ended, 'its open stream ends too').toBe('ended')
})

test('A changed password signs out the other browser', async ({ page, fresh, browser }) => {
  await signIn(page, fresh.url)
  const other = await browser.newContext()
  const there = await other.newPage()
  await signIn(there, fresh.url)
  await expect(there).toHaveURL(`${fresh.url}/`)
  await page.goto(`${fresh.url}/settings/keys`)
  await page.getByLabel('What for').fill('cron')
  await page.getByRole('button', { name: 'Create key' }).click()
  const key = (await page.locator('[data-secret]').textContent()) ?? ''
  const ask = async () => (await fetch(`${fresh.url}/metrics`, { headers: { authorization: `Bearer ${key}` } })).status
  expect(await ask()).toBe(200)
  await page.goto(`${fresh.url}/settings/account`)
  await expect(page.getByLabel('Revoke the API key that you created')).toBeChecked()
  await expectFineInAllLooks(page)
  await shoot(page, 'account')
  await page.getByLabel('Current password').fill(ada.password)
  await page.getByLabel('New password').fill('yet another good lamp')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('✓ Changed')).toBeVisible()
  ada.password = 'yet another good lamp'
  expect(await ask(), 'the key ended with the old password').toBe(401)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(ada.email)
  await expect(there).toHaveURL(/\/sign-in/)
  await other.close()
})

test('A second factor is turned on, asked for at sign-in, and proven again for changes of rights', async ({ page, fresh, pageErrors }) => {
  pageErrors.allow(/401|403/)
  await signIn(page, fresh.url)
  await expect(page).toHaveURL(`${fresh.url}/`)
  await page.goto(`${fresh.url}/settings/account`)
  await page.getByRole('button', { name: 'Turn on…', exact: true }).click()
  const secret = ((await page.locator('[data-secret]').textContent()) ?? '').replaceAll(' ', '')
  await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible()
  await expectFineInAllLooks(page)
  await shoot(page, 'second-factor-offer')
  await page.getByLabel('Code', { exact: true }).fill(toCode(secret))
  await page.keyboard.press('Enter')
  await expect(page.getByText('✓ On.')).toBeVisible()
  const recovery = ((await page.locator('[data-secret]').textContent()) ?? '').split('\n')
  expect(recovery).toHaveLength(10)
  await shoot(page, 'recovery-codes')
  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(page).toHaveURL(`${fresh.url}/sign-in`)
  await signIn(page, fresh.url)
  await page.getByLabel('Code', { exact: true }).fill('abcd-efgh')
  await page.keyboard.press('Enter')
  await expect(page.locator(said)).toContainText('This code is not right')
  await expectFineInAllLooks(page)
  await shoot(page, 'sign-in-code')
  await page.getByLabel('Code', { exact: true }).fill(recovery[0] ?? '')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`${fresh.url}/`)

  forgetProofs(fresh.dataDir)
  await page.goto(`${fresh.url}/settings/account`)
  await expect(page.getByText('9 of 10 recovery codes are left.')).toBeVisible()
  await expectFineInAllLooks(page)
  await shoot(page, 'second-factor-on')
  // The console looks a session up once in two seconds (lib/access/known-sign-ins.ts): what was just written there counts then.
  await page.waitForTimeout(2_500)
  await page.getByRole('button', { name: 'Turn off…' }).click()
  await page.getByRole('button', { name: 'Turn off, discard recovery codes' }).click()
  await expect(page.getByRole('dialog', { name: 'Confirm your identity' })).toBeVisible()
  await expectFineInAllLooks(page)
  await shoot(page, 'proof-dialog')
  await page.getByLabel('Your password').fill(ada.password)
  await page.getByLabel('Code', { exact: true }).fill(recovery[1] ?? '')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Turn on…', exact: true })).toBeVisible()
})

test('An inline script that the server did not write does not run', async ({ page, fresh, pageErrors }) => {
  pageErrors.allow(/Content Security Policy|404/)
  await signIn(page, fresh.url)
  await expect(page).toHaveURL(`${fresh.url}/`)
  const ran = await page.evaluate(async () => {
    const script = document.createElement('script')
    script.textContent = 'document.body.dataset.ran = "yes"'
    document.body.append(script)
    const image = document.createElement('div')
    image.innerHTML = '<img src=x onerror="document.body.dataset.ran = \'yes\'">'
    document.body.append(image)
    await new Promise((resolve) => setTimeout(resolve, 500))
    return document.body.dataset.ran ?? 'no'
  })
  expect(ran).toBe('no')
})

test('Every page, asked for without a session as HTML or as data, leads to the sign-in and shows nothing of the cluster', async ({
  fresh,
}) => {
  const pages = readdirSync('app', { recursive: true, encoding: 'utf8' }).filter((file) =>
    /^\(console\)\/.*page\.tsx$|^\(console\)\/page\.tsx$/.test(file),
  )
  expect(pages.length).toBeGreaterThan(6)
  for (const file of pages) {
    const path = `/${file
      .replace(/\([^)]*\)\//g, '')
      .replace(/\/?page\.tsx$/, '')
      .replace('[id]', 'default')
      .replace(/\[[^\]]+\]/g, 'x')}`
    for (const headers of [
      { accept: 'text/html' },
      { rsc: '1' },
      { rsc: '1', 'next-router-prefetch': '1' },
      { accept: 'text/html', 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
    ] as Record<string, string>[]) {
      const answer = await fetch(`${fresh.url}${path}`, { headers, redirect: 'manual' })
      expect([answer.status, answer.headers.get('location')?.split('?')[0]], `${path} ${JSON.stringify(headers)}`).toEqual(
        headers.accept ? [307, '/sign-in'] : [401, undefined],
      )
      expect(await answer.text()).not.toContain('High availability')
    }
  }
})

test('The audit lists sign-ins and refused attempts, and its chain can be checked', async ({ fresh, browser }) => {
  await fetch(`${fresh.url}/api/v1/keys`, { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' } })
  const context = await browser.newContext()
  await followSessions(context)
  const page = await context.newPage()
  await signIn(page, fresh.url)
  await expect(page).toHaveURL(`${fresh.url}/`)
  await page.goto(`${fresh.url}/activity?source=audit`)
  const lines = page.locator('[data-source="audit"]')
  await expect(
    lines
      .filter({ hasText: `Sign-in, ${ada.email}: done` })
      .filter({ hasText: `by ${ada.email}` })
      .first(),
  ).toBeVisible()
  await expect(
    lines
      .filter({ hasText: 'POST /api/v1/keys' })
      .filter({ hasText: 'refused' })
      .filter({ hasText: 'by a person who is not signed in' })
      .first(),
  ).toBeVisible()
  await page.getByRole('button', { name: 'Verify the audit log' }).click()
  await expect(page.locator('[data-audit="whole"]')).toContainText(/All \d+ lines of the audit are whole and in order\./)
  await shoot(page, 'activity-audit')
  await expectFineInAllLooks(page)
  const proof = await page.evaluate(
    async () => (await fetch('/api/v1/audit/verify')).json() as Promise<{ lines: number; head: string; brokenAt: number | null }>,
  )
  expect(proof.brokenAt).toBeNull()
  const later = await page.evaluate(
    async ({ lines, head }) =>
      (
        await fetch(`/api/v1/audit/verify?line=${lines}&hash=${head.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))}`)
      ).json() as Promise<{ brokenAt: number | null }>,
    proof,
  )
  expect(later.brokenAt, 'a line that was written down and is another now').toBe(proof.lines)
  await context.close()
  expect(readFileSync(fresh.logFile, 'utf8')).not.toContain(ada.password)
  expect((await fetchSignedIn(`${fresh.url}/api/v1/keys`)).status).toBe(401)
})

test('Without its database the console refuses every sign-in, and the page says what to do', async ({ page, pageErrors }) => {
  pageErrors.allow(/503/)
  const broken = await startPlainConsole({ signIn: 'nobody', env: { UNDERSTUDY_DATA_DIR: '/dev/null/nowhere' } })
  try {
    await page.goto(`${broken.url}/sign-in`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign-in is not possible')
    await expect(page.getByText('log on its server')).toBeVisible()
    await expect(page.getByText('/dev/null')).toBeHidden()
    const answer = await fetch(`${broken.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ email: 'a@b.example', password: 'x' }),
    })
    expect(answer.status).toBe(503)
    expect([
      (await fetch(`${broken.url}/api/v1/clusters`)).status,
      (await fetch(`${broken.url}/api/v1/clusters`, { headers: { authorization: 'Bearer understudy_x' } })).status,
    ]).toEqual([401, 503])
  } finally {
    await page.goto('about:blank')
    await broken.close()
  }
})

test('A console that listens beyond this machine without TLS warns on its pages', async ({ page }) => {
  const exposed = await startPlainConsole({ signIn: 'nobody', env: { UNDERSTUDY_URL: '' }, host: '0.0.0.0' })
  try {
    await page.goto(`${exposed.url}/sign-in`)
    await expect(page.getByRole('note')).toContainText('not encrypted')
    await expectFineInAllLooks(page)
  } finally {
    await exposed.close()
  }
})
