'use client'
import { memo } from 'react'
import { toTip } from '@/components/shared/provenance'
import { classNames } from '@/components/ui/class-names'
import { EmptyState } from '@/components/ui/empty-state'
import { Fact, Facts } from '@/components/ui/facts'
import { toFullSentence, Words } from '@/components/ui/words'
import type { Quorum, QuorumMember } from '@/lib/model/snapshot'
import { toMemberWords, toLatencyText } from './member-words'

/** The members side by side: what each reports of itself. */
export const Members = memo(function Members({ quorum }: { quorum: Quorum }) {
  if (quorum.members.length === 0) return <EmptyState title="No ZooKeeper member is known.">{toFullSentence(quorum.detail)}</EmptyState>
  return (
    <ul
      className={classNames(
        'grid gap-3 sm:grid-cols-[repeat(auto-fit,minmax(236px,1fr))]',
        quorum.members.length === 1 && 'sm:max-w-[440px]',
      )}
    >
      {quorum.members.map((member) => (
        <MemberCard key={member.address} member={member} />
      ))}
    </ul>
  )
})

const MemberCard = memo(function MemberCard({ member }: { member: QuorumMember }) {
  const { word, shape, className } = toMemberWords(member.mode)
  const answers = member.mode !== 'down' && member.mode !== 'unknown'
  return (
    <li
      data-member={member.address}
      data-mode={member.mode}
      className={classNames('min-w-0 rounded-md border px-4 pt-3 pb-3.5', answers ? 'border-line' : 'border-dashed border-line-strong')}
    >
      <p className={classNames('text-sm font-semibold', className)}>
        <span aria-hidden="true">{shape} </span>
        {word}
      </p>
      <h3 className="mb-2 font-mono text-base font-semibold [overflow-wrap:anywhere]">
        <span {...toTip(member.provenance, toFullSentence(member.detail))}>
          {member.id === null ? '' : `${member.id} · `}
          {member.address}
        </span>
      </h3>
      <Facts>
        <Fact name="Version">
          <Known value={member.version} />
        </Fact>
        <Fact name="Latency">
          <Known value={member.latencyMs === null ? null : toLatencyText(member.latencyMs)} />
        </Fact>
        <Fact name="Last zxid">
          <Known value={member.zxid} mono />
        </Fact>
        <Fact name="Connections">
          <Known value={member.connections === null ? null : String(member.connections)} />
        </Fact>
        <Fact name="Sessions of">
          {member.carries.length === 0 ? (
            <span className="text-muted">no JobManager</span>
          ) : (
            <span className="font-mono text-xs">{member.carries.join(', ')}</span>
          )}
        </Fact>
      </Facts>
      {answers && member.mode !== 'words-off' && member.mode !== 'no-quorum' && member.mode !== 'read-only' ? null : (
        <p className="mt-2 text-sm text-muted">
          <Words text={toFullSentence(member.detail)} />
        </p>
      )}
    </li>
  )
})

function Known({ value, mono = false }: { value: string | null; mono?: boolean }) {
  return value === null ? <span className="text-muted">not known</span> : <span className={mono ? 'font-mono text-xs' : ''}>{value}</span>
}
