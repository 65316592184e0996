import 'server-only'
import { UnderstudyError } from '@/lib/base/errors'

const plain = /^[A-Za-z0-9_:,./-][A-Za-z0-9_@%+=:,./-]*$/
/** Control characters: csh treats a line break within quotes as the end of a command. */

const control = /[\x00-\x1f\x7f]/

/** An argument that no quoting passes unchanged through every login shell. */
export class UnquotableError extends UnderstudyError<'unquotable'> {
  static readonly kind = 'UnquotableError'

  constructor(message: string) {
    super('unquotable', message)
  }
}

/**
 * Arguments as one line that sh, dash, bash, busybox, ksh, zsh, csh, tcsh and fish split into the same arguments again: a login shell reads
 * what ssh sends to the remote side. The only place that quotes.
 * @throws UnquotableError for a control character
 */
export function toShellWords(argv: readonly string[]): string {
  return argv.map(toShellWord).join(' ')
}

function toShellWord(argument: string): string {
  if (control.test(argument))
    throw new UnquotableError(`${JSON.stringify(argument.slice(0, 80))} holds a line break or another control character`)
  // A leading word that looks like `a=b` is read as an assignment, so it is quoted too.
  if (plain.test(argument) && !/^[^/]*=/.test(argument)) return argument
  return argument === ''
    ? "''"
    : argument
        .split(/(['!\\]+)/)
        .map(toPart)
        .join('')
}

/** Quotes end for these three and each gets a backslash: csh replaces `!` inside quotes too, and fish reads `\'` and `\\` there. */
function toPart(part: string, index: number): string {
  if (part === '') return ''
  return index % 2 === 1 ? part.replaceAll(/./g, '\\$&') : `'${part}'`
}
