import 'server-only'

/** Options of ssh that take no argument, and those whose argument is the next word. Others are refused. */
const flags = new Set(['-4', '-6', '-A', '-a', '-C', '-k', '-K', '-n', '-q', '-T', '-v', '-x'])
const withValue = new Set(['-b', '-B', '-c', '-F', '-i', '-J', '-l', '-m', '-o', '-p'])

/** They run programs on this machine, or would take over what this console sets itself. */
const refusedKeys = new Set([
  'proxycommand', 'localcommand', 'permitlocalcommand', 'knownhostscommand', 'pkcs11provider', 'securitykeyprovider', 'xauthlocation',
  'proxyusefdpass', 'remotecommand', 'localforward', 'remoteforward', 'dynamicforward', 'tunnel', 'controlmaster', 'controlpath', 'controlpersist', 'batchmode', 'stdinnull', 'forkafterauthentication', 'sessiontype', 'requesttty', 'include', 'match', 'host',
])

const MOST_WORDS = 64

/**
 * `FLINK_SSH_OPTS` or `env.ssh.opts`: parted at blanks, as Flink's scripts part them (they know no quotes). Every word has
 * to be an option or its value: a bare one would be taken for the host.
 * @returns the words, and why some text is not used
 */
export function parseSshOptions(text: string): { options: string[]; problem: string | null } {
  const words = text.trim().split(/\s+/).filter((word) => word !== '')
  if (words.length > MOST_WORDS) return { options: [], problem: `The ssh options have more than ${MOST_WORDS} words.` }
  const options: string[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    const name = word.slice(0, 2)
    const value = word.length > 2 ? word.slice(2) : withValue.has(name) ? words[++at] : null
    const problem = findProblem(word, name, value)
    if (problem !== null) return { options: [], problem }
    options.push(...(value === null || value === undefined ? [name] : [name, value]))
  }
  return { options, problem: null }
}

function findProblem(word: string, name: string, value: string | null | undefined): string | null {
  const shown = `“${word.slice(0, 60)}”`
  if (flags.has(name) && value === null) return null
  if (!withValue.has(name)) return `${shown} among the ssh options is not used here. Set what it does in the ssh configuration of the user who runs this console.`
  if (value === undefined || value === null || value === '') return `${shown} among the ssh options lacks its value.`
  if (name !== '-o') return value.startsWith('-') ? `The value of ${shown} among the ssh options begins with a dash.` : null
  const key = value.split('=', 1)[0]!.toLowerCase()
  return refusedKeys.has(key) ? `“-o ${value.slice(0, 60)}” among the ssh options is not used here: it would run a program or change how this console connects. Set it in the ssh configuration of the user who runs this console.` : null
}
