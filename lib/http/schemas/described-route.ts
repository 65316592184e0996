import 'server-only'
import type { PersonRole } from '@/lib/model/actor'
import type { ErrorCode } from '../errors'

/** One route in the API's description. `answer` names a schema, or is text when there is no JSON. */
export interface DescribedRoute {
  summary: string
  description?: string
  answer: { schema: string } | { text: string } | { events: string }
  alsoText?: string
  parameters?: Parameter[]
  /** Schema of the JSON body. */
  body?: string
  /** Status of the answer, if not 200. */
  status?: 200 | 201 | 202 | 204
  /** The required role; default viewer. */
  role?: PersonRole | 'everybody'
  errors: ErrorCode[]
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description: string
  schema: Record<string, unknown>
}
