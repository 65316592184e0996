import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hidden, hideSecretLines, hideSecrets, hideSecretsOfPart, isSecretKey } from './secrets'

it.each([
  ['s3.secret-key: abc def', `s3.secret-key: ${hidden}`],
  ['# security.ssl.rest.key-password: abc', `# security.ssl.rest.key-password: ${hidden}`],
  ['    password: "abc"', `    password: ${hidden}`],
  ['ssl.keyStore.password=abc\r', `ssl.keyStore.password=${hidden}\r`],
  ['env.java.opts: -Djavax.net.ssl.trustStorePassword=abc -Dx=y', `env.java.opts: -Djavax.net.ssl.trustStorePassword=${hidden} -Dx=y`],
  ['rest: { token: abc, port: 8081 }', `rest: { token: ${hidden}, port: 8081 }`],
  ['high-availability.zookeeper.client.authorization: digest:flink:abc', `high-availability.zookeeper.client.authorization: ${hidden}`],
  ['fs.gs.auth.service.account.private.key: abc', `fs.gs.auth.service.account.private.key: ${hidden}`],
  ['PRIVATE-KEY: abc', `PRIVATE-KEY: ${hidden}`],
  ['fs.oss.accessKeySecret: abc', `fs.oss.accessKeySecret: ${hidden}`],
  ['# "s3.secret-key" : "a b"', `# "s3.secret-key" : ${hidden}`],
  ['metrics.reporter.i.url: http://admin:abc@influx:8086/x?y=z', `metrics.reporter.i.url: http://${hidden}@influx:8086/x?y=z`],
  ['state.dir: s3://KEY:a/b+c@bucket/x', `state.dir: s3://${hidden}@bucket/x`],
  ['url: https://token@host/x', `url: https://${hidden}@host/x`],
  [
    'high-availability.storageDir: abfss://container@account.dfs.core.windows.net/ha',
    'high-availability.storageDir: abfss://container@account.dfs.core.windows.net/ha',
  ],
  ['x: http://host:8081/a@b', 'x: http://host:8081/a@b'],
  ['env.java.opts: "-Dpassword=\'a b\' -Dx=y"', `env.java.opts: "-Dpassword='${hidden}' -Dx=y"`],
  ['containerized.taskmanager.env.DB_PASS: abc', `containerized.taskmanager.env.DB_PASS: ${hidden}`],
  ['env.MY_PWD: abc', `env.MY_PWD: ${hidden}`],
  ['basic.auth: user:abc', `basic.auth: ${hidden}`],
  ['http.header.authorization: Bearer abc', `http.header.authorization: ${hidden}`],
  ['DigestAuthenticationProvider.superDigest=super:abc', `DigestAuthenticationProvider.superDigest=${hidden}`],
  ['x: https://a.blob.core.windows.net/c?sv=1&sig=abc', `x: https://a.blob.core.windows.net/c?sv=1&sig=${hidden}`],
  ['env.java.opts: -Djava.class.path=/opt/pass/x', 'env.java.opts: -Djava.class.path=/opt/pass/x'],
  ['s3.access-key: AKIA', 's3.access-key: AKIA'],
  [`${'x'.repeat(4_001)}: 1`, hidden],
  ['high-availability.zookeeper.quorum: zk1:2181', 'high-availability.zookeeper.quorum: zk1:2181'],
])('The line %s is shown as %s', (line, shown) => {
  expect(hideSecrets(line)).toBe(shown)
})

it('A secret value of several lines is hidden to the end of its block', () => {
  expect(hideSecrets('s3:\n  secret-key: |\n    abc\n    def\n  endpoint: http://x\n  password:\n    abc\nrest.port: 8081')).toBe(
    `s3:\n  secret-key: ${hidden}\n    ${hidden}\n    ${hidden}\n  endpoint: http://x\n  password:\n    ${hidden}\nrest.port: 8081`,
  )
})

it('A value that a secret takes from a YAML anchor is hidden, also through other anchors, and other anchors are not', () => {
  expect(hideSecrets('x: &a abc\ny: &b def\nlist:\n- &c ghi\ns3:\n  password: *a\n  secret: { z: *c }\nz: *b')).toBe(
    `x: ${hidden}\ny: &b def\nlist:\n${hidden}\ns3:\n  password: ${hidden}\n  secret: ${hidden}\nz: *b`,
  )
  expect(hideSecrets('x: &a\n  k: abc\ny: &b { k: *a, l: &d jkl }\nfs.token: *b')).toBe(
    `x: ${hidden}\n  ${hidden}\ny: ${hidden}\nfs.token: ${hidden}`,
  )
  const chain = Array.from({ length: 30 }, (_none, index) => `k${index}: &a${index} [${index === 0 ? 'abc' : `*a${index - 1}`}]`)
  expect(hideSecrets([...chain, 'token: *a29'].join('\n'))).not.toContain('abc')
  expect(hideSecretsOfPart('x: &a abc\ny: 1')).toBe(`x: ${hidden}\ny: 1`)
})

it('A secret is recognized by the keys it is nested in, and hidden on its further lines too', () => {
  expect(
    hideSecrets(
      'high-availability:\n  zookeeper:\n    client:\n      authorization: digest:u:p\n    quorum: zk\nfs:\n  gs.auth.service.account:\n    private:\n      key: abc\n      x: y',
    ),
  ).toBe(
    `high-availability:\n  zookeeper:\n    client:\n      authorization: ${hidden}\n    quorum: zk\nfs:\n  gs.auth.service.account:\n    private:\n      key: ${hidden}\n      x: y`,
  )
  expect(hideSecrets('password: "abc\n  def"\n? token\n: abc\nsecrets:\n- abc\n- def\nx: y\npassword=abc\\\ndef\\\nghi\nz=1')).toBe(
    `password: ${hidden}\n  ${hidden}\n? token\n${hidden}\nsecrets:\n${hidden}\n${hidden}\nx: y\npassword=${hidden}\n${hidden}\n${hidden}\nz=1`,
  )
})

it('A diff hides the secrets of its files, on nested and added lines', () => {
  const file = 'a:\n  client:\n    authorization: abc\n    x: 1\npassword: a b\n'
  expect(hideSecretLines('@@ -3,2 +3,3 @@\n     authorization: abc\n-    x: 1\n+    x: 2\n+password: a b', file)).toBe(
    `@@ -3,2 +3,3 @@\n     authorization: ${hidden}\n-    x: 1\n+    x: 2\n+password: ${hidden}`,
  )
})

it('Hiding keeps the number of lines and never shows the value of a sensitive key', () => {
  const key = fc.constantFrom('password', 'a.secret', 'fs.s3a.secret.key', 'x.api-key', 'rest.token', 'sasl.jaas.config')
  const value = fc.stringMatching(/^[a-z0-9]{12,20}$/)
  const lead = fc.constantFrom('', '  ', '# ', '\t', '- ')
  const separator = fc.constantFrom(': ', '=', ' = ', ':  ')
  fc.assert(
    fc.property(lead, key, separator, value, fc.array(fc.string()), (start, name, by, secret, around) => {
      const text = [...around, `${start}${name}${by}${secret}`, ...around].join('\n')
      const shown = hideSecrets(text)
      return (
        shown.split('\n').length === text.split('\n').length &&
        !shown.split('\n').includes(`${start}${name}${by}${secret}`) &&
        isSecretKey(name)
      )
    }),
  )
})
