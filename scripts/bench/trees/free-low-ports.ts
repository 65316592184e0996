import { isPortFree } from '@/e2e/lab/ports/free-ports'

/** Below every system's range for outgoing connections: a connection to a free port of that range can meet itself. */
const firstPort = 20_000
const lastPort = 32_000

/** Ports nobody listens on, from the range that the system hands to nobody. @throws when there are not enough */
export async function getFreeLowPorts(count: number): Promise<number[]> {
  const ports: number[] = []
  for (let port = firstPort + Math.floor(Math.random() * 4_000); port < lastPort && ports.length < count; port++) {
    if (await isPortFree(port)) ports.push(port)
  }
  if (ports.length < count) throw new Error(`There are no ${count} free ports below ${lastPort}`)
  return ports
}
