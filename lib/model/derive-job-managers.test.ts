import { describe, expect, it } from 'vitest'
import type { JobManagerFacts } from '@/lib/model/facts'
import { aJobManager, aNow, someRecordedFacts } from '@/lib/testing/some-facts'
import { createSnapshotDeriver, emptyMemory } from './derive-snapshot'
import { known } from './observed'

const jobs = known('jobManagers', aNow, [])
const leading = { rpcPort: 36515, logged: ['0x1000032d39f0001'] }
const waiting = { rpcPort: 33745, logged: ['0x1000032d39f0002'] }

function look(leader: Partial<JobManagerFacts>, standby: Partial<JobManagerFacts> & { version?: string }) {
  const jobManagers = [
    aJobManager('localhost:8081', { ...leading, jobs, ...leader }),
    aJobManager('localhost:8082', { ...waiting, ...standby }),
  ]
  const facts = someRecordedFacts('1.20.1', '03-running', { jobManagers })
  return createSnapshotDeriver('e1')(facts, emptyMemory, null, aNow).snapshot.jobManagers.map(({ webUi }) => webUi.servesLeaderData)
}

describe('whether a JobManager serves the leader’s data', () => {
  const html = {
    link: { state: 'odd', since: aNow, detail: 'answers 200 to /config: an HTML page', latencyMs: null, heardAt: aNow },
  } as const

  it.each<[string, Partial<JobManagerFacts>, Partial<JobManagerFacts> & { version?: string }, (boolean | null)[]]>([
    ['both answer', {}, {}, [true, true]],
    ['both answered 503 a moment ago', { serving: false }, { serving: false }, [false, false]],
    ['nothing was answered on this connection', { serving: null }, { serving: null }, [null, null]],
    ['something else answers', html, { ...html, serving: null }, [null, null]],
    ['a standby of 1.7 redirects', {}, { version: '1.7.2' }, [true, false]],
    ['the leader’s data was not read', { jobs: aJobManager('x:1').jobs }, {}, [null, true]],
  ])('Serving of the leader’s data is told for both JobManagers when %s', (_, leader, standby, expected) => {
    expect(look(leader, standby)).toEqual(expected)
  })
})
