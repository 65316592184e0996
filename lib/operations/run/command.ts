import 'server-only'
import type { Actor } from '@/lib/model/actor'
import type { OperationRequest, OperationRecord } from '@/lib/model/operation'

/** The requester and its origin. */
export interface RequestedBy {
  actor: Actor
  /** Address, for the audit; null: an internal request. */
  from: string | null
}

export interface OperationCommand extends RequestedBy {
  clusterId: string
  request: OperationRequest
  /** Identifies the same request when it is sent again. */
  once?: RequestKey | null
}

/** Identifies a request that is sent again: hashes, so that the database contains nothing of what was sent. */
export interface RequestKey {
  /** Hash of the requester and its key: requesters never share a key. */
  key: string
  /** Hash of the whole request. */
  content: string
}

/** The operation that was begun under a key. */
export interface EarlierRequest {
  record: OperationRecord
  content: string
}
