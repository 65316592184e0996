/** `stand-in.json` in the conf folder of a cluster of stand-ins: what Flink would read from its own files. */
export interface StandInConf {
  servers: string
  root: string
  sessionTimeoutMs: number
  /** As Flink does when its shutdown hangs: ends with everything left in ZooKeeper. */
  halts: boolean
  /** By REST port: the RPC ports of its starts, one after the other. */
  rpcPorts: Record<string, number[]>
}
