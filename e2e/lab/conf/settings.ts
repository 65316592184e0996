/** Everything a lab's configuration files are written from. Paths are absolute. */
export interface ConfSettings {
  flink: string
  /** 'recovery': the keys of Flink 0.10/1.0, verbatim; 'current': the names of this version's own era. */
  keys: 'recovery' | 'current'
  /** host:port of every web UI, one masters line each. */
  masters: string[]
  workers: string[]
  /** host:port of every ZooKeeper member, comma separated. */
  connectString: string
  pathRoot: string
  storageFolder: string
  checkpointFolder: string
  /** Uploads, blobs and spills; kept out of /tmp so that nothing stays behind. */
  scratchFolder: string
  pidFolder: string | null
  slots: number
  /** Requested by Flink; null leaves Flink's own 60 s. ZooKeeper grants at least 2 ticks = 4 s. */
  sessionTimeoutMs: number | null
  /** Address the servers bind to; loopback unless every host has a network name space of its own. */
  bindHost: string
  sshOptions: string | null
  /** For a Flink that needs another Java than the machine's; null leaves it to the machine. */
  javaHome: string | null
  /** Further options, by their full names; none by default. */
  more?: Readonly<Record<string, string>>
}
