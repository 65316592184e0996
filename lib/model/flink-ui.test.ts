import { describe, expect, it } from 'vitest'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import { findFlinkUi, toFlinkLinks } from './flink-ui'

const job = '899ba4fa6c1f1c6f4c4d9b1c7fd2d98c'
const at = (
  restAddress: string | null,
  over: Partial<ReturnType<typeof aSnapshot>['cluster']> = {},
  process: 'running' | 'gone' = 'running',
) => {
  const { cluster, leader } = aSnapshot()
  return findFlinkUi({ cluster: { ...cluster, ...over }, leader: { ...leader!, restAddress, process } })
}

describe('links to Flink’s web UI', () => {
  it('A web UI link leads to the proven leader or to the configured address', () => {
    expect(at('http://jm1:8081')).toBe('http://jm1:8081')
    expect(at('https://[::1]:8081')).toBe('https://[::1]:8081')
    expect(at('http://jm1:8081', { webUi: 'https://flink.example.org/east' })).toBe('https://flink.example.org/east')
    expect(at('http://jm1:8081', {}, 'gone')).toBeNull()
  })

  it.each(['javascript:alert(1)', 'data:text/html,x', 'http://u:p@jm1:8081', 'jm1:8081', 'http://', `http://${'a'.repeat(400)}`])(
    'A web UI link is never made of %s',
    (address) => expect(at(address)).toBeNull(),
  )

  it('A web UI link keeps only host and port of a published address', () => expect(at('http://jm1:8081/evil?x#y')).toBe('http://jm1:8081'))

  it('A web UI link names the job’s pages as that Flink version has them', () => {
    expect(toFlinkLinks('http://jm1:8081', job, '2.3.0')).toEqual({
      overview: `http://jm1:8081/#/job/running/${job}/overview`,
      exceptions: `http://jm1:8081/#/job/running/${job}/exceptions`,
      checkpoints: `http://jm1:8081/#/job/running/${job}/checkpoints`,
    })
    expect(toFlinkLinks('http://jm1:8081', job, '1.4.2')?.overview).toBe(`http://jm1:8081/#/jobs/${job}`)
    expect(toFlinkLinks('http://jm1:8081', '../../x', '2.3.0')).toBeNull()
  })
})
