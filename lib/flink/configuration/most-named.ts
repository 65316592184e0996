import { makeProblem, type LineProblem } from './problem'

/**
 * Most lines of masters and workers that are read. Each JobManager is watched and has a lane on the page; real clusters have two
 * or three. Planning an operation on the whole cluster runs ssh to each TaskManager's host.
 */
export const mostNamed = { JobManagers: 200, TaskManagers: 1_000 } as const

/** Puts the problem first: only the first problems of a file are kept. */
export function withTooMany(problems: readonly LineProblem[], what: keyof typeof mostNamed, line: number): LineProblem[] {
  const tooMany = makeProblem(
    'too-large',
    'error',
    { line },
    `The file names more than ${mostNamed[what]} ${what}; this line and the rest of the file was not read here.`,
    whatToDo[what],
  )
  return [tooMany, ...problems.filter(({ code }) => code !== 'too-large')]
}

const whatToDo = {
  JobManagers: 'Check that this is the right file: a cluster has a handful of JobManagers. Remove what does not belong into it.',
  TaskManagers:
    'Check that this is the right file. Operations on the whole cluster are refused while it is this long: start and stop those TaskManagers with Flink’s own scripts.',
} as const satisfies Record<keyof typeof mostNamed, string>
