import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { doctorReportSchema } from '@/lib/doctor/report/json'

const command = join(import.meta.dirname, '../../understudy.mjs')
let folder: string

/** The real command in a process of its own, in an environment that names no cluster. */
function run(
  args: string[],
  { env = {}, cwd = folder }: { env?: Record<string, string>; cwd?: string } = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const { FLINK_HOME: _home, FLINK_CONF_DIR: _conf, UNDERSTUDY_CONFIG: _config, NODE_OPTIONS: _options, ...rest } = process.env
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [command, ...args],
      { cwd, env: { ...rest, ...env } as NodeJS.ProcessEnv, timeout: 60_000, maxBuffer: 16 * 1024 * 1024 },
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

async function write(path: string, files: Record<string, string>): Promise<void> {
  await mkdir(join(folder, path), { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, path, name), text)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-doctor-'))
  await write('sick', {
    'flink-conf.yaml': 'high-availability: zookeeper\r\nhigh-availability.storageDir: hdfs:///flink/recovery\r\n',
    masters: 'jm1:8081\njm1:8081\n',
  })
  await write('off', { 'flink-conf.yaml': 'jobmanager.rpc.address: jm1\n', masters: 'jm1:8081\n' })
  await write('kubernetes', {
    'flink-conf.yaml': 'high-availability: kubernetes\nhigh-availability.storageDir: s3://bucket/recovery\nkubernetes.cluster-id: one\n',
  })
  await write('home/conf', { 'flink-conf.yaml': 'a: b\n' })
  await write('home/lib', { 'flink-dist_2.12-1.14.6.jar': '' })
  const twin =
    'high-availability: zookeeper\nhigh-availability.zookeeper.quorum: zk1:2181,zk2:2181,zk3:2181\nhigh-availability.zookeeper.path.root: /flink/prod\n'
  await write('local', {
    'flink-conf.yaml': `${twin}high-availability.storageDir: file://${folder}/off/masters\n`,
    masters: 'localhost:8081\nlocalhost:8082\n',
  })
  await write('yarn', { 'flink-conf.yaml': `${twin}high-availability.storageDir: hdfs:///flink/recovery\nyarn.application-attempts: 4\n` })
  await write('hadoop', { 'yarn-site.xml': '<configuration/>' })
  for (const name of ['one', 'two'])
    await write(`twins/${name}`, {
      'flink-conf.yaml': `${twin}high-availability.storageDir: hdfs:///flink/recovery-${name}\n`,
      masters: `jm-${name}-1:8081\njm-${name}-2:8081\n`,
    })
  await write('twins', { 'understudy.yaml': 'clusters:\n  - { id: one, confDir: one }\n  - { id: two, confDir: two }\n' })
  await write('several', {
    'understudy.yaml': 'clusters:\n  - { id: one, name: First, confDir: ../sick }\n  - { id: two, confDir: ../kubernetes }\n',
  })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('understudy doctor', () => {
  it('The doctor ends with 2 for errors, 1 for warnings and 0 for notes, and groups findings by file', async () => {
    const [sick, off, kubernetes] = await Promise.all(
      ['sick', 'off', 'kubernetes'].map((each) => run(['doctor', '--offline', '--flink-version', '1.14.6', each])),
    )
    expect([sick?.code, off?.code, kubernetes?.code]).toEqual([2, 1, 0])
    expect(sick?.stdout).toMatch(/^sick Flink 1\.14\.6, high availability in ZooKeeper$/m)
    expect(sick?.stdout).toMatch(/^masters\n {2}error {4}jm1:8081 is in line 1 already[^]*?masters:2 {2}masters\/duplicate-line$/m)
    expect(sick?.stdout).toContain('high-availability.zookeeper.quorum is not set')
    expect(sick?.stdout).toMatch(/^\d errors, \d+ warnings?, \d+ notes?\./m)
    expect(sick?.stdout).not.toContain('\u001b')
  })

  it('The doctor accepts Flink’s home, and reads the version there', async () => {
    const { stdout } = await run(['doctor', 'home', '--json', '--offline', '--flink-version', '2.3.0'])
    const report = doctorReportSchema.parse(JSON.parse(stdout))
    expect(report.folders.map(({ folder: path, flinkVersion, versionAssumed }) => ({ path, flinkVersion, versionAssumed }))).toEqual([
      { path: join(folder, 'home/conf'), flinkVersion: '1.14.6', versionAssumed: false },
    ])
  })

  it('The doctor takes the folder from the environment, or every cluster of understudy.yaml', async () => {
    const [conf, home, several, file] = await Promise.all([
      run(['doctor', '--json', '--offline'], { env: { FLINK_CONF_DIR: join(folder, 'off'), FLINK_HOME: join(folder, 'home') } }),
      run(['doctor', '--json', '--offline'], { env: { FLINK_HOME: join(folder, 'home') } }),
      run(['doctor', '--json', '--offline'], { cwd: join(folder, 'several') }),
      run(['doctor', '--offline'], { env: { UNDERSTUDY_CONFIG: join(folder, 'several/understudy.yaml') } }),
    ])
    const folders = ({ stdout }: { stdout: string }) =>
      doctorReportSchema.parse(JSON.parse(stdout)).folders.map(({ name, folder: path }) => [name, path.slice(folder.length + 1)])
    expect([conf, home, several].map(folders)).toEqual([
      [[null, 'off']],
      [[null, 'home/conf']],
      [
        ['First', 'sick'],
        ['two', 'kubernetes'],
      ],
    ])
    expect(file.stdout).toMatch(/^First: sick [^]*^two: kubernetes [^]*^All 2 clusters: \d+ errors/m)
  })

  it('The doctor compares the clusters of understudy.yaml with each other', async () => {
    const { stdout, code } = await run(['doctor', '--json', '--offline', '--severity', 'error'], { cwd: join(folder, 'twins') })
    const found = doctorReportSchema.parse(JSON.parse(stdout)).folders.map(({ findings }) => findings.map(({ rule }) => rule))
    expect({ code, found }).toEqual({ code: 2, found: [['zookeeper/shared-root'], ['zookeeper/shared-root']] })
  })

  it('The doctor examines the machine when it is one of the JobManagers’, and not with --offline', async () => {
    const rulesOf = async (...args: string[]) =>
      doctorReportSchema
        .parse(JSON.parse((await run(['doctor', 'local', '--json', ...args])).stdout))
        .folders[0]?.findings.map(({ rule }) => rule)
    expect(await rulesOf()).toContain('storage/unusable-directory')
    expect(await rulesOf('--offline')).not.toContain('storage/unusable-directory')
  })

  it('The doctor finds yarn-site.xml in Hadoop’s folder, and names it there', async () => {
    const env = { HADOOP_CONF_DIR: join(folder, 'hadoop') }
    const [online, offline] = await Promise.all([
      run(['doctor', 'yarn', '--json'], { env }),
      run(['doctor', 'yarn', '--json', '--offline'], { env }),
    ])
    const elsewhere = ({ stdout }: { stdout: string }) => doctorReportSchema.parse(JSON.parse(stdout)).folders[0]?.elsewhere
    expect([elsewhere(online), elsewhere(offline)]).toEqual([{ 'yarn-site.xml': join(folder, 'hadoop/yarn-site.xml') }, {}])
  })

  it('The doctor neither shows nor counts findings below the requested severity', async () => {
    const { stdout, code } = await run(['doctor', 'off', '--json', '--offline', '--severity', 'error'])
    expect({ code, counts: doctorReportSchema.parse(JSON.parse(stdout)).counts }).toEqual({
      code: 0,
      counts: { errors: 0, warnings: 0, notes: 0 },
    })
  })

  it('The doctor writes JSON with fixes as diffs, SARIF, and diffs as text', async () => {
    const [json, sarif, diff] = await Promise.all([
      run(['doctor', 'sick', '--json', '--offline']),
      run(['doctor', 'sick', '--sarif', '--offline']),
      run(['doctor', 'sick', '--diff', '--offline']),
    ])
    const { fixes, findings } = doctorReportSchema.parse(JSON.parse(json.stdout)).folders[0] ?? {
      fixes: { files: [] },
      findings: [],
    }
    const log = JSON.parse(sarif.stdout) as {
      version: string
      runs: { results: { ruleId: string; level: string; locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[] }[]
    }
    expect(log.runs[0]?.results.map(({ ruleId, level }) => [ruleId, level])).toEqual(findings.map(({ rule, severity }) => [rule, severity]))
    expect(
      log.runs[0]?.results.find(({ ruleId }) => ruleId === 'masters/duplicate-line')?.locations[0]?.physicalLocation.artifactLocation.uri,
    ).toBe('sick/masters')
    expect(fixes.files.every(({ diff: each }) => each.startsWith('--- a/'))).toBe(true)
    for (const { diff: each } of fixes.files) expect(diff.stdout).toContain(each.replaceAll('\r', '').trimEnd())
  })

  it('Wrong use of the doctor is explained in one sentence and ends with 64', async () => {
    const wrong = [
      ['doctor', 'none'],
      ['doctor', 'a', 'b'],
      ['doctor', '--nonsense'],
      ['doctor', '--severity', 'bad'],
      ['doctor', '--json', '--sarif', 'off'],
      ['doctor', '--flink-version', 'x', 'off'],
      ['doctor', 'off/masters'],
      ['doctor'],
      ['nonsense'],
    ]
    const answers = await Promise.all(wrong.map((args) => run(args)))
    expect(answers.map(({ code, stdout }) => ({ code, stdout }))).toEqual(wrong.map(() => ({ code: 64, stdout: '' })))
    for (const { stderr } of answers) expect(stderr).toMatch(/^[^\n]+\.\n$/)
  })

  it('The help of the doctor names its options', async () => {
    const [all, doctor] = await Promise.all([run(['--help']), run(['doctor', '--help'])])
    expect([all.code, doctor.code]).toEqual([0, 0])
    expect(doctor.stdout).toContain('--flink-version VERSION')
  })
})
