import { isHost } from './host'
import { cutHostLine } from './host-line'
import { mostNamed, withTooMany } from './most-named'
import { makeProblem, quoteForSentence, type LineProblem } from './problem'
import { readTextLines } from './text-lines'

/** A line of `conf/workers`: one TaskManager; the same host in two lines means two of them. */
export interface WorkerLine {
  host: string
  /** From 1. */
  line: number
  text: string
}

export interface Workers {
  lines: WorkerLine[]
  problems: LineProblem[]
}

const bounds = { maxCharacters: 256 * 1024, maxLines: 10_000 }

/**
 * Reads `conf/workers` (`conf/slaves` up to 1.10) as `readWorkers` of bin/config.sh does. Never throws; lines without a usable host are
 * left out, and what follows the first TaskManagers that `mostNamed` allows (problem `too-large`).
 */
export function parseWorkers(text: string): Workers {
  const { lines: texts, problems } = readTextLines(text, 'shell', bounds)
  const lines: WorkerLine[] = []
  for (const { text: raw, line } of texts) {
    const cut = cutHostLine(line === 1 ? raw.replace(/^\uFEFF/, '') : raw, line)
    problems.push(...cut.problems)
    if (cut.word === '') continue
    if (!isHost(cut.word)) problems.push(badHost(cut.word, line))
    else if (lines.length === mostNamed.TaskManagers) return { lines, problems: withTooMany(problems, 'TaskManagers', line) }
    else lines.push({ host: cut.word, line, text: raw })
  }
  return { lines, problems }
}

function badHost(word: string, line: number): LineProblem {
  return makeProblem(
    'bad-host',
    'error',
    { line },
    `${quoteForSentence(word)} is no host name; no TaskManager can be started there.`,
    'Write one host on each line, without a port.',
  )
}
