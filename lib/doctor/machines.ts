import { isAddress, isThisMachine, toHostKey } from '@/lib/base/host-names'
import { findDeployment } from './deployment'
import type { DoctorInput } from './doctor-input'

/** Equal, or one is the other's name without its domain. Two addresses of one machine count as different. */
export function isSameHost(one: string, other: string): boolean {
  const [left, right] = [toHostKey(one), toHostKey(other)]
  return left === right || (!isAddress(left) && !isAddress(right) && (left.startsWith(`${right}.`) || right.startsWith(`${left}.`)))
}

/** Hosts other than this machine, each once; a name that is known to resolve to loopback only is this machine. */
export function findRemoteHosts({ environment }: DoctorInput, hosts: readonly string[]): string[] {
  const remote = new Set<string>()
  // All names that are a shorter form of a known one: comparing every pair would take minutes with thousands of workers.
  const shorter = new Set<string>()
  for (const host of hosts) {
    const key = toHostKey(host)
    if (isThisMachine(host) || environment.hosts.get(host)?.loopback || remote.has(key)) continue
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

/** Whether the two have a machine in common, or both name this machine. */
export function shareHost(input: DoctorInput, ones: readonly string[], others: readonly string[]): boolean {
  if (ones.some(isThisMachine) && others.some(isThisMachine)) return true
  const [left, right] = [findRemoteHosts(input, ones), findRemoteHosts(input, others)]
  return findRemoteHosts(input, [...left, ...right]).length < left.length + right.length
}

/** Hosts on which JobManagers may run: those of masters; null on YARN, which chooses any node. */
export function findMasterHosts(input: DoctorInput): string[] | null {
  const { masters } = input.configuration
  if (findDeployment(input) === 'yarn') return null
  return findRemoteHosts(
    input,
    masters.map(({ host }) => host),
  )
}

/** Whether JobManagers run, or may run, on more than one machine. */
export function spansHosts(input: DoctorInput, further: readonly string[] = []): boolean {
  const masters = findMasterHosts(input)
  return masters === null || findRemoteHosts(input, [...masters, ...further]).length > 1
}
