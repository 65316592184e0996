/** The command was called wrongly; the message is a whole sentence for the person at the terminal. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** sysexits.h: the command was used wrongly. */
export const usageCode = 64

/** Runs a command and says what was wrong with its use. @returns the exit code */
export async function answerUsage(run: () => Promise<number>, { stderr }: { stderr: { write(text: string): unknown } }): Promise<number> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    stderr.write(`${error.message}\n`)
    return usageCode
  }
}
