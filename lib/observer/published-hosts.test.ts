import { describe, expect, it } from 'vitest'
import type { HaTree } from '@/lib/flink/layouts/types'
import { createPublishedHosts } from './published-hosts'

const aRecord = (address: string) => ({ address }) as NonNullable<HaTree['leader']>

describe('the hosts that leaders publish', () => {
  it('The hosts that leaders publish are resolved, whatever name they were started with', () => {
    const wanted: string[] = []
    const look = createPublishedHosts((hosts) => wanted.push(...hosts))
    look({ leader: aRecord('pekko.tcp://flink@JM1:6123/user/rpc/dispatcher_1'), rest: aRecord('http://jm1.lan:8081') })
    look({ leader: aRecord('no address'), rest: null })
    expect(wanted).toEqual(['jm1', 'jm1.lan'])
  })

  it('The number of resolved hosts is bounded, because ZooKeeper may name a new one each time', () => {
    const wanted = new Set<string>()
    const look = createPublishedHosts((hosts) => [...hosts].forEach((host) => wanted.add(host)))
    for (let number = 0; number < 1_000; number++) look({ leader: aRecord(`akka://flink@jm${number}:6123/user`), rest: null })
    look({ leader: aRecord('akka://flink@jm0:6123/user'), rest: null })
    expect(wanted.size).toBe(200)
  })
})
