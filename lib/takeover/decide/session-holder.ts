import type { ClusterSnapshot } from '@/lib/model/snapshot'
import type { SessionHolder } from './decision'
import type { Liveness } from './process-look'

type NotedHolder = Omit<SessionHolder, 'life' | 'answers' | 'identity'> & { identity: NonNullable<SessionHolder['identity']> }

/** A session's noted process as its holder: the snapshot says where it answers, its own host whether it lives. */
export function toNotedHolder(noted: NotedHolder, { jobManagers }: Pick<ClusterSnapshot, 'jobManagers'>, life: Liveness): SessionHolder {
  const answering = jobManagers.find(({ master }) => master === noted.master)
  return { ...noted, life, answers: answering ? answering.webUi.reachable === true && answering.processState === 'running' : null }
}

/** The JobManager that the snapshot alone ties to a session: shown only, it permits nothing; null: there is none. */
export function findShownHolder(zkSessionId: string, { jobManagers }: Pick<ClusterSnapshot, 'jobManagers'>): SessionHolder | null {
  const jm = jobManagers.find((each) => each.zkSessionId === zkSessionId)
  return jm?.proof ? { zkSessionId, master: jm.master, proof: jm.proof, identity: null, life: notIdentified, answers: null } : null
}

const notIdentified: Liveness = { state: 'unknown', why: 'its process was never identified on its host' }
