import { parseOwnSshOptions } from './own-ssh-options'
import { readSshWords, splitSshKey, type SshOptions, type SshWord } from './ssh-words'

const flags = new Set(['-4', '-6', '-C', '-q', '-v'])

const port = /^(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/
const user = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/
/** Absolute or below the home: `pkcs11:…` would load a library (Red Hat's ssh), `%` and `$` are replaced by ssh. */
const path = /^(?:~\/|\/)[A-Za-z0-9._/@+-]{1,1000}$/
const yesOrNo = /^(?:yes|no)$/i
const seconds = /^[1-9]\d{0,3}$/
const algorithms = /^[+^-]?[A-Za-z0-9@.,*_-]{1,1000}$/

/** Every key of `-o` that a cluster's files may set (ssh_config(5), lower case), with the allowed form of its value. */
const keys: ReadonlyMap<string, RegExp> = new Map([
  ['port', port],
  ['user', user],
  ['identityfile', path],
  ['identitiesonly', yesOrNo],
  ['connecttimeout', seconds],
  ['serveraliveinterval', seconds],
  ['serveralivecountmax', /^[1-9]\d{0,2}$/],
  ['compression', yesOrNo],
  ['ciphers', algorithms],
  ['macs', algorithms],
  ['kexalgorithms', algorithms],
  ['hostkeyalgorithms', algorithms],
  ['stricthostkeychecking', /^(?:yes|accept-new)$/i],
])
const short: ReadonlyMap<string, RegExp> = new Map([
  ['-p', port],
  ['-l', user],
  ['-i', path],
])

/**
 * `env.ssh.opts`: text by everyone who can write a cluster's conf folder, for a program that runs as this console's
 * user. An option that is not known to be harmless is refused, and then none is used. docs/decisions/0035 gives the reason for each.
 */
export function parseClusterSshOptions(text: string): SshOptions {
  return readSshWords(text, judge)
}

function judge(word: SshWord, shown: string): string | null {
  const { name, value } = word
  if (flags.has(name) && value === null) return null
  const pair = name === '-o' && value !== null ? splitSshKey(value) : null
  const shape = pair ? keys.get(pair.key) : short.get(name)
  if (shape === undefined) return `${shown} in env.ssh.opts is not taken from a cluster’s files. ${toAdvice(word)}`
  return shape.test(pair?.value ?? value ?? '')
    ? null
    : `The value of ${shown} in env.ssh.opts is not taken from a cluster’s files. ${toAdvice(word)}`
}

function toAdvice({ name, value }: SshWord): string {
  const isOwn = parseOwnSshOptions(value === null ? name : `${name} ${value}`).problem === null
  return isOwn
    ? 'If it is meant, set it as sshOptions of this cluster in understudy.yaml.'
    : 'If it is meant, set it in the ssh configuration of the user who runs this console, and sshOptions of this cluster in understudy.yaml without it.'
}
