import type { EffectiveOption } from '@/lib/flink/configuration/effective'
import { findJavaInteger } from '@/lib/flink/configuration/duration'
import { findYarnProperty } from '@/lib/flink/configuration/yarn-site'
import { findDeployment } from '../../deployment'
import type { DoctorInput } from '../../doctor-input'
import type { Place } from '../../finding'
import { placeIn } from '../../places'

/** Input of the rules about YARN; null: nothing proves YARN, so they report nothing. */
export interface YarnFacts {
  /** In ZooKeeper mode; null: not known, or HA services of another kind. */
  highAvailability: boolean | null
  /** Attempts that Flink requests from YARN, configured or by default (2 with high availability, else 1); null: no number. */
  asked: number | null
  /** YARN's own limit, from its file; null: the file was not read. */
  bound: YarnBound | null
}

export interface YarnBound {
  attempts: number
  key: string
  isDefault: boolean
  place: Place
}

const [globalKey, key] = ['yarn.resourcemanager.am.global.max-attempts', 'yarn.resourcemanager.am.max-attempts']

export function findYarnFacts(input: DoctorInput): YarnFacts | null {
  const {
    configuration: {
      mode,
      effective: { options, incomplete },
    },
  } = input
  if (findDeployment(input) === 'standalone') return null
  const highAvailability = mode === 'zookeeper' ? true : mode === 'none' && !incomplete ? false : null
  return { highAvailability, asked: findAsked(options.yarnApplicationAttempts, highAvailability), bound: findBound(input) }
}

/** YARN uses its own limit for what is above it, and for what is below 1 (RMAppManager, RMAppImpl). */
export function getEffectiveAttempts(asked: number, bound: YarnBound): number {
  return asked < 1 ? bound.attempts : Math.min(asked, bound.attempts)
}

function findAsked({ value, from }: EffectiveOption, highAvailability: boolean | null): number | null {
  if (typeof from === 'object' && from && value !== null) return findJavaInteger(value)
  return highAvailability === null ? null : highAvailability ? 2 : 1
}

function findBound({ yarnSite }: DoctorInput): YarnBound | null {
  if (yarnSite === null || yarnSite.problems.some(({ severity }) => severity === 'error')) return null
  for (const name of [globalKey, key]) {
    const property = findYarnProperty(yarnSite, name)
    const attempts = property && findJavaInteger(property.value.trim())
    if (property && attempts !== null && attempts > 0)
      return { attempts, key: name, isDefault: false, place: placeIn('yarn-site.xml', property.line, name) }
    // A value with a variable in it, or one that YARN refuses.
    if (property) return null
  }
  return { attempts: 2, key, isDefault: true, place: placeIn('yarn-site.xml', null, key) }
}
