import { hideUrlPasswords, hideUserPasswords } from '@/lib/base/url-passwords'

export { hideUrlPasswords }
export const hidden = '******'

/**
 * The one list of secret keys: those that Flink hides in its own log and web UI (`GlobalConfiguration.SENSITIVE_KEYS`), and those that it
 * does not: passphrases, ZooKeeper's `client.authorization`, private keys, signatures of signed addresses, and names that the environment
 * and Hadoop's and ZooKeeper's files use.
 */
const secretKey =
  /pass[\s_-]?word|passwd|passphrase|secret|fs\.azure\.account\.key|api[._-]?key|auth-params|service[._-]key|token|basic[._-]?auth|jaas\.config|http-headers|credential|authorization|super[._-]?digest|private[._-]?key|access[._-]?key[._-]?secret|(?:^|[._-])(?:pass|pwd)$|(?:^|[._-])sig(?:nature)?$/i

/** Longer lines are no readable setting: they are hidden completely. */
export const longestLine = 4_000
const longestPath = 400

export function isSecretKey(key: string): boolean {
  return secretKey.test(key.slice(-longestPath))
}

/** Values that are not needed: beyond the list also names of keys, and a command line full of options. */
const maybeSecretKey = /(^|[._-])(key|auth|apikey|accesskey)s?($|[._-])|access-?key|account-?key|jaas|env\.java\.opts/i
/** Named like secrets, but harmless. */
const harmlessKey = /\.key-?(group|prefix|range)/i

/** Of what a running process tells of its options: what may be a secret is not kept. */
export function isSecretOption(key: string): boolean {
  return (isSecretKey(key) || maybeSecretKey.test(key)) && !harmlessKey.test(key)
}

/** An option's value without secrets. */
export function toShownValue(key: string, value: string): string {
  return isSecretKey(key) ? hidden : hideInText(value)
}

/** A text that quotes values, without `password=…`, `user:secret@host` and passwords in URLs. Linear. */
export function hideInText(text: string): string {
  return hideAssignments(hideUserPasswords(hideUrlPasswords(text)))
}

/**
 * A configuration file (flink-conf.yaml, config.yaml, properties) without secrets: values of sensitive keys are replaced,
 * at any nesting, line by line, so that line numbers stay. In doubt a value is hidden.
 * Linear in the text's length.
 */
export function hideSecrets(text: string): string {
  const lines = text.split('\n')
  return hideLines(lines, text.includes('&') && text.includes('*') ? findSecretAnchors(lines) : noAnchors).join('\n')
}

/** `hideSecrets` for the beginning of a file: the rest is not known, so every value with a YAML anchor is hidden. */
export function hideSecretsOfPart(text: string): string {
  return hideLines(text.split('\n'), () => true).join('\n')
}

type IsSecretAnchor = (name: string) => boolean

