import 'server-only'
import { lookup as dnsLookup } from 'node:dns'
import { isIP } from 'node:net'
import { createSemaphore } from '@/lib/base/semaphore'

// getaddrinfo occupies a thread of libuv's pool (4 by default, shared with every file access) until a silent DNS server times out. So at
// most this many run at once in the process, and requests for the same name share one.
const turns = createSemaphore(2)
const maxAddresses = 16

const running = new Map<string, Promise<string[]>>()

function ask(host: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    dnsLookup(host, { all: true }, (error, found) => {
      if (error) reject(new Error(`host name '${host}' cannot be resolved (${error.code ?? error.message})`, { cause: error }))
      else resolve(found.slice(0, maxAddresses).map((each) => each.address))
    })
  })
}

/** All addresses of a host, resolved each time (members move); an address resolves to itself. Rejects with a sentence. */
export function lookUpAddresses(host: string): Promise<string[]> {
  if (isIP(host) !== 0) return Promise.resolve([host])
  const already = running.get(host)
  if (already) return already
  const asked = turns.run(() => ask(host)).finally(() => running.delete(host))
  running.set(host, asked)
  return asked
}
