import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyText } from '@/lib/testing/any-text'
import { applyEdits } from '../../apply-edits'
import { aConf } from '../../testing/a-conf'
import { recoveryRules } from '../recovery/index'
import { storageRules } from '../storage/index'
import { zookeeperRules } from './index'

const rules = [...zookeeperRules, ...storageRules, ...recoveryRules]

it('Any text is checked without an error, and no sentence has a control character', () => {
  fc.assert(
    fc.property(anyText(), anyText(), anyText(), anyText(), (quorum, directory, zooCfg, masters) => {
      const flat = `high-availability: zookeeper\nhigh-availability.zookeeper.quorum: ${quorum}\nhigh-availability.storageDir: ${directory}\nstate.backend: ${directory}\nrestart-strategy: ${quorum}`
      const input = aConf(
        { 'flink-conf.yaml': flat, 'zoo.cfg': `server.1=zk1:1:2\nserver.2=zk1:1:2\n${zooCfg}`, masters },
        { quorum: 'zk1:2181' },
      )
      for (const hit of rules.flatMap((rule) => rule.check(input))) expect(hit.sentence + hit.whatToDo).not.toMatch(/\p{Cc}/u)
    }),
    { numRuns: 300 },
  )
})

it('A fix of zoo.cfg changes one line, whatever its escapes stand for', () => {
  const zooCfg =
    'server.1=zk1:2888:3888\nserver.1=zk2:2888:3888\\nserver.9=evil:1:2\nserver.3=zk3:1:2\n4lw.commands.whitelist=ruok\\nserver.8=evil:1:2, stat'
  const input = aConf({
    'flink-conf.yaml': 'high-availability: zookeeper\nhigh-availability.zookeeper.quorum: zk3:2181',
    'zoo.cfg': zooCfg,
  })
  const fixes = rules
    .flatMap((rule) => rule.check(input))
    .flatMap(({ fix }) => fix ?? [])
    .filter(({ file }) => file === 'zoo.cfg')
  expect(fixes.length).toBeGreaterThan(0)
  for (const { edits } of fixes) expect(applyEdits(zooCfg, edits)).not.toMatch(/^server\.[89]=evil/m)
})
