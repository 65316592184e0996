import { expect, it } from 'vitest'
import { apiPaths, pagePaths } from './paths'

it('Ids are escaped in every address', () => {
  expect(pagePaths.operation('a/b', '1 2')).toBe('/clusters/a%2Fb/operations/1%202')
  expect(apiPaths.ofCluster('a?b', 'autopilot/acknowledge')).toBe('/api/v1/clusters/a%3Fb/autopilot/acknowledge')
})
