import { describe, expect, it } from 'vitest'
import type { Actor } from '@/lib/model/actor'
import { derivePermitted } from '@/lib/model/derive-permitted'
import { operationKindIds, operationKinds } from '@/lib/model/operation-kinds'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import { aMoment } from '@/lib/testing/a-snapshot'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { aWatchedCluster } from '@/lib/testing/watched/a-watched-cluster'
import type { Watched } from '@/lib/testing/watched/watched'
import { aPlan, aRecord, anEndedRecord } from '@/lib/testing/an-operation'
import { aSituation, type SituationName } from '@/lib/testing/situations'
import { deriveCommonRefusal, deriveGroups, deriveNotes, deriveWorkerHosts } from './group-words'
import { deriveNextAct } from './next-act'
import { findDraft, toPlanQuery } from './plan-link'
import { deriveObstacles, deriveStaleness, isConfirmed, toCommitWords } from './plan-words'
import { deriveShares, filterRecords, toActivityLink, toDeadlineText, toRecordHeadline, toTook } from './record-words'
import { sortChecks } from './state-words'

const operator: Actor = { kind: 'person', id: 'u1', name: 'Ada', role: 'operator' }
const viewer: Actor = { ...operator, role: 'viewer' }
const groupsOf = (snapshot = aSituation('mayAct'), actor: Actor | null = operator) =>
  deriveGroups(derivePermitted(snapshot, actor), snapshot)
const rowsOf = (id: string) => groupsOf().find((group) => group.id === id)?.rows ?? []

describe('operations by object', () => {
  it('The operations are listed with one row per address and the whole group last', () => {
    expect(rowsOf('jobmanagers').map(({ name, state }) => [name, state])).toEqual([
      ['jm1:8081', 'leader · pid 2801'],
      ['jm2:8081', 'standby · pid 2802'],
      ['jm3:8081', 'down'],
      ['All of them', 'standbys first, the leader last'],
    ])
    expect(rowsOf('zookeeper').map(({ name }) => name)).toEqual(['zk1:2181', 'zk2:2181', 'zk3:2181', 'The quorum'])
  })

  it('The operations include every kind once, except restoring a backup', () => {
    const kinds = groupsOf().flatMap(({ rows }) => rows.flatMap(({ actions }) => actions.map(({ kind }) => kind)))
    expect(operationKindIds.filter((kind) => !kinds.includes(kind))).toEqual(['restore-dangling'])
  })

  it('A job that may be forgotten has a row of its own, with its name and id', () => {
    const snapshot = aSnapshot()
    const [left, ...jobs] = snapshot.recovery.jobs.map((job, at) => (at === 0 ? { ...job, state: null, stateAt: null } : job))
    const rows = groupsOf(
      { ...snapshot, recovery: { ...snapshot.recovery, jobs: [left!, ...jobs] } },
      { ...operator, role: 'administrator' },
    )
      .find(({ id }) => id === 'recovery')
      ?.rows.map(({ name, state, actions }) => [name, state, actions.map(({ kind, target }) => [kind, target])])
    expect(rows).toEqual([
      [
        'Orphaned metadata',
        expect.any(String),
        [
          ['back-up-dangling', null],
          ['remove-dangling', null],
        ],
      ],
      ['orders-enrichment', `job ${left!.jobId.slice(0, 8)}, not run by the leader`, [['forget-job', left!.jobId]]],
    ])
  })

  it('The lead is offered to standbys only, and once to the next in line', () => {
    expect(rowsOf('leadership').map(({ name }) => name)).toEqual(['Next in line'])
    const two = aSituation('mayTakeOver')
    const led = { ...two, leader: { ...two.leader!, process: 'running' as const } }
    expect(
      groupsOf(led)
        .find(({ id }) => id === 'leadership')
        ?.rows.map(({ name }) => name),
    ).toEqual(['Next in line', 'jm3:8081'])
  })

  it('The notes state what to know first, and the reason only where nothing is possible', () => {
    const [leader, standby, down, all] = rowsOf('jobmanagers').map(({ actions }) => deriveNotes(actions))
    expect(leader).toEqual([{ what: 'Restart, Stop', why: 'jm1:8081 leads: a standby will take over.' }])
    expect(standby).toEqual([])
    expect(down).toEqual([])
    expect(all?.[0]?.why).toContain('jm3:8081 is down')
  })

  it('A reason for all or most operations is stated once: an emergency stop, a role, a running operation, no control', () => {
    const common = (name: SituationName, actor: Actor | null, stop = false) =>
      deriveCommonRefusal(derivePermitted(aSituation(name), actor), stop ? { since: '', by: 'Bo', reason: null } : null)
    expect(common('operating', operator)).toEqual({ text: expect.stringContaining('(Ada) is running'), isTotal: true })
    expect(common('mayAct', viewer)).toEqual({ text: expect.stringContaining('needs the role operator'), isTotal: true })
    expect(common('mayAct', null)).toEqual({ text: 'Sign in first.', isTotal: true })
    expect(common('mayAct', operator)).toBeNull()
    expect(common('mayAct', operator, true)).toEqual({ text: expect.stringContaining('Bo'), isTotal: true })
    expect(common('allIsWell', { ...operator, role: 'administrator' })).toEqual({
      text: expect.stringContaining('controls none'),
      isTotal: false,
    })
    const [row] = groupsOf(aSituation('allIsWell')).flatMap(({ rows }) => rows)
    expect(deriveNotes(row!.actions, common('allIsWell', operator)!.text)).toEqual([])
  })

  it('The hosts of TaskManagers are found in their ids, once each', () => {
    const { taskManagers } = aSnapshot()
    const detail = ['tm1:40011-aa01', 'tm1:40012-bb', '[::1]:4001-cc', 'nonsense'].map((id) => ({ id, slots: 1, slotsFree: 0 }))
    expect(deriveWorkerHosts({ ...aSnapshot(), taskManagers: { ...taskManagers, detail } })).toEqual(['[::1]', 'tm1'])
  })
})

