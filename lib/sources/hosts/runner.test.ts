import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { execFileSync, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { askHost } from './ask-host'
import { createHostRunner } from './create-runner'
import { toScriptEnvironment } from './script-environment'
import { toShellWords, UnquotableError } from './shell-words'
import { spawnCommand } from './spawn-command'
import { findSocketFolder } from './socket-folder'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'us-run-'))
  // Logs its arguments, then acts as the remote shell would; HADOOP_CODE passes the filter of the environment.
  const log = join(folder, 'log')
  await writeFile(
    join(folder, 'ssh'),
    [
      '#!/bin/sh',
      `for a in "$@"; do printf "%s\\0" "$a"; last=$a; done >> "${log}"`,
      `printf "\\n" >> "${log}"`,
      '[ -z "$HADOOP_CODE" ] || { echo "ssh: connect to host: No route" >&2; exit "$HADOOP_CODE"; }',
      'exec sh -c "$last"',
      '',
    ].join('\n'),
  )
  await chmod(join(folder, 'ssh'), 0o755)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const over = { deadlineMs: 600_000 }
const aRunner = (control: 'local' | 'ssh' | 'none' = 'ssh', code = '', options = ['-l', 'flink']) =>
  createHostRunner({
    control,
    ssh: { options, socketFolder: null },
    environment: { PATH: `${folder}:${process.env.PATH}`, HADOOP_CODE: code } as unknown as NodeJS.ProcessEnv,
  })

async function calls(): Promise<string[][]> {
  const text = await readFile(join(folder, 'log'), 'utf8').catch(() => '')
  return text
    .split('\0\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\0'))
}

describe('hostile host names', () => {
  it.each([
    '-oProxyCommand=touch pwned',
    '--',
    '-',
    'a;touch pwned',
    'a b',
    'a\nb',
    'jm1\u0000',
    '$(id)',
    '`id`',
    'jm1/../x',
    'user@host',
    'hôte',
    'ｊｍ１',
    '',
    ' ',
    "a'b",
    'a|b',
    'a&b',
    '%C',
    'x'.repeat(300),
  ])('A command for the host name %j is refused and not run', async (host) => {
    for (const control of ['local', 'ssh', 'none'] as const) {
      await expect(aRunner(control).run(host, ['true'], over)).rejects.toMatchObject({ name: 'HostError', code: 'bad-host' })
      await expect(aRunner(control).describe(host, ['true'])).rejects.toMatchObject({ code: 'bad-host' })
    }
    expect(await calls()).toEqual([])
  })

  it('Any host name stands behind the dashes and is no option', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 20 }), async (host) => {
        await aRunner()
          .run(`h-${host}`, ['true'], over)
          .catch(() => undefined)
        await aRunner()
          .run(host.length > 0 ? `-${host}` : '-', ['true'], over)
          .catch(() => undefined)
        for (const call of await calls())
          expect(call.slice(call.indexOf('--'))).toEqual(['--', expect.stringMatching(/^h-[\w.-]*$/), 'true'])
      }),
      { numRuns: 40 },
    )
  })
})

