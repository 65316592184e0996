import 'server-only'
import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'

/**
 * Name look-ups run in Node's four worker threads, which file reads share: a silent name server would block both.
 * So at most two are under way, concurrent requests for a name share one look-up, and no caller waits longer than the limit.
 */
const concurrent = 2
const limitMs = 2_000
/** How long an answer is reused: many ports of one host are tried at about the same time. */
const freshMs = 1_000

type Answer = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void

const waiting: (() => void)[] = []
const asked = new Map<string, Answer[]>()
const fresh = new Map<string, LookupAddress[]>()
let running = 0

/** All addresses of a host, IPv4 first. @throws ENOTFOUND, EAI_AGAIN (also when the limit passed) */
export function resolveHost(host: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    lookUp(host, (error, addresses) => (error ? reject(error) : resolve(addresses)))
  })
}

/** `resolveHost` in the form that `net.connect` and undici accept. */
export const boundedLookup: LookupFunction = (hostname, options, callback) => {
  lookUp(hostname, (error, addresses) => {
    const first = addresses[0]
    if (error || !first) return callback(error ?? toLookupError('ENOTFOUND', hostname), '', 0)
    if (options.all) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}

function lookUp(host: string, answer: Answer): void {
  const family = isIP(host)
  const addresses = family ? [{ address: host, family }] : fresh.get(host)
  if (addresses) return queueMicrotask(() => answer(null, addresses))
  const settle = once(answer)
  const timer = setTimeout(() => settle(toLookupError('EAI_AGAIN', host), []), limitMs)
  const listeners = asked.get(host)
  const listener: Answer = (error, addresses) => {
    clearTimeout(timer)
    settle(error, addresses)
  }
  if (listeners) {
    listeners.push(listener)
    return
  }
  asked.set(host, [listener])
  waiting.push(() => askSystem(host))
  startNext()
}

function askSystem(host: string): void {
  running += 1
  systemLookup(host, { all: true, order: 'ipv4first' }, (error, addresses) => {
    running -= 1
    const listeners = asked.get(host) ?? []
    asked.delete(host)
    if (!error) keep(host, addresses)
    for (const listener of listeners) listener(error, addresses ?? [])
    startNext()
  })
}

function keep(host: string, addresses: LookupAddress[]): void {
  fresh.set(host, addresses)
  setTimeout(() => fresh.delete(host), freshMs).unref()
}

function startNext(): void {
  while (running < concurrent) {
    const next = waiting.shift()
    if (!next) return
    next()
  }
}

function once(answer: Answer): Answer {
  let isDone = false
  return (error, addresses) => {
    if (isDone) return
    isDone = true
    answer(error, addresses)
  }
}

function toLookupError(code: 'ENOTFOUND' | 'EAI_AGAIN', host: string): NodeJS.ErrnoException {
  const error: NodeJS.ErrnoException = new Error(`${code === 'ENOTFOUND' ? 'no such host' : 'no answer from the name server for'} ${host}`)
  error.code = code
  return error
}