describe('the next step', () => {
  it('The next step for a dead leader is the takeover, with its gain', () => {
    expect(deriveNextAct(aSituation('mayTakeOver'), operator)).toMatchObject({
      draft: { kind: 'fenced-takeover', target: null },
      label: 'Take over now…',
      look: 'lead',
      refusal: null,
      text: expect.stringContaining('about 1.2 s'),
    })
  })

  it('The next step is refused to a viewer with the reason, and absent where no host is controlled', () => {
    expect(deriveNextAct(aSituation('mayTakeOver'), viewer)?.refusal).toContain('role operator')
    expect(deriveNextAct(aSituation('leaderDied'), operator)).toBeNull()
  })

  it('The next step starts a JobManager that is down and offers the command to run by hand', () => {
    expect(deriveNextAct(aSituation('mayAct'), operator)).toMatchObject({
      draft: { kind: 'start-jobmanager', target: 'jm3:8081' },
      label: 'Start jm3:8081…',
      byHand: 'bin/jobmanager.sh start jm3 8081',
    })
    expect(deriveNextAct(aSituation('mayAct'), viewer)).toBeNull()
    expect(deriveNextAct(aSituation('allIsWell'), operator)).toBeNull()
  })
})

describe('the next step by its reason', () => {
  const at = (watched: Watched, before: Watched = {}) =>
    aWatchedCluster(aMoment, [
      [60, { ...before, over }],
      [0, { ...watched, over }],
    ])
  const over = { control: 'ssh' as const }
  const act = (snapshot: ClusterSnapshot) => {
    const { draft, label, text } = deriveNextAct(snapshot, operator) ?? {}
    return { ...draft, label, text }
  }

  it('A leader that died without a standby is started again', () => {
    const alone: Watched = { line: [1], links: { 2: ['refused', 900], 3: ['refused', 900] } }
    const dead: Watched = { ...alone, links: { ...alone.links, 1: ['refused', 9] }, running: null }
    expect(act(at(dead, alone))).toEqual({
      kind: 'start-jobmanager',
      target: 'jm1:8081',
      label: 'Start jm1:8081…',
      text: 'jm1:8081 led and has exited, and no standby is in line. Start it to have a leader again.',
    })
  })

  it('A frozen leader without a standby is continued, and restarted where its latch is gone', () => {
    const alone: Watched = { masters: 1, line: [1] }
    const frozen: Watched = { ...alone, links: { 1: ['frozen', 9] }, running: null }
    expect(act(at(frozen, alone))).toMatchObject({
      kind: 'continue-jobmanager',
      target: 'jm1:8081',
      text: 'jm1:8081 leads and is frozen. Continue its process: it still leads if its session has not ended.',
    })
    expect(act(at({ ...frozen, line: [] }, alone))).toMatchObject({ kind: 'restart-jobmanager', target: 'jm1:8081' })
  })

  it('A cluster of which no JobManager runs is started', () => {
    const all: Watched['links'] = { 1: ['refused', 90], 2: ['refused', 90], 3: ['refused', 90] }
    expect(act(at({ leader: null, line: [], links: all, running: null }))).toMatchObject({
      kind: 'start-cluster',
      target: null,
      label: 'Start the cluster…',
      text: 'No JobManager runs. Starts each line of masters and workers that does not run.',
    })
    const missing: Watched = {
      leader: null,
      line: [],
      links: all,
      running: null,
      tree: { status: 'missing', tree: null, detail: 'No znode /flink/default.' },
    }
    expect(act(at(missing))).toMatchObject({ kind: 'start-cluster' })
    expect(deriveNextAct(at({ ...missing, links: {} }), operator)).toBeNull()
  })

  it('Jobs that wait for slots get another TaskManager, on the host with the fewest', () => {
    const waiting = at({ running: 2, taskManagers: 3 })
    const taskManagers = {
      ...waiting.taskManagers,
      slotsTotal: 12,
      slotsFree: 0,
      detail: ['tm1:40011-aa', 'tm1:40012-bb', 'tm2:40011-cc'].map((id) => ({ id, slots: 4, slotsFree: 0 })),
    }
    const text = '1 job waits for slots: all 12 are in use.'
    const reasons = [{ code: 'no-slots', severity: 'error' as const, text, subject: null, action: 'Start another TaskManager.' }]
    const snapshot = { ...waiting, taskManagers, present: { level: 'degraded' as const, sentence: null, reasons } }
    expect(act(snapshot)).toEqual({
      kind: 'start-taskmanager',
      target: 'tm2',
      label: 'Start a TaskManager on tm2…',
      text: `${text} Another TaskManager brings more.`,
    })
    expect(deriveNextAct({ ...snapshot, taskManagers: { ...taskManagers, detail: [] } }, operator)).toBeNull()
  })

  it('The quorum, a member, a frozen standby and missing TaskManagers have their button too', () => {
    const named = (code: string, subject: string | null, snapshot = at({})) => {
      const reason = { code, severity: 'error' as const, text: 'x', subject, action: 'y' }
      return act({ ...snapshot, verdict: { ...snapshot.verdict, reasons: [reason] }, present: { ...snapshot.present, reasons: [] } })
    }
    const down = at({ memberLink: 'refused', members: 1 })
    expect(named('quorum-not-serving', null, down)).toMatchObject({
      kind: 'start-quorum',
      target: null,
      label: 'Start the ZooKeeper servers…',
    })
    expect(named('no-task-managers', null)).toMatchObject({ kind: 'start-cluster', label: 'Start the TaskManagers…' })
    expect(named('member-down', 'zk1:2181', down)).toMatchObject({ kind: 'start-member', target: 'zk1:2181' })
    const frozen = at({ links: { 2: ['frozen', 9] } })
    expect(named('master-unreachable', 'jm2:8081', frozen)).toMatchObject({ kind: 'continue-jobmanager', target: 'jm2:8081' })
    expect(named('job-suspended', 'a job')).toMatchObject({ kind: 'restart-jobmanager', target: 'jm1:8081' })
    expect(named('job-suspended', 'a job', { ...at({}), leader: null })).toEqual({ label: undefined, text: undefined })
  })
})

