import 'server-only'
import type { ClusterSnapshot } from '@/lib/model/snapshot'
import { deriveLeaderAnswer } from './derive-leader-answer'
import { HttpError } from './errors'
import { respondJson } from './respond'

const uncached = { 'cache-control': 'no-store' }

/**
 * `GET …/{id}/leader`: the address of the one proven leader, as text or, if `Accept` asks for it, as JSON.
 * @throws HttpError no-leader
 */
export function respondLeader(snapshot: ClusterSnapshot, request: Request): Response {
  const { leader, address, reason } = deriveLeaderAnswer(snapshot)
  if (leader === null) throw new HttpError('no-leader', reason)
  if (!request.headers.get('accept')?.includes('application/json')) {
    return new Response(`${address}\n`, { headers: { 'content-type': 'text/plain; charset=utf-8', vary: 'accept', ...uncached } })
  }
  const { master, restAddress, rpcAddress, leaderSessionId, since, process } = leader
  const body = { address, master, restAddress, rpcAddress, leaderSessionId, since, process, asOf: snapshot.asOf }
  return respondJson(body, { vary: 'accept', ...uncached })
}

/**
 * `GET …/{id}/is-leader?master=`: 200 for the one proven leader only, so that a load balancer uses no other address.
 * @throws HttpError no-leader, not-leader
 */
export function respondIsLeader(snapshot: ClusterSnapshot, master: string): Response {
  const { leader, reason } = deriveLeaderAnswer(snapshot)
  if (leader === null) throw new HttpError('no-leader', reason)
  if (leader.master === master) return respondJson({ master, isLeader: true }, uncached)
  const isKnown = snapshot.jobManagers.some((one) => one.master === master)
  const who = leader.master ?? `${leader.rpcAddress}, which matches no line of the masters file,`
  throw new HttpError('not-leader', isKnown ? `${who} leads.` : `${who} leads, and the masters file has no line ${JSON.stringify(master)}.`)
}
