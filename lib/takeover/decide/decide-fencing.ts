import { howToProve, contenderProofs, permitsActing } from '@/lib/model/contender-proof'
import {
  leastBetweenReadingsMs,
  refuse,
  type FencingDecision,
  type FencingQuestion,
  type FencingRefusal,
  type SessionHolder,
} from './decision'
import { findSpoiledLine, findWholeLeader, toLeadershipKey, type ElectionReading, type Latch, type WholeLeader } from './election'
import { findPublishedDoubt } from '@/lib/model/published-contradiction'

/**
 * Whether the election znodes of a leader may be removed, and which (docs/decisions: fencing). Pure; yes only when every session whose
 * latch is removed belongs to a process that is proven dead, and the next in line is proven alive.
 *
 * Why no change between this and the transaction can hurt: a latch's name (UUID and number) is given once, to one session, held by one
 * process, and that process is dead. So deleting that path removes a dead process's latch or nothing. ZooKeeper cannot check an owner in a
 * transaction, and it need not.
 */
export function decideFencing(question: FencingQuestion): FencingDecision {
  const { first, second, holders } = question
  const unfit = judgeReadings(question)
  if (unfit) return unfit
  const leader = findWholeLeader(second)
  if (!leader)
    return refuse(
      'leadership-split',
      'The lowest place in line and the published leader are not one and the same session. An election is under way, or two lead: look at the ZooKeeper page, and do not fence.',
    )
  if (leader.leaderSessionId !== question.expectedLeaderSessionId)
    return refuse('leader-changed', 'Another leader leads than the one this was planned for. Look again, and plan anew.')
  const dead = judgeLeader(holders.get(leader.latch.owner), leader, question)
  if ('kind' in dead) return dead
  if (toLeadershipKey(first) !== toLeadershipKey(second))
    return refuse('leadership-moving', 'The election changed between two readings. Wait until it is calm, then plan anew.')
  return decideLine(second, leader.latch, dead, holders)
}

function judgeReadings({ first, second, quorumServes }: FencingQuestion): FencingRefusal | null {
  for (const { layout } of [first, second]) {
    if (layout === 'older')
      return refuse(
        'layout-not-supported',
        'This cluster’s znodes are those of Flink 1.14 or older, where one process takes part in several elections. Fencing was never tried there: wait for the session to end, or restart the process.',
      )
  }
  if (!quorumServes)
    return refuse(
      'quorum-not-serving',
      'The ZooKeeper quorum does not serve, so nothing can be removed and there can be no leader. Start its members first.',
    )
  if (!first.isFresh || !second.isFresh)
    return refuse('reading-not-fresh', 'ZooKeeper’s member did not confirm that its data is up to date. Try again.')
  const spoiled = findSpoiledLine(second)
  if (spoiled !== null) return refuse('leadership-split', spoiled)
  if (second.at - first.at < leastBetweenReadingsMs)
    return refuse(
      'readings-too-close',
      `Two readings at least ${leastBetweenReadingsMs} ms apart are needed to see that the election is calm. Try again.`,
    )
  if (second.layout === 'none' || second.latches.length === 0 || second.leaders.length === 0)
    return refuse(
      'no-leader',
      'There is no leader in ZooKeeper, so there is nothing to fence: the next in line is being elected already, or no JobManager takes part.',
    )
  return null
}

function judgeLeader(
  holder: SessionHolder | undefined,
  leader: WholeLeader,
  { addresses, proofNow }: FencingQuestion,
): SessionHolder | FencingRefusal {
  if (!holder || !isIdentified(holder))
    return refuse(
      'process-not-identified',
      `It is not proven which process leads${toKnown(holder)}: it must have been identified on its own host while it lived. Wait for the session to end. ${howToProve}.`,
    )
  const doubt = findLeaderDoubt(holder, leader, addresses)
  if (doubt) return refuse('addresses-disagree', `${doubt}. They may be two processes, so nothing is removed. Wait for the session to end.`)
  if (proofNow && !proofNow.holds) return refuse('process-not-identified', `It is not proven now which process leads: ${proofNow.why}.`)
  if (holder.identity?.mode !== 'session')
    return refuse(
      'application-mode',
      'The leader does not run as a session cluster. Fencing was never tried with application or job mode: wait for the session to end.',
    )
  const { life, master } = holder
  switch (life.state) {
    case 'dead':
      return holder
    case 'alive':
      return refuse(
        'leader-alive',
        `The leader lives: ${life.why}. Removing a living leader’s place ruins the cluster. Use hand over instead.`,
      )
    case 'stopped':
      return refuse('leader-frozen', `The leader is frozen, not dead: ${life.why}. Continue it (kill -CONT), or have it killed first.`)
    case 'unknown':
      return refuse(
        'death-not-proven',
        `It is not proven that ${master} is dead: ${life.why}. Silence is no death; wait for the session to end, or look at the host.`,
      )
  }
}

