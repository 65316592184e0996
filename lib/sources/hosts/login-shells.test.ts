import { spawnSync } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askHost, runScript } from './ask-host'
import { createHostRunner } from './create-runner'
import { findProcesses } from './find-processes'
import { toShellWords, UnquotableError } from './shell-words'

/** As sshd runs a command: the login shell, `-c`, one line. */
const shells = {
  sh: ['sh'],
  dash: ['dash'],
  bash: ['bash'],
  busybox: ['busybox', 'sh'],
  ksh: ['ksh'],
  zsh: ['zsh'],
  csh: ['bsd-csh'],
  tcsh: ['tcsh'],
  fish: ['fish'],
}
const isHere = ([program = '']: readonly string[]) =>
  spawnSync(program, ['-c', 'true'], { stdio: 'ignore' }).error === undefined ||
  (program === 'busybox' && spawnSync('busybox', ['true']).status === 0)
const missing = Object.entries(shells)
  .filter(([, words]) => !isHere(words))
  .map(([name]) => name)
if (missing.length > 0)
  console.warn(
    `\nSKIPPED: login shells ${missing.join(', ')} are not installed here (Debian: apt-get install csh tcsh fish busybox ksh zsh).\n`,
  )

const awkward = [
  '',
  'a b',
  "it's",
  "'",
  "\\'",
  '\\',
  '\\\\',
  'a\\b',
  '!x',
  'a!!b',
  '! !',
  'a\\!b',
  '$HOME',
  '$(id)',
  '`id`',
  '"q"',
  '*',
  '?',
  '[a]',
  '{a,b}',
  '~',
  '%self',
  '=ls',
  '^a^b',
  '#c',
  '--',
  '-n',
  '@x',
  'a=b',
  'a;b&c|d<e>f',
  '(x)',
  'ä€',
  '\\n',
  'a$',
  '/opt/my flink/conf',
]
const over = { deadlineMs: 600_000 }
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'us-shells-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A remote host whose user has this login shell. */
async function aHostWith(name: keyof typeof shells) {
  const path = join(folder, name)
  await writeFile(
    join(folder, `ssh-${name}`),
    ['#!/bin/sh', 'for a in "$@"; do last=$a; done', `exec ${shells[name].join(' ')} -c "$last"`, ''].join('\n'),
  )
  spawnSync('mkdir', ['-p', path])
  await writeFile(join(path, 'ssh'), `#!/bin/sh\nexec /bin/sh "${join(folder, `ssh-${name}`)}" "$@"\n`)
  await chmod(join(path, 'ssh'), 0o755)
  return createHostRunner({
    control: 'ssh',
    ssh: { options: [], socketFolder: null },
    environment: { PATH: `${path}:${process.env.PATH}`, HOME: folder } as unknown as NodeJS.ProcessEnv,
  })
}

describe.each(Object.keys(shells) as (keyof typeof shells)[])('a host whose login shell is %s', (name) => {
  it.skipIf(missing.includes(name))(
    'A host receives arguments unchanged, a script over standard input, and the input of a command',
    async () => {
      const runner = await aHostWith(name)
      const plain = await runner.run('jm9.invalid', ['printf', '%s|', ...awkward], { ...over, env: { A: "b 'c'!" } })
      expect(plain).toEqual({ code: 0, stdout: awkward.map((each) => `${each}|`).join(''), stderr: '' })
      const script = 'echo DANGER >/dev/null\ncat\nfor each in "$@"; do printf "%s|" "$each"; done\nif true; then exit 3; fi\necho not'
      expect(await runScript(runner, 'jm9.invalid', script, awkward, over)).toEqual({ code: 3, stdout: plain.stdout, stderr: '' })
      expect((await runner.run('jm9.invalid', ['cat'], { ...over, input: "it's !\n\\" })).stdout).toBe("it's !\n\\")
      const { processes, seesAll } = await findProcesses(runner, 'jm9.invalid', '/nowhere')
      expect([processes, seesAll]).toEqual([expect.any(Array), expect.any(Boolean)])
    },
  )
})

describe('quoting', () => {
  it.skipIf(missing.includes('tcsh') || missing.includes('fish'))(
    'Quoting keeps any text without control characters unchanged through sh, tcsh and fish',
    () => {
      const argument = fc
        .oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constantFrom(...awkward))
        .filter((text) => !/[\x00-\x1f\x7f]/.test(text))
      fc.assert(
        fc.property(fc.array(argument, { minLength: 1, maxLength: 8 }), fc.constantFrom('sh', 'tcsh', 'fish'), (args, shell) => {
          const { stdout } = spawnSync(shell, ['-c', `env printf ${toShellWords(['%s\\0', ...args])}`], {
            encoding: 'utf8',
            env: { ...process.env, HOME: folder, LC_ALL: 'C.UTF-8' },
          })
          expect(stdout.split('\0').slice(0, -1)).toEqual(args)
        }),
        { numRuns: 60 },
      )
    },
  )

  it.each(['a\nb', 'a\0b', 'a\rb', 'a\tb', '\x1b[2J', '\x7f'])(
    'The argument %j is refused with what to do, and nothing runs',
    async (argument) => {
      expect(() => toShellWords(['x', argument])).toThrow(UnquotableError)
      const runner = await aHostWith('sh')
      await expect(runner.run('jm9.invalid', ['touch', join(folder, 'ran'), argument], over)).rejects.toMatchObject({
        code: 'bad-argument',
        message: expect.stringMatching(/^"[^\n]*" holds a line break .* nothing was run on jm9\.invalid\. Rename that path/) as string,
      })
      await expect(runner.describe('jm9.invalid', [argument])).rejects.toMatchObject({ code: 'bad-argument' })
      expect(spawnSync('test', ['-e', join(folder, 'ran')]).status).toBe(1)
    },
  )
})

describe('a script', () => {
  it('A script that is cut off on its way runs nothing', async () => {
    const runner = await aHostWith('sh')
    const cut: typeof runner = {
      ...runner,
      run: (host, argv, options) => runner.run(host, argv, { ...options, input: options.input!.slice(0, -20) }),
    }
    const result = await runScript(cut, 'jm9.invalid', `touch ${join(folder, 'half')}\ntrue\necho and the rest of it`, [], over)
    expect([result.code, spawnSync('test', ['-e', join(folder, 'half')]).status]).toEqual([2, 1])
  })

  it('A login shell that runs no script is reported before anything is done', async () => {
    const path = join(folder, 'none')
    spawnSync('mkdir', ['-p', path])
    await writeFile(join(path, 'ssh'), '#!/bin/sh\necho "This account is currently not available."\necho "no shell" >&2\nexit 1\n')
    await chmod(join(path, 'ssh'), 0o755)
    const runner = createHostRunner({
      control: 'ssh',
      ssh: { options: [], socketFolder: null },
      environment: { PATH: `${path}:${process.env.PATH}` } as unknown as NodeJS.ProcessEnv,
    })
    await expect(askHost(runner, 'jm9.invalid', 'echo understudy ok', [], over)).rejects.toMatchObject({
      code: 'bad-answer',
      message: expect.stringMatching(
        /^The login shell on jm9\.invalid does not run “sh -s”.*: no shell\. Try “echo echo ok \| ssh jm9\.invalid sh -s”/,
      ) as string,
    })
  })
})