const noAnchors: IsSecretAnchor = () => false
const anchorNames = /(?:^|[\s[{,:])&([^\s,[\]{}]{1,200})/g
const aliasNames = /\*([^\s,[\]{}]{1,200})/g
const mostPasses = 4

function hideLines(lines: readonly string[], isSecretAnchor: IsSecretAnchor): string[] {
  const state: Reading = { parents: [], secretFrom: null, isOpen: false, isFolded: false, isSecretAnchor }
  return lines.map((line) => hideInLine(line, state))
}

/** `password: *a`: `&a` then defines a password, wherever it is. Chains longer than the number of passes hide all anchors. */
function findSecretAnchors(lines: readonly string[]): IsSecretAnchor {
  const names = new Set<string>()
  for (let pass = 0; pass < mostPasses; pass++) {
    const before = names.size
    hideLines(lines, (name) => names.has(name)).forEach((shown, index) => {
      if (shown === lines[index]) return
      for (const [, name = ''] of lines[index]!.slice(0, longestLine).matchAll(aliasNames)) names.add(name)
    })
    if (names.size === before) return (name) => names.has(name)
  }
  return () => true
}

/** `hideSecrets` for a diff, whose lines do not show their nesting: it is taken from the files behind the diff. */
export function hideSecretLines(diff: string, ...texts: readonly string[]): string {
  const shown = new Map<string, string>()
  for (const text of texts) {
    const lines = text.split('\n')
    hideSecrets(text)
      .split('\n')
      .forEach((line, index) => line !== lines[index] && shown.set(lines[index]!.replace(/\r$/, ''), line))
  }
  return diff
    .split('\n')
    .map((line) => {
      const found = shown.get(line.slice(1).replace(/\r$/, ''))
      return found === undefined ? line : `${line[0]}${found}`
    })
    .join('\n')
}

interface Reading {
  /** Keys that the next line may be nested below, outermost first. */
  parents: { indent: number; path: string }[]
  /** Deeper lines belong to a secret; null: there is none. */
  secretFrom: number | null
  /** The value of the last key follows below: a list may be indented as little as the key itself. */
  isOpen: boolean
  /** A line of a properties file that continues in the next one. */
  isFolded: boolean
  isSecretAnchor: IsSecretAnchor
}

function hideInLine(line: string, state: Reading): string {
  const ending = line.endsWith('\r') ? '\r' : ''
  const rest = line.trim()
  if (rest === '') return line.length > longestLine ? ending : line
  if (rest.length > longestLine || line.length > 2 * longestLine) return `${hidden}${ending}`
  const indent = line.indexOf(rest)
  const start = line.slice(0, indent)
  if (belongsToSecret(rest, indent, state)) return `${start}${hidden}${ending}`
  const { prefix, key, between, value } = splitSetting(rest)
  const path = toPath(state.parents, indent + prefix.length, key)
  const isAnchored = [...rest.matchAll(anchorNames)].some(([, name = '']) => state.isSecretAnchor(name))
  if (isAnchored && key === null) {
    Object.assign(state, { secretFrom: indent, isOpen: false })
    return `${start}${hidden}${ending}`
  }
  if (key === null || !(isAnchored || isSecretKey(path))) return `${start}${hideInText(rest)}${ending}`
  Object.assign(state, { secretFrom: indent, isOpen: value === '', isFolded: rest.endsWith('\\') })
  return value === '' ? line : `${start}${prefix}${key}${between}${hidden}${ending}`
}

function belongsToSecret(rest: string, indent: number, state: Reading): boolean {
  const { secretFrom, isOpen, isFolded } = state
  state.isFolded = isFolded && rest.endsWith('\\')
  if (isFolded) return true
  const isInside = secretFrom !== null && (indent > secretFrom || (isOpen && indent === secretFrom && /^[-:](?:\s|$)/.test(rest)))
  if (!isInside) Object.assign(state, { secretFrom: null, isOpen: false })
  return isInside
}

/** `# - "key": value`, `+key=value`, `? key`; key null: the line sets nothing. A comment's prose has no keys. */
function splitSetting(rest: string): { prefix: string; key: string | null; between: string; value: string } {
  const prefix = /^[\s#+?-]{0,100}/.exec(rest)?.[0] ?? ''
  const text = rest.slice(prefix.length)
  const end = text.search(/[:=]/)
  const key = end < 0 ? text : text.slice(0, end)
  const isProse = prefix.includes('#') && /\S\s+\S/.test(key.trim().slice(0, 200))
  if (isProse || key === '' || (end < 0 && !prefix.includes('?'))) return { prefix, key: null, between: '', value: text }
  const value = end < 0 ? '' : text.slice(end + 1).trimStart()
  return { prefix, key, between: text.slice(key.length, text.length - value.length), value }
}

function toPath(parents: Reading['parents'], indent: number, key: string | null): string {
  while (parents.length > 0 && parents.at(-1)!.indent >= indent) parents.pop()
  const above = parents.at(-1)?.path
  if (key === null) return ''
  const path = `${above === undefined ? '' : `${above}.`}${key.trim().replace(/^["']|["']$/g, '')}`.slice(-longestPath)
  parents.push({ indent, path })
  return path
}

/** Closes the sentence that quotes the value, and is no part of the value. */
const closingQuote = /”[.;:)]?$/

/** `-Dkey=value` and flow maps: word by word, because one expression over the whole would be quadratic. */
function hideAssignments(text: string): string {
  let [shown, from] = ['', 0]
  for (const { 0: word, index } of text.matchAll(/[\w.$/-]{1,4000}/g)) {
    if (index < from || !isSecretKey(word)) continue
    const sign = /^["']?\s{0,100}[:=]\s{0,100}["']?/.exec(text.slice(index + word.length, index + word.length + 210))?.[0]
    if (sign === undefined) continue
    const start = index + word.length + sign.length
    const end = /["']$/.test(sign)
      ? findQuote(text, start, sign.at(-1)!)
      : start + (/^[^\s,}"']*/.exec(text.slice(start, start + longestLine))?.[0].replace(closingQuote, '').length ?? 0)
    if (end === start) continue
    shown += text.slice(from, start) + hidden
    from = end
  }
  return shown + text.slice(from)
}

function findQuote(text: string, from: number, quote: string): number {
  const end = text.indexOf(quote, from)
  return end < 0 ? text.length : end
}
