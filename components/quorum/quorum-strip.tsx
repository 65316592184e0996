'use client'
import { memo } from 'react'
import { toCount } from '@/lib/base/counts'
import { toTip } from '@/components/shared/provenance'
import type { Quorum, QuorumMember } from '@/lib/model/snapshot'
import { toMemberWords, toLatencyText } from './member-words'

/** ZooKeeper's members in a row, and how many of them may still fail. */
export const QuorumStrip = memo(function QuorumStrip({ quorum }: { quorum: Quorum }) {
  return (
    <ul aria-label="ZooKeeper quorum" className="mt-auto grid grid-cols-[repeat(auto-fit,minmax(132px,1fr))] gap-2.5">
      {quorum.members.map((member) => (
        <Member key={member.address} member={member} name={toShortName(member, quorum.members)} />
      ))}
      <li className="rounded-md border border-dashed border-line-strong bg-panel px-3 py-2 text-sm">
        <p className="font-semibold">{spareWords(quorum)}</p>
        <p className="text-muted">{spareDetail(quorum)}</p>
      </li>
    </ul>
  )
})

/** The default port is left out, unless several members share a host. */
function toShortName({ address }: QuorumMember, members: readonly QuorumMember[]): string {
  const toHost = (one: string) => one.replace(/:\d+$/, '')
  const isAlone = members.filter((one) => toHost(one.address) === toHost(address)).length === 1
  return isAlone ? address.replace(/:2181$/, '') : address
}

function Member({ member, name }: { member: QuorumMember; name: string }) {
  const { word, shape, className } = toMemberWords(member.mode)
  const sessions = member.carries.length === 0 ? null : `session of ${member.carries.join(', ')}`
  return (
    <li data-member={member.address} data-mode={member.mode} className="min-w-0 rounded-md border border-line bg-panel px-3 py-2 text-sm">
      <p {...toTip(member.provenance, member.detail)} className="[overflow-wrap:anywhere]">
        <span aria-hidden="true" className={className}>
          {shape}{' '}
        </span>
        {member.id === null ? null : <span className="font-semibold">{member.id} </span>}
        {name} <span className="text-muted">{word}</span>
      </p>
      <p className="text-muted [overflow-wrap:anywhere]">
        {[member.latencyMs === null ? null : toLatencyText(member.latencyMs), sessions].filter(Boolean).join(' · ')}
      </p>
    </li>
  )
}

function spareWords({ serving, spare }: Quorum): string {
  if (serving === false) return 'No quorum'
  if (spare === null) return 'Spare not known'
  return spare === 0 ? 'No spare' : toCount(spare, 'spare')
}

function spareDetail({ serving, spare, detail, members }: Quorum): string {
  if (serving === false || spare === null) return detail
  if (spare === 0) return members.length === 1 ? 'standalone; no redundancy' : 'one more failure stops it'
  return spare === 1 ? 'tolerates one failure' : `tolerates ${spare} failures`
}
