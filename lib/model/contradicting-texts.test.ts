import { describe, expect, it } from 'vitest'
import type { JobManagerFacts } from '@/lib/model/facts'
import { aJobManager, aNow } from '@/lib/testing/some-facts'
import { known, unknown } from './observed'
import { healthy, look, play, theLeader, theStandby } from '@/lib/testing/a-healthy-cluster'

describe('a restarted process on the leader’s own ports', () => {
  const successor = (over: Partial<JobManagerFacts> = {}) =>
    healthy({
      jobManagers: [
        { ...aJobManager('localhost:8081', { rpcPort: theLeader.rpcPort, logged: ['0x1000032d39f0009'] }), ...over },
        aJobManager('localhost:8082', theStandby),
      ],
    })

  it('A restarted process on the leader’s ports is not the leader when its log names another session', () => {
    const { leader, verdict } = play([healthy(), aNow], [successor(), aNow + 1_000]).snapshot
    expect(leader).toMatchObject({ process: 'gone', processDetail: 'a newer process answers on localhost:8081; the one that led is gone' })
    expect(verdict.level).toBe('no-leader')
  })

  it('A restarted process on the leader’s ports is not the leader when another process is proven to hold the session', () => {
    const process = {
      kind: 'jobmanager' as const,
      pid: 900,
      startedAt: null,
      host: 'localhost',
      user: null,
      configDir: null,
      realConfigDir: null,
      hostArgument: null,
      webUiPort: 8081,
      listens: null,
      state: 'running' as const,
    }
    const holder = {
      zkSessionId: theLeader.logged[0]!,
      master: 'localhost:8081',
      proof: 'logged-connection' as const,
      host: 'localhost',
      pid: 100,
      rpcPort: theLeader.rpcPort,
      restPort: 8081,
    }
    const unread = { sessions: unknown('jobManagers', aNow, 'not read yet') }
    const seen = (pid: number) =>
      look({
        ...successor(unread),
        localHosts: new Set(['localhost']),
        processes: known('hosts', aNow, [{ ...process, pid }]),
        holders: [holder],
        addresses: new Map([['localhost', ['127.0.0.1']]]),
      }).leader?.process
    expect([seen(900), seen(100)]).toEqual(['gone', 'running'])
  })

  it('A JobManager does not lead while its own port answers for a while that it serves no leader', () => {
    const { leader, verdict } = look(successor({ sessions: unknown('jobManagers', aNow, 'not read yet'), leaderlessSince: aNow - 3_000 }))
    expect(leader?.process).toBe('unknown')
    expect(verdict.level).toBe('no-leader')
    expect(verdict.reasons[0]).toMatchObject({
      code: 'leader-not-serving',
      text: expect.stringContaining('does not lead: localhost:8081 answers that it serves no leader (503)') as string,
    })
  })
})

describe('two JobManagers whose logs name one session', () => {
  const session = theStandby.logged[0]!
  const twins = (newestOfBoth: boolean) =>
    healthy({
      jobManagers: [
        aJobManager('localhost:8081', theLeader),
        aJobManager('localhost:8082', theStandby),
        newestOfBoth ? aJobManager('localhost:8083', { rpcPort: 1, logged: [session] }) : aJobManager('localhost:8083', { rpcPort: 1 }),
      ],
    })

  it('Two JobManagers that write one log are both shown as running, and the proof of one by that log is dropped and reported', () => {
    const { snapshot } = play([twins(false), aNow], [twins(true), aNow + 1_000])
    const detail = (other: string) =>
      `runs, and writes the same log file as ${other}, so the log does not tell whose ZooKeeper session is whose: restart one of them with a log file of its own`
    expect(snapshot.jobManagers.slice(1).map(({ role, proof, roleDetail }) => [role, proof, roleDetail])).toEqual([
      ['unknown', null, detail('localhost:8083')],
      ['unknown', null, detail('localhost:8082')],
    ])
    expect(snapshot.events.map(({ text }) => text)).toContain(
      `A proof is dropped. localhost:8082 and localhost:8083 write one log file: all of them name session ${session}, so it proves nothing of any of them`,
    )
  })

  it('Two JobManagers that write one log are told apart by the proofs of their processes', () => {
    const holder = {
      zkSessionId: session,
      master: 'localhost:8083',
      proof: 'listed-connection' as const,
      host: 'localhost',
      pid: 100,
      rpcPort: 1,
      restPort: 8083,
    }
    const { snapshot } = play([twins(false), aNow], [{ ...twins(true), holders: [holder] }, aNow + 1_000])
    expect(snapshot.jobManagers.slice(1)).toMatchObject([
      { role: 'unknown', proof: null },
      { role: 'standby', proof: 'listed-connection', inLine: 1 },
    ])
  })
})

it('A proof of a process stays where the name that its session publishes cannot be compared', () => {
  const facts = healthy()
  const { tree } = facts.tree
  const named = (record: NonNullable<typeof tree>['leader']) =>
    record && { ...record, address: record.address.replace(/(@|\/\/)[^/:@]+:/, '$1jm9.lan:') }
  const holder = {
    zkSessionId: theLeader.logged[0]!,
    master: 'localhost:8081',
    proof: 'logged-connection' as const,
    host: 'jm1',
    pid: 100,
    rpcPort: theLeader.rpcPort,
    restPort: 8081,
  }
  const other = {
    ...facts,
    holders: [holder],
    tree: { ...facts.tree, tree: { ...tree!, leader: named(tree!.leader), rest: named(tree!.rest) } },
  }
  const look = (addresses: [string, string[]][]) => play([{ ...other, addresses: new Map(addresses) }, aNow]).snapshot.jobManagers[0]
  expect(other.tree.tree.rest?.address).toBe('http://jm9.lan:8081')
  expect(look([])).toMatchObject({ role: 'leader', proof: 'logged-connection' })
  expect(look([['jm1', ['10.0.0.1']]])).toMatchObject({ role: 'leader', proof: 'logged-connection' })
  expect(
    look([
      ['jm1', ['10.0.0.1']],
      ['jm9.lan', ['10.0.0.9']],
    ])?.proof,
  ).not.toBe('logged-connection')
})

it('A proof of a process is dropped when its session publishes other ports', () => {
  const holder = {
    zkSessionId: theLeader.logged[0]!,
    master: 'localhost:8082',
    proof: 'logged-connection' as const,
    host: 'localhost',
    pid: 100,
    rpcPort: theStandby.rpcPort,
    restPort: 8082,
  }
  const { snapshot } = play([healthy(), aNow], [{ ...healthy(), holders: [holder] }, aNow + 1_000])
  expect(snapshot.leader?.master).toBe('localhost:8081')
  expect(snapshot.events.map(({ text }) => text)).toContainEqual(
    expect.stringMatching(/^A proof is dropped: ZooKeeper publishes .*:36515\/.* but pid 100 on localhost holds ports 33745 and 8082$/),
  )
})
