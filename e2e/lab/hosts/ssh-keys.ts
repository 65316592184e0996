import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LabError } from '@/e2e/lab/errors'
import { runCommand } from '@/e2e/lab/process/run-command'

export interface SshFiles {
  /** For `ssh -F`: knows the key, the hosts' key and nothing of the person's own ~/.ssh. */
  clientConfig: string
  serverConfig: string
}

/** Keys and configurations of one network: one host key for all, one client key allowed everywhere. */
export async function makeSshFiles(folder: string, hosts: { name: string; ip: string }[]): Promise<SshFiles> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = (name: string) => join(folder, name)
  for (const name of ['host_key', 'client_key']) {
    const made = await runCommand('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'understudy-lab', '-f', path(name)])
    if (made.code !== 0) throw new LabError('start-failed', `ssh-keygen failed: ${made.stderr.trim()}`)
  }
  const hostKey = (await readFile(path('host_key.pub'), 'utf8')).trim()
  await writeFile(path('known_hosts'), hosts.map(({ name, ip }) => `${name},${ip} ${hostKey}\n`).join(''))
  await writeFile(path('authorized_keys'), await readFile(path('client_key.pub')), { mode: 0o600 })
  await writeFile(path('client_config'), toClientConfig(folder, hosts))
  await writeFile(path('server_config'), toServerConfig(folder))
  await chmod(path('client_config'), 0o600)
  return { clientConfig: path('client_config'), serverConfig: path('server_config') }
}

function toClientConfig(folder: string, hosts: { name: string; ip: string }[]): string {
  const names = hosts.map(({ name, ip }) => `Host ${name}\n  HostName ${ip}\n`).join('')
  return `${names}Host *
  User root
  IdentityFile ${folder}/client_key
  IdentitiesOnly yes
  UserKnownHostsFile ${folder}/known_hosts
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
  BatchMode yes
  ConnectTimeout 5
  LogLevel ERROR
`
}

// StrictModes off: the folder is this user's, but its parents may be another user's (a cache, a workspace).
function toServerConfig(folder: string): string {
  return `HostKey ${folder}/host_key
AuthorizedKeysFile ${folder}/authorized_keys
PidFile none
StrictModes no
PermitRootLogin yes
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
PrintMotd no
AcceptEnv LANG
Subsystem sftp internal-sftp
`
}
