import { findFlinkVersion, isFlinkAtLeast } from './configuration/version'

/** Behaviour that Flink has since a version, where znodes (layouts/layout-tables) and options do not show it. */
const since = {
  /** `/jobs/overview` instead of `/joboverview` (JobsOverviewHeaders). */
  'jobs-overview': '1.5',
  /** A standby answers in the leader's name instead of redirecting (RestServerEndpoint, LeaderRetrievalHandler). */
  'standby-proxies': '1.8',
  /** One pointer to a missing file ends the process that wins the election; before, the job is dropped. Measured: decision 5. */
  'broken-pointer-is-fatal': '1.12',
} as const

/** @param version as a process or a jar reports it. @returns null when the version is not known */
export function findFlinkBehaviour(version: string | null, behaviour: keyof typeof since): boolean | null {
  const known = version === null ? null : findFlinkVersion(version)
  return known && isFlinkAtLeast(known, since[behaviour])
}
