import { describe, expect, it } from 'vitest'
import type { JobManagerFacts } from './facts'
import { mayAskForLeaderData } from './leader-data-right'
import type { ProcessState } from './snapshot'

const link = (state: JobManagerFacts['link']['state']) => ({ state }) as JobManagerFacts['link']
const asking = (process: ProcessState, state: JobManagerFacts['link']['state'] = 'open', leaderlessSince: number | null = null) => ({
  leader: { master: 'jm1:8081', process },
  tree: { status: 'live' },
  session: { state: 'connected' },
  jobManagers: [{ master: 'jm1:8081', link: link(state), leaderlessSince }],
})

describe('the leader’s data', () => {
  it('The leader’s data is asked of the proven leader, and of the named one while it answers that it serves none', () => {
    expect(mayAskForLeaderData(asking('running'), 'jm1:8081')).toBe(true)
    expect(mayAskForLeaderData(asking('unknown', 'open', 5), 'jm1:8081')).toBe(true)
  })

  it.each<[string, ReturnType<typeof asking>, string]>([
    ['of a standby', asking('running'), 'jm2:8081'],
    ['of a frozen leader', asking('frozen', 'frozen'), 'jm1:8081'],
    ['of one whose port is silent', asking('unknown', 'silent', 5), 'jm1:8081'],
    ['of one that is not proven for another reason', asking('unknown'), 'jm1:8081'],
    ['of a dead one, on whose port another answers', asking('gone', 'open', 5), 'jm1:8081'],
    ['while ZooKeeper is not heard', { ...asking('running'), session: { state: 'connecting' } }, 'jm1:8081'],
    ['while the znodes are read', { ...asking('running'), tree: { status: 'loading' } }, 'jm1:8081'],
    ['without a leader', { ...asking('running'), leader: null as never }, 'jm1:8081'],
  ])('The leader’s data is not asked %s', (_, asked, master) => {
    expect(mayAskForLeaderData(asked, master)).toBe(false)
  })
})
