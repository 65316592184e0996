import type { Takeover } from '@/lib/model/snapshot'
import { toDurationText, toWindowText } from '@/lib/base/durations'
import { Fact, Facts } from '@/components/ui/facts'
import { Words } from '@/components/ui/words'

/** “Why this window?”: opens within its line. */
export function WindowBasis({ takeover }: { takeover: Takeover }) {
  const { windowMs, windowBasis, sessionTimeoutMs, tickTimeMs, fencedMs, fencedDetail } = takeover
  return (
    <details className="inline open:block">
      <summary className="link inline">{windowMs === null ? 'Why is no window known?' : 'Why this window?'}</summary>
      <div className="arrives mt-3 mb-1 max-w-[64ch] border-l-2 border-line-strong pl-4 text-sm">
        <p>{windowBasis}</p>
        <Facts className="mt-2 max-w-[320px]">
          {sessionTimeoutMs === null ? null : <Fact name="Session granted by ZooKeeper">{toDurationText(sessionTimeoutMs)}</Fact>}
          {tickTimeMs === null ? null : <Fact name="Tick of the servers">{toDurationText(tickTimeMs)}</Fact>}
          {windowMs === null ? null : <Fact name="From last sign of life to takeover">{toWindowText(windowMs)}</Fact>}
          {fencedMs === null ? null : <Fact name="Fenced, as measured here">{toDurationText(fencedMs)}</Fact>}
        </Facts>
        <p className="mt-2 text-muted">
          By a fenced takeover, without waiting for the session: <Words text={fencedDetail} />.
        </p>
      </div>
    </details>
  )
}
