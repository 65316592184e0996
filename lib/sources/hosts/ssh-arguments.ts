import 'server-only'
import { toShellWords } from './shell-words'

export interface SshWay {
  /** From understudy.yaml, FLINK_SSH_OPTS or env.ssh.opts, checked by their own parsers. */
  options: readonly string[]
  /** Folder of the sockets of shared connections; null: each command opens its own connection. */
  socketFolder: string | null
}

/** These come first, since ssh uses the first value of an option. Asking about an unknown host's key (its default) fails in batch mode. */
const ours = ['-T', '-o', 'BatchMode=yes', '-o', 'PermitLocalCommand=no', '-o', 'ClearAllForwardings=yes', '-o', 'ForwardX11=no']
/** These come last: sshOptions override them. `-A` would override ForwardAgent=no at any position. */
const defaults = ['-o', 'ForwardAgent=no', '-o', 'ConnectTimeout=5', '-o', 'ServerAliveInterval=3', '-o', 'ServerAliveCountMax=2']

/** How long a shared connection stays open without use. */
const persistS = 120

/** @param host a host name, checked by the caller; it is placed after `--` nevertheless */
export function toSshArguments(host: string, argv: readonly string[], { options, socketFolder }: SshWay): string[] {
  return [...ours, ...toSharing(socketFolder), ...options, ...defaults, '--', host, toShellWords(argv)]
}

/** Arguments for the master process of the shared connection, not for the host. */
export function toSshControl(host: string, word: 'exit', { options, socketFolder }: SshWay): string[] {
  return [...ours, ...toSharing(socketFolder), ...options, '-O', word, '--', host]
}

function toSharing(folder: string | null): string[] {
  if (folder === null) return ['-o', 'ControlMaster=no', '-o', 'ControlPath=none']
  // %C is a hash of everything that identifies the connection: user, host, port.
  return ['-o', 'ControlMaster=auto', '-o', `ControlPath=${folder.replaceAll('%', '%%')}/%C`, '-o', `ControlPersist=${persistS}`]
}
