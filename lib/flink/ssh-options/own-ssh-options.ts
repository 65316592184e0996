import { readSshWords, splitSshKey, type SshOptions, type SshWord } from './ssh-words'

const flags = new Set(['-4', '-6', '-A', '-a', '-C', '-k', '-K', '-n', '-q', '-T', '-v', '-x'])
const withValue = new Set(['-b', '-B', '-c', '-F', '-i', '-J', '-l', '-m', '-o', '-p'])

/** They run programs on this machine, or would override what this console sets itself. Aliases as in ssh's readconf.c. */
const refusedKeys = new Set([
  'proxycommand',
  'localcommand',
  'permitlocalcommand',
  'knownhostscommand',
  'pkcs11provider',
  'smartcarddevice',
  'securitykeyprovider',
  'xauthlocation',
  'proxyusefdpass',
  'remotecommand',
  'localforward',
  'remoteforward',
  'dynamicforward',
  'tunnel',
  'controlmaster',
  'controlpath',
  'controlpersist',
  'batchmode',
  'stdinnull',
  'forkafterauthentication',
  'sessiontype',
  'requesttty',
  'include',
  'match',
  'host',
  'clearallforwardings',
  'forwardx11',
  'forwardx11trusted',
])

/** `sshOptions` of understudy.yaml and `FLINK_SSH_OPTS` of this console's own environment: text by its operators. */
export function parseOwnSshOptions(text: string): SshOptions {
  return readSshWords(text, judge)
}

const elsewhere = 'Set it in the ssh configuration of the user who runs this console.'

function judge({ name, value }: SshWord, shown: string): string | null {
  if (flags.has(name) && value === null) return null
  if (!withValue.has(name) || value === null) return `${shown} among the ssh options is not used here. ${elsewhere}`
  if (name !== '-o') return value.startsWith('-') ? `The value of ${shown} among the ssh options begins with a dash.` : null
  const pair = splitSshKey(value)
  if (pair === null) return `${shown} among the ssh options is not spelled “-o Key=value”, without blanks and quotes.`
  return refusedKeys.has(pair.key)
    ? `${shown} among the ssh options is not used here: it would run a program or change how this console connects. ${elsewhere}`
    : null
}
