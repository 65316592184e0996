import { hideInText, hideSecrets, longestLine, toShownValue } from '@/lib/flink/configuration/secrets'
import { createSessionLineScanner } from '@/lib/flink/log/session-line'
import { toPlainText } from './plain-text'

/** So many lines are shown, and so much of each. */
const mostLines = 60
const mostOfLine = 1_000

/** Flink's GlobalConfiguration and BootstrapTools log the options of a start like this. */
const loggedOption = /^(.{0,300}configuration property: )([\w.-]{1,400}), (.*)$/

/**
 * The newest lines of a log, harmless to show: without control characters, escape sequences and secrets.
 * @param isWhole the bytes begin where the file begins; else the first line is cut, and left out
 */
export function toLogLines(bytes: Uint8Array, isWhole: boolean): string[] {
  const lines = toPlainText(new TextDecoder().decode(bytes)).split('\n')
  const readable = (isWhole ? lines : lines.slice(1)).map((line) => (line.length > longestLine ? toPlaceholder(line) : line))
  while (readable.at(-1)?.trim() === '') readable.pop()
  if (readable.length === 0) return []
  // Hidden before anything is left out: a value may be below its key.
  return hideSecrets(readable.join('\n'))
    .split('\n')
    .slice(-mostLines)
    .map((line) => hideInText(hideLoggedOption(line)))
    .map((line) => (line.length > mostOfLine ? `${line.slice(0, mostOfLine)}…` : line))
}

function toPlaceholder(line: string): string {
  return `(a line of ${line.length.toLocaleString('en-US')} characters)`
}

function hideLoggedOption(line: string): string {
  const [, before, key, value] = loggedOption.exec(line) ?? []
  return before === undefined || key === undefined || value === undefined ? line : `${before}${key}, ${toShownValue(key, value)}`
}

/** A log file on a host; `told`: its lines that say whose it is, oldest first. */
export interface LogFile {
  folder: string
  name: string
  /** Epoch ms, by its host's clock. */
  modifiedAt: number
  bytes: number
  told: string
}

/** What is known of the process whose log is looked for. `isAlone`: its host has no other JobManager in masters. */
export interface WantedLog {
  port: number
  zkSessionId: string | null
  isAlone: boolean
}

/** Why a file is a process's log: it names its ZooKeeper session, or its web address; or there is no other file. */
export type LogProof = 'session' | 'address' | 'only'

/** The log of a process that does not run any more. @returns null: no file is proven to be it */
export function chooseLog(files: readonly LogFile[], wanted: WantedLog): { file: LogFile; proof: LogProof } | null {
  const newest = files.toSorted((a, b) => b.modifiedAt - a.modifiedAt).map((file) => ({ file, ...readWhose(file.told) }))
  const bySession = newest.find(({ sessions }) => wanted.zkSessionId !== null && sessions.includes(wanted.zkSessionId))
  if (bySession) return { file: bySession.file, proof: 'session' }
  const byAddress = newest.find(({ ports }) => ports.at(-1) === wanted.port)
  if (byAddress) return { file: byAddress.file, proof: 'address' }
  const [only, ...others] = newest
  return only && others.length === 0 && wanted.isAlone && only.ports.length === 0 ? { file: only.file, proof: 'only' } : null
}

function readWhose(told: string): { sessions: string[]; ports: number[] } {
  const scanner = createSessionLineScanner()
  scanner.push(`${told}\n`)
  const findings = scanner.findings()
  return {
    sessions: findings.flatMap((finding) => (finding.kind === 'session' ? [finding.zkSessionId] : [])),
    ports: findings.flatMap((finding) => (finding.kind === 'rest' ? [Number(/:(\d{1,5})\/?$/.exec(finding.address)?.[1])] : [])),
  }
}
