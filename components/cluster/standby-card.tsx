'use client'
import { memo } from 'react'
import { classNames } from '@/components/ui/class-names'
import { toDurationText } from '@/lib/base/durations'
import { Fact, Facts } from '@/components/ui/facts'
import { ShortId } from '@/components/ui/short-id'
import { toFullSentence, Words } from '@/components/ui/words'
import { contenderProofs } from '@/lib/model/contender-proof'
import type { JobManager, WebUi } from '@/lib/model/snapshot'
import { toCapital } from '@/lib/model/state-words'
import { processWords, toPlaceWords, toRoleWords } from '@/components/shared/process-words'
import { toTip } from '@/components/shared/provenance'

/** A master that waits in line, its place first; or one whose place cannot be proven. */
export const StandbyCard = memo(function StandbyCard({ jobManager }: { jobManager: JobManager }) {
  const { master, role, inLine, proof, zkSessionId, sessionTimeoutMs, webUi, processState } = jobManager
  const words = toRoleWords(jobManager)
  const waits = role === 'standby'
  return (
    <article
      data-master={master}
      data-role={role}
      className={classNames(
        'min-w-0 rounded-md border bg-panel px-4 pt-3.5 pb-4',
        waits ? 'border-line' : 'border-dashed border-line-strong',
      )}
    >
      <p className={classNames('text-sm font-semibold', words.className)}>
        <span aria-hidden="true">{words.shape} </span>
        {waits ? toPlaceWords(inLine) : toCapital(words.word)}
      </p>
      <h3 className="mb-2 font-mono text-base leading-6 font-semibold [overflow-wrap:anywhere]">
        <span {...toTip(jobManager.provenance)}>{master}</span>
      </h3>
      {waits ? null : (
        <p className="mb-2 text-sm text-muted">
          <Words text={toFullSentence(jobManager.roleDetail)} />
        </p>
      )}
      <Facts>
        {proof === null ? null : (
          <Fact name="Proof">
            <span data-tip={toFullSentence(jobManager.roleDetail)} tabIndex={0}>
              {contenderProofs[proof].words}
            </span>
          </Fact>
        )}
        {zkSessionId === null ? null : (
          <Fact name="Session">
            <ShortId id={zkSessionId} head={3} />
            {sessionTimeoutMs === null ? null : <span className="font-mono text-xs"> · {toDurationText(sessionTimeoutMs)}</span>}
          </Fact>
        )}
        <Fact name="Web UI">
          <WebUiWords webUi={webUi} />
        </Fact>
        {processState === 'running' ? null : (
          <Fact name="Process">
            <span className={processWords[processState].className}>{processWords[processState].word}</span>
          </Fact>
        )}
      </Facts>
    </article>
  )
})

function WebUiWords({ webUi }: { webUi: WebUi }) {
  const { reachable, latencyMs, servesLeaderData, detail } = webUi
  const words =
    reachable === null ? 'not known' : !reachable ? 'does not answer' : latencyMs === null ? 'answers' : `${Math.round(latencyMs)} ms`
  const saying = servesLeaderData ? `${detail}\nShows the leader’s data: its answers prove nothing about leadership` : detail
  return (
    <span data-tip={saying} tabIndex={0} className={reachable === true ? '' : 'text-muted'}>
      {words}
      {servesLeaderData ? ' · leader’s data' : ''}
    </span>
  )
}
