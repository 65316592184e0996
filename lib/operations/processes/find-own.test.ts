import { describe, expect, it } from 'vitest'
import type { FoundProcess } from '@/lib/sources/hosts/found-process'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import { toOrder } from '../verbs/rolling-restart-quorum'
import { pickMaster } from './find-own'
import type { Member } from './members'
import { getWorkerTarget } from './taskmanager-parts'

const aProcess = (pid: number, over: Partial<FoundProcess> = {}, java: Partial<FoundProcess['java']> = {}): FoundProcess => ({
  identity: { host: 'jm1', pid, start: '1', boot: 'b', command: '1 2' }, user: 'flink', state: 'running', startedAt: null, arguments: [], usesConfDir: true, realConfigDir: null,
  java: { kind: 'jobmanager', mainClass: 'x', mode: 'session', configDir: '/c', host: 'jm1', webUiPort: 8_081, zkConfigFile: null, peerId: null, logFile: null, ...java }, ...over,
})
const pick = (...there: FoundProcess[]) => pickMaster(there, 'jm1:8081', 'jm1', 8_081)

describe('the process of a master', () => {
  it('is the one with this conf folder, host and port', () => {
    const own = aProcess(1)
    expect(pick(own, aProcess(2, {}, { webUiPort: 8_082 }), aProcess(3, {}, { kind: 'taskmanager' }))).toEqual({ host: 'jm1', own, inTheWay: [] })
  })

  it('is none of another conf folder, nor one that was told another host; both are in the way', () => {
    const foreign = aProcess(1, { usesConfDir: false })
    const elsewhere = aProcess(2, {}, { host: 'jm2' })
    expect(pick(foreign, elsewhere)).toEqual({ host: 'jm1', own: null, inTheWay: [foreign, elsewhere] })
  })

  it('told no host (it was started by hand) is taken, and two that could be it are refused', () => {
    expect(pick(aProcess(1, {}, { host: null })).own?.identity.pid).toBe(1)
    expect(() => pick(aProcess(1), aProcess(2))).toThrow('pids 1, 2')
  })
})

describe('a TaskManager', () => {
  it('is named by host, or host and pid', () => {
    expect(getWorkerTarget('w1')).toEqual({ host: 'w1', pid: null })
    expect(getWorkerTarget('w1#77')).toEqual({ host: 'w1', pid: 77 })
    for (const target of [null, '', '#7']) expect(() => getWorkerTarget(target)).toThrow()
  })
})

describe('the order of a rolling restart of the quorum', () => {
  it('is plain followers, the one that carries the leader, the quorum’s leader', () => {
    const snapshot = aSnapshot()
    const members = snapshot.quorum.members.map((member, index) => ({ ...member, mode: index === 0 ? ('leader' as const) : ('follower' as const), carries: index === 1 ? [snapshot.leader!.master!] : [] }))
    const all = members.map(({ address }, index): Member => ({ address, host: 'h', id: index + 1, confDir: '/c', own: null }))
    const order = toOrder(all, { ...snapshot, quorum: { ...snapshot.quorum, members } }).map(({ address }) => address)
    expect(order.at(-1)).toBe(members[0]?.address)
    expect(order.at(-2)).toBe(members[1]?.address)
  })
})
