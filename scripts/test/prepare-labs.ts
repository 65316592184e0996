// Run by scripts/test.mjs before the tests: their Flinks, and nothing left of a killed run.
import { LabError, sweepHosts, sweepLabs } from '@/e2e/lab'
import { getFlink } from '@/e2e/lab/distribution/flink'
import { getJavaHome } from '@/e2e/lab/distribution/java'
import { createSteps } from '../setup/steps.mjs'

/** The newest, the last that reads the seed's own keys from flink-conf.yaml, and one with a latch for each component. */
const versions = ['2.3.0', '1.20.1', '1.14.6']

const steps = createSteps()
try {
  const swept = [...(await sweepLabs()), ...(await sweepHosts())]
  if (swept.length > 0) steps.say(`Ended what a killed test run had left in ${swept.join(', ')}`)
  for (const version of versions) {
    await getFlink(version, steps)
    await getJavaHome(version, steps)
  }
  steps.done()
} catch (error) {
  steps.failed()
  console.error(error instanceof LabError ? error.message : error)
  process.exitCode = 1
}
