import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { AuditProof } from '@/lib/model/audit-proof'
import { runCommand } from '../run-command'
import type { Terminal } from '../terminal'

const head = 'ab'.repeat(32)
const whole: AuditProof = { lines: 7, head, brokenAt: null, sentence: 'All 7 lines of the audit are whole and in order.' }
const broken: AuditProof = { lines: 4, head, brokenAt: 5, sentence: 'Line 5 of the audit was changed.' }

let server: Server | null = null
const asked: [url: string | undefined, key: string | undefined][] = []
afterEach(() => {
  server?.close()
  asked.length = 0
})

async function serve(status: number, body: unknown): Promise<string> {
  server = createServer((request, response) => {
    asked.push([request.url, request.headers.authorization])
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function call(...args: string[]) {
  const printed = { out: '', err: '' }
  const terminal: Terminal = {
    stdout: { write: (text) => (printed.out += text) },
    stderr: { write: (text) => (printed.err += text) },
    env: { UNDERSTUDY_API_KEY: 'understudy_k' },
    cwd: () => '/',
  }
  return { code: await runCommand(['audit', ...args], terminal), ...printed }
}

describe('understudy audit verify', () => {
  it('A whole audit trail is reported with the line to write down, and exit code 0', async () => {
    const { code, out } = await call('verify', '--url', await serve(200, whole))
    expect([code, out.split('\n').slice(0, 2)]).toEqual([0, [whole.sentence, `The last one is 7:${head}`]])
    expect(asked).toEqual([['/api/v1/audit/verify', 'Bearer understudy_k']])
  })

  it('A line that was written down is sent for comparison', async () => {
    await call('verify', '--known', `7:${head}`, '--url', await serve(200, whole))
    expect(asked[0]?.[0]).toBe(`/api/v1/audit/verify?line=7&hash=${head}`)
  })

  it('A broken audit trail ends with exit code 1, and no line to write down', async () => {
    const { code, out } = await call('verify', '--url', await serve(200, broken))
    expect([code, out]).toEqual([1, `${broken.sentence}\n`])
    expect(JSON.parse((await call('verify', '--json', '--url', await serve(200, broken))).out)).toEqual(broken)
  })

  it('A refusal ends with exit code 2, an unreachable console with 69 and wrong use with 64', async () => {
    const refused = await call(
      'verify',
      '--url',
      await serve(403, { error: { code: 'not-allowed', message: 'This needs the role administrator.' } }),
    )
    expect([refused.code, refused.err]).toEqual([2, 'This needs the role administrator.\n'])
    expect((await call('verify', '--url', 'http://127.0.0.1:1')).code).toBe(69)
    expect([
      (await call()).code,
      (await call('prune')).code,
      (await call('verify', '--known', '7')).code,
      (await call('verify', '--fast')).code,
    ]).toEqual([64, 64, 64, 64])
  })
})
