import type { ElectionReading, Latch, LeaderZnode, OwnedZnode } from '@/lib/takeover/decide/election'

/** ZooKeeper's view of an election, for tests. */
export function toSession(number: number): string {
  return `0x10000000000000${number.toString(16).padStart(2, '0')}`
}

export function aLatch(number: number, owner: string): Latch {
  const sequence = 40 + number
  return {
    path: `/flink/default/leader/latch/_c_${String(number).padStart(8, '0')}-0000-0000-0000-000000000000-latch-${String(sequence).padStart(10, '0')}`,
    owner,
    version: 0,
    czxid: `0x${(100 + number).toString(16)}`,
    sequence,
  }
}

export function aLock(number: number, owner: string): OwnedZnode {
  return { path: `/flink/default/jobs/j${number}/checkpoints/1/locks/${number}`, owner, version: 0, czxid: '0x210' }
}

export interface Publishing {
  host: string
  rpcPort: number
  restPort: number
}

export function leadersOf(
  owner: string,
  leaderSessionId: string,
  mzxid = '0x200',
  { host, rpcPort, restPort }: Publishing = { host: 'jm0', rpcPort: 6120, restPort: 8081 },
): LeaderZnode[] {
  return (['dispatcher', 'resource-manager', 'rest-server'] as const).map((component) => ({
    component,
    owner,
    leaderSessionId,
    version: 0,
    czxid: '0x1f0',
    mzxid,
    path: `/flink/default/leader/${component.replace('-', '_')}/connection_info`,
    address: component === 'rest-server' ? `http://${host}:${restPort}` : `pekko.tcp://flink@${host}:${rpcPort}/user/rpc/${component}_1`,
  }))
}

export function aReading(over: Partial<ElectionReading> = {}): ElectionReading {
  const latches = [0, 1, 2].map((number) => aLatch(number, toSession(number)))
  const locks = [0, 1].map((number) => aLock(number, toSession(number)))
  return { at: 1_000, isFresh: true, layout: 'process', latches, strays: [], leaders: leadersOf(toSession(0), 'leader-1'), locks, ...over }
}
