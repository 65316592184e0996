import { hideSecretLines } from '@/lib/flink/configuration/secrets'
import { toDiff, type FixedFile } from './fixed-files'

/** A diff that may be shown. A patch whose unchanged lines are masked would not apply: then they are left out. */
export function toShownDiff({ file, before, after, diff }: Pick<FixedFile, 'file' | 'before' | 'after' | 'diff'>): string {
  const shown = hideSecretLines(diff, before, after)
  return shown === diff ? diff : hideSecretLines(toDiff(file, before, after, 0), before, after)
}
