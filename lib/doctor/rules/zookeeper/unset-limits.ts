import type { ZooCfg } from '@/lib/flink/configuration/zoo-cfg'
import { placeIn } from '../../places'
import type { Rule } from '../../rule'
import { toList } from '@/lib/base/counts'
import { toPreciseDurationText } from '@/lib/base/durations'
import { findOwnZooCfg, getMeantServers } from './ensemble'
import { zookeeperSources } from './sources'

/** Limits that zoo.cfg leaves to the script that starts ZooKeeper. */
export const unsetLimits: Rule = {
  id: 'zookeeper/unset-limits',
  severity: 'note',
  title: 'Ticks and limits are not set',
  why: 'tickTime decides which session timeouts are granted, and so how long a takeover takes. Flink’s wrapper fills in initLimit and syncLimit; ZooKeeper’s own scripts do not and refuse an ensemble without them.',
  source: zookeeperSources.wrapper,
  canBeWrong: 'The values that are taken instead may be the ones that are wanted.',
  check(input) {
    const zooCfg = findOwnZooCfg(input)
    const unset = zooCfg ? findUnset(zooCfg) : []
    if (!zooCfg || unset.length === 0) return []
    return [
      {
        sentence: `zoo.cfg does not set ${toList(unset.map(({ key, value, who }) => `${key} (${who} takes ${value})`))}${unset.some(({ key }) => key === 'tickTime') ? `; sessions are then granted from ${toPreciseDurationText(zooCfg.minSessionTimeoutMs.value)} to ${toPreciseDurationText(zooCfg.maxSessionTimeoutMs.value)}` : ''}.`,
        whatToDo: 'Write the values down, so that the file says what holds however ZooKeeper is started.',
        places: unset.map(({ key }) => placeIn('zoo.cfg', null, key)),
        fix:
          input.files['zoo.cfg'] === undefined
            ? null
            : [{ file: 'zoo.cfg', edits: unset.map(({ key, value }) => ({ kind: 'append', text: `${key}=${value}` })) }],
      },
    ]
  },
}

function findUnset(zooCfg: ZooCfg): { key: string; value: number; who: string }[] {
  const isEnsemble = getMeantServers(zooCfg).length > 1
  const isThere = (key: string) => zooCfg.entries.some((entry) => entry.key === key)
  const all = [
    { key: 'tickTime', value: zooCfg.tickTimeMs.value, who: 'ZooKeeper', asked: true },
    { key: 'initLimit', value: zooCfg.initLimit.value, who: 'Flink’s wrapper', asked: isEnsemble },
    { key: 'syncLimit', value: zooCfg.syncLimit.value, who: 'Flink’s wrapper', asked: isEnsemble },
  ]
  return all.filter(({ key, asked }) => asked && !isThere(key)).map(({ key, value, who }) => ({ key, value, who }))
}
