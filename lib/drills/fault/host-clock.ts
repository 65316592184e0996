import 'server-only'
import { askHost } from '@/lib/sources/hosts/ask-host'
import type { HostRunner } from '@/lib/sources/hosts/runner'
import { clockScript } from './fault-script'

const tries = 5
const askMs = 10_000
const nsPerMs = 1_000_000n

/** Offset of a host's clock from this console's, host minus console. The true one lies within ± the uncertainty. */
export interface ClockOffset {
  host: string
  offsetMs: number
  uncertaintyMs: number
}

/** The host's time against the middle of the round trip, the best of a few. null: its \`date\` is not exact enough. @throws HostError */
export async function measureClock(runner: HostRunner, host: string, signal?: AbortSignal): Promise<ClockOffset | null> {
  if (await runner.isLocal(host)) return { host, offsetMs: 0, uncertaintyMs: 0 }
  const found: ClockOffset[] = []
  for (let i = 0; i < tries; i++) {
    const sentAt = Date.now()
    const answer = await askHost(runner, host, clockScript, [], { deadlineMs: askMs, signal })
    const halfMs = (Date.now() - sentAt) / 2
    const at = toHostTimeMs(/^understudy clock (\d{19})$/m.exec(answer)?.[1])
    if (at === null) return null
    found.push({ host, offsetMs: Math.round(at - (sentAt + halfMs)), uncertaintyMs: Math.ceil(halfMs) })
  }
  return found.sort((a, b) => a.uncertaintyMs - b.uncertaintyMs)[0] ?? null
}

/** @param ns digits; null where they are not those of a time */
export function toHostTimeMs(ns: string | undefined): number | null {
  return ns !== undefined && ns.length === 19 ? Number(BigInt(ns) / nsPerMs) : null
}
