import 'server-only'
import type { ZooKeeperReadClient } from './client-interface'
import { ZooKeeperError, toZooKeeperError } from './errors'
import type { ZnodeStat } from './messages/stat'
import type { Want } from './mirror-reads'
import type { Settle } from './requests'

/** Result of one reading of one path. */
export type ReadOutcome = { found: false } | { found: true; content: Content | null; children: string[] | null }

export interface Content {
  data: Uint8Array | null
  stat: ZnodeStat
  problem?: string
}

export interface ReadTask {
  client: ZooKeeperReadClient
  /** absolute */
  path: string
  want: Want
  /** set one-shot watches with the reading: the server has no recursive ones */
  watch: boolean
  /** length of the data as last seen, -1 when unknown */
  knownLength: number
  /** an answer about this node once exceeded the frame limit */
  oversized: boolean
  maxBytes: number
}

export const deniedProblem = 'no right to read it (ACL)'

function isCode(error: unknown, code: ZooKeeperError['code']): boolean {
  return ZooKeeperError.is(error) && error.code === code
}

function tooLarge(bytes: number, limit: number): string {
  return `${bytes} bytes of data, above the limit of ${limit}`
}

// `exists` needs no permission, and returns the length without the data.
async function readStatOnly(task: ReadTask, problem: string): Promise<Content | null> {
  const stat = await task.client.exists(task.path, { watch: task.watch, retry: false })
  return stat && { data: null, stat, problem }
}

async function readWhole(task: ReadTask): Promise<Content> {
  const { data, stat } = await task.client.getData(task.path, { watch: task.watch, retry: false })
  return data.length > task.maxBytes ? { data: null, stat, problem: tooLarge(data.length, task.maxBytes) } : { data, stat }
}

async function readContent(task: ReadTask): Promise<Content | null> {
  if (task.oversized) return readStatOnly(task, 'an answer about it was larger than this program takes')
  if (task.knownLength > task.maxBytes) {
    const content = await readStatOnly(task, tooLarge(task.knownLength, task.maxBytes))
    if (!content || content.stat.dataLength > task.maxBytes)
      return content && { ...content, problem: tooLarge(content.stat.dataLength, task.maxBytes) }
  }
  try {
    return await readWhole(task)
  } catch (error) {
    if (isCode(error, 'no-auth')) return readStatOnly(task, deniedProblem)
    throw error
  }
}

// Children that cannot be read any more count as unknown.
async function readChildren(task: ReadTask): Promise<string[]> {
  if (task.oversized) return []
  try {
    return (await task.client.getChildren(task.path, { watch: task.watch, retry: false })).children
  } catch (error) {
    if (isCode(error, 'no-auth')) return []
    throw error
  }
}

async function readBoth(task: ReadTask): Promise<ReadOutcome> {
  const { want } = task
  // Both at once where both are needed anyway; answers come in the order of sending, so a missing node is missing in both.
  const early = want.children === 'yes' ? readChildren(task) : null
  early?.catch(() => undefined)
  const content = want.data ? await readContent(task) : null
  if (want.data && content === null) return { found: false }
  if (early) return { found: true, content, children: await early }
  if (want.children === 'no' || content === null) return { found: true, content, children: null }
  return { found: true, content, children: content.stat.numChildren > 0 ? await readChildren(task) : [] }
}

async function readCarefully(task: ReadTask): Promise<ReadOutcome> {
  // A member without quorum cannot sync; its answer is then the best available.
  if (task.want.sync) await task.client.sync(task.path, { retry: false }).catch(() => undefined)
  try {
    return await readBoth(task)
  } catch (error) {
    if (isCode(error, 'no-node')) return { found: false }
    throw error
  }
}

/** The most frequent reading: data of normal length, under a recursive watch. It uses no promises. */
function isPlain({ want, watch, oversized, knownLength, maxBytes }: ReadTask): boolean {
  return want.data && want.children !== 'yes' && !want.sync && !watch && !oversized && knownLength <= maxBytes
}

function readPlainly(task: ReadTask, settle: Settle<ReadOutcome>): void {
  const { client, path, want, maxBytes } = task
  const reject = (error: ZooKeeperError) => {
    if (error.code === 'no-node') settle.resolve({ found: false })
    else if (error.code === 'no-auth') askCarefully(task, settle)
    else settle.reject(error)
  }
  client.askData(path, {
    reject,
    resolve: ({ data, stat }) => {
      const content: Content = data.length > maxBytes ? { data: null, stat, problem: tooLarge(data.length, maxBytes) } : { data, stat }
      if (want.children === 'no') return settle.resolve({ found: true, content, children: null })
      if (stat.numChildren === 0) return settle.resolve({ found: true, content, children: [] })
      client.askChildren(path, { reject, resolve: (children) => settle.resolve({ found: true, content, children }) })
    },
  })
}

function askCarefully(task: ReadTask, settle: Settle<ReadOutcome>): void {
  readCarefully(task).then(settle.resolve, (cause: unknown) => settle.reject(toZooKeeperError(cause, 'protocol', `reading ${task.path}`)))
}

/** Rejects when the node could not be read; a missing node is an outcome, not an error. */
export function readNode(task: ReadTask, settle: Settle<ReadOutcome>): void {
  if (isPlain(task)) readPlainly(task, settle)
  else askCarefully(task, settle)
}
