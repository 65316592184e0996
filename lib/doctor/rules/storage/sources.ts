import type { RuleSource } from '../../finding'

const flink = 'https://github.com/apache/flink/blob/release-1.20.1'

export const storageSources = {
  storage: {
    text: 'Flink, HighAvailabilityOptions.HA_STORAGE_PATH',
    url: `${flink}/flink-core/src/main/java/org/apache/flink/configuration/HighAvailabilityOptions.java`,
  },
  fileSystem: {
    text: 'Flink, FileSystem.getUnguardedFileSystem',
    url: `${flink}/flink-core/src/main/java/org/apache/flink/core/fs/FileSystem.java`,
  },
  blobs: {
    text: 'Flink, BlobUtils.createFileSystemBlobStore',
    url: `${flink}/flink-runtime/src/main/java/org/apache/flink/runtime/blob/BlobUtils.java`,
  },
  checkpointStorage: {
    text: 'Flink, CheckpointStorageLoader',
    url: `${flink}/flink-runtime/src/main/java/org/apache/flink/runtime/state/CheckpointStorageLoader.java`,
  },
  checkpoints: {
    text: 'Flink, “Checkpoints”',
    url: 'https://nightlies.apache.org/flink/flink-docs-release-1.20/docs/ops/state/checkpoints/',
  },
  temporary: { text: 'Filesystem Hierarchy Standard, “/tmp”', url: 'https://refspecs.linuxfoundation.org/FHS_3.0/fhs/ch03s18.html' },
} as const satisfies Record<string, RuleSource>
