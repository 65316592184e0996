import 'server-only'
import { toShellWords } from './shell-words'

export interface SshWay {
  /** From FLINK_SSH_OPTS, env.ssh.opts or understudy.yaml, parsed. */
  options: readonly string[]
  /** Folder of the sockets of shared connections; null: each command connects anew. */
  socketFolder: string | null
}

/** Unknown host keys are refused where nothing says otherwise: asking (ssh's default) fails in batch mode. */
const ours = ['-T', '-o', 'BatchMode=yes', '-o', 'PermitLocalCommand=no', '-o', 'ClearAllForwardings=yes', '-o', 'ForwardAgent=no', '-o', 'ForwardX11=no']
/** After the operator's: ssh takes the first value it gets. */
const defaults = ['-o', 'ConnectTimeout=5', '-o', 'ServerAliveInterval=3', '-o', 'ServerAliveCountMax=2']

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
