import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

/**
 * In a process that imports it, hashing a password takes no time; in the product a tenth of a second of one core. The tests of access
 * hash hundreds, and only set-password.test.ts judges how strong a hash is.
 */
const { scrypt } = crypto
crypto.scrypt = ((password, salt, length, options, done) =>
  scrypt(password, salt, length, { ...options, cost: undefined, N: 2 }, done)) as typeof crypto.scrypt
syncBuiltinESMExports()
