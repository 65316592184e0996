import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  buildConfigurationProbe,
  findFlinkHomeForTests,
  type ConfigurationProbe,
  type ProbeAnswer,
} from '@/lib/testing/flink/configuration-probe'
import { flatTexts, yamlTexts } from '@/lib/testing/flink/nasty-conf-texts'
import { findDurationMs } from './duration'
import { parseFlatConf, type ConfFile } from './flat-conf'
import { findMemoryBytes } from './memory-size'
import { iteratePorts, parsePortRange } from './port-range'
import { parseYamlConf } from './yaml-conf'

function toPairs(file: ConfFile): Record<string, string> | 'refused' {
  return file.refused ? 'refused' : Object.fromEntries(file.entries.map(({ key, value }) => [key, value]))
}

function toTheirs(answer: ProbeAnswer | undefined): Record<string, string> | 'refused' {
  if (!answer?.ok) return 'refused'
  const pairs: [string, string][] = []
  for (let index = 0; index < answer.fields.length; index += 2) pairs.push([answer.fields[index] ?? '', answer.fields[index + 1] ?? ''])
  return Object.fromEntries(pairs)
}

// One line per text that is read differently: the whole list would be unreadable.
function differences(texts: readonly string[], ours: readonly unknown[], theirs: readonly unknown[]) {
  const answers = texts.map((text, index) => ({ text, ours: ours[index], theirs: theirs[index] }))
  return answers.filter((answer) => !isDeepStrictEqual(answer.ours, answer.theirs))
}

describe.each(['1.20.1', '2.3.0'])('configuration files of Flink %s', (version) => {
  const home = findFlinkHomeForTests(version)
  const test = home === null ? it.skip : it
  let probe: ConfigurationProbe
  let folder: string

  beforeAll(async () => {
    if (home === null) return
    probe = await buildConfigurationProbe(home)
    folder = await mkdtemp(join(tmpdir(), 'understudy-conf-'))
  })
  afterAll(async () => {
    if (home === null) return
    await probe.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function load(name: string, texts: readonly string[]): Promise<(Record<string, string> | 'refused')[]> {
    const folders = texts.map((_text, index) => join(folder, `${name}-${index}`))
    await Promise.all(
      folders.map(async (path, index) => {
        await mkdir(path)
        await writeFile(join(path, name), texts[index] ?? '')
      }),
    )
    return (await probe.ask(folders.map((path) => ['load', path]))).map(toTheirs)
  }

  test('Every nasty config.yaml is read as Flink reads it', async () => {
    const theirs = await load('config.yaml', yamlTexts)
    const ours = yamlTexts.map((text) => toPairs(parseYamlConf(text)))
    expect(differences(yamlTexts, ours, theirs)).toEqual([])
  })

  const testFlat = version.startsWith('2.') ? it.skip : test
  testFlat('Every nasty flink-conf.yaml is read as Flink reads it', async () => {
    const theirs = await load('flink-conf.yaml', flatTexts)
    const ours = flatTexts.map((text) => toPairs(parseFlatConf(text)))
    expect(differences(flatTexts, ours, theirs)).toEqual([])
  })

  test('Durations, memory sizes and port expressions are read as Flink reads them', async () => {
    const durations = [
      '60 s',
      '60000',
      '60000ms',
      '1min',
      '2 MIN',
      ' 5 s ',
      'PT10S',
      'PT1.5S',
      'P1DT2H',
      'PT',
      'P',
      '1.5 s',
      '10x',
      '',
      '-5',
      '9223372036854775807 d',
      '1500 µs',
      '3 d',
      '1 h 2',
      '0',
      '5secs',
      'p1d',
      '10 S',
      '2 us',
      '5 m',
      '5\tm',
      '٣ s',
    ]
    const sizes = ['512m', '1g', '1024', '1 kb', '1.5g', '12 bytes', '10KiB', '', 'm', '-1m', '2 TB', ' 3 K ']
    const ports = [
      '50010,50011,50020-50025',
      '0',
      '50-40',
      '50-50',
      '1-2-3',
      'a',
      '',
      '70000',
      '1,',
      '1,,2',
      '+5',
      '050010',
      '1 - 3',
      ' 1 , 2 ',
      '-5',
      '5,,',
      '0-3',
      '65535',
      '65536',
      '1-65536',
    ]
    const answers = await probe.ask([
      ...durations.map((text) => ['duration', text] as ['duration', string]),
      ...sizes.map((text) => ['memory', text] as ['memory', string]),
      ...ports.map((text) => ['ports', text] as ['ports', string]),
    ])
    const theirs = answers.map((answer) => (answer.ok ? (answer.fields[0] ?? '').trim() : 'refused'))
    const ours = [
      ...durations.map((text) => String(findDurationMs(text, { iso8601: version.startsWith('2.') }) ?? 'refused')),
      ...sizes.map((text) => String(findMemoryBytes(text) ?? 'refused')),
      ...ports.map((text) => (parsePortRange(text).problems.length > 0 ? 'refused' : [...iteratePorts(parsePortRange(text))].join(' '))),
    ]
    const texts = [...durations, ...sizes, ...ports]
    expect(differences(texts, ours, theirs)).toEqual([])
  })
})