describe('plans', () => {
  it('A plan is stale after a change of leader, a new operation, a new obstacle or a lost connection', () => {
    const plan = aPlan()
    const snapshot = aSituation('mayAct')
    const looking = { actor: operator, isCutOff: false }
    const stale = (now: typeof snapshot | null, by = looking) => deriveStaleness(plan, now, by)
    expect([stale(snapshot), stale(null)]).toEqual([{ stale: false }, { stale: false }])
    expect(stale({ ...snapshot, leader: { ...snapshot.leader!, leaderSessionId: 'another', master: 'jm2:8081' } })).toMatchObject({
      stale: true,
      passes: false,
      why: expect.stringContaining('jm2:8081 leads now'),
    })
    expect(stale({ ...snapshot, leader: null })).toMatchObject({ why: expect.stringContaining('there is no leader now') })
    expect(stale(aSituation('operating'))).toMatchObject({ why: expect.stringContaining('(Ada) is running') })
    expect(stale(snapshot, { ...looking, isCutOff: true })).toMatchObject({
      stale: true,
      passes: true,
      why: expect.stringContaining('console lost'),
    })
    expect(
      stale({
        ...snapshot,
        jobManagers: snapshot.jobManagers.map((jm) => ({ ...jm, role: jm.master === plan.target ? 'down' : jm.role })),
      }),
    ).toMatchObject({ passes: false, why: expect.stringMatching(/changed since.*would be refused: \S/) })
  })

  it('A plan is confirmed by exactly its word', () => {
    expect([isConfirmed(aPlan(), 'east'), isConfirmed(aPlan(), ' east '), isConfirmed(aPlan(), 'East'), isConfirmed(aPlan(), '')]).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  it('A plan has refusals with an override and refusals without one', () => {
    const liftable = { code: 'majority', level: 'refusal' as const, text: 'No majority.', override: 'stop serving' }
    const final = { code: 'x', level: 'refusal' as const, text: 'No.' }
    expect(deriveObstacles(aPlan({ checks: [liftable] }), '')).toEqual({ final: 0, open: ['stop serving'], liftable: ['stop serving'] })
    expect(deriveObstacles(aPlan({ checks: [liftable] }), 'stop serving')).toEqual({ final: 0, open: [], liftable: ['stop serving'] })
    expect(deriveObstacles(aPlan({ checks: [liftable, final] }), 'stop serving')).toMatchObject({ final: 1 })
  })

  it('A plan names its object on the button and says what cannot be undone, for every kind', () => {
    expect(toCommitWords({ kind: 'fenced-takeover', target: null }, 'jm1:8081')).toBe('Take over from jm1:8081')
    expect(toCommitWords({ kind: 'hand-over', target: 'jm2:8081' }, 'jm1:8081')).toBe('Hand over to jm2:8081')
    for (const kind of operationKindIds) {
      expect(toCommitWords({ kind, target: 'x:1' }, null)).not.toMatch(/undefined|null|…/)
      expect(operationKinds[kind].undo.length).toBeGreaterThan(20)
    }
  })

  it('The checks of a plan are sorted with refusals first', () => {
    const levels = sortChecks([...aPlan().checks, { code: 'x', level: 'refusal', text: '' }]).map(({ level }) => level)
    expect(levels).toEqual(['refusal', 'warning', 'fine', 'fine', 'fine'])
    expect(sortChecks([...aPlan().checks, ...aPlan().checks])).toHaveLength(aPlan().checks.length)
  })

  it('A plan survives the round trip through a URL, and an unknown kind asks for nothing', () => {
    const draft = { kind: 'restore-dangling' as const, target: null, options: { backup: 'a b&c' } }
    expect(findDraft(new URLSearchParams(toPlanQuery(draft)))).toEqual(draft)
    expect(findDraft(new URLSearchParams(toPlanQuery({ kind: 'stop-member', target: 'zk1:2181' })))).toEqual({
      kind: 'stop-member',
      target: 'zk1:2181',
    })
    expect(findDraft(new URLSearchParams('?do=rm-rf'))).toBeNull()
    expect(findDraft(new URLSearchParams(''))).toBeNull()
  })
})

describe('operation records', () => {
  it('An operation’s headline gives its step, its abort, its verification or its result', () => {
    expect(toRecordHeadline(aRecord())).toBe('Step 3 of 4: Starts it again')
    expect(toRecordHeadline(aRecord({ step: null }))).toBe('All steps are done. The result is being verified.')
    expect(toRecordHeadline(aRecord({ abortedBy: 'Bo' }))).toContain('Bo')
    expect(toRecordHeadline(anEndedRecord())).toContain('is in line again')
  })

  it('An operation’s countdown stops at its deadline', () => {
    const record = aRecord()
    const start = Date.parse(record.startedAt)
    expect(toDeadlineText(record, start + 30_500)).toBe('aborted in 1 min 30 s unless done')
    expect(toDeadlineText(record, start + 200_000)).toContain('time limit reached')
    expect([toTook(record), toTook(anEndedRecord())]).toEqual([null, 13_000])
  })

  it('An operation links to the activity of its cluster and time', () => {
    const query = new URLSearchParams(toActivityLink(anEndedRecord()).split('?')[1])
    expect(Object.fromEntries(query)).toEqual({ cluster: 'east', from: '2026-03-14T13:57:59.000Z', to: '2026-03-14T13:58:24.000Z' })
    expect(new URLSearchParams(toActivityLink(aRecord()).split('?')[1]).has('to')).toBe(false)
  })

  it('An operation’s steps are equally wide while it runs and then by duration, none too thin to see', () => {
    const { steps } = aRecord()
    expect(deriveShares(steps, false)).toEqual([1, 1, 1, 1])
    const shares = deriveShares(steps, true)
    expect(shares[1]).toBeGreaterThan(shares[0]!)
    expect(shares[3]).toBe(0.01)
  })

  it('An ended operation is found by kind, person, reason and result, and the running one is not listed', () => {
    const failed = anEndedRecord({
      id: 'f',
      state: 'failed',
      reason: null,
      result: 'It did not end.',
      by: { id: 'k', name: 'nightly', kind: 'key' },
    })
    const all = [aRecord(), anEndedRecord({ id: 'd' }), failed]
    const ids = (sought: string, filter: 'all' | 'done' | 'not-done') => filterRecords(all, sought, filter).map(({ id }) => id)
    expect(ids('', 'all')).toEqual(['d', 'f'])
    expect(ids('', 'done')).toEqual(['d'])
    expect(ids('', 'not-done')).toEqual(['f'])
    expect(ids('NIGHTLY', 'all')).toEqual(['f'])
    expect(ids('kernel', 'all')).toEqual(['d'])
  })
})
