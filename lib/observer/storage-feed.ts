import 'server-only'
import { toMessage } from '@/lib/base/errors'
import type { HaConfiguration } from '@/lib/flink/configuration/ha-configuration'
import type { HaJob, PointerNode } from '@/lib/flink/layouts/types'
import { known, unknown } from '@/lib/model/observed'
import { deriveOrphans, listStorage } from '@/lib/sources/ha-storage/list-storage'
import { findFilePath } from '@/lib/sources/ha-storage/locate'
import { createTargetChecker, type PointerKey } from '@/lib/sources/ha-storage/target-checker'
import type { Changed, FactFeed, GatheredFacts } from './feed'

/** Interval for files that no pointer names: they are not urgent, so two folders are listed once a minute. */
const listingMs = 60_000
const firstListingMs = 3_000

export interface StorageFeed extends FactFeed {
  /** Sets the jobs as ZooKeeper has them now; their pointers' files are checked. */
  want(jobs: readonly HaJob[]): void
}

/**
 * Follows pointers into the storage directory.
 * @param readAgain reads the znode again, to distinguish a broken pointer from one that was just replaced
 */
export function startStorageFeed(
  facts: GatheredFacts,
  configuration: HaConfiguration,
  readAgain: (path: string) => Promise<{ stat: { czxid: bigint } } | null>,
  changed: Changed,
): StorageFeed {
  const { storageDir, clusterId } = configuration
  const checker = createTargetChecker({
    storageDir,
    readAgain: async ({ znode, czxid }) => {
      const node = await readAgain(znode)
      return node !== null && `0x${node.stat.czxid.toString(16)}` === czxid
    },
    onChange: () => changed('bulk'),
  })
  let last: readonly HaJob[] = []
  facts.findTarget = (pointer) => {
    const key = toKey(pointer)
    return key && checker.find(key)
  }
  const list = async () => {
    facts.storage = await observeStorage(storageDir, clusterId, () => last)
    changed('bulk')
  }
  let first: NodeJS.Timeout | null = null
  let timer: NodeJS.Timeout | null = null
  /** Not before ZooKeeper's pointers are known: until then each file would look like an orphan. */
  const startListing = () => {
    first = setTimeout(() => void list(), firstListingMs)
    timer = setInterval(() => void list(), listingMs)
    timer.unref()
  }
  return {
    want(jobs) {
      if (!first) startListing()
      if (jobs === last) return
      last = jobs
      checker.want(toPointers(jobs).flatMap((pointer) => toKey(pointer) ?? []))
    },
    close() {
      if (first) clearTimeout(first)
      if (timer) clearInterval(timer)
      checker.close()
    },
  }
}

async function observeStorage(
  storageDir: string | null,
  clusterId: string | null,
  jobs: () => readonly HaJob[],
): Promise<GatheredFacts['storage']> {
  const now = Date.now()
  if (storageDir === null) return unknown('haStorage', now, 'no storage directory is configured')
  try {
    const named = toNamedPaths(jobs())
    const listing = await listStorage(storageDir, clusterId ?? '', (path) => named.has(path))
    // Read again: a file written meanwhile has its pointer by now.
    return known('haStorage', listing.at, { orphans: deriveOrphans(listing, toNamedPaths(jobs())), jobResults: listing.jobResults })
  } catch (error) {
    return unknown('haStorage', now, toMessage(error))
  }
}

function toPointers(jobs: readonly HaJob[]): PointerNode[] {
  return jobs.flatMap((job) => [...(job.graph ? [job.graph] : []), ...job.checkpoints.map(({ pointer }) => pointer)])
}

function toNamedPaths(jobs: readonly HaJob[]): Set<string> {
  const paths = toPointers(jobs).map(({ handle }) => (handle.kind === 'file' ? findFilePath(handle.uri) : null))
  return new Set(paths.filter((path) => path !== null))
}

/** One key per unchanged pointer: they are requested by the thousand. */
const keys = new WeakMap<PointerNode, PointerKey>()

function toKey(pointer: PointerNode): PointerKey | null {
  const { path, czxid, handle } = pointer
  if (handle.kind !== 'file') return null
  const before = keys.get(pointer)
  if (before) return before
  const key = { znode: path, czxid, uri: handle.uri, expectedBytes: handle.bytes }
  keys.set(pointer, key)
  return key
}
