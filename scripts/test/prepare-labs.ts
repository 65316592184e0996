// Run by scripts/test.mjs before the tests: downloads their Flinks, and removes what a killed run left.
import { LabError, startLab, sweepHosts, sweepLabs } from '@/e2e/lab'
import { getFlink } from '@/e2e/lab/distribution/flink'
import { getJavaHome } from '@/e2e/lab/distribution/java'
import { recordArchives } from '@/e2e/lab/distribution/java-archives'
import { createSteps } from '../setup/steps.mjs'

/** The newest, the last that reads the seed's own keys from flink-conf.yaml, and one with a latch for each component. */
const versions = ['2.3.0', '1.20.1', '1.14.6']

/** Runs every program once, and ends it so that it can still write what it has loaded. */
async function runOnce(flink: string, javaHome: string, folder: string): Promise<void> {
  steps.step(`Archiving the classes of Flink ${flink} (once)`)
  const lab = await startLab({ flink, javaHome, folder, masters: 1, jobs: 1 })
  try {
    const ends = [...lab.taskManagers, ...lab.masters, ...lab.zookeepers]
    for (const one of ends) await one.stop(60_000)
  } finally {
    await lab.close()
  }
}

const steps = createSteps()
try {
  const swept = [...(await sweepLabs()), ...(await sweepHosts())]
  if (swept.length > 0) steps.say(`Ended what a killed test run had left in ${swept.join(', ')}`)
  for (const version of versions) {
    await getFlink(version, steps)
    const own = await getJavaHome(version, steps)
    await recordArchives(version, own, (javaHome, folder) => runOnce(version, javaHome, folder))
  }
  steps.done()
} catch (error) {
  steps.failed()
  console.error(error instanceof LabError ? error.message : error)
  process.exitCode = 1
}
