export interface ZooKeeperMember {
  id: number
  host: string
  clientPort: number
  peerPort: number
  leaderPort: number
  dataDir: string
}

/**
 * conf/zoo.cfg of one member, in the form of the seed: `server.0=localhost:2888:3888`. With a single server line ZooKeeper runs standalone
 * and binds only the client port. FlinkZooKeeperQuorumPeer writes `myid` from --peerId.
 * @param longestSessionMs what Flink requests; ZooKeeper grants 20 ticks by itself
 */
export function toZooCfg(member: ZooKeeperMember, members: ZooKeeperMember[], longestSessionMs: number | null = null): string {
  const servers = members.map(({ id, host, peerPort, leaderPort }) => `server.${id}=${host}:${peerPort}:${leaderPort}`)
  return [
    'tickTime=2000',
    'initLimit=10',
    'syncLimit=5',
    ...(longestSessionMs !== null && longestSessionMs > 40_000 ? [`maxSessionTimeout=${longestSessionMs}`] : []),
    `clientPort=${member.clientPort}`,
    // Only this machine needs it; members on hosts of their own are configured to listen everywhere.
    ...(member.host === 'localhost' ? ['clientPortAddress=127.0.0.1'] : []),
    `dataDir=${member.dataDir}`,
    ...servers,
    '',
  ].join('\n')
}
