import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** What a JobManager's log reports, in the order of its lines. */
export interface LogSight {
  /** Null: it was not granted leadership, or it was revoked again. */
  leaderSessionId: string | null
  /** When that line was written, epoch ms. */
  leadershipAt: number | null
  /** Its newest ZooKeeper session, hex. */
  session: string | null
}

export const emptySight: LogSight = { leaderSessionId: null, leadershipAt: null, session: null }

const lineTime = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)[.,](\d{3})/
const granted = /DefaultDispatcherRunner was granted leadership with leader id ([0-9a-f-]{36})/
const revoked = /DefaultDispatcherRunner was revoked the leadership/
const session = /Session establishment complete on server .*?session id = (0x[0-9a-f]+)/

/** @param startedAt lines older than the process are another process's */
export function readLine(sight: LogSight, line: string, startedAt: number): LogSight {
  const [, day, clock, ms] = lineTime.exec(line) ?? []
  const at = day ? new Date(`${day}T${clock}.${ms}`).getTime() : null
  if (at === null || at < startedAt - 1000) return sight
  const id = granted.exec(line)?.[1]
  if (id) return { ...sight, leaderSessionId: id, leadershipAt: at }
  if (revoked.test(line)) return { ...sight, leaderSessionId: null, leadershipAt: at }
  const opened = session.exec(line)?.[1]
  return opened ? { ...sight, session: toHex(opened) } : sight
}

/** Java writes leading zeros, ZooKeeper's numbers have none. */
export function toHex(id: string): string {
  return `0x${BigInt(id).toString(16)}`
}

/** Follows one process's log through roll-overs: log4j moves the old file away when a process starts. */
export class LogTail {
  sight: LogSight = emptySight
  private inode = 0
  private offset = 0
  private half = ''

  constructor(
    readonly file: string,
    readonly startedAt: number,
  ) {}

  look(): LogSight {
    let handle: number
    try {
      handle = openSync(this.file, 'r')
    } catch {
      return this.sight
    }
    try {
      const { ino, size } = fstatSync(handle)
      if (ino !== this.inode || size < this.offset) this.restart(ino)
      const chunk = Buffer.alloc(size - this.offset)
      this.offset += readSync(handle, chunk, 0, chunk.length, this.offset)
      const lines = (this.half + chunk.toString('utf8')).split('\n')
      this.half = lines.pop() ?? ''
      for (const line of lines) this.sight = readLine(this.sight, line, this.startedAt)
      return this.sight
    } finally {
      closeSync(handle)
    }
  }

  private restart(inode: number): void {
    this.inode = inode
    this.offset = 0
    this.half = ''
  }
}
