import { makeProblem, quoteForSentence, type LineProblem } from './problem'

/** The rest of a line of `masters` or `workers` without comments, further words and network paths. */
export interface HostLine {
  /** The intended word; '' for a blank or comment line. */
  word: string
  /** The word as the script reads it: with a carriage return where the line ends in one. */
  scriptWord: string
  problems: LineProblem[]
}

/**
 * `extractHostName` of bin/config.sh: it gets the line unquoted, so only the first word arrives, cuts it at `#`, and
 * takes what follows the last `/` as the host when that is a plain name (`/rack1/host`).
 */
export function cutHostLine(text: string, line: number): HostLine {
  const problems: LineProblem[] = []
  const words = text.split(/[ \t]+/).filter((word) => word !== '')
  const first = cutComment(words[0] ?? '')
  const scriptWord = cutNetworkPath(first)
  const word = cutCarriageReturns(scriptWord)
  if (word === '') return { word, scriptWord: '', problems }
  if (word !== scriptWord) problems.push(carriageReturn(line))
  const second = words[1]
  if (first === words[0] && second !== undefined && second !== '\r' && !second.startsWith('#')) problems.push(extraWords(second, line))
  return { word, scriptWord, problems }
}

function cutCarriageReturns(word: string): string {
  let end = word.length
  while (word[end - 1] === '\r') end--
  return word.slice(0, end)
}

function cutComment(word: string): string {
  const hash = word.indexOf('#')
  return hash < 0 ? word : word.slice(0, hash)
}

function cutNetworkPath(word: string): string {
  const slash = word.lastIndexOf('/')
  const name = word.slice(slash + 1)
  return slash >= 0 && /^[0-9a-zA-Z.-]+$/.test(name) ? name : word
}

function carriageReturn(line: number): LineProblem {
  return makeProblem(
    'carriage-return',
    'error',
    { line },
    "The line ends in a carriage return (Windows line ends), which Flink's scripts pass on as a part of the host or port.",
    'Save the file with Unix line ends, e.g. with dos2unix.',
  )
}

function extraWords(word: string, line: number): LineProblem {
  return makeProblem(
    'extra-words',
    'warning',
    { line },
    `Flink's scripts read only the first word of a line; ${quoteForSentence(word)} and what follows is ignored.`,
    'Put one host on each line, and # in front of remarks.',
  )
}
