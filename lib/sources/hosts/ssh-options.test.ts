import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { harmlessSshOptions, hostileSshOptions } from '@/lib/testing/hostile-ssh-options'
import { parseClusterSshOptions } from '@/lib/flink/ssh-options/cluster-ssh-options'
import { parseOwnSshOptions } from '@/lib/flink/ssh-options/own-ssh-options'
import { toSshArguments } from './ssh-arguments'

/** The options as ssh itself reads them; `-F none`: without the user's own configuration. null: ssh refuses. */
function dump(options: readonly string[]): Map<string, string> | null {
  const { status, stdout } = spawnSync(
    'ssh',
    ['-G', '-F', 'none', ...toSshArguments('jm1', ['true'], { options, socketFolder: '/tmp/s' })],
    { encoding: 'utf8', timeout: 60_000 },
  )
  if (status !== 0) return null
  const found = new Map<string, string>()
  // The name of the shared socket is a hash of host, user and port.
  for (const line of stdout.replace(/^(controlpath \/tmp\/s\/)[0-9a-f]{40}$/m, '$1%C').split('\n')) {
    const [key = ''] = line.split(' ', 1)
    found.set(key, `${found.get(key) ?? ''}${line}\n`)
  }
  return found
}

function differs(one: Map<string, string>, other: Map<string, string>): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((key) => one.get(key) !== other.get(key)).sort()
}

/** Option names, as `ssh -G` prints them, that a cluster's files may set. */
const permitted = new Set([
  'port',
  'user',
  'identityfile',
  'identitiesonly',
  'addressfamily',
  'compression',
  'loglevel',
  'connecttimeout',
  'serveraliveinterval',
  'serveralivecountmax',
  'ciphers',
  'macs',
  'kexalgorithms',
  'hostkeyalgorithms',
  'stricthostkeychecking',
])
const hasSsh = spawnSync('ssh', ['-V']).status === 0
if (!hasSsh) console.warn('\nSKIPPED: what ssh -G makes of ssh options. There is no ssh here (Debian: apt-get install openssh-client).\n')

describe('env.ssh.opts of a cluster’s files', () => {
  it('Harmless options in env.ssh.opts of a cluster are passed to ssh', () => {
    expect(parseClusterSshOptions(' -p2222 -o StrictHostKeyChecking=accept-new  -4\n-l flink -i ~/.ssh/id_flink -oport=22')).toEqual({
      options: ['-p', '2222', '-o', 'StrictHostKeyChecking=accept-new', '-4', '-l', 'flink', '-i', '~/.ssh/id_flink', '-o', 'port=22'],
      problem: null,
    })
    for (const text of harmlessSshOptions) expect({ text, ...parseClusterSshOptions(text) }).toMatchObject({ text, problem: null })
  })

  it.each(hostileSshOptions.filter((text) => text.length < 40).slice(0, 30))(
    'The value %j of env.ssh.opts is refused as a whole, in words of plain characters',
    (text) => {
      expect(parseClusterSshOptions(text)).toEqual({ options: [], problem: expect.stringMatching(/^[ -~“”’]*ssh[ -~“”’.]*$/) })
    },
  )

  it('Every hostile spelling in env.ssh.opts is refused', () => {
    expect(hostileSshOptions.length).toBeGreaterThan(900)
    expect(hostileSshOptions.filter((text) => parseClusterSshOptions(text).problem === null)).toEqual([])
    expect(hostileSshOptions.filter((text) => parseClusterSshOptions(`-p 22 -C ${text}`).problem === null)).toEqual([])
  })

  it('The refusal of env.ssh.opts names the option and where it can be set', () => {
    expect(parseClusterSshOptions('-p 22 -F /etc/x').problem).toBe(
      '“-F” in env.ssh.opts is not taken from a cluster’s files. If it is meant, set it as sshOptions of this cluster in understudy.yaml.',
    )
    expect(parseClusterSshOptions('-o UserKnownHostsFile=/x').problem).toBe(
      '“-o UserKnownHostsFile” in env.ssh.opts is not taken from a cluster’s files. If it is meant, set it as sshOptions of this cluster in understudy.yaml.',
    )
    expect(parseClusterSshOptions('-o =ProxyCommand=id').problem).toBe(
      '“-o ProxyCommand” in env.ssh.opts is not taken from a cluster’s files. If it is meant, set it in the ssh configuration of the user who runs this console, and sshOptions of this cluster in understudy.yaml without it.',
    )
    expect(parseClusterSshOptions('-o Port=99999').problem).toBe(
      'The value of “-o Port” in env.ssh.opts is not taken from a cluster’s files. If it is meant, set it as sshOptions of this cluster in understudy.yaml.',
    )
  })
})

