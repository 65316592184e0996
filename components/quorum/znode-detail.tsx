'use client'
import { toBytesText } from '@/components/ui/amount-text'
import { Fact, Facts } from '@/components/ui/facts'
import { ShortId } from '@/components/ui/short-id'
import { toFullSentence } from '@/components/ui/words'
import type { ZnodeView } from '@/lib/model/znode-view'
import { HexView } from './hex-view'

/** The content of one znode: its meaning, what Flink wrote, ZooKeeper's own figures, the bytes. */
export function ZnodeDetail({ path, znode, problem }: { path: string; znode: ZnodeView | null; problem: string | null }) {
  return (
    <div aria-live="polite" className="min-w-0">
      <h3 className="font-mono text-sm font-semibold [overflow-wrap:anywhere]">{path}</h3>
      {problem === null ? null : <p className="mt-1 text-sm text-amber-ink">◆ {toFullSentence(problem)}</p>}
      {znode === null ? problem === null ? <p className="mt-1 text-sm text-muted">Reading…</p> : null : <ZnodeWords znode={znode} />}
    </div>
  )
}

function ZnodeWords({ znode }: { znode: ZnodeView }) {
  return (
    <div className="grid gap-4">
      <p className="text-sm text-muted">
        {znode.role ?? 'Meaning not known'} · {toBytesText(znode.sizeBytes)}
      </p>
      {znode.problem === null ? null : <p className="text-sm text-amber-ink">◆ {toFullSentence(znode.problem)}</p>}
      {znode.decoded === null ? null : (
        <section aria-label="Decoded">
          <Decoded value={znode.decoded} />
        </section>
      )}
      {znode.hex === null || znode.hex === '' ? null : <HexView hex={znode.hex} sizeBytes={znode.sizeBytes} />}
      {znode.stat === null ? null : (
        <details className="text-sm">
          <summary className="link inline text-muted">ZooKeeper’s metadata</summary>
          <Facts className="mt-2 max-w-[420px]">
            {Object.entries(znode.stat).map(([name, value]) => (
              <Fact key={name} name={name}>
                <span className="font-mono text-xs">{value}</span>
              </Fact>
            ))}
          </Facts>
        </details>
      )}
    </div>
  )
}

/** Any decoded value, two levels as facts, deeper ones as text: the content of a znode may be anything. */
function Decoded({ value }: { value: unknown }) {
  if (typeof value !== 'object' || value === null) return <p className="text-sm">{String(value)}</p>
  return (
    <Facts className="border-y border-line py-2">
      {Object.entries(value).map(([name, part]) => (
        <Fact key={name} name={toWords(name)}>
          <Part part={part} />
        </Fact>
      ))}
    </Facts>
  )
}

function Part({ part }: { part: unknown }) {
  if (part === null || part === undefined) return <span className="text-muted">none</span>
  if (typeof part === 'string')
    return /^(0x)?[0-9a-f-]{16,}$/i.test(part) ? <ShortId id={part} head={13} /> : <span className="font-mono text-xs">{part}</span>
  if (typeof part !== 'object') return <span className="font-mono text-xs">{String(part)}</span>
  return <span className="block text-left font-mono text-xs whitespace-pre-wrap">{JSON.stringify(part, null, 2)}</span>
}

/** “leaderSessionId” → “leader session id”. */
function toWords(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
}
