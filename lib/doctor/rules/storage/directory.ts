import { deriveSharedDefaultFileSystem, findLocalPath } from '@/lib/flink/configuration/local-path'
import type { OptionId } from '@/lib/flink/configuration/options/table'
import type { DoctorInput } from '../../doctor-input'

/** The path on this machine that an option names; null: another file system, not set, or not certain. */
export function findLocalDirectory(input: DoctorInput, id: OptionId): string | null {
  return findLocalPath(input.configuration.effective.options[id].value, isDefaultShared(input))
}

/** Scheme, host and path in one form, so that two spellings of one directory are equal; null: not set or not comparable. */
export function normalizeDirectory(input: DoctorInput, value: string | null): string | null {
  const local = findLocalPath(value, isDefaultShared(input))
  if (local !== null) return `file:${local}`
  const match = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/]*))?(\/.*)?$/i.exec(value ?? '')
  const path = (match ? (match[3] ?? '/') : value?.startsWith('/') ? value : null)?.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '')
  return path === undefined ? null : `${match?.[1]?.toLowerCase() ?? ''}://${match?.[2]?.toLowerCase() ?? ''}${path}`
}

/** Whether `inner` is below `outer`; false when they are equal. */
export function isBelow(inner: string, outer: string): boolean {
  return inner !== outer && inner.startsWith(outer.endsWith('/') ? outer : `${outer}/`)
}

/** Whether a path is in a folder where network file systems are commonly mounted. */
export function looksMounted(path: string): boolean {
  return /^\/(?:mnt|media|net|nfs|efs|shared?|gluster(?:fs)?|ceph(?:fs)?|gpfs|lustre|Volumes)(?:\/|$)|(?:^|[/_-])(?:nfs|efs|ceph(?:fs)?|gluster(?:fs)?)(?:[/_-]|$)/.test(
    path,
  )
}

function isDefaultShared({ configuration: { effective }, environment }: DoctorInput): boolean | null {
  return environment.sharedDefaultFileSystem ?? deriveSharedDefaultFileSystem(effective)
}
