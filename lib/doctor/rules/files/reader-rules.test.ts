import { expect, it } from 'vitest'
import { aConf } from '../../testing/a-conf'
import { runDoctor } from '../../run-doctor'

type Files = Record<string, string>
const flat = (line: string): Files => ({ 'flink-conf.yaml': `high-availability: zookeeper\n${line}\n`, masters: 'jm1:8081\njm2:8081' })
const yaml = (text: string): Files => ({ 'config.yaml': text, masters: 'jm1:8081\njm2:8081' })
const masters = (text: string): Files => ({ ...flat(''), masters: text })
const [tolerate, attempts, root, quorum] = [
  'client.tolerate-suspended-connections',
  'client.max-retry-attempts',
  'path.root',
  'quorum',
].map((name) => `high-availability.zookeeper.${name}`)

/** Each kind of problem as the doctor reports it: a hit, and a near miss that is right. */
it.each<[rule: string, hit: Files, nearMiss: Files]>([
  ['options/bad-boolean', flat(`${tolerate}: yes`), flat(`${tolerate}: TRUE`)],
  ['options/bad-number', flat(`${attempts}: many`), flat(`${attempts}: 3`)],
  ['zookeeper/bad-znode-path', flat(`${root}: /flink//x`), flat(`${root}: /flink/x`)],
  ['zookeeper/bad-member', flat(`${quorum}: zk1:port`), flat(`${quorum}: zk1:2181`)],
  ['masters/bad-host', masters('jm1;reboot:8081'), masters('jm-1:8081')],
  ['masters/extra-words', masters('jm1:8081 jm2:8081'), masters('jm1:8081 # jm2:8081')],
  ['masters/ipv6-in-script', masters('[fe80::1]:8081'), masters('10.0.0.1:8081')],
  ['files/empty', masters('# nobody'), masters('# somebody\njm1:8081')],
  ['files/list-value', yaml(`${quorum}: [a:1, b:1]`), yaml(`${quorum}: a:1,b:1`)],
  ['files/not-yaml', yaml('a: [b'), yaml('a: [b]')],
  ['files/bad-key', yaml('? [a, b]\n: c'), yaml('a: c')],
])('The rule %s finds its fault and not a near miss', (rule, hit, nearMiss) => {
  const found = (files: Files) =>
    runDoctor(aConf(files, { flinkVersion: 'config.yaml' in files ? '2.3.0' : '1.20.1' })).filter((finding) => finding.rule === rule)
  expect({ hits: found(hit).length > 0, near: found(nearMiss) }).toEqual({ hits: true, near: [] })
})
