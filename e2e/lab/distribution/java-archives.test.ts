import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runCommand } from '@/e2e/lab/process/run-command'
import { findLabJava, recordArchives } from './java-archives'
import { sayNothing } from './say'

let folder: string
const home = () => join(folder, 'jdk')
/** Prints its version, writes the requested archive, and records its arguments. */
function writeJava(version: string): void {
  mkdirSync(join(home(), 'bin'), { recursive: true })
  const script = `#!/bin/sh
if [ "$1" = -version ]; then echo 'openjdk version "${version}"'; exit; fi
for word in "$@"; do case "$word" in -XX:ArchiveClassesAtExit=*) : > "\${word#*=}" ;; esac; done
echo "$@"
`
  writeFileSync(join(home(), 'bin', 'java'), script, { mode: 0o755 })
}
const call = async (javaHome: string, main: string) => (await runCommand(join(javaHome, 'bin', 'java'), ['-cp', 'x', main])).stdout
const jobManager = 'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint'

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'us-archives-'))
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'))
  vi.stubEnv('JAVA_HOME', home())
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

describe('archives of the classes that Flink’s programs load', () => {
  it('The archives are recorded once per program and used from then on', async () => {
    writeJava('17.0.15')
    expect(await findLabJava('2.3.0', sayNothing)).toBe(home())
    const run = vi.fn(async (javaHome: string) => void (await call(javaHome, jobManager)))
    await recordArchives('2.3.0', home(), run)
    await recordArchives('2.3.0', home(), run)
    expect(run).toHaveBeenCalledTimes(1)
    const found = (await findLabJava('2.3.0', sayNothing))!
    expect(found).not.toBe(home())
    expect(existsSync(join(found, 'jobmanager.jsa'))).toBe(true)
    expect(await call(found, jobManager)).toContain(`-XX:SharedArchiveFile=${found}/jobmanager.jsa -cp x ${jobManager}`)
    expect(await call(found, 'some.Other')).toBe('-cp x some.Other\n')
  })

  it('A failed recording leaves no archive that is used', async () => {
    writeJava('17.0.15')
    await expect(recordArchives('2.3.0', home(), () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk')
    expect(await findLabJava('2.3.0', sayNothing)).toBe(home())
  })

  it('A Java without support for application archives is used unchanged', async () => {
    writeJava('11.0.22')
    const run = vi.fn()
    await recordArchives('2.3.0', home(), run)
    expect(run).not.toHaveBeenCalled()
    expect(await findLabJava('2.3.0', sayNothing)).toBe(home())
  })
})
