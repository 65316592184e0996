import 'server-only'
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const algorithm = 'aes-256-gcm'

/** Encrypts for one purpose and one owner, with a key derived from the console's own. @returns base64url parts, separated by dots */
export function seal(secret: string, owner: string, text: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv(algorithm, toKey(secret), nonce).setAAD(Buffer.from(owner))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return [nonce, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url')).join('.')
}

/** null: it was sealed with another key or for another owner, or was changed. */
export function unseal(secret: string, owner: string, sealed: string): string | null {
  const [nonce = '', text = '', tag = ''] = sealed.split('.')
  try {
    const decipher = createDecipheriv(algorithm, toKey(secret), Buffer.from(nonce, 'base64url'))
      .setAAD(Buffer.from(owner))
      .setAuthTag(Buffer.from(tag, 'base64url'))
    return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

function toKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'second-factor', 32))
}
