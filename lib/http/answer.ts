import 'server-only'
import { getConsole, type UnderstudyConsole } from '@/lib/observer/console'
import { HttpError } from './errors'
import { readClusterId } from './read-request'
import { toErrorResponse } from './respond'

type Handler<Context> = (request: Request, context: Context) => Promise<Response>

/** What Next hands to a route under `[id]`. */
export interface ClusterContext {
  params: Promise<{ id: string }>
}

/** What a route of one cluster works with; `id` has the form of an id, nothing more is said. */
export interface ClusterRequest {
  request: Request
  console: UnderstudyConsole
  id: string
}

/** A route handler whose errors become answers. */
export function answer<Context>(handle: (request: Request, context: Context) => Response | Promise<Response>): Handler<Context> {
  return async (request, context) => {
    try {
      return await handle(request, context)
    } catch (error) {
      return toErrorResponse(error)
    }
  }
}

/** A route handler of one cluster. */
export function answerForCluster(handle: (asked: ClusterRequest) => Response | Promise<Response>): Handler<ClusterContext> {
  return answer<ClusterContext>(async (request, { params }) => {
    const id = readClusterId((await params).id)
    return handle({ request, console: await getConsole(), id })
  })
}

/** @throws HttpError cluster-not-found, always */
export function throwNoCluster(id: string): never {
  throw new HttpError('cluster-not-found', `There is no cluster "${id}". GET /api/v1/clusters lists those there are.`)
}
