import { countFindings } from '@/lib/doctor/run-doctor'
import type { Finding } from '@/lib/doctor/finding'
import type { ClusterFacts } from './cluster-facts'
import { toIso } from './observed'
import type { DoctorCounts, Reason } from './snapshot'
import { toCount } from '@/lib/base/counts'

const mostErrors = 5

export function deriveDoctor({ doctor }: ClusterFacts): DoctorCounts {
  if (!doctor) return { errors: 0, warnings: 0, notes: 0, checkedAt: null }
  return { ...countFindings(doctor.findings), checkedAt: toIso(doctor.at) }
}

/**
 * What the doctor's findings mean for the verdict. A mistake in a file proves nothing about the running processes, so an
 * error makes a cluster `at-risk`, never worse; warnings make one reason together, and change no level.
 */
export function doctorReasons({ doctor }: ClusterFacts): Reason[] {
  if (!doctor) return []
  const of = (severity: Finding['severity']) => doctor.findings.filter((finding) => finding.severity === severity)
  const errors = of('error')
  const found = errors.slice(0, mostErrors).map((finding): Reason => ({
    code: 'doctor',
    severity: 'warning',
    text: finding.sentence,
    subject: toSubject(finding),
    action: finding.whatToDo,
  }))
  if (errors.length > mostErrors)
    found.push({
      code: 'doctor-more',
      severity: 'warning',
      text: `${toCount(errors.length - mostErrors, 'more error')} in the configuration.`,
      subject: null,
      action: 'Look at the Configuration page.',
    })
  const warnings = of('warning')
  const [first] = warnings
  if (first)
    found.push({
      code: 'doctor-warnings',
      severity: 'note',
      text:
        warnings.length === 1
          ? first.sentence
          : `${toCount(warnings.length, 'warning')} about the configuration; the first: ${first.sentence}`,
      subject: toSubject(first),
      action: warnings.length === 1 ? first.whatToDo : 'Look at the Configuration page.',
    })
  return found
}

function toSubject({ places }: Finding): string | null {
  const [place] = places
  if (!place?.file) return place?.key ?? null
  return place.line === null ? place.file : `${place.file}:${place.line}`
}
