import 'server-only'
import { lookup as dnsLookup } from 'node:dns'
import { isIP } from 'node:net'

// getaddrinfo occupies a thread of libuv's pool (4 by default, shared with every file access) for as long as a silent
// DNS server likes. So: never more than this many at once in the process, and one for all who ask the same name.
const maxAtOnce = 2
const maxAddresses = 16

const running = new Map<string, Promise<string[]>>()
const waiting: (() => void)[] = []
let active = 0

async function enter(): Promise<void> {
  if (active >= maxAtOnce) await new Promise<void>((resolve) => waiting.push(resolve))
  else active++
}

// A place is handed on rather than freed, so that nobody overtakes the one that waits.
function leave(): void {
  const next = waiting.shift()
  if (next) next()
  else active--
}

function ask(host: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    dnsLookup(host, { all: true }, (error, found) => {
      if (error) reject(new Error(`host name '${host}' cannot be resolved (${error.code ?? error.message})`, { cause: error }))
      else resolve(found.slice(0, maxAddresses).map((each) => each.address))
    })
  })
}

async function lookUpOnce(host: string): Promise<string[]> {
  await enter()
  try {
    return await ask(host)
  } finally {
    leave()
    running.delete(host)
  }
}

/** All addresses of a host, asked anew each time (members move); an address is its own answer. Rejects with a sentence. */
export function lookUpAddresses(host: string): Promise<string[]> {
  if (isIP(host) !== 0) return Promise.resolve([host])
  const already = running.get(host)
  if (already) return already
  const asked = lookUpOnce(host)
  running.set(host, asked)
  return asked
}