describe('a command on another host', () => {
  it('A command on another host is ssh in batch mode without forwarding, with the operator’s options and one quoted command', async () => {
    const result = await aRunner().run('jm9.invalid', ['printf', '%s|', 'a b', "it's", '$HOME', '; id', '*', ''], {
      ...over,
      env: { FLINK_CONF_DIR: '/my conf' },
    })
    expect(result).toMatchObject({ code: 0, stdout: "a b|it's|$HOME|; id|*||" })
    const [call = []] = await calls()
    expect(call.slice(0, 3)).toEqual(['-T', '-o', 'BatchMode=yes'])
    expect(call).toContain('ForwardAgent=no')
    expect(call.slice(call.indexOf('-l'), call.indexOf('-l') + 2)).toEqual(['-l', 'flink'])
    expect(call.slice(-3)).toEqual([
      '--',
      'jm9.invalid',
      "env 'FLINK_CONF_DIR=/my conf' printf '%s|' 'a b' 'it'\\''s' '$HOME' '; id' '*' ''",
    ])
  })

  it('A failed ssh is reported as unreachable', async () => {
    await expect(aRunner('ssh', '255').run('jm9.invalid', ['true'], over)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('No route'),
    })
  })

  it('A failed ssh that was given no options names the scripts that may set some', async () => {
    const failed = (options: string[]) =>
      aRunner('ssh', '255', options)
        .run('jm9.invalid', ['true'], over)
        .catch((error: Error) => error.message)
    expect(await failed([])).toMatch(
      /If bin\/config\.sh or another script of this cluster sets FLINK_SSH_OPTS, give the same as sshOptions in understudy\.yaml\.$/,
    )
    expect(await failed(['-l', 'flink'])).not.toContain('FLINK_SSH_OPTS')
  })

  it('A command over ssh that hangs is reported as run over ssh', async () => {
    await expect(aRunner().run('jm1', ['sleep', '10'], { deadlineMs: 50 })).rejects.toMatchObject({
      code: 'deadline',
      message: '“sleep” on jm1, run over ssh, did not end within 50 ms. It may still run there; look before you try again.',
    })
  })

  it('A host is refused that the control of the cluster does not cover', async () => {
    await expect(aRunner('local').run('jm9.invalid', ['true'], over)).rejects.toMatchObject({
      code: 'no-control',
      message: expect.stringContaining('control: ssh'),
    })
    await expect(aRunner('none').run('localhost', ['true'], over)).rejects.toMatchObject({ code: 'no-control' })
    expect(await calls()).toEqual([])
  })
})

describe('a command on this host', () => {
  it('A command on this host runs without ssh and without a shell', async () => {
    expect(await aRunner().run('localhost', ['printf', '%s', '$HOME;'], over)).toEqual({ code: 0, stdout: '$HOME;', stderr: '' })
    expect(await calls()).toEqual([])
  })

  it('A command on this host ends at its deadline, when aborted, and when its program does not exist', async () => {
    await expect(aRunner().run('localhost', ['sleep', '10'], { deadlineMs: 50 })).rejects.toMatchObject({ code: 'deadline' })
    const end = new AbortController()
    setTimeout(() => end.abort(), 50)
    await expect(aRunner().run('localhost', ['sleep', '10'], { ...over, signal: end.signal })).rejects.toMatchObject({ code: 'aborted' })
    await expect(aRunner().run('localhost', ['sleep', '10'], { ...over, signal: end.signal })).rejects.toMatchObject({ code: 'aborted' })
    await expect(aRunner().run('localhost', ['/no/such/program'], over)).rejects.toMatchObject({ code: 'no-program' })
  })

  it('A daemon that holds the pipes delays no result, and output is passed on at once and kept to its end', async () => {
    const said: string[] = []
    const pidFile = join(folder, 'pid')
    const result = await aRunner().run(
      'localhost',
      ['sh', '-c', `sleep 600 & echo $! > ${pidFile}; printf 0123456789; echo oh >&2; exit 3`],
      {
        ...over,
        keepBytes: 4,
        onOutput: (text, stream) => said.push(`${stream}:${text}`),
      },
    )
    expect(result).toEqual({ code: 3, stdout: '6789', stderr: 'oh\n'.slice(-4) })
    expect(said.sort()).toEqual(['stderr:oh\n', 'stdout:0123456789'])
    expect(process.kill(Number(await readFile(pidFile, 'utf8')), 'SIGKILL'), 'it still runs').toBe(true)
  })

  it('The output of a program left behind is read until it is silent', async () => {
    const script = '(i=0; while [ $i -lt 30 ]; do echo $i; sleep 0.02; i=$((i + 1)); done) & echo now'
    // A busy machine may make it silent in between, but not each time.
    await expect
      .poll(() => spawnCommand('sh', ['-c', script], process.env, over))
      .toMatchObject({ code: 0, stdout: expect.stringMatching(/now\n[^]*29\n$/) as string })
  })

  it('Output that is unread when the program ends is read completely, also in a busy process', async () => {
    const block = (ms: number) => {
      for (const until = performance.now() + ms; performance.now() < until;);
    }
    // Its last output arrives while its first is being read; its exit is noticed together with that of a slow command.
    const answer = spawnCommand('sh', ['-c', 'echo first; sleep 0.3; echo last'], process.env, { ...over, onOutput: () => block(500) })
    spawn('true').once('exit', () => block(400))
    block(200)
    expect(await answer).toEqual({ code: 0, stdout: 'first\nlast\n', stderr: '' })
  })

  it('A command on this host receives its input and none of this console’s secrets', async () => {
    expect((await aRunner().run('localhost', ['cat'], { ...over, input: 'ä' })).stdout).toBe('ä')
    expect(
      toScriptEnvironment(
        {
          PATH: '/bin',
          DATABASE_URL: 'postgres://u:p@h',
          BETTER_AUTH_SECRET: 's',
          UNDERSTUDY_API_KEY: 'k',
          FLINK_CONF_DIR: '/other',
          NODE_OPTIONS: '--x',
          JAVA_HOME: '/j',
        } as never,
        { FLINK_CONF_DIR: '/c' },
      ),
    ).toEqual({ PATH: '/bin', JAVA_HOME: '/j', FLINK_CONF_DIR: '/c' })
  })
})

