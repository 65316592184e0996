import { fileURLToPath } from 'node:url'

/** The checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** An error whose message is a whole sentence for the person at the terminal. */
export class SetupError extends Error {
  name = 'SetupError'
}
