import { expect, it } from 'vitest'
import { aConf } from '../../testing/a-conf'
import { hadoopKey } from './hadoop-key'

const conf = (text: string) => aConf({ 'flink-conf.yaml': text })

it('An option of YARN in Flink’s file is reported with its line, and several in one finding', () => {
  expect(hadoopKey.check(conf('yarn.application-attempts: 3\nyarn.resourcemanager.am.max-attempts: 4'))).toEqual([
    {
      sentence: 'yarn.resourcemanager.am.max-attempts is an option of YARN and has no effect in flink-conf.yaml.',
      whatToDo: 'Set it in yarn-site.xml of the ResourceManager’s and NodeManagers’ hosts, and restart them.',
      places: [{ file: 'flink-conf.yaml', line: 2, key: 'yarn.resourcemanager.am.max-attempts' }],
    },
  ])
  const many = Array.from({ length: 6 }, (_, at) => `yarn.nodemanager.x${at}: 1`).join('\n')
  expect(hadoopKey.check(conf(many))).toMatchObject([{ sentence: expect.stringContaining('and others are options of YARN') }])
})

it.each([
  'yarn.application-attempts: 3',
  'yarn.application-attempt-failures-validity-interval: 10000',
  'flink.yarn.resourcemanager.address: x',
  'yarn.properties-file.location: /x',
  'yarn.tags: a',
])('An option of Flink for YARN is no finding: %s', (line) => expect(hadoopKey.check(conf(line))).toEqual([]))
