import 'server-only'
import type { Actor, PersonRole } from '@/lib/model/actor'
import { getConsole, type UnderstudyConsole } from '@/lib/observer/console'
import { authorize, isReading } from './authorize'
import { HttpError } from './errors'
import { readClusterId } from './read-request'
import { respondError } from './respond'
import { StreamWatch } from './stream-watch'

type Handler<Context> = (request: Request, context: Context) => Promise<Response>

/** What Next passes to a route under `[id]`. */
export interface IdContext {
  params: Promise<{ id: string }>
}

export type ClusterContext = IdContext

/** What a route of one cluster works with; `id` has the form of an id, but may be unknown. */
export interface ClusterRequest {
  request: Request
  console: UnderstudyConsole
  id: string
  /** The authorized requester. */
  actor: Actor
}

/**
 * A route handler for authorized requests, whose errors become answers. An event stream ends when the sign-in does.
 * @param role default: viewer for reading, operator for changes
 */
export function answer<Context>(
  handle: (request: Request, context: Context, actor: Actor) => Response | Promise<Response>,
  role?: PersonRole,
): Handler<Context> {
  return answerPublic(async (request, context: Context) => {
    const needed = role ?? (isReading(request) ? 'viewer' : 'operator')
    const actor = await authorize(request, needed)
    if (request.method !== 'GET') return handle(request, context, actor)
    const watch = new StreamWatch(request, needed)
    return watch.over(await handle(watch.request, context, actor), actor)
  })
}

/** A route handler for everybody: sign-in itself, published pages, liveness of the process. */
export function answerPublic<Context>(handle: (request: Request, context: Context) => Response | Promise<Response>): Handler<Context> {
  return async (request, context) => {
    try {
      return await handle(request, context)
    } catch (error) {
      return respondError(error)
    }
  }
}

/** A route handler of one cluster, for authorized requests. */
export function answerForCluster(
  handle: (asked: ClusterRequest) => Response | Promise<Response>,
  role?: PersonRole,
): Handler<ClusterContext> {
  return answer<ClusterContext>(async (request, { params }, actor) => {
    const id = readClusterId((await params).id)
    return handle({ request, console: await getConsole(), id, actor })
  }, role)
}

/** @throws HttpError cluster-not-found, always */
export function throwNoCluster(id: string): never {
  throw new HttpError('cluster-not-found', `There is no cluster "${id}". GET /api/v1/clusters lists those there are.`)
}
