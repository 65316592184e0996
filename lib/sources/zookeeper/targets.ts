import 'server-only'
import type { ServerAddress } from './connect-string'

export interface ConnectTarget {
  /** as written in the connect string: `zk1:2181` */
  member: string
  server: ServerAddress
  address: string
}

export function toMember({ host, port }: ServerAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

function shuffle<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)
}

/** Next address to try: every address of every server once per round, in random order, the one just lost last. */
export class Targets {
  private readonly servers: readonly ServerAddress[]
  private readonly lookUp: (host: string) => Promise<string[]>
  private readonly random: () => number
  private hosts: ServerAddress[] = []
  private addresses: ConnectTarget[] = []

  constructor(servers: readonly ServerAddress[], lookUp: (host: string) => Promise<string[]>, random: () => number = Math.random) {
    this.servers = servers
    this.lookUp = lookUp
    this.random = random
  }

  /** True when the next `next` starts a new round: every address has been tried. */
  get roundEnded(): boolean {
    return this.hosts.length === 0 && this.addresses.length === 0
  }

  startRound(last: ServerAddress | null): void {
    this.addresses = []
    this.hosts = shuffle(this.servers, this.random)
    const at = last === null ? -1 : this.hosts.indexOf(last)
    if (at >= 0) this.hosts.push(...this.hosts.splice(at, 1))
  }

  /** Rejects when the name cannot be resolved; the host then counts as tried. */
  async next(): Promise<ConnectTarget> {
    const ready = this.addresses.shift()
    if (ready) return ready
    if (this.hosts.length === 0) this.startRound(null)
    const server = this.hosts.shift() as ServerAddress
    const found = await this.lookUp(server.host)
    const targets = shuffle(found, this.random).map((address) => ({ member: toMember(server), server, address }))
    const first = targets.shift()
    if (!first) throw new Error(`host name '${server.host}' has no address`)
    this.addresses = targets
    return first
  }
}
