import { expect, it } from 'vitest'
import { parseConfTexts } from '@/lib/flink/configuration/conf-texts'
import type { PlanContext } from '../run/verb'
import { rollingRestartJobManagers } from '../verbs/rolling-restart-jobmanagers'
import { startCluster } from '../verbs/start-cluster'
import { stopCluster } from '../verbs/stop-cluster'
import { refuseUnknownHost } from './taskmanager-parts'

const times = (count: number, toText: (index: number) => string) =>
  Array.from({ length: count }, (_none, index) => toText(index)).join('\n')

it.each([startCluster, stopCluster, rollingRestartJobManagers])(
  'The operation $kind is refused when the masters or workers file was read only in part',
  async ({ plan }) => {
    for (const [file, text] of [
      ['masters', times(201, (index) => `jm${index}:8081`)],
      ['workers', times(1_001, (index) => `tm${index}`)],
    ] as const) {
      const configuration = parseConfTexts({ 'config.yaml': 'high-availability.type: zookeeper', [file]: text })
      await expect(plan({ configuration } as PlanContext)).rejects.toMatchObject({
        code: 'refused',
        message: expect.stringContaining(`conf/${file} was read in part`) as string,
      })
    }
  },
)

it('A TaskManager beyond the part of workers that was read is not said to be missing from the file', () => {
  const workers = (count: number) => times(count, (index) => `tm${index}`)
  const contextOf = (count: number) =>
    ({ configuration: parseConfTexts({ 'config.yaml': 'a: b', workers: workers(count) }) }) as PlanContext
  expect(() => refuseUnknownHost(contextOf(1_001), 'tm1000')).toThrow('conf/workers was read in part')
  expect(() => refuseUnknownHost(contextOf(1_000), 'tm1000')).toThrow('tm1000 is no line of the workers file.')
  expect(() => refuseUnknownHost(contextOf(1_001), 'tm999')).not.toThrow()
})
