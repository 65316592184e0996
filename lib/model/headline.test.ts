import { describe, expect, it } from 'vitest'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import { toHeadlineOf } from './headline'
import { createReason } from './reasons/to-reason'

const none = createReason('no-standby', 'error', 'No standby is proven to be in line: no takeover can be relied on.', null, null)
const sentenceWith = (...others: ReturnType<typeof createReason>[]) => {
  const snapshot = aSnapshot()
  const verdict = { ...snapshot.verdict, level: 'unprotected' as const, reasons: [none, ...others] }
  return toHeadlineOf({ ...snapshot, verdict }, null).sentence
}

describe('the headline without a standby', () => {
  it('The headline says that no standby is in line where the others are down', () => {
    const down = createReason('master-down', 'warning', 'jm2:8081 is down: nothing listens.', 'jm2:8081')
    expect(sentenceWith(down)).toMatch(/^No standby is in line\. If .+ fails, the cluster is down until a JobManager is restarted\.$/)
  })

  it.each(['standby-unproven', 'master-unreachable', 'joining'] as const)('The headline allows for a standby on the reason %s', (code) => {
    const other = createReason(code, 'warning', 'jm2:8081 answers late.', 'jm2:8081')
    expect(sentenceWith(other)).toMatch(/^No standby is proven to be in line\. If .+ fails, no standby is known to take over\.$/)
  })
})
