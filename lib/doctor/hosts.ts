import { findYarnFacts } from './rules/yarn/yarn-facts'
import type { DoctorInput } from './doctor-input'

/** `localhost`, 127.x and ::1; what start-cluster.sh and resolvers agree on. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/i.test(host)
}

/** All interfaces. */
export function isWildcard(host: string): boolean {
  return /^(?:0\.0\.0\.0|::|\[::\])$/.test(host)
}

/** The same for all names of this machine, and for any case of letters. */
export function toHostKey(host: string): string {
  return isLoopback(host) ? 'localhost' : host.toLowerCase()
}

export function getMasterHosts({ configuration: { masters } }: DoctorInput): string[] {
  return [...new Set(masters.map(({ host }) => toHostKey(host)))]
}

/** ZooKeeper mode with JobManagers that start-cluster.sh starts: not on YARN, where masters means nothing. */
export function isStandaloneHa(input: DoctorInput): boolean {
  return input.configuration.mode === 'zookeeper' && input.configuration.masters.length > 0 && findYarnFacts(input) === null
}

/** By its name, and as far as it was asked, by its address. */
export function isKnownLoopback({ surroundings }: DoctorInput, host: string): boolean {
  return isLoopback(host) || surroundings.hosts.get(host)?.loopback === true
}
