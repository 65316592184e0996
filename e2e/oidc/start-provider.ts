import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { getFreePorts } from '@/e2e/lab/ports/free-ports'
import { waitUntil } from '@/e2e/lab/wait/until'

export interface RunningProvider {
  issuer: string
  /** Names it for a console: in understudy.yaml, with the environment that has the secret it names; */
  oidc: object
  secrets: Record<string, string>
  /** or in the environment alone. */
  env: Record<string, string>
  start(): Promise<void>
  stop(): Promise<void>
}

/** A provider that redirects people to `consoleUrl`. It runs when this returns. */
export async function startProvider(consoleUrl: string): Promise<RunningProvider> {
  const [port = 0] = await getFreePorts(1)
  const issuer = `http://127.0.0.1:${port}`
  let child: ReturnType<typeof spawn> | null = null
  const start = async () => {
    child = spawn(process.execPath, [fileURLToPath(new URL('provider.mjs', import.meta.url)), String(port), consoleUrl], {
      stdio: 'ignore',
    })
    await waitUntil(
      'the OpenID provider answers',
      { within: 20_000 },
      async () => (await fetch(`${issuer}/.well-known/openid-configuration`)).ok,
    )
  }
  const stop = async () => {
    const ended = new Promise((resolve) => child?.once('exit', resolve))
    child?.kill('SIGKILL')
    await ended
  }
  await start()
  return {
    issuer,
    oidc: {
      issuer,
      clientId: 'understudy',
      clientSecret: { env: 'SECRET_OF_THIS_TEST' },
      name: 'Example ID',
      scopes: ['openid', 'email', 'profile', 'groups'],
      roles: ['group:flink-admins=administrator', 'domain:example.org=viewer'],
    },
    secrets: { SECRET_OF_THIS_TEST: 'a secret of this test only' },
    env: {
      UNDERSTUDY_OIDC_ISSUER: issuer,
      UNDERSTUDY_OIDC_CLIENT_ID: 'understudy',
      UNDERSTUDY_OIDC_CLIENT_SECRET: 'a secret of this test only',
      UNDERSTUDY_OIDC_NAME: 'Example ID',
      UNDERSTUDY_OIDC_SCOPES: 'openid email profile groups',
      UNDERSTUDY_OIDC_ROLES: 'group:flink-admins=administrator, domain:example.org=viewer',
    },
    start,
    stop,
  }
}
