import type { EffectiveConfiguration } from './effective'

/**
 * Whether a path without scheme is in a shared file system: only `fs.default-scheme` decides (FileSystem.getDefaultFsUri);
 * Hadoop's fs.defaultFS completes `hdfs:///…`, not `/…`. @returns null where not all of the file could be read
 */
export function deriveSharedDefaultFileSystem({ options: { defaultScheme }, incomplete }: EffectiveConfiguration): boolean | null {
  const { value, from } = defaultScheme
  if (typeof from !== 'object' || from === null) return incomplete ? null : false
  return value !== null && /^[a-z][a-z0-9+.-]*:/i.test(value) && !/^file:/i.test(value)
}

/**
 * The folder a URI or path of an option names on the machine itself, without a slash at the end.
 * @returns null for other file systems, for relative paths, and for escapes, which Flink's readers treat differently
 */
export function findLocalPath(value: string | null, sharedDefault: boolean | null): string | null {
  const path =
    /^file:(?:\/\/(?=\/))?(\/(?!\/).*)$/is.exec(value ?? '')?.[1] ?? (sharedDefault === false && value?.startsWith('/') ? value : null)
  // Shell expansions and control characters: Flink's handling of them is uncertain.
  if (path === null || path.length > 4_096 || /[%\p{Cc}]|\$\{/u.test(path)) return null
  return path.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '')
}
