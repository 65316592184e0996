import 'server-only'
import type { JuteReader, JuteWriter } from '../jute'
import { openAcl, writeAcl, type ZnodeAcl } from './acl'
import { opCodes } from './op-codes'
import type { Operation } from './operation'
import { readStat, statBytes } from './stat'

// CreateRequest { ustring path; buffer data; vector<ACL> acl; int flags }
// CreateResponse { ustring path }      createContainer answers Create2Response { ustring path; Stat stat }

export type CreateMode = 'persistent' | 'ephemeral' | 'persistent-sequential' | 'ephemeral-sequential' | 'container'

/** org.apache.zookeeper.CreateMode.toFlag */
const flags: Readonly<Record<CreateMode, number>> = {
  persistent: 0,
  ephemeral: 1,
  'persistent-sequential': 2,
  'ephemeral-sequential': 3,
  container: 4,
}

export interface CreateRequest {
  path: string
  data: Uint8Array
  mode: CreateMode
  acl?: readonly ZnodeAcl[]
}

export function createOpCode(mode: CreateMode): number {
  return mode === 'container' ? opCodes.createContainer : opCodes.create
}

export function writeCreate(writer: JuteWriter, request: CreateRequest): void {
  writer.string(request.path).bytes(request.data)
  writeAcl(writer, request.acl ?? openAcl)
  writer.int(flags[request.mode])
}

/** The path that was actually created: sequential nodes get ten digits at the end. */
export function readCreated(reader: JuteReader): string {
  const path = reader.text()
  if (reader.remaining >= statBytes) readStat(reader)
  return path
}

export function createOperation(request: CreateRequest): Operation<string> {
  return {
    name: 'create',
    opCode: createOpCode(request.mode),
    path: request.path,
    isRead: false,
    write: (writer) => writeCreate(writer, request),
    read: readCreated,
  }
}
