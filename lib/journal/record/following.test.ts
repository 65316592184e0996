import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { ConfigurationView } from '@/lib/model/configuration-view'
import { aFakeConsole } from '@/lib/testing/a-fake-console'
import { recordClusters } from './following'

type Found = ConfigurationView['findings'][number]

const aFinding = (id: string): Found => ({
  id,
  rule: id,
  severity: 'warning',
  sentence: `${id} is wrong.`,
  why: '',
  source: { text: '', url: null },
  whatToDo: '',
  places: [{ file: 'flink-conf.yaml', line: 1, key: id }],
  canBeWrong: '',
  isFixed: false,
})

it('Findings replaced by others of the same severity are recorded, and unchanged ones are not recorded twice', async () => {
  let findings: Found[] = []
  const fake = aFakeConsole()
  const view = async () => ({ findings }) as ConfigurationView
  const following = recordClusters({ ...fake, findConfiguration: view }, () => {})
  const [recorder] = following.recorders()
  const written: string[][] = []
  recorder!.takeFindings = (taken) => void written.push(taken.map(({ key }) => key))
  const find = async (ids: string[], second: number) => {
    findings = ids.map(aFinding)
    fake.publish({ doctor: { errors: 0, warnings: ids.length, notes: 0, checkedAt: `2026-11-22T15:31:0${second}.000Z` } })
    await setImmediate()
    await setImmediate()
  }
  await find(['a/one'], 1)
  await find(['b/other'], 2)
  await find(['b/other'], 3)
  following.close()
  expect(written).toEqual([['a/one'], ['b/other']])
})