describe('quoting', () => {
  it('Quoted arguments without control characters come out of a shell unchanged', () => {
    const argument = fc.string().filter((text) => !/[\x00-\x1f\x7f]/.test(text))
    fc.assert(
      fc.property(
        fc.array(fc.oneof(argument, fc.constantFrom("'", '"', '\\', '\\n', '-n', '~', 'a=b', '$(id)', '!!')), { maxLength: 6 }),
        (args) => {
          const out = execFileSync('sh', ['-c', `printf '%s\\0' ${toShellWords(args)} end`], { encoding: 'utf8' })
          expect(out.split('\0').slice(0, -2)).toEqual(args.length > 0 ? args : [])
        },
      ),
      { numRuns: 60 },
    )
    expect(() => toShellWords(['a\0b'])).toThrow(UnquotableError)
  })
})

describe('the folder of shared connections', () => {
  it('The folder of shared connections is private to this user and short enough for a socket, or null', async () => {
    const own = await findSocketFolder(join(folder, 'd'))
    expect(own).not.toBeNull()
    expect((await stat(own!)).mode & 0o777).toBe(0o700)
    const short = await findSocketFolder(`/${'x'.repeat(200)}`)
    expect(short!.length).toBeLessThanOrEqual(45)
    await chmod(short!, 0o777)
    expect(await findSocketFolder(`/${'x'.repeat(200)}`)).toBeNull()
    await rm(short!, { recursive: true })
  })
})

describe('the standard error of a hostile host', () => {
  const odd = '\\033[2J\\033]0;owned\\007\\033[31m\\342\\200\\256evil\\000\\010\\r\\302\\233K\\342\\200\\213'
  const million = `head -c 1000000 /dev/zero | tr '\\0' x >&2; printf '\\n${odd}%s\\n' "$(head -c 3000 /dev/zero | tr '\\0' y)" >&2`
  const hasUnseen = (text: string) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)

  it('The standard error of a hostile host is cleaned and cut in the refusal of a script', async () => {
    const refusal = await askHost(aRunner('local'), 'localhost', `${million}; exit 3`, [], { deadlineMs: 60_000 }).catch(
      (error: unknown) => error,
    )
    expect(refusal).toMatchObject({ name: 'HostError', code: 'bad-answer' })
    const { message } = refusal as Error
    expect([hasUnseen(message), message.length < 700, message.includes('yyyy')]).toEqual([false, true, true])
  })

  it('The standard error of a hostile host is cleaned and cut in a failure of ssh', async () => {
    await writeFile(join(folder, 'ssh'), `#!/bin/sh\n${million}\nexit 255\n`)
    const refusal = await aRunner('ssh')
      .run('jm1', ['true'], { deadlineMs: 60_000 })
      .catch((error: unknown) => error)
    expect(refusal).toMatchObject({ name: 'HostError', code: 'unreachable' })
    const { message } = refusal as Error
    expect([hasUnseen(message), message.length < 700, message.includes('evil')]).toEqual([false, true, true])
  })
})
