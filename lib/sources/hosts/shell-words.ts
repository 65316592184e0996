import 'server-only'

const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/

/**
 * Arguments as one line that every POSIX shell takes apart into the same arguments again: what ssh hands to the far side
 * is read by a login shell there. The only place that quotes.
 * @throws TypeError for a NUL character, which no argument can hold
 */
export function toShellWords(argv: readonly string[]): string {
  return argv.map(toShellWord).join(' ')
}

function toShellWord(argument: string): string {
  if (argument.includes('\0')) throw new TypeError('An argument holds a NUL character.')
  // A word that begins with `~` or looks like `a=b` in front is read otherwise, so it is quoted too.
  if (PLAIN.test(argument) && !/^[^/]*=/.test(argument)) return argument
  return `'${argument.replaceAll("'", `'\\''`)}'`
}
