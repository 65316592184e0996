import 'server-only'
import { isIP } from 'node:net'
import { processWide } from '@/lib/base/process-wide'
import { toNetworks } from './to-networks'
import { getEnvironment } from '@/lib/settings/environment'
import { streamLimits, type StreamKind, type StreamLimits } from '@/lib/settings/stream-limits'

/** The holder of a stream: a network address, if it is known, and a person or key, if one signed in. */
export interface StreamHolder {
  address: string | null
  holder?: string
}

/** The limit that is reached, and its value. */
export interface StreamRefusal {
  by: keyof StreamLimits
  most: number
}

declare module '@/lib/base/process-wide' {
  interface ProcessWide {
    streamPlaces?: Partial<Record<StreamKind, StreamPlaces>>
  }
}

/** Stream places of this process; for all bundles of the built app. */
export function getStreamPlaces(kind: StreamKind): StreamPlaces {
  const all = (processWide.streamPlaces ??= {})
  return (all[kind] ??= new StreamPlaces({ ...streamLimits[kind], ...getEnvironment().streams }))
}

/** Counts open event streams, so that one client that opens more and more does not use up the memory. */
export class StreamPlaces {
  private readonly taken = new Map<string, number>()

  constructor(private readonly most: StreamLimits) {}

  /** @returns a function to call when the stream ends, any number of times; or the limit that is reached */
  take({ address, holder }: StreamHolder): (() => void) | StreamRefusal {
    const counted = toCounted(address, holder)
    const full = counted.find(([by, key]) => this.count(key) >= this.most[by])
    if (full !== undefined) return { by: full[0], most: this.most[full[0]] }
    for (const [, key] of counted) this.taken.set(key, this.count(key) + 1)
    let isHeld = true
    return () => {
      if (isHeld) for (const [, key] of counted) this.leave(key)
      isHeld = false
    }
  }

  /** Number of all open streams. */
  get size(): number {
    return this.count('all')
  }

  private count(key: string): number {
    return this.taken.get(key) ?? 0
  }

  private leave(key: string): void {
    const left = this.count(key) - 1
    if (left > 0) this.taken.set(key, left)
    else this.taken.delete(key)
  }
}

/** The narrowest limit first: its message is the most useful one. */
function toCounted(address: string | null, holder: string | undefined): [by: keyof StreamLimits, key: string][] {
  const network = address === null ? null : toCountedNetwork(address)
  return [
    ...(holder === undefined ? [] : [['holder', `holder ${holder}`] as const]),
    ...(network === null ? [] : [['address', `address ${network}`] as const]),
    ['all', 'all'] as const,
  ].map(([by, key]) => [by, key])
}

/**
 * An IPv4 address or an IPv6 /64, which one machine may have to itself. null for this machine: mostly that is a proxy that is not
 * configured, through which all readers connect.
 */
function toCountedNetwork(address: string): string | null {
  if (isIP(address) === 0) return null
  const plain = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '')
  if (plain === '::1' || plain.startsWith('127.')) return null
  return toNetworks(plain.split('%', 1)[0] ?? plain).address
}
