import 'server-only'
import { deriveLiveness, type Liveness, type ProcessIdentity, type ProcessLook } from '../decide/process-look'
import { HostError, type HostRunner } from '@/lib/sources/hosts/runner'
import { lookScript } from './look-script'
import { parseLook } from './parse-look'

const lookTimeoutMs = 5_000
/** Covers reading the end of its log too. */
const lookDeadlineMs = 15_000

type Call = { mode: 'look'; pid: number } | { mode: 'death' | 'kill'; identity: ProcessIdentity }

/** One command on the process's own host: what it is, whether it is dead, or its end. @throws HostError, and then nothing is known */
export async function lookAtProcess(runner: HostRunner, host: string, call: Call, signal?: AbortSignal): Promise<ProcessLook> {
  const argv = ['sh', '-s', '--', ...toArguments(call)]
  const deadlineMs = call.mode === 'look' ? lookDeadlineMs : lookTimeoutMs
  const { code, stdout, stderr } = await runner.run(host, argv, { deadlineMs, input: lookScript, signal })
  const look = code === 0 ? parseLook(stdout) : null
  if (!look)
    throw new HostError(
      'bad-answer',
      host,
      `${host} did not finish telling about a process (${stderr.trim().slice(-200) || `exit code ${code}`}). Nothing is proven.`,
    )
  return look
}

/** Whether the process is dead, as a verdict: a host that could not be asked makes it unknown, never dead. */
export async function askLiveness(
  runner: HostRunner,
  identity: ProcessIdentity,
  mode: 'death' | 'kill',
  signal?: AbortSignal,
): Promise<Liveness> {
  try {
    return deriveLiveness(identity, await lookAtProcess(runner, identity.host, { mode, identity }, signal))
  } catch (error) {
    if (HostError.is(error)) return { state: 'unknown', why: error.why }
    throw error
  }
}

/** Only numbers and a boot id ever become arguments; anything else is a bug of this program. */
function toArguments(call: Call): string[] {
  const pid = call.mode === 'look' ? call.pid : call.identity.pid
  if (!Number.isSafeInteger(pid) || pid <= 1) throw new Error(`No process id: ${pid}`)
  if (call.mode === 'look') return ['look', String(pid)]
  const { startTicks, bootId, rpcPort, restPort } = call.identity
  const ports = [rpcPort, restPort].map(String)
  if (!/^\d{1,20}$/.test(startTicks) || !/^[0-9a-f-]{36}$/.test(bootId) || !ports.every((port) => /^\d{1,5}$/.test(port)))
    throw new Error('No identity of a process')
  return call.mode === 'kill' ? ['kill', String(pid), startTicks, bootId, ...ports] : ['death', String(pid), ...ports]
}
