import type { SaidSnapshot } from '../said/snapshot'
import type { Truth } from '../truth/truth'
import { graceOf } from './graces'
import { anyOf, type When } from './leaderless'
import type { Sheet } from './sheet'

/** How many members served: at least all the time, at most at any time; null: not known. */
export function countServing(truth: Truth, from: number, to: number): { least: number; most: number } | null {
  const serves = [...truth.members.values()].map((member) => ({
    always: member.always(from, to, ({ mode }) => mode !== null),
    ever: member.ever(from, to, ({ mode }) => mode !== null),
  }))
  if (serves.some(({ always }) => always === null)) return null
  return { least: serves.filter(({ always }) => always).length, most: serves.filter(({ ever }) => ever).length }
}

export function judgeQuorum({ quorum }: SaidSnapshot, { asked, got }: When, truth: Truth, sheet: Sheet): void {
  const majority = Math.floor(truth.members.size / 2) + 1
  const range = (ms: number) => countServing(truth, asked - ms, got)
  const words = (found: ReturnType<typeof range>) => () => `${found?.least} to ${found?.most} of ${truth.members.size} members served`
  if (quorum.serving === null) sheet.unknown('quorum-serves')
  else if (quorum.serving) {
    const found = range(graceOf('quorum-serves'))
    sheet.claim('quorum-serves', 'quorum.serving', found && found.most < majority, () => 'serves', words(found))
  } else {
    const found = range(graceOf('quorum-serves-not'))
    sheet.claim('quorum-serves-not', 'quorum.serving', found && found.least >= majority, () => 'does not serve', words(found))
  }
  judgeSpare(quorum.spare, range(graceOf('quorum-spare')), majority, sheet)
  for (const { address, mode } of quorum.members) judgeMember(address, mode, { asked, got }, truth, sheet)
}

function judgeSpare(spare: number | null, found: { least: number; most: number } | null, majority: number, sheet: Sheet): void {
  if (spare === null) return sheet.unknown('quorum-spare')
  const [least, most] = found ? [found.least, found.most].map((count) => Math.max(0, count - majority)) : []
  const isFalse = least === undefined || most === undefined ? null : spare < least || spare > most
  sheet.claim(
    'quorum-spare',
    'quorum.spare',
    isFalse,
    () => `${spare} may fail`,
    () => `${least} to ${most} may`,
  )
}

function judgeMember(address: string, mode: string, { asked, got }: When, truth: Truth, sheet: Sheet): void {
  const track = truth.members.get(address)
  const where = `quorum.members ${address}`
  const words = () => JSON.stringify(track?.possible(asked - 1_000, got))
  if (!track)
    return sheet.claim(
      'member-mode',
      where,
      true,
      () => mode,
      () => 'there is no such member',
    )
  if (mode === 'down' || mode === 'no-quorum') {
    const serves = track.always(asked - graceOf('member-down'), got, (one) => one.mode !== null)
    // A member without a process is down, and not up without a quorum.
    const isGone = mode === 'no-quorum' && track.always(asked - graceOf('member-down'), got, ({ life }) => life === 'gone')
    return sheet.claim('member-down', where, anyOf([serves, isGone]), () => mode, words)
  }
  if (!['leader', 'follower', 'observer', 'standalone'].includes(mode)) return sheet.unknown('member-mode')
  const isAnother = track.always(asked - graceOf('member-mode'), got, (one) => one.mode !== mode)
  sheet.claim('member-mode', where, isAnother, () => mode, words)
}
