import { LabError } from '@/e2e/lab/errors'
import { runCommand } from '@/e2e/lab/process/run-command'

let known: string | null = null

/** A Python that has pip; Flink's packages are fetched with it. Nothing of Python is needed to run Flink. */
export async function getPython(): Promise<string> {
  if (known) return known
  for (const name of ['python3', 'python']) {
    const result = await runCommand(name, ['-m', 'pip', '--version'], { timeoutMs: 180_000 }).catch(() => null)
    if (result?.code === 0) return (known = name)
  }
  throw new LabError(
    'pip-missing',
    'Flink is fetched from PyPI with pip, and no python3 with pip was found. Install it (Debian: apt-get install python3-pip), or set FLINK_HOME to a Flink of your own.',
  )
}
