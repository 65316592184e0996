import type { PropertyLine } from '@/lib/flink/configuration/java-properties'
import { quoteForSentence } from '@/lib/flink/configuration/problem'
import type { DoctorInput } from '../../doctor-input'
import { fixByReplacing } from '../../fix'
import { placeIn } from '../../places'
import type { Hit, Rule } from '../../rule'
import { findOwnZooCfg } from './ensemble'
import { zookeeperSources } from './sources'

/** Two servers with one id: a properties file keeps the last one only. This rule replaces the reader's report on such lines. */
export const duplicateId: Rule = {
  id: 'zookeeper/duplicate-id',
  severity: 'error',
  title: 'Two ZooKeeper servers with one id',
  why: 'ZooKeeper keeps only one server for each id, so the other one is no member, yet start-zookeeper-quorum.sh starts it with the same id.',
  source: zookeeperSources.peerConfig,
  canBeWrong: 'ZooKeeper may not be run from this zoo.cfg.',
  check(input) {
    const zooCfg = findOwnZooCfg(input)
    if (!zooCfg) return []
    const byId = new Map<number, PropertyLine[]>()
    for (const entry of zooCfg.entries) {
      const id = findServerId(entry.key)
      if (id === null) continue
      const same = byId.get(id)
      if (same) same.push(entry)
      else byId.set(id, [entry])
    }
    const free = Array.from({ length: 255 }, (_, index) => index + 1).filter((id) => !byId.has(id))
    const doubled = [...byId].filter(([, entries]) => entries.some(({ value }) => value !== entries[0]?.value)).slice(0, 100)
    return doubled.flatMap(([id, entries], index) => toHit(input, id, entries, free[index] ?? null))
  },
}

export function findServerId(key: string): number | null {
  const text = /^server\.(\d{1,9})$/.exec(key)?.[1]
  return text === undefined ? null : Number(text)
}

function toHit(input: DoctorInput, id: number, entries: readonly PropertyLine[], free: number | null): Hit[] {
  const [first, last] = [entries[0], entries.at(-1)]
  if (!first || !last) return []
  return [
    {
      sentence: `${quoteForSentence(`${first.key}=${first.value}`)} and ${quoteForSentence(`${last.key}=${last.value}`)} have the same id ${id}: one of the two is no member of the ensemble.`,
      whatToDo: 'Give each server an id of its own, the same one as in its myid file.',
      places: entries.slice(0, 20).map(({ line, key }) => placeIn('zoo.cfg', line, key)),
      // An escape in the file may stand for anything, also for a line end.
      fix:
        entries.length === 2 && free !== null && /^[\w.:;[\]|-]+$/.test(last.value)
          ? fixByReplacing(input, 'zoo.cfg', last.line, `server.${free}=${last.value}`)
          : null,
    },
  ]
}
