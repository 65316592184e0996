import { toList } from '@/lib/base/counts'
import { showKey } from '@/lib/flink/configuration/problem'
import { getConfEntries } from '../../conf-entries'
import { placeIn } from '../../places'
import type { Rule } from '../../rule'

/** Parts of YARN whose options belong to yarn-site.xml; Flink's own begin with another word after `yarn.`. */
const ofYarn = /^yarn\.(?:resourcemanager|nodemanager|scheduler|timeline-service|log-aggregation|admin|acl|node-labels)[.-]/
const mostShown = 4

/** A key of yarn-site.xml that was written into Flink's own file. */
export const hadoopKey: Rule = {
  id: 'yarn/hadoop-key',
  severity: 'warning',
  title: 'An option of YARN in Flink’s file',
  why: 'YARN’s services read yarn-site.xml of their own hosts. Flink passes nothing of its file on to them; what begins with flink.yarn. changes its own YARN client alone.',
  source: {
    text: 'Flink, org.apache.flink.yarn.Utils.getYarnConfiguration',
    url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-yarn/src/main/java/org/apache/flink/yarn/Utils.java',
  },
  canBeWrong: 'A tool of your own may read the line.',
  check(input) {
    const { file } = input.configuration.effective
    const found = getConfEntries(input).filter(({ key }) => ofYarn.test(key))
    if (file === null || found.length === 0) return []
    const keys = [...new Set(found.map(({ key }) => showKey(key)))]
    return [
      {
        sentence: `${toList(keys.slice(0, mostShown))}${keys.length > mostShown ? ' and others' : ''} ${keys.length === 1 ? 'is an option' : 'are options'} of YARN and ${keys.length === 1 ? 'has' : 'have'} no effect in ${file}.`,
        whatToDo: 'Set it in yarn-site.xml of the ResourceManager’s and NodeManagers’ hosts, and restart them.',
        places: found.slice(0, 20).map(({ line, key }) => placeIn(file, line, key)),
      },
    ]
  },
}
