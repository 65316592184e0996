import { javaTrim } from './text-lines'

const unitBytes: Record<string, bigint> = {
  '': 1n,
  b: 1n,
  bytes: 1n,
  k: 1n << 10n,
  kb: 1n << 10n,
  kibibytes: 1n << 10n,
  m: 1n << 20n,
  mb: 1n << 20n,
  mebibytes: 1n << 20n,
  g: 1n << 30n,
  gb: 1n << 30n,
  gibibytes: 1n << 30n,
  t: 1n << 40n,
  tb: 1n << 40n,
  tebibytes: 1n << 40n,
}

/** Bytes of a Flink memory size (`1600m`, `1 gb`, `1024`), as `MemorySize.parse`. @returns null when Flink refuses it */
export function findMemoryBytes(text: string): number | null {
  const match = /^(\d{1,19})\s*([a-z]*)$/i.exec(javaTrim(text))
  const unit = (match?.[2] ?? '').toLowerCase()
  if (!match || !Object.hasOwn(unitBytes, unit)) return null
  const bytes = BigInt(match[1] ?? '0') * (unitBytes[unit] ?? 1n)
  return bytes <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(bytes) : null
}