describe('sshOptions of understudy.yaml and FLINK_SSH_OPTS of the console', () => {
  it('The console’s own ssh options may be any that configure a connection', () => {
    expect(parseOwnSshOptions(' -F /etc/my.conf -p2222 -o StrictHostKeyChecking=no -A -J jump  -4 ')).toEqual({
      options: ['-F', '/etc/my.conf', '-p', '2222', '-o', 'StrictHostKeyChecking=no', '-A', '-J', 'jump', '-4'],
      problem: null,
    })
    expect(parseOwnSshOptions('')).toEqual({ options: [], problem: null })
  })

  it.each([
    'otherhost',
    '-o ProxyCommand=id',
    '-oproxycommand=id',
    '-o =ProxyCommand=id',
    '-o "ProxyCommand"=id',
    '-o SmartcardDevice=/x.so',
    '-o LocalCommand=x',
    '-N',
    '-f',
    '-M',
    '-S /x',
    '-L 1:a:2',
    '-W a:1',
    '-l',
    '-i -oProxyCommand=x',
    '-4x',
    '--',
    '-o ControlPath=/x',
    '-E /etc/x',
    '-o',
    'x '.repeat(100),
  ])('The console’s own ssh options %j are refused as a whole', (text) => {
    expect(parseOwnSshOptions(text)).toEqual({ options: [], problem: expect.stringContaining('ssh option') })
  })

  it('Any text of the console’s own ssh options gives options with values or nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('-o', '-F', '-p', 'x', '-4')), { maxLength: 6 }), (words) => {
        const { options } = parseOwnSshOptions(words.join(' '))
        return options.length === 0 || options[0]!.startsWith('-')
      }),
    )
  })
})

describe.runIf(hasSsh)('the options as ssh -G reads them', () => {
  const baseline = hasSsh ? dump([])! : new Map<string, string>()
  /** Set by this console only. */
  const own = [
    'batchmode',
    'permitlocalcommand',
    'clearallforwardings',
    'forwardx11',
    'requesttty',
    'controlmaster',
    'controlpath',
    'controlpersist',
  ]

  it('Accepted env.ssh.opts change only permitted keys of ssh -G, and harmless options take effect', () => {
    const accepted = [...harmlessSshOptions, ...hostileSshOptions]
      .map((text) => ({ text, ...parseClusterSshOptions(text) }))
      .filter(({ problem }) => problem === null)
    expect(accepted.length).toBeGreaterThanOrEqual(harmlessSshOptions.length)
    for (const { text, options } of accepted) {
      const seen = dump(options)
      expect({ text, isRefused: seen === null, changed: seen && differs(baseline, seen).filter((key) => !permitted.has(key)) }).toEqual({
        text,
        isRefused: false,
        changed: [],
      })
    }
    expect(dump(parseClusterSshOptions('-p 2222 -l flink -o IdentityFile=/keys/a').options)).toEqual(
      new Map([...baseline, ['port', 'port 2222\n'], ['user', 'user flink\n'], ['identityfile', 'identityfile /keys/a\n']]),
    )
  })

  it('Any combination of option pieces changes only permitted keys of ssh -G', () => {
    const piece = fc.constantFrom(
      '-o',
      '-p',
      '-l',
      '-i',
      '-C',
      '-4',
      '-A',
      '-F',
      '=',
      '"',
      "'",
      ' ',
      '\t',
      'Port=22',
      'User=a',
      'ProxyCommand=id',
      'ForwardAgent=yes',
      'Ciphers=aes128-ctr',
      'IdentityFile=/k',
      '/k',
      '22',
      'a',
      '%h',
      '$A',
      ',',
      '\\',
      '#',
    )
    const accepted = fc
      .array(piece, { minLength: 1, maxLength: 7 })
      .map((words) => parseClusterSshOptions(words.join('')))
      .filter(({ problem, options }) => problem === null && options.length > 0)
    fc.assert(
      fc.property(accepted, ({ options }) => {
        const seen = dump(options)
        return seen === null || differs(baseline, seen).every((key) => permitted.has(key))
      }),
      { numRuns: 60 },
    )
  })

  it('Many refused spellings would be read by ssh, which shows that the list of them is real', () => {
    const changed = hostileSshOptions
      .filter((text) => !text.includes('\0'))
      .filter((_, index) => index % 5 === 0)
      .map((text) => dump(text.split(/[ \t\n]+/).filter((word) => word !== '')))
      .filter((seen) => seen !== null && differs(baseline, seen).some((key) => !permitted.has(key)))
    expect(changed.length).toBeGreaterThan(25)
  })

  it('The ssh options of understudy.yaml change nothing that this console sets itself', () => {
    const accepted = hostileSshOptions
      .map((text) => parseOwnSshOptions(text))
      .filter(({ problem, options }) => problem === null && !options.includes('-F'))
    expect(accepted.length).toBeGreaterThan(20)
    for (const { options } of accepted) {
      const seen = dump(options)
      expect({ options, changed: seen && differs(baseline, seen).filter((key) => own.includes(key)) }).toMatchObject({
        changed: seen ? [] : null,
      })
    }
  })

  it('The ssh agent is forwarded only where understudy.yaml says so, in either spelling', () => {
    expect([[], ['-A'], ['-o', 'ForwardAgent=yes'], ['-a']].map((options) => dump(options)?.get('forwardagent'))).toEqual([
      'forwardagent no\n',
      'forwardagent yes\n',
      'forwardagent yes\n',
      'forwardagent no\n',
    ])
  })
})
