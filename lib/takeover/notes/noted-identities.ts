import 'server-only'
import { isContenderProof, permitsActing, type ProcessProof } from '@/lib/model/contender-proof'
import type { ProcessIdentity } from '../decide/process-look'
import type { Journal } from '@/lib/journal/dialect'
import type { TakeoverIdentitiesTable } from '@/lib/journal/tables/takeover'

/** The process that holds a session, as it was noted while it lived. */
export interface NotedIdentity {
  zkSessionId: string
  master: string
  proof: ProcessProof
  identity: ProcessIdentity
}

/** A session id is never given twice, so a note stays true; after so long no takeover needs it. */
const keepMs = 30 * 24 * 3_600_000

/** Recorded for a session: kept across restarts of this console, for a death may come while it is down. */
export async function noteIdentity(
  { db }: Journal,
  clusterId: string,
  { zkSessionId, master, proof, identity }: NotedIdentity,
): Promise<void> {
  const row = {
    cluster_id: clusterId,
    zk_session_id: zkSessionId,
    master,
    proof,
    identity: JSON.stringify(identity),
    noted_at: Date.now(),
    ended_at: null,
    ended_why: null,
  }
  await db
    .deleteFrom('takeover_identities')
    .where('cluster_id', '=', clusterId)
    .where('noted_at', '<', Date.now() - keepMs)
    .execute()
  await db
    .insertInto('takeover_identities')
    .values(row)
    .onConflict((conflict) => conflict.columns(['cluster_id', 'zk_session_id']).doUpdateSet(row))
    .execute()
}

/** Evidence contradicts the note: it is kept for people to read, and never used again. */
export async function endIdentity({ db }: Journal, clusterId: string, zkSessionId: string, why: string): Promise<void> {
  await db
    .updateTable('takeover_identities')
    .set({ ended_at: Date.now(), ended_why: why })
    .where('cluster_id', '=', clusterId)
    .where('zk_session_id', '=', zkSessionId)
    .where('ended_at', 'is', null)
    .execute()
}

export async function readIdentities(journal: Journal, clusterId: string): Promise<Map<string, NotedIdentity>> {
  return (await readIdentitiesOf(journal, [clusterId])).get(clusterId) ?? new Map()
}

/** By cluster, then by session; only notes whose proof permits acting. */
export async function readIdentitiesOf({ db }: Journal, clusterIds: readonly string[]): Promise<Map<string, Map<string, NotedIdentity>>> {
  const rows = await db.selectFrom('takeover_identities').selectAll().where('cluster_id', 'in', clusterIds).execute()
  const byCluster = new Map(clusterIds.map((id) => [id, new Map<string, NotedIdentity>()]))
  for (const row of rows) {
    const noted = findUsable(row)
    if (noted) byCluster.get(row.cluster_id)?.set(noted.zkSessionId, noted)
  }
  return byCluster
}

/** null: evidence contradicted the note, or its proof is of a text only, as those before decision 33 were. */
export function findUsable({
  zk_session_id: zkSessionId,
  master,
  proof,
  identity,
  ended_at: endedAt,
}: Pick<TakeoverIdentitiesTable, 'zk_session_id' | 'master' | 'proof' | 'identity' | 'ended_at'>): NotedIdentity | null {
  if (endedAt !== null || !isContenderProof(proof) || !permitsActing(proof)) return null
  return { zkSessionId, master, proof, identity: JSON.parse(identity) as ProcessIdentity }
}
