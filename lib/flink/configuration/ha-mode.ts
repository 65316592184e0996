import type { EffectiveConfiguration } from './effective'
import { makeProblem, quoteForSentence, type LineProblem } from './problem'

export type HaMode = 'zookeeper' | 'none' | 'kubernetes' | 'custom' | 'unknown'

const kubernetesFactory = 'org.apache.flink.kubernetes.highavailability.KubernetesHaServicesFactory'

/**
 * `HighAvailabilityMode.fromConfig`: the name in any case; `standalone`, the term of 0.9 to 1.1, means none; anything
 * else is the class of a factory. Not set means none, but only where the whole file could be read.
 */
export function deriveHaMode({ options: { mode: option }, incomplete }: EffectiveConfiguration): { mode: HaMode; problems: LineProblem[] } {
  const place = typeof option.from === 'object' && option.from ? option.from : { key: option.keys[0] }
  if (option.from === null || option.value === null || (option.from === 'default' && incomplete)) return { mode: 'unknown', problems: [] }
  const word = option.value.toLowerCase()
  if (word === 'zookeeper') return { mode: 'zookeeper', problems: [] }
  if (word === 'none' || word === 'standalone') return { mode: 'none', problems: [notHa(place)] }
  if (word === 'kubernetes' || option.value === kubernetesFactory) return { mode: 'kubernetes', problems: [kubernetes(place)] }
  // A class name has a package; a word without one is more likely a typing error.
  return { mode: 'custom', problems: option.value.includes('.') ? [custom(place)] : [badMode(option.value, place)] }
}

type Place = { line?: number; key?: string }

function notHa(place: Place): LineProblem {
  return makeProblem(
    'not-high-availability',
    'warning',
    place,
    'High availability is off: this cluster has one JobManager and no standby that takes over when it fails.',
    'Set it to zookeeper, with a quorum and a storage directory, to have standbys.',
  )
}

function kubernetes(place: Place): LineProblem {
  return makeProblem(
    'other-ha-services',
    'note',
    place,
    'The cluster keeps its leader election in Kubernetes, which this program does not observe.',
    'Nothing to do; this program watches clusters in ZooKeeper mode.',
  )
}

function custom(place: Place): LineProblem {
  return makeProblem(
    'other-ha-services',
    'note',
    place,
    'The cluster has its own high availability services, which this program does not know.',
    'Nothing to do; this program watches clusters in ZooKeeper mode.',
  )
}

function badMode(value: string, place: Place): LineProblem {
  return makeProblem(
    'bad-mode',
    'error',
    place,
    `${quoteForSentence(value)} is no high availability mode; Flink takes it for a class and does not start.`,
    'Write zookeeper.',
  )
}
