import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { claimPort } from './claim-port'
import { getFreePorts } from './free-ports'

/** Claims them in a process of its own, and lives until its input ends. */
async function startClaimer(ports: readonly number[]) {
  const script = `import { claimPort } from './e2e/lab/ports/claim-port'; console.log(JSON.stringify([${ports.join()}].map(claimPort))); process.stdin.resume().on('end', () => process.exit())`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const [answer] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, claimed: JSON.parse(answer.toString()) as boolean[], ended: once(child, 'exit') }
}

describe('ports of a test', () => {
  it('A test’s ports lie outside the range that the system hands out', async () => {
    const ports = await getFreePorts(60)
    expect(new Set(ports).size).toBe(60)
    expect(Math.max(...ports)).toBeLessThan(32_768)
  })

  it('A test gets no port that is listened on, and none twice', async () => {
    const [port = 0] = await getFreePorts(1)
    expect(claimPort(port)).toBe(false)
    const server = createServer().listen(port, '127.0.0.1')
    await once(server, 'listening')
    expect(await getFreePorts(60)).not.toContain(port)
    await new Promise((resolve) => server.close(resolve))
  })

  it('A port is given to no other test while its process lives, and again once that was killed', async () => {
    const [mine = 0] = await getFreePorts(1)
    // No port at all: another test cannot come by it.
    const free = 100_000 + process.pid
    const other = await startClaimer([mine, free])
    expect(other.claimed).toEqual([false, true])
    expect(claimPort(free)).toBe(false)
    other.child.kill('SIGKILL')
    await other.ended
    expect(claimPort(free)).toBe(true)
  })
})
