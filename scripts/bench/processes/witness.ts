// The independent witness: commits to ZooKeeper and reports when, through the C binding, always in a process of its own
// (docs/decisions/0001). Without the optional package Understudy's own client does it, and the report says so.
import { createRequire } from 'node:module'
import { createZooKeeperClient } from '@/lib/sources/zookeeper/client'
import { preciseNow } from '../clock'
import type { Commit, Committed, WitnessKind } from './commit'
import { serveParent } from './serve-parent'

type Write = (commit: Commit) => Promise<void>

/** The part of the package `zookeeper` that is used. */
interface NativeClient {
  connect(options: object, done: (error: unknown) => void): void
  a_create(path: string, data: Buffer, flags: number, done: (rc: number, error: string) => void): void
  a_set(path: string, data: Buffer, version: number, done: (rc: number, error: string) => void): void
  a_delete_(path: string, version: number, done: (rc: number, error: string) => void): void
}

const ephemeralFlag = 1

function findNativeClient(): (new () => NativeClient) | null {
  try {
    const found = createRequire(import.meta.url)('zookeeper') as { default?: new () => NativeClient } & (new () => NativeClient)
    return found.default ?? found
  } catch {
    return null
  }
}

async function connectNative(Client: new () => NativeClient, servers: string): Promise<Write> {
  const client = new Client()
  const options = { connect: servers, timeout: 30_000, debug_level: 1, host_order_deterministic: false }
  await new Promise<void>((resolve, reject) => client.connect(options, (error) => (error ? reject(new Error(String(error))) : resolve())))
  return (commit) =>
    new Promise((resolve, reject) => {
      const done = (rc: number, error: string) =>
        rc === 0 ? resolve() : reject(new Error(`${commit.kind} ${commit.path}: ${rc} ${error}`))
      if (commit.kind === 'set') client.a_set(commit.path, Buffer.from(commit.data), -1, done)
      else if (commit.kind === 'create') client.a_create(commit.path, Buffer.from(commit.data), commit.ephemeral ? ephemeralFlag : 0, done)
      else client.a_delete_(commit.path, -1, done)
    })
}

function connectOwn(servers: string): Write {
  const client = createZooKeeperClient({ servers })
  return async (commit) => {
    if (commit.kind === 'set') await client.setData(commit.path, commit.data)
    else if (commit.kind === 'create')
      await client.create(commit.path, commit.data, { mode: commit.ephemeral ? 'ephemeral' : 'persistent' })
    else await client.delete(commit.path)
  }
}

let write: Write | null = null

serveParent({
  async connect(servers: string): Promise<WitnessKind> {
    const Client = findNativeClient()
    write = Client ? await connectNative(Client, servers) : connectOwn(servers)
    return Client ? 'native' : 'own'
  },
  /** One after the other; each with its own times. */
  async commit(commits: Commit[]): Promise<Committed[]> {
    const done: Committed[] = []
    for (const commit of commits) {
      const sentAt = preciseNow()
      await write?.(commit)
      done.push({ sentAt, answeredAt: preciseNow() })
    }
    return done
  },
})
