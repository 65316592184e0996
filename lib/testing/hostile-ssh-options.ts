/** Keys that would run a program, load a library, send the connection elsewhere or weaken it (ssh_config(5) and readconf.c). */
const dangerous: Readonly<Record<string, string>> = {
  ProxyCommand: 'touch${IFS}/tmp/x', ProxyJump: 'evil', LocalCommand: 'id', PermitLocalCommand: 'yes', KnownHostsCommand: '/bin/id', PKCS11Provider: '/tmp/x.so',
  SmartcardDevice: '/tmp/x.so', SecurityKeyProvider: '/tmp/x.so', XAuthLocation: '/tmp/x', ProxyUseFdpass: 'yes', RemoteCommand: 'id', Include: '/tmp/x',
  HostName: 'evil', ForwardAgent: 'yes', IdentityAgent: '/tmp/s', StrictHostKeyChecking: 'no', UserKnownHostsFile: '/root/.bashrc', ControlPath: '/tmp/s',
  ControlMaster: 'yes', BatchMode: 'no', SendEnv: '*', SetEnv: 'A=b', HostKeyAlias: 'x', LogVerbose: '*', DynamicForward: '9', Tunnel: 'yes', CertificateFile: '/x',
  GlobalKnownHostsFile: '/tmp/k', ForwardX11: 'yes', ClearAllForwardings: 'no', RequestTTY: 'force', CanonicalizeHostname: 'yes', AddKeysToAgent: 'yes', UpdateHostKeys: 'yes',
}

const tab = '\t'
const spellings: readonly ((key: string, value: string) => string)[] = [
  (key, value) => `-o ${key}=${value}`,
  (key, value) => `-o${key}=${value}`,
  (key, value) => `-o =${key}=${value}`,
  (key, value) => `-o "${key}"=${value}`,
  (key, value) => `-o"${key}"${value}`,
  (key, value) => `-o '${key}'=${value}`,
  (key, value) => `-o ${key}="${value}"`,
  (key, value) => `-o ${key}==${value}`,
  (key, value) => `-o ${key} ${value}`,
  (key, value) => `-o ${key}${tab}${value}`,
  (key, value) => `-o ${key.toUpperCase()}=${value}`,
  (key, value) => `-o ${key.toLowerCase()}=${value}`,
  (key, value) => `-o ${key}\u00a0${value}`,
  (key, value) => `-o ${key}\u2028=${value}`,
  (key, value) => `-o ${key}\f${value}`,
  (key, value) => `-o \v${key}=${value}`,
  (key, value) => `-o \\${key}=${value}`,
  (key, value) => `-o Port=22 -o ${key}=${value}`,
  (key, value) => `-p 22 -4 -C -o ${key}=${value}`,
  (key, value) => `-o User=a -o=${key}=${value}`,
  (key, value) => `-vo${key}=${value}`,
  (key, value) => `-4qo ${key}=${value}`,
  (key, value) => `-o Port=22\n${key}=${value}`,
  (key, value) => `-o Port=22\r${key}=${value}`,
  (key, value) => `-o "Port=22 ${key}=${value}"`,
  (key, value) => `-o IdentityFile=/k\u0085${key}=${value}`,
]

const others = [
  '-A', '-4A', '-AC', '-F /tmp/c', '-F/tmp/c', '-J evil', '-Jevil', '-oProxyJump=evil', '-I /tmp/x.so', '-I/tmp/x.so', '-S /tmp/s', '-M', '-f', '-N', '-n', '-t', '-tt', '-X', '-Y', '-K',
  '-L 1:a:2', '-R 1:a:2', '-D 9', '-w 0', '-W a:1', '-E /tmp/log', '-e x', '-O exit', '-Q key', '-s', '-y', '-g', '-G', '-V', '-B lo', '-b 127.0.0.1', '-P x', '-c aes128-ctr', '-m hmac-sha2-256',
  '--', '-- evil', 'evil', '-p 22 evil', '-p 22 -- evil id', '-', '-o', '-p', '-l', '-i', '-l -oProxyCommand=id', '-i -oProxyCommand=id', '-p -oProxyCommand=id', '-l root@evil', '-l %h', '-l $(id)', '-l `id`',
  '-i pkcs11:module-path=/tmp/x.so', '-o IdentityFile=pkcs11:x', '-i %d/k', '-i ${HOME}/k', '-o IdentityFile=%h', '-o IdentityFile=${A}', '-o IdentityFile="/a', '-i relative', '-i ~root/k',
  '-o Port=22,ProxyCommand=id', '-o Port=0', '-o Port=65536', '-o Port=022x', '-p 22x', '-p 1e3', '-o User=-oProxyCommand=id', '-o User=a"b', '-o Ciphers=aes128-ctr,$(id)', '-o ConnectTimeout=-1', '-o Compression=delayed', '-o StrictHostKeyChecking=off', '-o StrictHostKeyChecking=ask', '-o StrictHostKeyChecking=accept-new\u200b',
  '-o Match=all', '-o Host=*', '-o Match exec id', '-o Include=/tmp/*', '-oInclude /tmp/x', '\u2010o ProxyCommand=id', '\u2212A', '-\u00c5', '-o Pr\u00f6xyCommand=id', '-o ProxyComm\u0430nd=id', '-o ProxyCommand\0=id', '-o Proxy=id', '-o ProxyC=id', '-o IgnoreUnknown=*', '-o IgnoreUnknown=* -o X=y',
] as const

/** What a cluster's files may do is in here beside it: a spelling that is accepted has to come out as the same thing in ssh. */
const harmless = [
  '', '-p 2222', '-p2222', '-l flink', '-i ~/.ssh/id', '-i /keys/flink', '-4', '-6', '-C -q -v', '-o Port=2222', '-oport=2222', '-o USER=flink', '-o IdentityFile=/keys/a -o IdentitiesOnly=yes', '-o ConnectTimeout=3 -o ServerAliveInterval=9 -o ServerAliveCountMax=1',
  '-o Compression=yes', '-o Ciphers=aes128-ctr', '-o MACs=+hmac-sha2-256', '-o KexAlgorithms=^curve25519-sha256', '-o HostKeyAlgorithms=-ssh-rsa*', '-o StrictHostKeyChecking=accept-new', '-o StrictHostKeyChecking=yes', ' -p\t22 \n -4 ',
]

/** About a thousand texts as a hostile conf folder may have them in `env.ssh.opts`, and what a decent one has. */
export const hostileSshOptions: readonly string[] = [...Object.entries(dangerous).flatMap(([key, value]) => spellings.map((spell) => spell(key, value))), ...others]
export const harmlessSshOptions: readonly string[] = harmless
