import { isLoopback, toHostKey } from '@/lib/base/host-names'
import { findDeployment } from './deployment'
import type { DoctorInput } from './doctor-input'

export function getMasterHosts({ configuration: { masters } }: DoctorInput): string[] {
  return [...new Set(masters.map(({ host }) => toHostKey(host)))]
}

/** ZooKeeper mode with JobManagers that start-cluster.sh starts: not proven to be on YARN, where masters has no effect. */
export function isStandaloneHa(input: DoctorInput): boolean {
  return input.configuration.mode === 'zookeeper' && input.configuration.masters.length > 0 && findDeployment(input) !== 'yarn'
}

/** Loopback by its name or, where it was looked up, by its address. */
export function isKnownLoopback({ environment }: DoctorInput, host: string): boolean {
  return isLoopback(host) || environment.hosts.get(host)?.loopback === true
}
