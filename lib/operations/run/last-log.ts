import 'server-only'
import { posix } from 'node:path'
import { toCount, toList } from '@/lib/base/counts'
import { findHostPort } from '@/lib/model/hosts-agree'
import type { LastLog } from '@/lib/model/last-log'
import { chooseLog, toLogLines, type LogFile, type WantedLog } from '@/lib/model/log-end'
import { toIso } from '@/lib/model/observed'
import { listLogFiles, readLogEnd, type ListedLogs } from '@/lib/sources/hosts/log-files'
import { HostError } from '@/lib/sources/hosts/runner'
import type { PlanContexts, ReachedCluster } from './plan-contexts'

/** Reads what a JobManager wrote last whose process is gone. @throws OperationRefused cluster-not-found, not-ready */
export type ReadLastLog = (clusterId: string, master: string) => Promise<LastLog>

/** Any number of readers cost a host one reading in this time. */
const keptMs = 10_000
/** What could not be read may be there at once: a process ends, a host answers again. */
const keptUnknownMs = 1_000
const mostKept = 200

export function createLastLogReader(contexts: Pick<PlanContexts, 'reach'>, clock: () => number = Date.now): ReadLastLog {
  const kept = new Map<string, { answer: Promise<LastLog>; until: number }>()
  return async (clusterId, master) => {
    const key = JSON.stringify([clusterId, master])
    const last = kept.get(key)
    if (last && clock() < last.until) return last.answer
    const reading = { answer: contexts.reach(clusterId).then((reached) => readLastLog(reached, master)), until: Infinity }
    kept.delete(key)
    kept.set(key, reading)
    if (kept.size > mostKept) kept.delete(kept.keys().next().value ?? '')
    reading.answer.then(
      ({ known }) => (reading.until = clock() + (known ? keptMs : keptUnknownMs)),
      () => (reading.until = 0),
    )
    return reading.answer
  }
}

async function readLastLog(reached: ReachedCluster, master: string): Promise<LastLog> {
  const jobManager = reached.snapshot.jobManagers.find((one) => one.master === master)
  const line = findHostPort(master)
  if (!jobManager || !line) return unknown('It is no line of the masters file with a host and a port.')
  if (jobManager.processState !== 'gone')
    return unknown(`It is read when the process is proven gone. Of one that runs its own web UI shows the log (/jobmanager/log).`)
  try {
    return await readOnHost(reached, line.host, toWanted(reached, master, line))
  } catch (error) {
    if (HostError.is(error)) return unknown(error.message)
    throw error
  }
}

function toWanted({ snapshot: { jobManagers, leader } }: ReachedCluster, master: string, line: { host: string; port: number }): WantedLog {
  const onHost = jobManagers.filter((one) => findHostPort(one.master)?.host === line.host)
  const own = onHost.find((one) => one.master === master)
  const zkSessionId = leader?.master === master ? leader.zkSessionId : (own?.zkSessionId ?? null)
  return { port: line.port, zkSessionId, isAlone: onHost.length === 1 }
}

/** Where the configuration says, else where a Flink process of this cluster that runs there writes its own. */
async function readOnHost(reached: ReachedCluster, host: string, wanted: WantedLog): Promise<LastLog> {
  const { hosts } = reached
  const folders = findFolders(reached)
  const listed = await listAll(reached, host, folders)
  const found = chooseLog(toFiles(listed), wanted) ?? (await chooseByProcesses(reached, host, folders, wanted))
  if (found === null) return unknown(toReason(host, wanted.port, listed))
  const end = await readLogEnd(hosts.runner, host, found.file)
  if (end === null) return unknown(`${toPath(found.file)} on ${host} is not there any more, or may not be read by this console’s user.`)
  const lines = toLogLines(end.bytes, end.bytes.length >= end.size)
  return { known: true, host, file: toPath(found.file), modifiedAt: toIso(end.modifiedAt), bytes: end.size, proof: found.proof, lines }
}

/** `bin/config.sh`: env.log.dir, else the folder log beside bin. */
function findFolders({ configuration, flinkHome }: ReachedCluster): string[] {
  const named = configuration.effective.options.logDir.value
  return [named, flinkHome === null ? null : posix.join(flinkHome, 'log')].filter((one) => one !== null && one.startsWith('/')) as string[]
}

async function chooseByProcesses(reached: ReachedCluster, host: string, tried: readonly string[], wanted: WantedLog) {
  const { processes } = await reached.hosts.findProcesses(host)
  const written = processes.flatMap(({ java: { logFile }, usesConfDir }) =>
    usesConfDir && logFile?.startsWith('/') ? [posix.dirname(logFile)] : [],
  )
  const folders = [...new Set(written)].filter((folder) => !tried.includes(folder)).slice(0, 4)
  return chooseLog(toFiles(await listAll(reached, host, folders)), wanted)
}

type Listed = { folder: string; logs: ListedLogs }[]

async function listAll({ hosts }: ReachedCluster, host: string, folders: readonly string[]): Promise<Listed> {
  const listed: Listed = []
  for (const folder of folders) listed.push({ folder, logs: await listLogFiles(hosts.runner, host, folder) })
  return listed
}

function toFiles(listed: Listed): LogFile[] {
  return listed.flatMap(({ logs }) => (logs.state === 'listed' ? logs.files : []))
}

function toReason(host: string, port: number, listed: Listed): string {
  if (listed.length === 0) return 'Where Flink lies is not known. Set flinkHome for this cluster in understudy.yaml, or env.log.dir.'
  const folders = toList(listed.map(({ folder }) => folder))
  const hidden = listed.find(({ logs }) => logs.state === 'unreadable' || (logs.state === 'listed' && logs.areSomeHidden))
  if (hidden) return `${hidden.folder} on ${host}, or a log in it, may not be read by this console’s user.`
  const files = toFiles(listed).length
  if (files === 0) return `No log of a JobManager is in ${folders} on ${host}.`
  return `No log in ${folders} on ${host} names port ${port} or the session of that process (${toCount(files, 'file')} read).`
}

const toPath = ({ folder, name }: Pick<LogFile, 'folder' | 'name'>) => posix.join(folder, name)
const unknown = (reason: string): LastLog => ({ known: false, reason })
