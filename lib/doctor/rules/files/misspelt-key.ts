import type { ConfEntry } from '@/lib/flink/configuration/flat-conf'
import { getOptionKeys, optionIds } from '@/lib/flink/configuration/options/table'
import { quoteForSentence, showKey } from '@/lib/flink/configuration/problem'
import { getConfEntries } from '../../conf-entries'
import type { DoctorInput } from '../../doctor-input'
import { fixByRenaming } from '../../fix'
import { placeIn } from '../../places'
import type { Hit, Rule } from '../../rule'
import { editDistance } from './edit-distance'

/** Keys below the two prefixes that are in no table: no rule reads them, but they are Flink's. */
const others = [
  'high-availability.use-old-ha-services',
  'high-availability.zookeeper.path.mesos-workers',
  'recovery.zookeeper.path.mesos-workers',
  'high-availability.zookeeper.client.max-close-wait',
  'high-availability.zookeeper.client.max-retry-wait',
  'high-availability.zookeeper.client.simulated-session-expiration-percent',
]
const openPrefixes = ['high-availability.kubernetes.', 'high-availability.zookeeper.client.authorization']
const knownKeys = new Set([...optionIds.flatMap(getOptionKeys), ...others])
const haKeys = [...knownKeys].filter((key) => /^(?:high-availability|recovery)(?:\.|$)/.test(key))
/** Limit of looked-up keys: comparing a key with all others is expensive. */
const maxLooked = 30

/** Flink ignores unknown keys, so a typing error disables an option silently. */
export const misspeltKey: Rule = {
  id: 'files/misspelt-key',
  severity: 'warning',
  title: 'A high availability key that Flink does not know',
  why: 'Flink reads the keys it knows and is silent about all others, so the option keeps its default. Upper and lower case count.',
  source: {
    text: 'Flink, HighAvailabilityOptions',
    url: 'https://github.com/apache/flink/blob/release-2.3.0/flink-core/src/main/java/org/apache/flink/configuration/HighAvailabilityOptions.java',
  },
  canBeWrong: 'A changed Flink or a plug-in may read a key of its own below high-availability.',
  check(input) {
    const {
      configuration: { mode, effective },
    } = input
    if (mode === 'kubernetes' || mode === 'custom' || effective.refused) return []
    return findUnknown(getConfEntries(input)).map((entry) => toHit(input, entry))
  },
}

/** The first unknown keys: a hostile file has thousands. */
function findUnknown(entries: readonly ConfEntry[]): ConfEntry[] {
  const found: ConfEntry[] = []
  const prefixes = new Map<string, boolean>()
  for (const entry of entries) {
    if (found.length === maxLooked) break
    const prefix = toPrefix(entry.key)
    const isLike = prefixes.get(prefix) ?? isHaLike(prefix)
    prefixes.set(prefix, isLike)
    if (isLike && !knownKeys.has(entry.key) && !openPrefixes.some((open) => entry.key.startsWith(open))) found.push(entry)
  }
  return found
}

function toPrefix(key: string): string {
  return key.slice(0, 40).toLowerCase().split('.', 1)[0] ?? ''
}

/** A byte order mark before the first key is reported by the reader. */
function isHaLike(prefix: string): boolean {
  return /^[a-z]/.test(prefix) && (prefix === 'recovery' || editDistance(prefix, 'high-availability', 2) <= 2)
}

function toHit(input: DoctorInput, { key, line, value }: ConfEntry): Hit {
  const { file, version } = input.configuration.effective
  const near = findMeant(key)
  const meant = near ?? findReordered(key)
  const id = meant === null ? undefined : optionIds.find((each) => getOptionKeys(each).includes(meant))
  const option = id && input.configuration.effective.options[id]
  const read = option?.keys.includes(meant ?? '') ? meant : (option?.keys[0] ?? meant)
  const isSet = typeof option?.from === 'object' && option.from !== null
  return {
    severity: meant === null ? 'note' : 'warning',
    sentence: `Flink ${version.text} knows no ${showKey(key)}, so its value ${quoteForSentence(value)} has no effect.`,
    whatToDo:
      read === null
        ? 'Check the name, or remove the line.'
        : isSet
          ? `${read} is meant, perhaps, and set elsewhere: remove the line.`
          : `Write ${read}, if that is meant.`,
    places: [placeIn(file ?? '', line, key)],
    // A key with reordered words gets no fix: it may move a running cluster's znodes, and then its jobs are not found.
    fix: near === null || read === null || isSet || file === null ? null : fixByRenaming(input, { file, line, key, value }, read),
  }
}

/** The one key within two typing errors, else the one that begins and ends alike; with several of them, none. */
function findMeant(key: string): string | null {
  if (key.length > 100) return null
  const near = haKeys.map((candidate) => ({
    candidate,
    distance: candidate.toLowerCase() === key.toLowerCase() ? 0 : editDistance(key, candidate, 2),
  }))
  const best = Math.min(...near.map(({ distance }) => distance))
  const candidates = near.filter(({ distance }) => distance === best)
  if (best <= 2) return candidates.length === 1 ? (candidates[0]?.candidate ?? null) : null
  const alike = haKeys.filter((candidate) => toEnds(candidate) === toEnds(key))
  return alike.length === 1 ? (alike[0] ?? null) : null
}

/** `high-availability.zookeeper.path.cluster-id` → `high-availability cluster-id`: the part between is easily mistaken. */
function toEnds(key: string): string {
  return `${key.split('.', 1)[0] ?? ''} ${key.slice(key.lastIndexOf('.') + 1)}`
}

/** A key with the same words in another order (`zookeeper.root.path`), or with a superfluous `high-availability.` in front. */
function findReordered(key: string): string | null {
  if (key.length > 100) return null
  const bare = key.replace(/^high-availability\./, '')
  if (bare !== key && knownKeys.has(bare)) return bare
  const words = toSortedWords(key)
  const alike = haKeys.filter((candidate) => toSortedWords(candidate) === words)
  return alike.length === 1 ? (alike[0] ?? null) : null
}

function toSortedWords(key: string): string {
  return key.split('.').sort().join('.')
}
