import { expect, it } from 'vitest'
import { findFlinkBehaviour } from './behaviour'

it('A behaviour of Flink follows from its version, and is unknown without one', () => {
  const fatal = (version: string | null) => findFlinkBehaviour(version, 'broken-pointer-is-fatal')
  expect(['1.11.6', '1.12.0', '1.12-SNAPSHOT', '2.3.0', '0.10.2'].map(fatal)).toEqual([false, true, true, true, false])
  expect([null, '', '<unknown>'].map(fatal)).toEqual([null, null, null])
  expect(['1.4.2', '1.5.0'].map((version) => findFlinkBehaviour(version, 'jobs-overview'))).toEqual([false, true])
  expect(['1.7.2', '1.8.0'].map((version) => findFlinkBehaviour(version, 'standby-proxies'))).toEqual([false, true])
})
