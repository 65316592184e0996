import 'server-only'
import { defaultKeyHasher } from '@better-auth/api-key'
import { getLog } from '@/lib/base/log'
import type { Access } from '../access'
import { toLesserRole, toRole } from '../auth/to-role'
import { isHeldBack as isPersonHeldBack } from '../second-factor/is-held-back'
import type { KeyRecord } from './key-row'
import type { SignedIn } from '../signed-in'

/** "Last used" is worth at most a write per minute: a load balancer sends requests every second. */
const noteEveryMs = 60_000

/**
 * A key's role, but never more than its maker's: a person who is made a viewer, or is removed, has no stronger key left. It only reads, so
 * that a full disk does not take a load balancer's answers away.
 *
 * @throws when the database cannot be used
 */
export async function lookUpKey(access: Access, secret: string): Promise<SignedIn | null> {
  const { adapter, internalAdapter } = await access.auth.$context
  const key = await adapter.findOne<KeyRecord>({ model: 'apikey', where: [{ field: 'key', value: await defaultKeyHasher(secret) }] })
  const now = Date.now()
  if (!key || key.enabled === false || key.expiresAt === null || new Date(key.expiresAt).getTime() <= now) return null
  const maker = await internalAdapter.findUserById(key.referenceId)
  const role = toRole(toMetadata(key.metadata).role)
  const makerRole = toRole((maker as { role?: unknown } | null)?.role)
  if (role === null || makerRole === null) return null
  const isHeldBack = role === 'administrator' && (await isPersonHeldBack(access, key.referenceId, makerRole))
  if (key.lastRequest === null || now - new Date(key.lastRequest).getTime() > noteEveryMs) {
    void adapter
      .update({ model: 'apikey', where: [{ field: 'id', value: key.id }], update: { lastRequest: new Date(now) } })
      .catch((error: unknown) => getLog().warn({ err: error }, 'When a key was used could not be noted.'))
  }
  return {
    actor: {
      kind: 'key',
      id: key.id,
      name: `key ${key.name ?? key.start ?? key.id}`,
      role: isHeldBack ? 'operator' : toLesserRole(role, makerRole),
    },
    by: 'key',
    credentialId: key.id,
    until: new Date(key.expiresAt).getTime(),
    provenAt: null,
    isHeldBack,
  }
}

export function toMetadata(metadata: KeyRecord['metadata']): { role?: unknown } {
  if (typeof metadata !== 'string') return metadata ?? {}
  try {
    const parsed: unknown = JSON.parse(metadata)
    return typeof parsed === 'object' && parsed !== null ? parsed : {}
  } catch {
    return {}
  }
}
