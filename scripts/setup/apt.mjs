import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { run } from './run.mjs'

const policy = '/usr/sbin/policy-rc.d'

/** True where packages may be installed without asking: root on a Debian. */
export function canInstallPackages() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') && existsSync('/etc/debian_version')
}

/** True on a machine that starts services by itself; a test run must not leave a new one on it. */
export function hasServiceManager() {
  return existsSync('/run/systemd/system')
}

/** Installs Debian packages without starting any service of theirs. Returns whether it succeeded. */
export async function installPackages(steps, packages) {
  steps.step(`Installing ${packages.join(', ')} (apt-get)`)
  const isOurs = !existsSync(policy)
  if (isOurs) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const install = () => run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env })
    // The package lists of a fresh machine or container may be missing or old.
    const isInstalled =
      (await install()).code === 0 || ((await run('apt-get', ['update'], { env })).code === 0 && (await install()).code === 0)
    if (isInstalled) steps.done()
    else steps.failed()
    return isInstalled
  } finally {
    if (isOurs) rmSync(policy, { force: true })
  }
}
