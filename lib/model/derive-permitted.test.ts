import { describe, expect, it } from 'vitest'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import type { Actor } from './actor'
import { derivePermitted, findPermitted } from './derive-permitted'
import { deriveRefusals } from './operation'
import { operationKindIds } from './operation-kinds'
import type { ClusterSnapshot, JobManager } from './snapshot'

const operator: Actor = { kind: 'person', id: 'u1', name: 'Ada', role: 'operator' }
const led = (over: Partial<ClusterSnapshot> = {}) => {
  const snapshot = aSnapshot(over)
  return { ...snapshot, cluster: { ...snapshot.cluster, control: 'local' as const } }
}
const withMaster = (snapshot: ClusterSnapshot, master: string, over: Partial<JobManager>) => ({
  ...snapshot,
  jobManagers: snapshot.jobManagers.map((jm) => (jm.master === master ? { ...jm, ...over } : jm)),
})

describe('derivePermitted', () => {
  it('The permitted operations cover every kind, and every master and member as targets', () => {
    const found = derivePermitted(led(), operator)
    expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(operationKindIds))
    const { jobManagers, quorum } = led()
    expect(found.filter(({ kind }) => kind === 'stop-jobmanager').map(({ target }) => target)).toEqual(
      jobManagers.map(({ master }) => master),
    )
    expect(found.filter(({ kind }) => kind === 'stop-member').map(({ target }) => target)).toEqual(
      quorum.members.map(({ address }) => address),
    )
  })

  it('No operation is permitted without a sign-in, for a viewer, or while another operation runs', () => {
    expect(derivePermitted(led(), null).filter(({ allowed }) => allowed)).toEqual([])
    expect(derivePermitted(led(), { ...operator, role: 'viewer' }).filter(({ allowed }) => allowed)).toEqual([])
    const operation = { id: 'o1', kind: 'stop-cluster', target: null, step: 'x', startedAt: '2026-03-14T13:58:15.000Z', by: 'Bo' }
    const found = derivePermitted(led({ operation }), operator)
    expect(found.filter(({ allowed }) => allowed)).toEqual([])
    expect(found[0]?.why).toContain('(Bo) is running')
  })

  it('Without control of hosts, only operations that need nothing but ZooKeeper are permitted', () => {
    const { cluster, recovery } = aSnapshot()
    const broken = { ...recovery, jobs: recovery.jobs.map((job) => ({ ...job, verdict: 'broken' as const })) }
    const snapshot = aSnapshot({ cluster: { ...cluster, control: 'none' }, recovery: broken })
    const allowed = derivePermitted(snapshot, { ...operator, role: 'administrator' }).filter((each) => each.allowed)
    expect(allowed.map(({ kind }) => kind)).toEqual(['back-up-dangling', 'remove-dangling', 'restore-dangling'])
  })

  it('A running JobManager may be stopped and one that is down may be started', () => {
    const down = withMaster(led(), 'jm2:8081', { role: 'down', processState: 'gone' })
    expect(findPermitted(down, operator, 'start-jobmanager', 'jm2:8081').allowed).toBe(true)
    expect(findPermitted(down, operator, 'stop-jobmanager', 'jm2:8081')).toMatchObject({ allowed: false, why: 'jm2:8081 does not run.' })
    expect(findPermitted(led(), operator, 'start-jobmanager', 'jm2:8081').allowed).toBe(false)
    expect(
      findPermitted(
        withMaster(led(), 'jm2:8081', { role: 'unreachable', processState: 'frozen' }),
        operator,
        'start-jobmanager',
        'jm2:8081',
      ).allowed,
    ).toBe(false)
  })

  it('A hand-over is refused for lack of a standby only where the others are down, not where one answers late', () => {
    const reason = (snapshot: ClusterSnapshot) => findPermitted(snapshot, operator, 'hand-over', null).why
    const others = led().jobManagers.filter(({ role }) => role !== 'leader')
    const all = (over: Partial<JobManager>): ClusterSnapshot =>
      others.reduce<ClusterSnapshot>((snapshot, { master }) => withMaster(snapshot, master, over), led())
    expect(reason(all({ role: 'down', inLine: null }))).toBe('No standby is in line.')
    expect(reason(all({ role: 'unreachable', inLine: null }))).toContain(
      `No standby is proven to be in line: ${others[0]!.master} cannot be reached`,
    )
    expect(reason(all({ inLine: null }))).toContain('stands by, its place in line is not known')
  })

  it('An unknown target is refused by name, and so is a hand-over to a JobManager that is no standby', () => {
    expect(findPermitted(led(), operator, 'stop-jobmanager', '-oProxyCommand=x')).toMatchObject({
      allowed: false,
      why: '-oProxyCommand=x is no line of the masters file.',
    })
    expect(findPermitted(led(), operator, 'stop-member', null).allowed).toBe(false)
    expect(findPermitted(withMaster(led(), 'jm2:8081', { role: 'joining' }), operator, 'hand-over', 'jm2:8081').allowed).toBe(false)
  })

  it('A rolling restart is permitted only where all are in place and one may be missing', () => {
    expect(findPermitted(led(), operator, 'rolling-restart-jobmanagers', null).allowed).toBe(true)
    expect(findPermitted(withMaster(led(), 'jm2:8081', { role: 'joining' }), operator, 'rolling-restart-jobmanagers', null).allowed).toBe(
      false,
    )
    expect(findPermitted({ ...led(), leader: null }, operator, 'rolling-restart-jobmanagers', null).allowed).toBe(false)
    expect(findPermitted({ ...led(), quorum: { ...led().quorum, spare: 0 } }, operator, 'rolling-restart-quorum', null).allowed).toBe(false)
    expect(findPermitted({ ...led(), quorum: { ...led().quorum, spare: null } }, operator, 'rolling-restart-quorum', null).allowed).toBe(
      false,
    )
  })
})

describe('refusals and their overrides', () => {
  const refusal = { code: 'quorum', level: 'refusal' as const, text: 'The quorum would stop.', override: 'zk1 may stop the quorum' }
  it('A refusal is lifted by its own override words and by nothing else', () => {
    expect(deriveRefusals([refusal], 'zk1 may stop the quorum')).toEqual([])
    for (const words of [null, undefined, '', 'yes', 'zk2 may stop the quorum']) expect(deriveRefusals([refusal], words)).toEqual([refusal])
  })

  it('A refusal without override words is never lifted, not even by undefined', () => {
    const final = { code: 'x', level: 'refusal' as const, text: 'Never.' }
    for (const words of [null, undefined, '', 'undefined']) expect(deriveRefusals([final], words)).toEqual([final])
  })
})
