/** A Flink version, as precise as configuration eras need. */
export interface FlinkVersion {
  major: number
  minor: number
  patch: number
  /** As given, e.g. `1.20.1` or `2.3-SNAPSHOT`. */
  text: string
}

/** Reads `2.3.0`, `1.14`, `1.20-SNAPSHOT`, `1.20.1-vendor-5`. @returns null when it is no version */
export function findFlinkVersion(text: string): FlinkVersion | null {
  const match = /^v?(\d{1,3})\.(\d{1,3})(?:\.(\d{1,3}))?(?:[.+_-][0-9A-Za-z.+_-]{0,60})?$/.exec(text.trim())
  if (!match) return null
  return { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3] ?? 0), text: text.trim() }
}

/** Negative: `left` is older. What follows the patch number does not count. */
export function compareFlinkVersions(left: FlinkVersion, right: FlinkVersion): number {
  return left.major - right.major || left.minor - right.minor || left.patch - right.patch
}

/** @param bound e.g. `1.17`; throws on a bound that is no version, which would be a bug */
export function isFlinkAtLeast(version: FlinkVersion, bound: string): boolean {
  const least = findFlinkVersion(bound)
  if (!least) throw new TypeError(`${bound} is no Flink version`)
  return compareFlinkVersions(version, least) >= 0
}

/**
 * Version in the name of a distribution's jar: `flink-dist-2.3.0.jar` (since 1.15, without Scala's version) or
 * `flink-dist_2.11-1.14.6.jar`. @returns null for other files
 */
export function findVersionInJarName(name: string): string | null {
  const match = /^flink-dist(?:_\d{1,2}\.\d{1,2})?-(\d{1,3}\.\d{1,3}[0-9A-Za-z.+_-]{0,60})\.jar$/.exec(name)
  const version = match?.[1]
  return version && findFlinkVersion(version) ? version : null
}
