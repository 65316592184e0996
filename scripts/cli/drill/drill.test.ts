import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DrillVerdict } from '@/lib/model/drills/drill-report'
import { runCommand } from '../run-command'
import type { Terminal } from '../terminal'

const id = '0b0b0b0b-0000-4000-8000-000000000001'
const aPlan = {
  kind: 'drill-crash-leader',
  clusterId: 'east',
  target: 'jm1:8081',
  expectedLeaderSessionId: 'l1',
  sentence: 'SIGKILL to the leader’s process.',
  deadlineMs: 90_000,
  confirm: 'East',
  steps: [],
  checks: [] as object[],
}
const aRecord = { id, state: 'done', steps: [], result: 'Crash the leader: passed.', plan: aPlan }

let server: Server
let folder: string
const requests: { method: string; url: string; body: Record<string, unknown> }[] = []
let answers: Record<string, { status?: number; body: unknown }>

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'us-drill-cli-'))
  requests.length = 0
  server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
      requests.push({ method: request.method!, url: request.url!, body })
      const key = body.dryRun ? 'plan' : `${request.method} ${request.url}`
      const { status = 200, body: answered } = answers[key] ?? {
        status: 404,
        body: { error: { code: 'drill-not-found', message: `No ${key}` } },
      }
      response.writeHead(status).end(typeof answered === 'string' ? answered : JSON.stringify(answered))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

const withVerdict = (verdict: DrillVerdict, state = 'done') => ({
  plan: { body: aPlan },
  'GET /api/v1/clusters': { body: { clusters: [{ id: 'east' }] } },
  'POST /api/v1/clusters/east/drills': { status: 202, body: { id } },
  [`GET /api/v1/operations/${id}`]: { body: { ...aRecord, state } },
  [`GET /api/v1/drills/${id}/report`]: { body: { verdict, sentence: `Crash the leader: ${verdict}.\u001b[2J` } },
  [`GET /api/v1/drills/${id}/report?format=junit`]: { body: '<testsuites/>' },
  [`GET /api/v1/drills/${id}/report?format=markdown`]: { body: '# Drill 3\u001b[2J' },
})

async function call(...args: string[]) {
  const printed = { out: '', err: '' }
  const terminal: Terminal = {
    stdout: { write: (text) => (printed.out += text) },
    stderr: { write: (text) => (printed.err += text) },
    env: { UNDERSTUDY_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    cwd: () => folder,
  }
  return { code: await runCommand(['drill', ...args], terminal), ...printed }
}

describe('understudy drill', () => {
  it.each([
    ['passed', 'done', 0],
    ['failed', 'failed', 1],
    ['aborted', 'aborted', 3],
    ['inconclusive', 'failed', 3],
  ] as const)('A drill that is %s ends with its own exit code, and its report is named', async (verdict, state, code) => {
    answers = withVerdict(verdict, state)
    const ended = await call('crash-leader', '--objective', '60s', '--yes', 'East', '--reason', 'Tuesday', '--junit', 'drill.xml')
    expect(ended.code).toBe(code)
    expect(ended.out).toContain(`Crash the leader: ${verdict}.\uFFFD[2J\nReport: understudy drill report ${id}`)
    expect(readFileSync(join(folder, 'drill.xml'), 'utf8')).toBe('<testsuites/>')
    expect(requests.filter(({ method }) => method === 'POST').map(({ body }) => body)).toEqual([
      { scenario: 'crash-leader', objectiveMs: 60_000, override: null, reason: 'Tuesday', dryRun: true },
      { scenario: 'crash-leader', objectiveMs: 60_000, override: null, reason: 'Tuesday', confirm: 'East', expectedLeaderSessionId: 'l1' },
    ])
  })

  it('Without the cluster’s name only the plan is shown, and nothing is done', async () => {
    answers = withVerdict('passed')
    const { code, out } = await call('freeze-leader', '--cluster', 'east')
    expect([code, out.includes('--yes "East"')]).toEqual([2, true])
    expect(requests.map(({ body }) => body.dryRun)).toEqual([true])
    expect((await call('freeze-leader', '--cluster', 'east', '--dry-run')).code).toBe(0)
  })

  it('A refusal ends with exit code 2 and its sentence', async () => {
    answers = {
      ...withVerdict('passed'),
      'POST /api/v1/clusters/east/drills': {
        status: 409,
        body: { error: { code: 'operation-refused', message: 'No standby is in line.' } },
      },
    }
    expect(await call('crash-leader', '--yes', 'East')).toMatchObject({ code: 2, err: 'No standby is in line.\n' })
  })

  it('A drill that was refused at its first step has no report and keeps the operation’s exit code', async () => {
    const { [`GET /api/v1/drills/${id}/report`]: _, ...others } = withVerdict('passed', 'refused')
    answers = others
    expect((await call('crash-leader', '--yes', 'East')).code).toBe(2)
  })

  it('A report is printed as Markdown without control characters, with its verdict as the exit code', async () => {
    answers = withVerdict('failed')
    expect(await call('report', id)).toMatchObject({ code: 1, out: '# Drill 3\uFFFD[2J' })
    expect(JSON.parse((await call('report', id, '--json')).out)).toMatchObject({ verdict: 'failed' })
  })

  it('An unknown scenario, objective or format is wrong use', async () => {
    answers = withVerdict('passed')
    for (const args of [
      ['burn-leader'],
      ['crash-leader', '--objective', 'soon'],
      ['report'],
      ['report', id, '--format', 'pdf'],
      ['crash-leader', 'jm1:8081'],
    ])
      expect((await call(...args)).code).toBe(64)
    expect(requests).toEqual([])
  })
})
