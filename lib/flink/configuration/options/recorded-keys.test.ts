import { expect, it } from 'vitest'
import recorded from '@/lib/testing/recorded/flink-option-keys.json' with { type: 'json' }
import { findFlinkVersion } from '../version'
import { getOptionEra, type OptionId } from './table'

/** Where the table differs on purpose: Flink defines options that it does not read. */
const known: Partial<Record<OptionId, (version: string) => boolean>> = {
  // Defined until 1.20; the registry itself is gone since 1.15.
  pathRunningRegistry: (version) => isAtLeast(version, 15),
  // Up to 1.4 only the new JobManager of FLIP-6 read these, which the scripts did not start.
  restAddress: (version) => version === '1.4.2',
  restPort: (version) => version === '1.4.2',
  heartbeatInterval: (version) => !isAtLeast(version, 5),
  heartbeatTimeout: (version) => !isAtLeast(version, 5),
  // Up to 1.4 only for the metadata of externalized checkpoints.
  checkpointDir: (version) => !isAtLeast(version, 5),
}

function isAtLeast(version: string, minor: number): boolean {
  return Number(version.split('.')[1]) >= minor
}

it.each(recorded.versions)('The names of the options are those of Flink %s, in its order', (version) => {
  const parsed = findFlinkVersion(version)
  if (!parsed) throw new Error('no version')
  const upTo = recorded.versions.slice(0, recorded.versions.indexOf(version) + 1)
  const wanted = (Object.entries(recorded.options) as unknown as [OptionId, Partial<Record<string, string>>][]).flatMap(([id, keys]) => {
    const theirs = upTo.map((each) => keys[each]).findLast((text) => text !== undefined) ?? ''
    // Before an option has a class of its own, scripts or constants read it, and the classes do not list it.
    return theirs === '' || known[id]?.(version) ? [] : [[id, theirs.split(',')] as const]
  })
  expect(wanted.length).toBeGreaterThan(10)
  expect(wanted.map(([id]) => [id, getOptionEra(id, parsed).keys])).toEqual(wanted)
})
