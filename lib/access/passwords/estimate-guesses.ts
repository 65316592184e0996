import 'server-only'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'

/** Estimating takes longer than linear time; no well-known password is longer than this. */
const longestLookedAt = 32

let estimator: ZxcvbnFactory | undefined

/**
 * How many guesses an attacker needs who begins with 49,000 known passwords, their usual spellings (leet, capitals, digits and years
 * behind), rows of keys and `words`: the power of ten. A long password counts by the better of its two ends.
 * @param words that an attacker would try for this person and this product, in lower case
 */
export function estimateGuesses(password: string, words: readonly string[]): number {
  const head = estimate(password.slice(0, longestLookedAt), words)
  return password.length <= longestLookedAt ? head : Math.max(head, estimate(password.slice(-longestLookedAt), words))
}

function estimate(text: string, words: readonly string[]): number {
  estimator ??= new ZxcvbnFactory({
    dictionary: { passwords: dictionary['passwords-common'] ?? [] },
    graphs: adjacencyGraphs,
    l33tMaxSubstitutions: 4,
  })
  return estimator.check(text, [...words]).guessesLog10
}
