import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hidden, hideSecrets, isSecretKey } from './secrets'

it.each([
  ['s3.secret-key: abc def', `s3.secret-key: ${hidden}`],
  ['# security.ssl.rest.key-password: abc', `# security.ssl.rest.key-password: ${hidden}`],
  ['    password: "abc"', `    password: ${hidden}`],
  ['ssl.keyStore.password=abc\r', `ssl.keyStore.password=${hidden}\r`],
  ['env.java.opts: -Djavax.net.ssl.trustStorePassword=abc -Dx=y', `env.java.opts: -Djavax.net.ssl.trustStorePassword=${hidden} -Dx=y`],
  ['rest: { token: abc, port: 8081 }', `rest: { token: ${hidden}, port: 8081 }`],
  ['high-availability.zookeeper.quorum: zk1:2181', 'high-availability.zookeeper.quorum: zk1:2181'],
])('%s is shown as %s', (line, shown) => {
  expect(hideSecrets(line)).toBe(shown)
})

it('hides a value of several lines, to the end of its block', () => {
  expect(hideSecrets('s3:\n  secret-key: |\n    abc\n    def\n  endpoint: http://x\n  password:\n    abc\nrest.port: 8081')).toBe(`s3:\n  secret-key: ${hidden}\n    ${hidden}\n    ${hidden}\n  endpoint: http://x\n  password:\n    ${hidden}\nrest.port: 8081`)
})

it('keeps the number of lines, and never a value that a sensitive key is given', () => {
  const key = fc.constantFrom('password', 'a.secret', 'fs.s3a.secret.key', 'x.api-key', 'rest.token', 'sasl.jaas.config')
  const value = fc.stringMatching(/^[a-z0-9]{12,20}$/)
  const lead = fc.constantFrom('', '  ', '# ', '\t', '- ')
  const separator = fc.constantFrom(': ', '=', ' = ', ':  ')
  fc.assert(fc.property(lead, key, separator, value, fc.array(fc.string()), (start, name, by, secret, around) => {
    const text = [...around, `${start}${name}${by}${secret}`, ...around].join('\n')
    const shown = hideSecrets(text)
    return shown.split('\n').length === text.split('\n').length && !shown.split('\n').includes(`${start}${name}${by}${secret}`) && isSecretKey(name)
  }))
})
