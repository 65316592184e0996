/** Options of ssh as words for its argument array; or the reason why none of them is used. */
export interface SshOptions {
  options: string[]
  problem: string | null
}

/** One option: `-C`, or `-p` with its value. */
export interface SshWord {
  /** A dash and a letter. */
  name: string
  /** null: the option has no value. */
  value: string | null
}

const mostWords = 64
/** Options of ssh(1) with a value, in the same word or in the next one. */
const withValue = /^-[BbcDEeFIiJLlmOopQRSWw]$/

/**
 * Splits the text at spaces, as Flink's scripts do (they know no quotes), and checks option after option. A bare word is
 * refused: ssh would take it for the host.
 * @param judge why an option is not used; null: it is used
 */
export function readSshWords(text: string, judge: (word: SshWord, shown: string) => string | null): SshOptions {
  const words = text.split(/[ \t\r\n]+/).filter((word) => word !== '')
  if (words.length > mostWords) return { options: [], problem: `The ssh options have more than ${mostWords} words.` }
  const options: string[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    const name = word.slice(0, 2)
    const value = word.length > 2 ? word.slice(2) : withValue.test(name) ? (words[++at] ?? '') : null
    const shown = quoteOption(name, value)
    const problem = value === '' ? `${shown} among the ssh options lacks its value.` : judge({ name, value }, shown)
    if (problem !== null) return { options: [], problem }
    options.push(...(value === null ? [name] : [name, value]))
  }
  return { options, problem: null }
}

/** For a sentence: visible ASCII, no longer than a name needs. */
function quoteOption(name: string, value: string | null): string {
  const text =
    name === '-o' && value !== null
      ? `-o ${value.split('=', 2).find((part) => part !== '') ?? ''}`
      : value !== null && !withValue.test(name)
        ? name + value
        : name
  return `“${text.slice(0, 60).replace(/[^ -~]/g, '?')}”`
}

/** `Key=value` of `-o`, in the one spelling that ssh and this console read alike; null: spelled otherwise. */
export function splitSshKey(value: string): { key: string; value: string } | null {
  const parts = /^([A-Za-z0-9]{1,60})=([^\s"'\\]{1,4096})$/.exec(value)
  return parts?.[1] && parts[2] && !parts[2].startsWith('=') ? { key: parts[1].toLowerCase(), value: parts[2] } : null
}
