/** Length is what makes a password hard to guess; 128 keeps hashing one from costing seconds. */
export const shortestPassword = 12
export const longestPassword = 128

/** The words that guessers try first; what is built around one of them is as good as it. */
const commonWords = ['password', 'passwort', 'qwertz', 'qwerty', 'letmein', 'welcome', 'understudy', 'administrator', 'changeme', 'iloveyou', 'football', 'dragon']

/**
 * What is wrong with a new password, as a sentence that says what to do; null: nothing.
 * @param about words that others know of its owner: name and e-mail address
 */
export function findPasswordFault(password: string, about: readonly string[]): string | null {
  const length = [...password].length
  if (length < shortestPassword) return `Give it ${shortestPassword} characters or more: it has ${length}. A few words in a row are easy to keep in mind.`
  if (length > longestPassword) return `Give it at most ${longestPassword} characters: it has ${length}.`
  const plain = password.toLowerCase()
  if (new Set(plain).size < 5) return 'It repeats a few characters. Use more different ones.'
  if (isSequence(plain)) return 'It follows the alphabet, the digits or the keyboard. Mix it up.'
  const rest = withoutWords(plain, [...commonWords, ...toWords(about)])
  if (rest.length < 6) return 'It is made of a word that guessers try first, or of your name or address. Add words of your own.'
  return null
}

function isSequence(plain: string): boolean {
  const rows = ['abcdefghijklmnopqrstuvwxyz', '0123456789'.repeat(14), 'qwertyuiopasdfghjklzxcvbnm', 'qwertzuiopasdfghjklyxcvbnm']
  return rows.some((row) => row.includes(plain) || [...row].reverse().join('').includes(plain))
}

function toWords(about: readonly string[]): string[] {
  return about.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length >= 4)
}

function withoutWords(plain: string, words: readonly string[]): string {
  return words.reduce((rest, word) => rest.replaceAll(word, ''), plain).replace(/[^\p{L}\p{N}]/gu, '')
}
