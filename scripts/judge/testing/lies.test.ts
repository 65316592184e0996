import { describe, expect, it } from 'vitest'
import { Judge } from '../judge'
import type { Hearing } from '../said/hearing'
import { graces } from '../statements/graces'
import type { Truth } from '../truth/truth'
import { lies, tellLie } from './lies'
import { listenToTruth } from './truthful-console'
import { storageFolder, witnessWorld } from './world'

const truth = witnessWorld()
const hearings = listenToTruth()

function judgeAll(answers: readonly Hearing[], of: Truth): Record<string, string> {
  const judge = new Judge({ truth: of, storageFolder, thresholdMs: 0 })
  for (const answer of answers) judge.hear(answer)
  const found = [...judge.sheet.tallies].filter(([, tally]) => tally.false > 0)
  return Object.fromEntries(found.map(([statement, { examples }]) => [statement, JSON.stringify(examples[0])]))
}

describe('the judge', () => {
  it('The judge finds nothing false in the answers of a truthful console on five bad days', () =>
    expect(judgeAll(hearings, truth)).toEqual({}))

  it.each(lies.map((lie) => [lie.statement, lie.says, lie] as const))(
    'The judge catches a false answer against the statement %s: “%s”',
    (statement, _tells, lie) => {
      const replayed = tellLie(lie, hearings, truth)
      expect(replayed, 'some answer is changed').not.toBeNull()
      expect(Object.keys(judgeAll(replayed!, truth))).toContain(statement)
    },
  )

  it('The lies cover each statement of the judge', () => {
    expect([...new Set(lies.map(({ statement }) => statement))].sort()).toEqual(Object.keys(graces).sort())
  })
})
