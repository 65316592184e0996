/** What Flink hides in its own log and web UI (`GlobalConfiguration.SENSITIVE_KEYS`), and passphrases. */
const secretWords = 'password|passphrase|secret|fs\\.azure\\.account\\.key|apikey|api-key|auth-params|service-key|token|basic-auth|jaas\\.config|http-headers|credentials'

const secretKey = new RegExp(secretWords, 'i')
/** `key: value` and `key=value`, commented out too; -D options and YAML's flow maps within a value. */
const wholeValue = new RegExp(`^(\\s*#?\\s*-?\\s*["']?[\\w.$/-]*(?:${secretWords})[\\w.$/-]*["']?\\s*[:=]\\s*)(?![|>])(\\S.*?)(\\r?)$`, 'i')
const within = new RegExp(`((?:${secretWords})[\\w.-]*["']?\\s*[:=]\\s*)([^\\s,}"']+)`, 'gi')
const block = new RegExp(`^(\\s*)[\\w.$/"'-]*(?:${secretWords})[\\w.$/"'-]*\\s*:\\s*(?:[|>][^\\n]*)?\\r?$`, 'i')

export const hidden = '******'

export function isSecretKey(key: string): boolean {
  return secretKey.test(key)
}

/**
 * A configuration file as it may be shown: the values of keys that Flink calls sensitive are replaced, line by line, so
 * that line numbers stay. Rather too much is hidden than too little.
 */
export function hideSecrets(text: string): string {
  let blockIndent: number | null = null
  return text.split('\n').map((line) => {
    const indent = line.search(/\S/)
    if (blockIndent !== null && (indent < 0 || indent > blockIndent)) return indent < 0 ? line : `${line.slice(0, indent)}${hidden}`
    blockIndent = block.test(line) ? indent : null
    return line.replace(wholeValue, `$1${hidden}$3`).replace(within, `$1${hidden}`)
  }).join('\n')
}
