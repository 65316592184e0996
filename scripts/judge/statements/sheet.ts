import type { HearingKind } from '../said/hearing'
import type { StatementId } from './graces'

/** One false statement, with what the reader needs to see it again. */
export interface Falsehood {
  statement: StatementId
  /** Epoch ms of the answer. */
  at: number
  said: string
  truth: string
  /** The answer, and the place in it. */
  where: string
}

export interface Tally {
  compared: number
  false: number
  /** The console stated that it does not know. */
  unknown: number
  /** The judge does not know. */
  untested: number
  /** The first falsehoods, at most as many as `mostExamples`, each of another episode. */
  examples: Falsehood[]
  /** When the last falsehood was stated: a gap begins another episode. */
  lastFalseAt: number
  episodes: number
}

const mostExamples = 12
const episodeGapMs = 2_000

/** Collects the judgements. */
export class Sheet {
  readonly tallies = new Map<StatementId, Tally>()
  private answer: { kind: HearingKind; at: number } = { kind: 'snapshot', at: 0 }

  /** The answer that is judged from now on. */
  begin(kind: HearingKind, at: number): void {
    this.answer = { kind, at }
  }

  /** @param isFalse null: the judge does not know what is true */
  claim(statement: StatementId, where: string, isFalse: boolean | null, said: () => string, truth: () => string): void {
    const tally = this.tally(statement)
    if (isFalse === null) return void tally.untested++
    tally.compared++
    if (!isFalse) return
    tally.false++
    const { kind, at } = this.answer
    if (at - tally.lastFalseAt > episodeGapMs) {
      tally.episodes++
      if (tally.examples.length < mostExamples)
        tally.examples.push({ statement, at, said: said(), truth: truth(), where: `${kind} ${where}` })
    }
    tally.lastFalseAt = at
  }

  /** The console states that it does not know: never false, and counted. */
  unknown(statement: StatementId): void {
    this.tally(statement).unknown++
  }

  private tally(statement: StatementId): Tally {
    const tally = this.tallies.get(statement) ?? {
      ...{ compared: 0, false: 0, unknown: 0, untested: 0, examples: [] },
      ...{ lastFalseAt: -Infinity, episodes: 0 },
    }
    this.tallies.set(statement, tally)
    return tally
  }
}
