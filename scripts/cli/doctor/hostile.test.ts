import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { examine } from './examine'

const mega = 1024 * 1024
const lines = (line: string, bytes: number) => line.repeat(Math.ceil(bytes / line.length))
const laughs = `a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}*a${i}]`).join('\n')}`
const entities = `<?xml version="1.0"?><!DOCTYPE c [<!ENTITY a "x">${Array.from({ length: 20 }, (_, i) => `<!ENTITY a${i} "${(i === 0 ? '&a;' : `&a${i - 1};`).repeat(10)}">`).join('')}]><configuration><property><name>&a19;</name><value>&a19;</value></property></configuration>`

/** The content of the folder, and the rule that must report it. */
const texts: Record<string, { files: Record<string, string | Buffer>; rule: string; version?: string }> = {
  'flink-conf.yaml of 10 MB': {
    files: { 'flink-conf.yaml': lines('high-availability.storageDir: hdfs:///flink/recovery\n', 10 * mega) },
    rule: 'files/too-large',
  },
  'flink-conf.yaml of one line of 10 MB': {
    files: { 'flink-conf.yaml': `high-availability: ${'z'.repeat(10 * mega)}` },
    rule: 'files/too-large',
  },
  'config.yaml of 10 MB': { files: { 'config.yaml': lines('a: [\n', 10 * mega) }, rule: 'files/too-large', version: '2.3.0' },
  'config.yaml as large as is read': {
    files: { 'config.yaml': Array.from({ length: 1_000 }, (_, i) => `high-availability.x${i}: ${i}\n`).join('') },
    rule: 'files/misspelt-key',
    version: '2.3.0',
  },
  'masters of 10 MB': { files: { masters: lines('jm1:8081\n', 10 * mega) }, rule: 'files/too-large' },
  'zoo.cfg of 10 MB': {
    files: {
      'flink-conf.yaml': 'high-availability: zookeeper\nhigh-availability.zookeeper.quorum: zk:2181\n',
      'zoo.cfg': lines('server.1=zk:2888:3888\n', 10 * mega),
    },
    rule: 'files/too-large',
  },
  'yarn-site.xml of 10 MB': {
    files: { 'yarn-site.xml': `<configuration>${lines('<property><name>a</name><value>b</value></property>', 10 * mega)}</configuration>` },
    rule: 'files/too-large',
  },
  'binary masters': {
    files: { masters: Buffer.from(Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 256)) },
    rule: 'files/binary',
  },
  'binary flink-conf.yaml': {
    files: { 'flink-conf.yaml': Buffer.from(Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 256)) },
    rule: 'files/binary',
  },
  'a YAML bomb': { files: { 'config.yaml': laughs }, rule: 'files/alias-bomb', version: '2.3.0' },
  'a deep YAML': { files: { 'config.yaml': `a: ${'['.repeat(50_000)}` }, rule: 'files/too-deep', version: '2.3.0' },
  'an entity bomb': { files: { 'yarn-site.xml': entities }, rule: 'files/xml-entities' },
}

let folder: string
const look = async (flinkVersion: string | null = '1.20.1') =>
  (await examine([{ folder, flinkHome: null, cluster: null, quorum: null }], { offline: true, flinkVersion, env: {} }))[0]?.findings ?? []

beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'understudy-hostile-'))))
afterEach(() => rm(folder, { recursive: true, force: true }))

it.each(Object.entries(texts))('A folder with %s gives a clear finding', async (_name, { files, rule, version }) => {
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  const before = process.cpuUsage()
  const findings = await look(version)
  const { user, system } = process.cpuUsage(before)
  // It takes some tenths of a second; in quadratic time it would take minutes.
  expect((user + system) / 1_000).toBeLessThan(20_000)
  expect(findings.filter((finding) => finding.rule === rule).length).toBeGreaterThan(0)
  for (const { sentence } of findings) expect(sentence.length).toBeLessThan(1_000)
  expect(findings.length).toBeLessThan(60)
  expect(findings.filter((finding) => finding.rule === 'files/too-large').length).toBeLessThanOrEqual(1)
})

it('A file that was not read to its end has no fixes, and many faults of one kind are counted', async () => {
  await writeFile(join(folder, 'flink-conf.yaml'), lines('high-availability.zookeeper.quorum: "zk1:2181"\n', 200_000))
  const found = (await look()).filter(({ rule }) => rule === 'files/quotes-kept')
  expect([found.length, found.every(({ fix }) => fix === null), found.at(-1)?.sentence]).toEqual([
    25,
    true,
    expect.stringMatching(/ There are \d+ more like it\.$/),
  ])
})

it('A binary file is reported once, not line by line', async () => {
  await writeFile(join(folder, 'masters'), Buffer.from(Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 256)))
  expect((await look()).filter(({ places }) => places[0]?.file === 'masters' && places[0].line !== null).map(({ rule }) => rule)).toEqual([
    'files/binary',
  ])
})

it('A link to itself, a folder, a pipe and a device in place of a file are clear findings', async () => {
  await symlink(join(folder, 'flink-conf.yaml'), join(folder, 'flink-conf.yaml'))
  await mkdir(join(folder, 'masters'))
  execFileSync('mkfifo', [join(folder, 'workers')])
  await symlink('/dev/zero', join(folder, 'zoo.cfg'))
  await symlink(join(folder, 'nowhere'), join(folder, 'yarn-site.xml'))
  const found = (await look()).map(({ rule, places }) => `${places[0]?.file ?? ''} ${rule}`)
  expect(found).toEqual(
    expect.arrayContaining([
      'flink-conf.yaml files/unreadable',
      'masters files/not-a-file',
      'workers files/not-a-file',
      'zoo.cfg files/not-a-file',
      'yarn-site.xml files/unreadable',
    ]),
  )
})

it.skipIf(process.getuid?.() === 0)('A file without read permission is a clear finding', async () => {
  await writeFile(join(folder, 'flink-conf.yaml'), 'a: b')
  await chmod(join(folder, 'flink-conf.yaml'), 0)
  expect((await look()).map(({ rule }) => rule)).toContain('files/unreadable')
})
