import 'server-only'
import { join } from 'node:path'
import { trimSlashes } from '@/lib/flink/configuration/znode-root'
import { toLocalPath } from '@/lib/flink/serialization/path-uri'
import type { FileCalls } from '@/lib/files/file-calls'
import { storageCalls } from '@/lib/files/looker'
import type { StorageBackend } from '../storage-backend'
import { findThing, listFolder } from './list-folder'
import { explainNoFolder, lookAtFile } from './look-at-file'
import { fileOperations } from './operations'
import { watchFiles } from './watch-files'

/** The file system of this machine, mounted shares included. */
export function createFileBackend(calls: Pick<FileCalls, 'stat' | 'lstat' | 'list'> = storageCalls): StorageBackend {
  return {
    schemes: ['file'],
    toFilePath: toLocalPath,
    toFolderPath(uri) {
      const local = toLocalPath(uri)
      return local.ok ? { ok: true, value: `/${trimSlashes(local.value)}` } : local
    },
    join,
    look: (path, root) => lookAtFile(path, root, calls),
    list: (folder, most) => listFolder(folder, most, calls),
    find: (path) => findThing(path, calls),
    explainAbsence: explainNoFolder,
    watch: watchFiles,
    operations: fileOperations,
  }
}

export const fileBackend = createFileBackend()
