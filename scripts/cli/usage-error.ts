/** The command was called wrongly; the message is a whole sentence for the person at the terminal. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
