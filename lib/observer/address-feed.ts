import 'server-only'
import { resolveHost } from '@/lib/network/resolve-host'

/** How long an answer is used before the name is resolved again; a name without an answer is retried sooner. */
const freshMs = 300_000
const retryMs = 15_000
const mostHosts = 2_000

export interface AddressFeed {
  readonly addresses: ReadonlyMap<string, readonly string[]>
  /** Resolves hosts that are new or out of date; `onChange` notifies when an address changed. */
  want(hosts: Iterable<string>): void
  close(): void
}

type Lookup = (host: string) => Promise<readonly string[]>

/** Host names → addresses for the whole process, so that `127.0.0.1` and `localhost` count as one host. */
export function createAddressFeed(onChange: () => void, resolve: Lookup = lookUp, clock: () => number = Date.now): AddressFeed {
  const addresses = new Map<string, readonly string[]>()
  const askedAt = new Map<string, number>()
  let isClosed = false

  async function ask(host: string) {
    askedAt.set(host, clock())
    const found = await resolve(host).catch((): readonly string[] => [])
    if (isClosed || found.length === 0) return
    const before = addresses.get(host)
    addresses.set(host, found)
    if (before?.join() !== found.join()) onChange()
  }
  return {
    addresses,
    want(hosts) {
      for (const host of hosts) {
        const age = clock() - (askedAt.get(host) ?? -Infinity)
        if (age < (addresses.has(host) ? freshMs : retryMs)) continue
        if (addresses.size < mostHosts) void ask(host)
      }
    },
    close() {
      isClosed = true
    },
  }
}

async function lookUp(host: string): Promise<readonly string[]> {
  const found = await resolveHost(host)
  return found.map(({ address }) => address).sort()
}
