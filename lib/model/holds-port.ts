/**
 * Whether a JobManager serves the web UI on a port: it listens there. One that also listens on the port it was started for serves that one,
 * and its second port is another service's (RPC, blob server). The one rule of docs/decisions/0034.
 * @param listens ports of its own listening sockets; null: they are not shown, so nothing is held for certain
 * @param told the port on its command line; null: there is none
 */
export function holdsPort({ listens, reported }: { listens: readonly number[] | null; reported: number | null }, port: number): boolean {
  if (listens === null || !listens.includes(port)) return false
  return reported === null || reported === port || !listens.includes(reported)
}
