import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { canInstallPackages, installPackages } from './apt.mjs'
import { root, SetupError } from './root.mjs'
import { run } from './run.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const apps = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium']

/** The system's Chromium or Chrome, or null: then Playwright's own is used. */
export function findSystemChromium() {
  if (process.env.UNDERSTUDY_CHROMIUM) return process.env.UNDERSTUDY_CHROMIUM
  const folders = (process.env.PATH ?? '').split(delimiter)
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...paths, ...apps].find((path) => existsSync(path)) ?? null
}

/** Makes sure that there is a browser: the system's, else Playwright's own, else Debian's package. */
export async function ensureChromium(steps) {
  if (findSystemChromium()) return
  steps.step('Getting a browser (playwright install chromium)')
  const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js')
  if ((await run(process.execPath, [cli, 'install', 'chromium'])).code === 0) return steps.done()
  steps.failed()
  if (canInstallPackages() && (await installPackages(steps, ['chromium']))) return
  throw new SetupError(
    'The browser tests need a Chromium: Playwright’s own could not be downloaded. Install one (Debian: apt-get install chromium), or set UNDERSTUDY_CHROMIUM to its path.',
  )
}
