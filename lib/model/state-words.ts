import type { LaneRole, MemberMode, VerdictLevel } from './snapshot'

/** The word for each state, in the middle of a sentence: one table for screens, events and refusals. */
export const roleWords: Record<LaneRole, string> = {
  leader: 'leader',
  standby: 'standby',
  joining: 'not proven in line',
  down: 'down',
  frozen: 'frozen',
  unreachable: 'unreachable',
  unknown: 'not known',
}

export const memberModeWords: Record<MemberMode, string> = {
  leader: 'leader',
  follower: 'follower',
  observer: 'observer',
  standalone: 'standalone',
  'read-only': 'read-only',
  'no-quorum': 'up, does not serve',
  'words-off': 'answers, four-letter words off',
  down: 'down',
  unknown: 'not known',
}

export const levelWords: Record<VerdictLevel, string> = {
  protected: 'protected',
  'at-risk': 'at risk',
  unprotected: 'unprotected',
  'no-leader': 'no leader',
  unknown: 'not known',
}

/** “Down” out of “down”: where the word stands alone. */
export function toCapital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
