import type { Rule } from '../../rule'
import { checkpointDirectory } from './checkpoint-directory'
import { differs } from './differs'
import { fileHost } from './file-host'
import { localCheckpoints, localDirectory } from './local-directory'
import { otherCluster } from './other-cluster'
import { overlap } from './overlap'
import { temporaryDirectory } from './temporary-directory'
import { unusableDirectory } from './unusable-directory'

export const storageRules: readonly Rule[] = [
  fileHost,
  localDirectory,
  localCheckpoints,
  temporaryDirectory,
  overlap,
  differs,
  otherCluster,
  unusableDirectory,
  checkpointDirectory,
]
