/** Why there is no leader: each cause is noticed at another speed. */
export const causes = ['dead', 'frozen', 'revoked'] as const
export type Cause = (typeof causes)[number]

interface Grace {
  /** How long, in ms, a statement may contradict the truth. By cause where one number would hide a late console. */
  ms: number | Record<Cause, number>
  why: string
}

const lead = { dead: 1_000, frozen: 5_000, revoked: 2_000 }
const leadWhy = 'a closed port is told at once; a frozen process is noticed by two unanswered polls; a revocation by ZooKeeper’s event'

/** Every statement that is judged, and how late it may be. Short truths are possible: what was true at any moment of the grace passes. */
export const graces = {
  'answer-shape': { ms: 0, why: 'the published shape does not depend on the cluster' },
  'verdict-led': { ms: lead, why: leadWhy },
  'verdict-no-leader': { ms: 3_000, why: 'a new leader is listed first and answers a moment later; a resumed one is asked each second' },
  'verdict-protected': { ms: 6_000, why: 'a frozen standby or member is noticed by unanswered polls' },
  'leader-name': { ms: lead, why: leadWhy },
  'leader-session': { ms: 3_000, why: 'ZooKeeper’s event tells it; after a lost connection the tree is read again' },
  'leader-process-running': { ms: lead, why: leadWhy },
  'leader-process-gone': { ms: 3_000, why: 'what was said of a process that a new one replaced is corrected by the next look at /proc' },
  'leader-process-frozen': { ms: 3_000, why: 'a resumed process answers the next poll' },
  'role-leader': { ms: lead, why: leadWhy },
  'role-standby': { ms: lead, why: 'as for a leader; its place in line is told by ZooKeeper’s event' },
  'role-down': { ms: 5_000, why: 'a started JVM is found by the next look at /proc, every two seconds' },
  'role-unreachable': { ms: 5_000, why: 'a resumed process answers the next poll' },
  'role-joining': { ms: 5_000, why: 'its log is read for its session, then the line is matched' },
  'process-running': { ms: lead, why: leadWhy },
  'process-frozen': { ms: 3_000, why: 'a resumed process answers the next poll' },
  'process-gone': { ms: 5_000, why: 'a started JVM is found by the next look at /proc, every two seconds' },
  'process-pid': { ms: 5_000, why: 'found by the next look at /proc' },
  'place-in-line': { ms: 3_000, why: 'ZooKeeper’s event tells it; after a lost connection the tree is read again' },
  'next-standby': { ms: 6_000, why: 'a frozen standby is noticed by unanswered polls' },
  'no-next-standby': { ms: 8_000, why: 'a standby that just joined has to be proven by its log' },
  'takeover-since': { ms: lead, why: 'counted from the last proven sign of life, which a poll brought' },
  'phase-before-outage': { ms: 500, why: 'two clocks: when ZooKeeper wrote and when it was heard' },
  'phase-process-gone': { ms: 300, why: 'the moment of the look at /proc' },
  'phase-session-ended': { ms: 500, why: 'the moment of ZooKeeper’s event' },
  'phase-standby-leads': { ms: 1_000, why: 'JobManagers log a grant before or after they write it' },
  'phase-rest-answers': { ms: 3_000, why: 'two pollers are not answered in the same second' },
  'phase-task-managers': { ms: 2_500, why: 'two pollers of the leader’s REST, each about once a second' },
  'phase-jobs-running': { ms: 2_500, why: 'two pollers of the leader’s REST, each about once a second' },
  'phase-first-checkpoint': { ms: 1_000, why: 'the moment of ZooKeeper’s event' },
  'quorum-serves': { ms: 6_000, why: 'a frozen member keeps its port: noticed by unanswered words' },
  'quorum-serves-not': { ms: 4_000, why: 'members elect a leader and are asked again each second' },
  'quorum-spare': { ms: 6_000, why: 'a frozen member is noticed by unanswered words' },
  'member-mode': { ms: 6_000, why: 'a frozen member is noticed by unanswered words' },
  'member-down': { ms: 4_000, why: 'a started member is asked again each second' },
  'task-managers': { ms: 6_000, why: 'the leader’s REST is asked every few seconds' },
  slots: { ms: 6_000, why: 'the leader’s REST is asked every few seconds' },
  'job-state': { ms: 5_000, why: 'the leader’s REST is asked every few seconds' },
  'job-runs-tasks': { ms: 5_000, why: 'running is counted from tasks, by the same question' },
  'present-running': { ms: 5_000, why: 'running is counted from tasks, by the same question' },
  'present-jobs-down': { ms: 5_000, why: 'running is counted from tasks, by the same question' },
  'checkpoint-newest': { ms: 3_000, why: 'pushed by ZooKeeper; published ten times a second at most' },
  'checkpoint-none': { ms: 3_000, why: 'pushed by ZooKeeper; a pointer that is replaced was never missing' },
  'checkpoint-file-present': { ms: 15_000, why: 'files that do not change are looked at again every ten seconds' },
  'checkpoint-file-missing': { ms: 1_000, why: 'the file is there before its pointer; when the storage came back, as long as for present' },
  'lane-leads-now': { ms: lead, why: 'as the role' },
  'lane-leader-until': { ms: 1_000, why: 'the lead ends with the last sign of life, as soon as that is known' },
  'history-now': { ms: { dead: 2_000, frozen: 6_000, revoked: 3_000 }, why: 'as the verdict, and the journal writes within a second' },
  'public-serves': { ms: { dead: 2_000, frozen: 6_000, revoked: 3_000 }, why: 'as the verdict, written and read within a second' },
  'public-outage': { ms: 4_000, why: 'as the verdict, written and read within a second' },
  'public-no-standby': { ms: 10_000, why: 'as the standby, written and read within a second' },
  'public-redundancy': { ms: 8_000, why: 'as standby and quorum, written and read within a second' },
  'public-incident-open': { ms: { dead: 3_000, frozen: 7_000, revoked: 4_000 }, why: 'opened with the state' },
  'public-incident-start': { ms: { dead: 1_500, frozen: 5_000, revoked: 5_000 }, why: 'from the last proven sign of life' },
  'public-incident-length': {
    ms: { dead: 1_500, frozen: 5_000, revoked: 5_000 },
    why: 'from the last proven sign of life to the new lead',
  },
  'public-incident-lost': { ms: 0, why: 'an incident moves from one list to the other in one answer' },
  'public-uptime': { ms: 1_500, why: 'the open outage is counted up to the time that the page itself names' },
  'one-figure': { ms: 200, why: 'one outage has one figure everywhere' },
  peers: { ms: 0, why: 'one answer does not contradict itself' },
} as const satisfies Record<string, Grace>

/** The console may read another ZooKeeper member than the judge, and that may be ahead of the judge's by so much, ms. */
export const otherMemberMs = 1_000

export type StatementId = keyof typeof graces

/** The grace of a statement that has one for every cause. */
export function graceOf(statement: StatementId): number {
  const { ms } = graces[statement] as Grace
  return typeof ms === 'number' ? ms : Math.max(...Object.values(ms))
}

export function graceFor(statement: StatementId, cause: Cause): number {
  const { ms } = graces[statement] as Grace
  return typeof ms === 'number' ? ms : ms[cause]
}
