import type { Page } from '@playwright/test'
import { getFreePorts } from '@/e2e/lab/ports/free-ports'
import { expect, shoot, test as base } from '../fixtures'
import { startPlainConsole } from '../fixtures/own-console'
import type { RunningConsole } from '../fixtures/start-console'
import { startProvider, type RunningProvider } from '../oidc/start-provider'

/** A console whose people come from a real OpenID provider, each in a process of its own. */
const test = base.extend<object, { provider: RunningProvider; own: RunningConsole; port: number }>({
  port: [async ({}, provide) => provide((await getFreePorts(1))[0] ?? 0), { scope: 'worker' }],
  provider: [
    async ({ port }, provide) => {
      const provider = await startProvider(`http://127.0.0.1:${port}`)
      await provide(provider)
      await provider.stop()
    },
    { scope: 'worker' },
  ],
  own: [
    async ({ provider, port }, provide) => {
      const running = await startPlainConsole({ port, signIn: 'nobody', oidc: provider.oidc, env: provider.secrets })
      await provide(running)
      await running.close()
    },
    { scope: 'worker', timeout: 240_000 },
  ],
})

/** Why a request was refused; Next's own announcer is an alert too. */
const said = '[role="alert"]:not(#__next-route-announcer__)'

test.describe.configure({ mode: 'serial' })

// The provider's own pages load a font from elsewhere, and have no icon.
test.beforeEach(({ pageErrors }) => pageErrors.allow(/fonts\.googleapis|favicon\.ico/))

async function comeAs(page: Page, url: string, login: string): Promise<void> {
  await page.goto(`${url}/sign-in`)
  await page.getByRole('button', { name: 'Sign in through Example ID' }).click()
  await page.locator('input[name="login"]').fill(login)
  await page.locator('input[name="password"]').fill('anything')
  await page.locator('button[type="submit"]').click()
  await page.getByRole('button', { name: 'Continue' }).click()
}

test('A group at the OpenID provider makes an administrator before the console has any account', async ({ page, own }) => {
  await page.goto(`${own.url}/sign-in`)
  await expect(page.getByRole('button', { name: 'Sign in through Example ID' })).toBeVisible()
  await shoot(page, 'sign-in-provider')
  await comeAs(page, own.url, 'ada')
  await expect(page).toHaveURL(`${own.url}/`)
  await page.goto(`${own.url}/settings/people`)
  await expect(page.getByLabel('Role of ada@example.org')).toHaveValue('administrator')
  await expect(page.getByRole('row').filter({ hasText: 'ada@example.org' })).toContainText('provider')
})

test('A verified address of the configured domain makes a viewer', async ({ page, own }) => {
  await comeAs(page, own.url, 'vera')
  await expect(page).toHaveURL(`${own.url}/`)
  await page.goto(`${own.url}/settings/account`)
  await expect(page.getByRole('main')).toContainText('You are a viewer')
})

for (const [login, why] of [
  ['eve', 'whom no rule names'],
  ['mallory', 'whose address the provider did not verify'],
] as const) {
  test(`A person ${why} is refused, and the page says so`, async ({ page, own }) => {
    await comeAs(page, own.url, login)
    await expect(page).toHaveURL(/\/sign-in\?error=no_role/)
    await expect(page.locator(said)).toContainText('no rule of this console gives you a role')
    await page.goto(own.url)
    await expect(page).toHaveURL(`${own.url}/sign-in`)
  })
}

test('A person without a password confirms through the provider, which asks again despite its own session', async ({
  page,
  own,
  pageErrors,
}) => {
  pageErrors.allow(/403/)
  await comeAs(page, own.url, 'ada')
  await expect(page).toHaveURL(`${own.url}/`)
  const invite = async (address: string) => {
    await page.goto(`${own.url}/settings/people`)
    await page.getByLabel('Invite by e-mail address').fill(address)
    await page.getByRole('button', { name: 'Create invitation' }).click()
  }
  await invite('bob@example.org')
  const dialog = page.getByRole('dialog', { name: 'Confirm your identity' })
  await expect(dialog).toContainText('Example ID asks you to sign in anew.')
  await shoot(page, 'confirm-through-provider')
  await dialog.getByRole('button', { name: 'Confirm through Example ID' }).click()
  await page.locator('input[name="login"]').fill('ada')
  await page.locator('input[name="password"]').fill('anything')
  await page.locator('button[type="submit"]').click()
  // It has consented before: the provider asks for the password only.
  await expect(page).toHaveURL(`${own.url}/`)
  await invite('bob@example.org')
  await expect(page.getByRole('button', { name: 'Revoke the invitation of bob@example.org' })).toBeVisible()
  await expect(dialog).toBeHidden()
})

test('An OpenID callback is refused in another browser and when it was used already', async ({ page, own, browser }) => {
  let back = ''
  page.on('request', (request) => {
    if (request.url().includes('/api/auth/callback/')) back = request.url()
  })
  await comeAs(page, own.url, 'ada')
  await expect(page).toHaveURL(`${own.url}/`)
  expect(back).toContain('code=')
  const other = await browser.newContext()
  const there = await other.newPage()
  await there.goto(back)
  await expect(there).toHaveURL(/\/sign-in\?error=/)
  await there.goto(own.url)
  await expect(there).toHaveURL(`${own.url}/sign-in`)
  await page.context().clearCookies()
  await page.goto(back)
  await expect(page, 'nor in the browser it was for').toHaveURL(/\/sign-in\?error=/)
  await other.close()
})

test('A sign-in through a provider that is down says so, and works once it is back', async ({ page, own, provider, pageErrors }) => {
  pageErrors.allow(/503|400/)
  await provider.stop()
  const late = await startPlainConsole({ signIn: 'nobody', env: provider.env })
  try {
    await page.goto(`${late.url}/sign-in`)
    await page.getByRole('button', { name: 'Sign in through Example ID' }).click()
    await expect(page.locator(said)).toContainText('cannot be reached')
    await provider.start()
    await page.getByRole('button', { name: 'Sign in through Example ID' }).click()
    await expect(page).toHaveURL(new RegExp(provider.issuer))
  } finally {
    await late.close()
  }
  await page.goto(`${own.url}/sign-in`)
})
