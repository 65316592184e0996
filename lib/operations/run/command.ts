import 'server-only'
import type { Actor } from '@/lib/model/actor'
import type { OperationRequest, OperationRecord } from '@/lib/model/operation'

/** Who asks, and from where. */
export interface AskedBy {
  actor: Actor
  /** Address, for the audit; null: from within. */
  from: string | null
}

export interface Asked extends AskedBy {
  clusterId: string
  request: OperationRequest
  /** By which the same request is known when it comes again. */
  once?: RequestKey | null
}

/** What a request is known by when it is sent again: hashes, so that the database says nothing of what was sent. */
export interface RequestKey {
  /** Of who asks and the key they gave: nobody meets the key of another. */
  key: string
  /** Of all that was asked for. */
  content: string
}

/** What was begun under a key. */
export interface BegunBefore {
  record: OperationRecord
  content: string
}
