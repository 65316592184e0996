import type { HaConfiguration } from '@/lib/flink/configuration/ha-configuration'
import { deriveSharedDefaultFileSystem, findLocalPath } from '@/lib/flink/configuration/local-path'

/** What to look up on this machine for a configuration; bounded, because files may name anything. */
export interface ProbePlan {
  hosts: string[]
  /** JobManagers' hosts: a directory's state is only relevant on one of them. */
  masterHosts: string[]
  directories: string[]
  pidDir: string | null
  sharedDefaultFileSystem: boolean | null
}

const maxHosts = 300

export function planProbe(configuration: HaConfiguration): ProbePlan {
  const { masters, quorum, zooCfg, zooCfgApplies, workers, effective } = configuration
  const { options } = effective
  const shared = deriveSharedDefaultFileSystem(effective)
  const toHosts = (lines: readonly { host: string }[]) => lines.map(({ host }) => host)
  const masterHosts = [...new Set(toHosts(masters))].slice(0, maxHosts)
  const hosts = [...masterHosts, ...toHosts(quorum), ...(zooCfgApplies ? toHosts(zooCfg?.servers ?? []) : []), ...toHosts(workers)]
  const onStorage = [configuration.storageDir, configuration.checkpointDir, configuration.savepointDir, options.jobResultStorePath.value]
  const plain = [
    options.pidDir.value,
    options.logDir.value,
    options.webUploadDir.value,
    zooCfgApplies ? (zooCfg?.dataDir ?? null) : null,
    zooCfgApplies ? (zooCfg?.dataLogDir ?? null) : null,
  ]
  const directories = [...onStorage.map((uri) => findLocalPath(uri, shared)), ...plain.map((path) => findLocalPath(path, false))]
  return {
    hosts: [...new Set(hosts)].slice(0, maxHosts),
    masterHosts,
    directories: [...new Set(directories.filter((path) => path !== null))],
    pidDir: findLocalPath(options.pidDir.value, false),
    sharedDefaultFileSystem: shared,
  }
}
