import { isAddress, isThisMachine, toHostKey } from '@/lib/base/host-names'
import { findDeployment } from './deployment'
import type { DoctorInput } from './doctor-input'

/** Equal, or one is the other's name without its domain. Two addresses of one machine are not known to be one. */
export function isSameHost(one: string, other: string): boolean {
  const [left, right] = [toHostKey(one), toHostKey(other)]
  return left === right || (!isAddress(left) && !isAddress(right) && (left.startsWith(`${right}.`) || right.startsWith(`${left}.`)))
}

/** Hosts other than the machine itself, each once; names that are known to lead to loopback only are the machine itself. */
export function findRemoteHosts({ surroundings }: DoctorInput, hosts: readonly string[]): string[] {
  const remote = new Set<string>()
  // All names of which a known one is the longer form: comparing each with each would cost minutes with thousands of workers.
  const shorter = new Set<string>()
  for (const host of hosts) {
    const key = toHostKey(host)
    if (isThisMachine(host) || surroundings.hosts.get(host)?.loopback || remote.has(key)) continue
    const shorterForms = isAddress(key) ? [] : getShorterForms(key)
    if (shorter.has(key) || shorterForms.some((form) => remote.has(form))) continue
    remote.add(key)
    for (const form of shorterForms) shorter.add(form)
  }
  return [...remote]
}

/** `a.b.c` → `a`, `a.b`. */
function getShorterForms(name: string): string[] {
  const labels = name.split('.').slice(0, 20)
  return labels.slice(1).map((_, index) => labels.slice(0, index + 1).join('.'))
}

/** The two have a machine in common, or both name the machine itself. */
export function shareHost(input: DoctorInput, ones: readonly string[], others: readonly string[]): boolean {
  if (ones.some(isThisMachine) && others.some(isThisMachine)) return true
  const [left, right] = [findRemoteHosts(input, ones), findRemoteHosts(input, others)]
  return findRemoteHosts(input, [...left, ...right]).length < left.length + right.length
}

/** Where JobManagers may run: by masters, or on YARN wherever there is room (null). */
export function findMasterHosts(input: DoctorInput): string[] | null {
  const { masters } = input.configuration
  if (findDeployment(input) === 'yarn') return null
  return findRemoteHosts(
    input,
    masters.map(({ host }) => host),
  )
}

/** JobManagers are on more than one machine, or may be. */
export function spansHosts(input: DoctorInput, further: readonly string[] = []): boolean {
  const masters = findMasterHosts(input)
  return masters === null || findRemoteHosts(input, [...masters, ...further]).length > 1
}
