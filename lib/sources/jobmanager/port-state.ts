import 'server-only'

/** What is known of one JobManager's port, and so what may be asked of it. */
export type PortState =
  /** No link; the process of before may still be there. */
  | 'connecting'
  /** No link, and nothing listened on the port: what answers next is another process. */
  | 'gone'
  /** A link; `/config` has not answered yet, or something went wrong since: it decides. */
  | 'checking'
  /** A link; it answers that it sees no leader, or redirects to it: nothing else can be asked. */
  | 'leaderless'
  /** A link; its paths answer. */
  | 'ready'
  | 'closed'

export type PortEvent =
  | 'opened'
  /** An attempt to connect was refused. */
  | 'refused'
  /** The link broke, or is silent and made anew. */
  | 'lost'
  /** `/config` answered well. */
  | 'answered'
  /** `/config` answered, but nothing else does. */
  | 'sees-no-leader'
  /** `/config` was not answered, or not as a JobManager does. */
  | 'unanswered'
  /** Another request failed, or its answer says that it serves nothing. */
  | 'doubted'
  | 'closed'

const linked = {
  answered: 'ready',
  'sees-no-leader': 'leaderless',
  unanswered: 'checking',
  lost: 'connecting',
  closed: 'closed',
} as const

const transitions: Readonly<Record<PortState, Partial<Record<PortEvent, PortState>>>> = {
  connecting: { opened: 'checking', refused: 'gone', closed: 'closed' },
  gone: { opened: 'checking', closed: 'closed' },
  checking: linked,
  leaderless: linked,
  ready: { ...linked, doubted: 'checking' },
  closed: {},
}

/** An event that a state does not name changes nothing. */
export function nextPortState(state: PortState, event: PortEvent): PortState {
  return transitions[state][event] ?? state
}
