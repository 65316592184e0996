import { joinDetail } from '../join-detail'
import { toList } from '@/lib/base/counts'
import type { Quorum, Reason } from '../snapshot'
import type { VerdictInput } from './verdict-input'
import { createReason } from './to-reason'

export function quorumReasons({ facts, quorum }: VerdictInput): Reason[] {
  if (facts.session.state === 'off' || quorum.members.length === 0) return []
  const found: Reason[] = []
  if (quorum.serving === false)
    found.push(
      createReason(
        'quorum-not-serving',
        'error',
        `${joinDetail('ZooKeeper', quorum.detail)}.`,
        null,
        'Start the missing ZooKeeper members.',
      ),
    )
  for (const member of quorum.members.filter((candidate) => candidate.mode === 'down')) {
    found.push(
      createReason(
        'member-down',
        'warning',
        `${joinDetail(`ZooKeeper member ${member.address} is down`, member.detail)}.`,
        member.address,
        'Start it again on its host.',
      ),
    )
  }
  if (quorum.serving && quorum.spare === 0)
    found.push(
      createReason(
        'no-spare',
        'warning',
        `${joinDetail('ZooKeeper has no spare member', quorum.detail)}.`,
        null,
        quorum.members.length < 3 ? 'Run three members on three hosts.' : null,
      ),
    )
  if (quorum.serving && quorum.spare === null) found.push(toSpareUnknown(quorum))
  return found
}

function toSpareUnknown(quorum: Quorum): Reason {
  const mute = quorum.members.some((member) => member.mode === 'words-off')
  const silent = quorum.members.filter((member) => member.mode === 'unknown').map((member) => member.address)
  const action = mute
    ? 'Allow `srvr` in 4lw.commands.whitelist, or turn the AdminServer on.'
    : `Look at the hosts of ${toList(silent)} and the network to them.`
  return createReason('spare-unknown', silent.length > 0 ? 'warning' : 'note', `ZooKeeper ${quorum.detail}.`, null, action)
}
