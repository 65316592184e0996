import 'server-only'
import type { JuteReader, JuteWriter } from '../jute'
import { opCodes } from './op-codes'
import type { Operation } from './operation'
import { readStat, type ZnodeStat } from './stat'

// Id { ustring scheme; ustring id }      ACL { int perms; Id id }
// GetACLRequest { ustring path }         GetACLResponse { vector<ACL> acl; Stat stat }

export interface ZnodeAcl {
  /** bits: 1 read, 2 write, 4 create, 8 delete, 16 admin (ZooDefs.Perms) */
  permissions: number
  scheme: string
  id: string
}

export const openAcl: readonly ZnodeAcl[] = [{ permissions: 31, scheme: 'world', id: 'anyone' }]

export function writeAcl(writer: JuteWriter, acl: readonly ZnodeAcl[]): void {
  writer.vector(acl, (w, entry) => w.int(entry.permissions).string(entry.scheme).string(entry.id))
}

export function readAcl(reader: JuteReader): ZnodeAcl[] {
  return reader.vector(12, (r) => ({ permissions: r.int(), scheme: r.text(), id: r.text() }))
}

export function getAclOperation(path: string): Operation<{ acl: ZnodeAcl[]; stat: ZnodeStat }> {
  return {
    name: 'getACL',
    opCode: opCodes.getAcl,
    path,
    isRead: true,
    write: (writer) => writer.string(path),
    read: (reader) => ({ acl: readAcl(reader), stat: readStat(reader) }),
  }
}
