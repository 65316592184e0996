import 'server-only'
import { toShellWords } from './shell-words'

export interface SshWay {
  /** From understudy.yaml, FLINK_SSH_OPTS or env.ssh.opts, judged by its own parser. */
  options: readonly string[]
  /** Folder of the sockets of shared connections; null: each command connects anew. */
  socketFolder: string | null
}

/** First: ssh takes the first value it gets. Asking for an unknown host's key (its default) fails in batch mode. */
const ours = ['-T', '-o', 'BatchMode=yes', '-o', 'PermitLocalCommand=no', '-o', 'ClearAllForwardings=yes', '-o', 'ForwardX11=no']
/** Last: what sshOptions say counts before it. `-A` would win over ForwardAgent=no wherever that stands. */
const defaults = ['-o', 'ForwardAgent=no', '-o', 'ConnectTimeout=5', '-o', 'ServerAliveInterval=3', '-o', 'ServerAliveCountMax=2']

/** How long a shared connection stays open without use. */
const PERSIST_S = 120

/** @param host is a host name: checked by the caller; it stands behind `--` all the same */
export function toSshArguments(host: string, argv: readonly string[], { options, socketFolder }: SshWay): string[] {
  return [...ours, ...toSharing(socketFolder), ...options, ...defaults, '--', host, toShellWords(argv)]
}

/** To the shared connection's keeper, not to the host. */
export function toSshControl(host: string, word: 'exit', { options, socketFolder }: SshWay): string[] {
  return [...ours, ...toSharing(socketFolder), ...options, '-O', word, '--', host]
}

function toSharing(folder: string | null): string[] {
  if (folder === null) return ['-o', 'ControlMaster=no', '-o', 'ControlPath=none']
  // %C is a hash of everything that makes the connection: user, host, port.
  return ['-o', 'ControlMaster=auto', '-o', `ControlPath=${folder.replaceAll('%', '%%')}/%C`, '-o', `ControlPersist=${PERSIST_S}`]
}
