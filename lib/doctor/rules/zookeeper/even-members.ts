import { placeIn, placeOf } from '../../places'
import type { Rule } from '../../rule'
import { findOwnZooCfg, getMeantServers } from './ensemble'

/** An even ensemble survives as many failures as the one with a member less. */
export const evenMembers: Rule = {
  id: 'zookeeper/even-members',
  severity: 'warning',
  title: 'Even number of ZooKeeper members',
  why: 'A quorum needs more than half of the members. Four stand the failure of one, exactly as three do, and there is one more that can fail.',
  source: {
    text: 'ZooKeeper Administrator’s Guide, “Clustered (Multi-Server) Setup”',
    url: 'https://zookeeper.apache.org/doc/current/zookeeperAdmin.html#sc_zkMulitServerSetup',
  },
  canBeWrong: 'One of the members may be an observer, or the quorum line may name only some of an odd ensemble’s members.',
  check(input) {
    const { mode, quorum } = input.configuration
    if (mode !== 'zookeeper') return []
    const zooCfg = findOwnZooCfg(input)
    // The template's line is another rule's: without it the number may be odd.
    const voters = zooCfg ? getMeantServers(zooCfg).filter(({ role }) => role === 'participant') : undefined
    const count = voters && voters.length > 0 ? voters.length : quorum.length
    if (count === 0 || count % 2 === 1) return []
    const spare = count / 2 - 1
    return [
      {
        sentence: `The quorum has ${count} members, of which ${spare === 0 ? 'none may fail' : `only ${spare} may fail`}: as many as with ${count - 1}.`,
        whatToDo: `Run ${count + 1} members, or ${count - 1}.`,
        places:
          voters && voters.length > 0
            ? [placeIn('zoo.cfg', voters.at(-1)?.line ?? null, 'server.N'), placeOf(input, 'quorum')]
            : [placeOf(input, 'quorum')],
      },
    ]
  },
}
