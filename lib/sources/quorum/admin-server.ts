import 'server-only'
import { Agent, request } from 'undici'
import { z } from 'zod'
import type { MemberAnswer } from '@/lib/model/facts'
import { boundedLookup } from '@/lib/network/resolve-host'

const limitMs = 2_000
const mostBytes = 64 * 1024

const stats = z.looseObject({
  version: z.string().max(200).nullish(),
  read_only: z.boolean().nullish(),
  server_stats: z.looseObject({
    server_state: z.enum(['leader', 'follower', 'observer', 'standalone', 'read-only']),
    avg_latency: z.number().nullish(),
    num_alive_client_connections: z.number().nullish(),
    last_processed_zxid: z.union([z.string(), z.number()]).nullish(),
  }),
})

const connection = z.looseObject({ remote_socket_address: z.string().max(300), session_id: z.string() })
const connections = z.looseObject({
  connections: z.array(connection).max(10_000),
  secure_connections: z.array(connection).max(10_000).nullish(),
})

/**
 * ZooKeeper's AdminServer (3.5+, HTTP, by default port 8080): replaces four-letter words where they are disabled. Requested only where
 * its port is configured. @returns null where it does not answer as one
 */
export async function askAdminServer(host: string, port: number): Promise<MemberAnswer | null> {
  const agent = new Agent({ connect: { timeout: limitMs, lookup: boundedLookup }, headersTimeout: limitMs, bodyTimeout: limitMs })
  try {
    const reported = await askCommand(agent, host, port, 'server_stats', stats)
    if (!reported) return null
    const open = await askCommand(agent, host, port, 'connections', connections)
    const { server_stats: server } = reported
    return {
      mode: server.server_state,
      version: /^\d+(\.\d+){1,3}/.exec(reported.version ?? '')?.[0] ?? null,
      latencyMs: server.avg_latency ?? null,
      zxid: toZxid(server.last_processed_zxid),
      connections: server.num_alive_client_connections ?? null,
      tickTimeMs: null,
      by: 'admin-server',
      sessions: open && [...open.connections, ...(open.secure_connections ?? [])].flatMap(toSession),
    }
  } finally {
    void agent.destroy().catch(() => {})
  }
}

async function askCommand<T>(agent: Agent, host: string, port: number, command: string, schema: z.ZodType<T>): Promise<T | null> {
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}/commands/${command}`
  try {
    const answer = await request(url, { dispatcher: agent, signal: AbortSignal.timeout(limitMs) })
    const chunks: Uint8Array[] = []
    let bytes = 0
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      bytes += chunk.length
      if (bytes > mostBytes) return null
      chunks.push(chunk)
    }
    if (answer.statusCode !== 200) return null
    const parsed = schema.safeParse(JSON.parse(keepLongNumbers(Buffer.concat(chunks).toString('utf8'))))
    return parsed.success ? parsed.data : null
  } catch {
    // Any failure: the words and the link report the member's state, this is only an addition.
    return null
  }
}

/** Session ids have 64 bits and would be rounded as numbers. */
function keepLongNumbers(json: string): string {
  return json.replace(/("(?:session_id|last_processed_zxid)"\s*:\s*)(-?\d{1,20})/g, '$1"$2"')
}

function toSession({
  session_id: id,
  remote_socket_address: address,
}: z.infer<typeof connection>): { zkSessionId: string; client: string }[] {
  const zkSessionId = toHex(id)
  return zkSessionId === null || zkSessionId === '0x0' ? [] : [{ zkSessionId, client: address.replace(/^\//, '') }]
}

function toZxid(value: string | number | null | undefined): string | null {
  return value === null || value === undefined ? null : toHex(String(value))
}

function toHex(text: string): string | null {
  if (/^0x[0-9a-f]{1,16}$/i.test(text)) return `0x${BigInt(text).toString(16)}`
  return /^-?\d{1,20}$/.test(text) ? `0x${BigInt.asUintN(64, BigInt(text)).toString(16)}` : null
}
