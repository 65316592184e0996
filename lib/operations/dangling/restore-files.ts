import 'server-only'
import { restoreFile } from '@/lib/sources/ha-storage/act-on-files'
import type { Backup } from './backup-file'
import { nothingRestored, restoreEach, type Restoration, type RestoreContext } from './restoration'

type SavedFile = Backup['files'][number]

/**
 * Writes back the files that are not there. Each is there whole or not at all, whenever the console dies, and never takes its
 * name from another file.
 * @param storageDir the cluster's storage directory as configured: files are written nowhere else
 */
export async function restoreFiles(files: readonly SavedFile[], storageDir: string | null, context: RestoreContext): Promise<Restoration> {
  return restoreEach(files, (file) => restoreOne(file, storageDir), context)
}

async function restoreOne({ path, data, mode }: SavedFile, storageDir: string | null): Promise<Restoration> {
  const line = `file ${path}`
  const restored = await restoreFile({ path, data: Buffer.from(data, 'base64'), mode }, storageDir)
  if (restored.result === 'kept') return { ...nothingRestored(), kept: [`${line}: ${restored.why}.`] }
  return { ...nothingRestored(), [restored.result]: [line] }
}
