import 'server-only'
import { judgeLife, type Life, type ProcessIdentity, type ProcessLook } from '@/lib/model/fencing/process-look'
import { HostError, type HostRunner } from '@/lib/sources/hosts/runner'
import { lookScript } from './look-script'
import { parseLook } from './parse-look'

const DEADLINE_MS = 5_000

type Call = { mode: 'look' | 'death'; pid: number } | { mode: 'kill'; identity: ProcessIdentity }

/**
 * One command on the process's own host: what it is, whether it is dead, or its end.
 * @throws HostError, and then nothing is known
 */
export async function lookAtProcess(runner: HostRunner, host: string, call: Call, signal?: AbortSignal): Promise<ProcessLook> {
  const argv = ['sh', '-s', '--', ...toArguments(call)]
  const { code, stdout, stderr } = await runner.run(host, argv, { deadlineMs: DEADLINE_MS, input: lookScript, signal })
  const look = code === 0 ? parseLook(stdout) : null
  if (!look) throw new HostError('bad-answer', host, `${host} did not finish telling about a process (${stderr.trim().slice(-200) || `exit code ${code}`}). Nothing is proven.`)
  return look
}

/** Whether it is dead, as a verdict: what could not be asked is unknown, never dead. */
export async function askLife(runner: HostRunner, identity: ProcessIdentity, mode: 'death' | 'kill', signal?: AbortSignal): Promise<Life> {
  try {
    const call: Call = mode === 'kill' ? { mode, identity } : { mode, pid: identity.pid }
    return judgeLife(identity, await lookAtProcess(runner, identity.host, call, signal))
  } catch (error) {
    if (error instanceof HostError) return { state: 'unknown', why: error.message }
    throw error
  }
}

/** Only numbers and a boot id ever become arguments; anything else is a mistake of this program. */
function toArguments(call: Call): string[] {
  const pid = call.mode === 'kill' ? call.identity.pid : call.pid
  if (!Number.isSafeInteger(pid) || pid <= 1) throw new Error(`No process id: ${pid}`)
  if (call.mode !== 'kill') return [call.mode, String(pid)]
  const { startTicks, bootId } = call.identity
  if (!/^\d{1,20}$/.test(startTicks) || !/^[0-9a-f-]{36}$/.test(bootId)) throw new Error('No identity of a process')
  return ['kill', String(pid), startTicks, bootId]
}
