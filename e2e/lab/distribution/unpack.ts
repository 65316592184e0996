import { LabError } from '@/e2e/lab/errors'
import { runCommand } from '@/e2e/lab/process/run-command'
import { getPython } from './python'

/** Unpacks a wheel (zip) or sdist (tar.gz) into a folder. Python does both, and it is installed: pip was used just before. */
export async function unpack(archive: string, folder: string): Promise<void> {
  const tool = archive.endsWith('.whl') ? 'zipfile' : 'tarfile'
  const result = await runCommand(await getPython(), ['-m', tool, '-e', archive, folder], { timeoutMs: 600_000 })
  if (result.code === 0) return
  if (/No space left/i.test(result.stderr))
    throw new LabError('no-disk', `There is no space left to unpack ${archive}: free about 1 GB there.`)
  throw new LabError('start-failed', `${archive} could not be unpacked: ${result.stderr.trim().split('\n').at(-1) ?? 'no reason given'}`)
}
