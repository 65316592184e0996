import { makeProblem, quoteForSentence, quotePart, type LineProblem } from './problem'
import { javaTrim } from './text-lines'

/** A port expression such as `50010,50011,50020-50025`. */
export interface PortRange {
  text: string
  spans: { first: number; last: number }[]
  problems: LineProblem[]
  /** `0`, the default: a random free port. */
  random: boolean
}

const maxSpans = 1_000

/**
 * Reads the syntax of `high-availability.jobmanager.port`, `rest.bind-port` and `blob.server.port`:
 * `NetUtils.getPortRangeFromString`: parts between commas, each a port or `first-last`, tried in that order.
 * A bad part makes Flink refuse the whole expression; here the rest is still read. Never throws.
 */
export function parsePortRange(text: string): PortRange {
  const problems: LineProblem[] = []
  const spans: PortRange['spans'] = []
  // Java's `split` drops empty parts at the end: `5,` is the port 5.
  const parts = cutLastCommas(javaTrim(text)).split(',', maxSpans + 1)
  if (parts.length > maxSpans) problems.push(bad(text, `it has more than ${maxSpans} parts`))
  for (const part of parts.slice(0, maxSpans)) {
    const span = readSpan(javaTrim(part), text, problems)
    if (span) spans.push(span)
  }
  return { text, spans, problems, random: spans.length > 0 && spans.every(({ first, last }) => first === 0 && last === 0) }
}

function cutLastCommas(text: string): string {
  let end = text.length
  while (text[end - 1] === ',') end--
  return text.slice(0, end)
}

function readSpan(part: string, text: string, problems: LineProblem[]): { first: number; last: number } | null {
  const dash = part.indexOf('-')
  const first = findPort(dash < 0 ? part : part.slice(0, dash))
  const last = dash < 0 ? first : findPort(part.slice(dash + 1))
  if (first === null || last === null) {
    problems.push(bad(text, `${quotePart(part, text)} is neither a port nor a range of ports`))
    return null
  }
  if (dash >= 0 && first >= last) problems.push(notARange(part, text))
  return { first, last }
}

/** As `Integer.parseInt` reads it: a sign and leading zeros are accepted. */
function findPort(text: string): number | null {
  const port = /^\+?[0-9]{1,10}$/.test(text) ? Number(text) : Number.NaN
  return port <= 65_535 ? port : null
}

function bad(text: string, why: string): LineProblem {
  return makeProblem(
    'bad-port-range',
    'error',
    {},
    `${quoteForSentence(text)} is no port expression: ${why}.`,
    'Write ports and ranges between commas, e.g. 50010,50011,50020-50025.',
  )
}

function notARange(part: string, text: string): LineProblem {
  return makeProblem(
    'reversed-range',
    'error',
    {},
    `${quotePart(part, text)} must end above its beginning; Flink refuses such a range.`,
    'Write the smaller port first; a single port without a range.',
  )
}

/** The ports in the order Flink tries them; lazily, because a few characters can name 65,536 of them many times over. */
export function* iteratePorts(range: PortRange): Generator<number, void, undefined> {
  for (const { first, last } of range.spans) {
    for (let port = first; port <= last; port++) yield port
  }
}

/** Number of different ports; 0 for a random one. */
export function countPorts(range: PortRange): number {
  const sorted = range.spans.filter(({ first, last }) => first <= last).sort((left, right) => left.first - right.first)
  let count = 0
  let next = 1
  for (const { first, last } of sorted) {
    const from = Math.max(first, next)
    if (last < from) continue
    count += last - from + 1
    next = last + 1
  }
  return count
}

export function containsPort(range: PortRange, port: number): boolean {
  return range.spans.some(({ first, last }) => first <= port && port <= last)
}
