import 'server-only'
import { resolveHost } from '@/lib/network/resolve-host'

/** What each of these hosts resolves to on this machine, for `hostsAgree`; [] for one that does not resolve. Keys are lower case. */
export async function resolveAddresses(hosts: readonly string[]): Promise<Map<string, string[]>> {
  const names = [...new Set(hosts.map((host) => host.toLowerCase()))]
  return new Map(await Promise.all(names.map(async (name): Promise<[string, string[]]> => [name, await findOf(name)])))
}

async function findOf(host: string): Promise<string[]> {
  return (await resolveHost(host).catch(() => [])).map(({ address }) => address)
}
