import { describe, expect, it } from 'vitest'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import { toHeadlineOf } from './headline'
import { createReason } from './reasons/to-reason'

const none = createReason('no-standby', 'error', 'No standby is proven to be in line: nobody could be relied on to take over.', null, null)
const sentenceWith = (...others: ReturnType<typeof createReason>[]) => {
  const snapshot = aSnapshot()
  const verdict = { ...snapshot.verdict, level: 'unprotected' as const, reasons: [none, ...others] }
  return toHeadlineOf({ ...snapshot, verdict }, null).sentence
}

describe('the sentence on top without a standby', () => {
  it('says that nobody takes over where the others are down', () => {
    const down = createReason('master-down', 'warning', 'jm2:8081 is down: nobody listens.', 'jm2:8081')
    expect(sentenceWith(down)).toMatch(/^No standby is in line\. If .+ fails, the cluster is down until a JobManager is restarted\.$/)
  })

  it.each(['standby-unproven', 'master-unreachable', 'joining'] as const)('does not say so where one may stand by: %s', (code) => {
    const other = createReason(code, 'warning', 'jm2:8081 answers late.', 'jm2:8081')
    expect(sentenceWith(other)).toMatch(/^No standby is proven to be in line\. If .+ fails, nobody is known to take over\.$/)
  })
})
