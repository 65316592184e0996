import { UnderstudyError } from '@/lib/base/errors'

/** The command was called wrongly; the message is a whole sentence for the person at the terminal. */
export class UsageError extends UnderstudyError<'usage'> {
  static readonly kind = 'UsageError'

  constructor(message: string, options?: ErrorOptions) {
    super('usage', message, options)
  }
}

/** sysexits.h: the command was used wrongly. */
export const usageCode = 64

/** Runs a command and reports a wrong use. @returns the exit code */
export async function answerUsage(run: () => Promise<number>, { stderr }: { stderr: { write(text: string): unknown } }): Promise<number> {
  try {
    return await run()
  } catch (error) {
    if (!UsageError.is(error)) throw error
    stderr.write(`${error.message}\n`)
    return usageCode
  }
}