/** Walks the line behind the leader: each dead standby must be proven dead, and the first living one must be ready. */
function decideLine(reading: ElectionReading, latch: Latch, leader: SessionHolder, holders: FencingQuestion['holders']): FencingDecision {
  const going: Latch[] = [latch]
  const deadStandbys: SessionHolder[] = []
  const gone = new Set([latch.owner])
  for (const candidate of reading.latches.slice(1)) {
    if (gone.has(candidate.owner)) {
      going.push(candidate)
      continue
    }
    const holder = holders.get(candidate.owner)
    const verdict = judgeStandby(holder)
    if (verdict !== 'dead' && verdict !== 'ready') return verdict
    if (!holder) continue
    if (verdict === 'ready') {
      const sessions = new Set(going.map(({ owner }) => owner))
      const alsoTheirs = reading.latches.filter(({ owner, path }) => sessions.has(owner) && !going.some((known) => known.path === path))
      return {
        kind: 'fence',
        latches: [...going, ...alsoTheirs],
        locks: reading.locks.filter(({ owner }) => sessions.has(owner)),
        leader,
        deadStandbys,
        next: holder,
        nextLatch: candidate,
      }
    }
    gone.add(candidate.owner)
    going.push(candidate)
    deadStandbys.push(holder)
  }
  return refuse('no-standby', 'No living standby is in line, so no JobManager could lead. Start one; it leads as soon as the session ends.')
}

function judgeStandby(holder: SessionHolder | undefined): 'dead' | 'ready' | FencingRefusal {
  if (!holder || !isIdentified(holder))
    return refuse(
      'standby-not-identified',
      `It is not proven which process is next in line${toKnown(holder)}. A dead JobManager in front of a living one would block the takeover all the same. Wait for the session to end. ${howToProve}.`,
    )
  const { life, master, answers } = holder
  switch (life.state) {
    case 'dead':
      return 'dead'
    case 'alive':
      return answers === true && holder.identity?.mode === 'session'
        ? 'ready'
        : refuse(
            'standby-not-ready',
            `${master} is next in line and lives, but ${holder.identity?.mode === 'session' ? 'does not answer on its web port. It may be cut off from ZooKeeper, and would lead only when its own session ends' : 'is no session cluster'}. Its place is never removed: restart it, or wait.`,
          )
    case 'stopped':
      return refuse(
        'standby-not-ready',
        `${master} is next in line and frozen: ${life.why}. It would lead in ZooKeeper and do nothing. Continue it, or kill it; then plan anew.`,
      )
    case 'unknown':
      return refuse('standby-not-ready', `${master} is next in line, and nothing proves whether it lives: ${life.why}.`)
  }
}

function isIdentified({ proof, identity }: SessionHolder): boolean {
  return identity !== null && permitsActing(proof)
}

function toKnown(holder: SessionHolder | undefined): string {
  return holder ? ` (${holder.master}: ${contenderProofs[holder.proof].words})` : ''
}

/** The session's published addresses against those noted for it; both are named where they are not proven to be the same. */
function findLeaderDoubt(
  { identity, zkSessionId }: SessionHolder,
  { rpcAddress, restAddress }: WholeLeader,
  addresses: FencingQuestion['addresses'],
): string | null {
  if (!identity) return null
  if (restAddress === null) return 'ZooKeeper does not tell the leader’s REST address'
  return findPublishedDoubt({ zkSessionId, published: { rpcAddress, restAddress } }, identity, addresses)
}
