import { existsSync } from 'node:fs'
import { canInstallPackages, hasServiceManager, installPackages } from './apt.mjs'
import { SetupError } from './root.mjs'
import { run } from './run.mjs'

/** Java 17 with javac: Flink runs on it, and the demo's job is compiled with it. */
export async function ensureJava(steps) {
  const found = await findJava()
  if (found.major >= 17 && found.hasCompiler) return
  if (canInstallPackages() && (await installPackages(steps, ['openjdk-17-jdk-headless']))) {
    const now = await findJava()
    if (now.major >= 17 && now.hasCompiler) return
  }
  const what =
    found.major === 0 ? 'no Java was found' : found.major < 17 ? `this is Java ${found.major}` : 'only a JRE, without javac, is here'
  throw new SetupError(
    `The tests run real Flink clusters and need a JDK 17 or newer, and ${what}. Install one (Debian: apt-get install openjdk-17-jdk-headless), or put it first on the PATH.`,
  )
}

/** Programs for the tests with several hosts. Without them these tests are skipped and say so; nothing fails here. */
export async function ensureHostPrograms(steps) {
  const packages = []
  if (!(await works('ip', ['-V']))) packages.push('iproute2')
  if (!(await works('ssh', ['-V']))) packages.push('openssh-client')
  // An ssh server is only installed where nothing would start it: in a container, not on a person's machine.
  if (!existsSync('/usr/sbin/sshd') && !hasServiceManager()) packages.push('openssh-server')
  if (packages.length > 0 && canInstallPackages()) await installPackages(steps, packages)
}

/** Login shells that hosts of a cluster may have. A test of a missing one is skipped and says so. */
export async function ensureLoginShells(steps) {
  const shells = {
    csh: '/bin/bsd-csh',
    tcsh: '/bin/tcsh',
    fish: '/usr/bin/fish',
    busybox: '/bin/busybox',
    ksh: '/bin/ksh',
    zsh: '/bin/zsh',
  }
  const packages = Object.entries(shells)
    .filter(([, path]) => !existsSync(path))
    .map(([name]) => name)
  if (packages.length > 0 && !hasServiceManager() && canInstallPackages()) await installPackages(steps, packages)
}

/** A Postgres for the tests of the journal, which start one of their own. Without it they are skipped and say so. */
export async function ensurePostgres(steps) {
  const isHere = (await works('postgres', ['--version'])) || existsSync('/usr/lib/postgresql')
  // The package brings a service with it: it is only installed where nothing would start that.
  if (!isHere && !hasServiceManager() && canInstallPackages()) await installPackages(steps, ['postgresql'])
}

async function findJava() {
  const result = await run('java', ['-version']).catch(() => null)
  const match = result?.code === 0 ? /version "(\d+)(?:\.(\d+))?/.exec(result.output) : null
  const major = match ? Number(match[1] === '1' ? match[2] : match[1]) : 0
  return { major, hasCompiler: (await works('javac', ['-version'])) && (await works('jar', ['--version'])) }
}

async function works(command, args) {
  return (await run(command, args).catch(() => null))?.code === 0
}
