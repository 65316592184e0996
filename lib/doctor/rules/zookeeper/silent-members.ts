import type { ZooCfg } from '@/lib/flink/configuration/zoo-cfg'
import type { DoctorInput } from '../../doctor-input'
import { fixByReplacing } from '../../fix'
import { placeIn, placeObserved } from '../../places'
import type { Hit, Rule } from '../../rule'
import { toList } from '@/lib/base/counts'
import { findOwnZooCfg } from './ensemble'

const key = '4lw.commands.whitelist'
const stateWords = ['srvr', 'mntr', 'stat']

/** Members whose state the console cannot read. */
export const silentMembers: Rule = {
  id: 'zookeeper/silent-members',
  severity: 'note',
  title: 'ZooKeeper does not tell its state',
  why: 'Understudy then cannot prove which member leads, whether all follow and how many may fail; without “cons” it cannot prove which session is connected to which member either.',
  source: {
    text: 'ZooKeeper Administrator’s Guide, “4lw.commands.whitelist”',
    url: 'https://zookeeper.apache.org/doc/r3.9.3/zookeeperAdmin.html#sc_clusterOptions',
  },
  canBeWrong: 'The words may be kept from clients on purpose. High availability itself does not need them.',
  check(input) {
    const zooCfg = findOwnZooCfg(input)
    const hits = zooCfg ? checkWords(input, zooCfg) : []
    return hits.length > 0 ? hits : checkObserved(input)
  },
}

function checkWords(input: DoctorInput, { fourLetterWords, adminServer, entries }: ZooCfg): Hit[] {
  const words = fourLetterWords?.split(',').map((word) => word.trim()) ?? ['*']
  if (words.includes('*')) return []
  const isMute = !stateWords.some((word) => words.includes(word))
  const missing = [...(isMute ? ['srvr'] : []), ...(words.includes('cons') ? [] : ['cons'])]
  if (missing.length === 0) return []
  const line = entries.findLast((entry) => entry.key === key)?.line ?? null
  const more = adminServer.enabled ? `; only the AdminServer on port ${adminServer.port} may tell it` : ', and the AdminServer is off'
  return [
    {
      sentence: isMute
        ? `${key} allows none of srvr, mntr and stat: ZooKeeper does not tell its state${more}.`
        : `${key} does not allow cons: which session is connected to which member stays unknown.`,
      whatToDo: `Add ${toList(missing)} to ${key} and restart the members one by one.`,
      places: [placeIn('zoo.cfg', line, key)],
      fix: fixByReplacing(input, 'zoo.cfg', line, `${key}=${[...words.filter((word) => /^\w+$/.test(word)), ...missing].join(', ')}`),
    },
  ]
}

function checkObserved({ configuration, observed }: DoctorInput): Hit[] {
  const mute =
    configuration.mode === 'zookeeper'
      ? (observed?.members ?? []).filter(({ mode }) => mode === 'words-off').map(({ address }) => address)
      : []
  if (mute.length === 0) return []
  return [
    {
      sentence: `${toList(mute)} ${mute.length === 1 ? 'answers' : 'answer'}, but ${mute.length === 1 ? 'does' : 'do'} not tell ${mute.length === 1 ? 'its' : 'their'} state: four-letter words and AdminServer are off.`,
      whatToDo: `Set ${key}=srvr, cons in zoo.cfg of ${mute.length === 1 ? 'this member' : 'these members'}, or turn the AdminServer on.`,
      places: [placeObserved(mute[0] ?? null)],
    },
  ]
}
