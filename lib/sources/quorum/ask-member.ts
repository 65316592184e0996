import 'server-only'
import type { Clock } from '@/lib/base/clock'
import type { MemberAnswer } from '@/lib/model/facts'
import type { ConnectFailure } from '@/lib/network/connect-failure'
import type { ConnectionTarget } from '@/lib/network/hold-connection'
import { askAdminServer } from './admin-server'
import { askWord, type Word } from './four-letter-word'
import { findSessions, findTickTime, readMonitorWord, readServerWord, type WordReading } from './read-words'

export type MemberReading =
  | { kind: 'answer'; answer: MemberAnswer; detail: string }
  | { kind: 'frozen' | 'mute' | 'odd'; detail: string }
  | { kind: 'not-connected'; failure: ConnectFailure }

/** In this order: `srvr` is the only word allowed by default since 3.5.3, `mntr` the one that monitoring often allows. */
const words = ['srvr', 'mntr', 'stat'] as const
type StateWord = (typeof words)[number]

/** What one process of a member is known to refuse, so that it is not requested again in vain. */
export class MemberHabits {
  readonly off = new Set<Word>()
  tickTimeMs: number | null = null
}

/** Reads one ZooKeeper server's state, by the first word it allows, else by the AdminServer. Never throws. */
export async function askMember(
  target: ConnectionTarget & { adminPort?: number },
  habits: MemberHabits,
  clock: Clock,
  onRequest: () => void,
): Promise<MemberReading> {
  for (const word of words) {
    if (habits.off.has(word)) continue
    onRequest()
    const reported = await askWord(target, word, clock)
    if (reported.kind === 'not-connected') return reported
    if (reported.kind === 'no-answer')
      return {
        kind: 'frozen',
        detail: `${target.host}:${target.port} accepts connections but does not answer \`${word}\` in 2 s: the process is frozen or overloaded`,
      }
    if (reported.kind === 'nothing')
      return {
        kind: 'mute',
        detail: `${target.host}:${target.port} closes the connection without an answer to \`${word}\`: is it a port for TLS only?`,
      }
    const reading = word === 'mntr' ? readMonitorWord(reported.text) : readServerWord(reported.text)
    if (reading.kind === 'off') habits.off.add(word)
    else return finish(target, habits, clock, onRequest, word, reading)
  }
  return askBesideWords(target, onRequest)
}

async function finish(
  target: ConnectionTarget,
  habits: MemberHabits,
  clock: Clock,
  onRequest: () => void,
  by: StateWord,
  reading: Exclude<WordReading, { kind: 'off' }>,
): Promise<MemberReading> {
  if (reading.kind === 'odd') return { kind: 'odd', detail: `${target.host}:${target.port} does not answer as ZooKeeper: ${reading.sent}` }
  if (reading.kind === 'not-serving') {
    return { kind: 'answer', answer: toPlainAnswer('no-quorum', by), detail: 'runs, but does not serve: it has no quorum or is starting' }
  }
  const askMore = async (word: 'conf' | 'cons'): Promise<string | null> => {
    if (habits.off.has(word)) return null
    onRequest()
    const reported = await askWord(target, word, clock)
    if (reported.kind !== 'text') return null
    if (readServerWord(reported.text).kind === 'off') habits.off.add(word)
    return reported.text
  }
  const conf = habits.tickTimeMs === null ? await askMore('conf') : null
  if (conf !== null) habits.tickTimeMs = findTickTime(conf)
  const cons = await askMore('cons')
  const { mode, version, latencyMs, zxid, connections } = reading
  return {
    kind: 'answer',
    answer: {
      mode,
      version,
      latencyMs,
      zxid,
      connections,
      tickTimeMs: habits.tickTimeMs,
      by,
      sessions: cons === null ? null : findSessions(cons),
    },
    detail: `reported by the server itself (\`${by}\`)`,
  }
}

async function askBesideWords(
  { host, port, adminPort }: ConnectionTarget & { adminPort?: number },
  onRequest: () => void,
): Promise<MemberReading> {
  if (adminPort !== undefined) {
    onRequest()
    const answer = await askAdminServer(host, adminPort)
    if (answer) return { kind: 'answer', answer, detail: `reported by the server itself (AdminServer on port ${adminPort})` }
  }
  const detail = `runs, but its four-letter words are off: add \`4lw.commands.whitelist=srvr\` to the zoo.cfg of ${host}:${port} and its mode can be seen`
  return { kind: 'answer', answer: toPlainAnswer('words-off', 'none'), detail }
}

function toPlainAnswer(mode: 'words-off' | 'no-quorum', by: MemberAnswer['by']): MemberAnswer {
  return { mode, version: null, latencyMs: null, zxid: null, connections: null, tickTimeMs: null, by, sessions: null }
}
