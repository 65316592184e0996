import 'server-only'
import { estimateGuesses } from './estimate-guesses'

/** Length is what makes a password hard to guess; 128 keeps hashing one from costing seconds. */
export const shortestPassword = 12
export const longestPassword = 128

/** A power of ten: a stolen hash withstands a month of so many guesses; the lock on signing in allows a hundred a day. */
const leastGuesses = 9

/** Words that an attacker tries first here, and that are in no general list. */
const productWords = [
  'understudy',
  'apache',
  'flink',
  'zookeeper',
  'jobmanager',
  'taskmanager',
  'cluster',
  'leader',
  'standby',
  'failover',
  'checkpoint',
  'savepoint',
  'operator',
  'viewer',
  'administrator',
  'console',
  'company',
  'spring',
  'summer',
  'autumn',
  'winter',
]

/**
 * What is wrong with a new password, as a sentence that says what to do; null: nothing.
 * @param about words that others know of its owner: name and e-mail address
 */
export function findPasswordFault(password: string, about: readonly string[]): string | null {
  const length = [...password].length
  if (length < shortestPassword)
    return `Give it ${shortestPassword} characters or more: it has ${length}. A few words in a row are easy to keep in mind.`
  if (length > longestPassword) return `Give it at most ${longestPassword} characters: it has ${length}.`
  const plain = password.toLowerCase()
  if (new Set(plain).size < 5) return 'It repeats a few characters. Use more different ones.'
  if (isSequence(plain)) return 'It follows the alphabet, the digits or the keyboard. Mix it up.'
  const words = toWords(about)
  if (withoutWords(plain, words).length < 6) return 'It is made of your name or address. Add words of your own.'
  if (withoutWords(plain, productWords).length < 6)
    return 'It is made of words that stand in every page of this program, and guessers try first. Add words of your own.'
  if (estimateGuesses(password, [...words, ...productWords]) < leastGuesses)
    return 'It is a well-known password, or one with a few characters changed or added, and guessers try those first. A few words in a row of your own are better.'
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
