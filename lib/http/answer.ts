import 'server-only'
import type { Actor, PersonRole } from '@/lib/model/actor'
import { getConsole, type UnderstudyConsole } from '@/lib/observer/console'
import { authorize, isReading } from './authorize'
import { HttpError } from './errors'
import { readClusterId } from './read-request'
import { respondError } from './respond'
import { StreamWatch } from './stream-watch'

type Handler<Context> = (request: Request, context: Context) => Promise<Response>

/** What Next hands to a route under `[id]`. */
export interface IdContext {
  params: Promise<{ id: string }>
}

export type ClusterContext = IdContext

/** What a route of one cluster works with; `id` has the form of an id, nothing more is said. */
export interface ClusterRequest {
  request: Request
  console: UnderstudyConsole
  id: string
  /** Who asks; they may. */
  actor: Actor
}

/**
 * A route handler for those who may, whose errors become answers. An event stream ends when the sign-in does.
 * @param role default: viewer for what only asks, operator for what changes something
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

/** A route handler for everybody: sign-in itself, published pages, whether the process lives. */
export function answerPublic<Context>(handle: (request: Request, context: Context) => Response | Promise<Response>): Handler<Context> {
  return async (request, context) => {
    try {
      return await handle(request, context)
    } catch (error) {
      return respondError(error)
    }
  }
}

/** A route handler of one cluster, for those who may. */
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
