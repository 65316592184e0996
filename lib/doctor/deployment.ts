import { isLoopback } from '@/lib/base/host-names'
import { findConfEntry, getConfEntries } from './conf-entries'
import type { DoctorInput } from './doctor-input'

/** How JobManagers are started. `unclear`: signs of both, so the rules of both apply. */
export type Deployment = 'standalone' | 'yarn' | 'unclear'

/**
 * Judged by all signs together: one `yarn.*` line is copied into many a standalone folder, and the masters that Flink ships are in every
 * folder. `execution.target` or a yarn-site.xml is a sign of YARN that hosts in masters or workers do not outweigh.
 */
export function findDeployment(input: DoctorInput): Deployment {
  const isTarget = findConfEntry(input, 'execution.target')?.value.startsWith('yarn') === true
  const isStrong = isTarget || input.yarnSite !== null
  if (!isStrong && !getConfEntries(input).some(({ key }) => key.startsWith('yarn.'))) return 'standalone'
  if (!hasStandaloneHosts(input)) return 'yarn'
  return isStrong ? 'unclear' : 'standalone'
}

/** Whether masters or workers name hosts other than the shipped ones, or JobManagers answer at the addresses in masters. */
function hasStandaloneHosts({ configuration: { masters, workers }, observed }: DoctorInput): boolean {
  if (observed?.jobManagers.some(({ version }) => version !== null)) return true
  return [...masters, ...workers].some(({ host }) => !isLoopback(host))
}
