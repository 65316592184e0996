import { fetchSignedIn } from '@/e2e/fixtures/sign-in'
import { waitUntil } from '@/e2e/lab'
import type { OperationRecord, OperationRequest } from '@/lib/model/operation'
import type { ClusterSnapshot } from '@/lib/model/snapshot'

/** The measure's requests to the console: through its API, as a script would. */
export function createConsoleApi(url: string, clusterId: string) {
  const at = `${url}/api/v1/clusters/${clusterId}`
  const send = async <T>(address: string, init: RequestInit = {}): Promise<T> => {
    const response = await fetchSignedIn(address, { ...init, headers: { 'content-type': 'application/json' } })
    const text = await response.text()
    if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${address} answered ${response.status}: ${text.slice(0, 400)}`)
    return JSON.parse(text) as T
  }
  const snapshot = () => send<ClusterSnapshot>(at)
  return {
    snapshot,
    async operate(request: OperationRequest): Promise<string> {
      return (await send<{ id: string }>(`${at}/operations`, { method: 'POST', body: JSON.stringify(request) })).id
    },
    async ended(id: string): Promise<OperationRecord> {
      return waitUntil('the operation is over', { within: 240_000, every: 250 }, async () => {
        const record = await send<OperationRecord>(`${url}/api/v1/operations/${id}`)
        return record.state === 'running' ? null : record
      })
    },
    async autopilot(on: boolean, confirm: string): Promise<void> {
      await send(`${at}/autopilot`, { method: 'POST', body: JSON.stringify({ on, againAfterMs: 60_000, confirm }) })
    },
    acknowledge: () => send(`${at}/autopilot/acknowledge`, { method: 'POST', body: '{}' }),
    isAutopilotReady: async () => (await send<{ ready: boolean }>(`${at}/autopilot`)).ready,
    until: <T>(what: string, look: (snapshot: ClusterSnapshot) => T, within = 120_000, every = 50) =>
      waitUntil(what, { within, every }, async () => look(await snapshot())),
  }
}

export type ConsoleApi = ReturnType<typeof createConsoleApi>
